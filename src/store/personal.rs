//! What of a person may stand in a text that is not about that person alone: a saved filter, say.

use serde_json::Value;
use std::collections::BTreeSet;

/// Names, phones and e-mail addresses of one person, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PersonalWords(BTreeSet<String>);

/// The fields of a profile that name a person, as the intents of operations keep them.
const NAMING: [&str; 3] = ["name", "phone", "email"];

/// Shorter than this a word of Latin letters or digits is no name of a person but part of any word.
const SHORTEST: usize = 2;

impl PersonalWords {
    /// Takes these, as far as they are any.
    pub fn add(&mut self, words: &[&str]) {
        let words = words.iter().map(|word| word.trim().to_lowercase());
        self.0.extend(words.filter(|word| word.chars().count() >= SHORTEST));
    }

    /// Takes what the secret of an operation tells, before and after it.
    pub fn add_of(&mut self, body: &Value) {
        match body {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value.as_str().filter(|_| NAMING.contains(&name.as_str())) {
                        Some(word) => self.add(&[word]),
                        None => self.add_of(value),
                    }
                }
            }
            Value::Array(values) => values.iter().for_each(|value| self.add_of(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Whether a text names the person. A word of Latin letters or digits has to stand alone there, and digits may be parted.
    pub fn are_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        self.0.iter().any(|word| stands_in(word, &text) || stands_in(word, &digits))
    }
}

fn stands_in(word: &str, text: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        let (before, from) = text.split_at(at);
        let goes_on_before = is_part(word.chars().next()) && is_part(before.chars().next_back());
        let goes_on_after = is_part(word.chars().next_back()) && is_part(from.chars().nth(word.chars().count()));
        !goes_on_before && !goes_on_after
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case::chinese_name("张伟的朋友", true)]
    #[case::name("name:\"Li Na\" spend>100", true)]
    #[case::in_a_longer_word("lifestyle", false)]
    #[case::former_name("former ZHOU", true)]
    #[case::phone("phone:138-1234 5678", true)]
    #[case::part_of_a_longer_number("spend>138123456789", false)]
    #[case::email("email:li@example.com", true)]
    #[case::others("tier:gold", false)]
    fn a_text_that_names_the_person_is_found(#[case] text: &str, #[case] names: bool) {
        let mut said = PersonalWords::default();
        said.add(&["张伟", "Li Na", "13812345678", "li@example.com", ""]);
        said.add_of(&json!({ "intent": { "op": "edit", "profile": { "name": "Zhou" } }, "changes": [1, null] }));
        assert_eq!(said.are_in(text), names);
    }
}
