//! Fills the placeholders of a text.

use super::shown::Shown;
use std::fmt::Display;

/// Fills `{name}` with the argument's text (made safe to draw) and `{name:one|many}` with `one` where the argument reads `1`.
/// A placeholder without an argument stays as it is, so that the mistake is seen.
pub(super) fn fill(text: &str, args: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, inside, after)) = next_placeholder(rest) {
        out.push_str(before);
        let (name, forms) = inside.split_once(':').map_or((inside, None), |(name, forms)| (name, Some(forms)));
        match args.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(&filled(&value.to_string(), forms)),
            None => out.extend(["{", inside, "}"]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn filled(value: &str, forms: Option<&str>) -> String {
    match forms.and_then(|forms| forms.split_once('|')) {
        Some((one, _)) if value == "1" => one.to_owned(),
        Some((_, many)) => many.to_owned(),
        None => Shown::new(value).into(),
    }
}

fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (inside, after) = rest.split_once('}')?;
    Some((before, inside, after))
}

/// The names of a text's placeholders, sorted, each once.
pub(super) fn placeholders(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, inside, after)) = next_placeholder(rest) {
        names.push(inside.split(':').next().unwrap_or(inside));
        rest = after;
    }
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::one("{n} {n:order|orders}", 1, "1 order")]
    #[case::many("{n} {n:order|orders}", 12, "12 orders")]
    #[case::unknown("{n} of {m}", 3, "3 of {m}")]
    #[case::open("{n} {", 3, "3 {")]
    fn placeholders_are_filled(#[case] text: &str, #[case] n: i64, #[case] filled: &str) {
        assert_eq!(fill(text, &[("n", &n)]), filled);
    }

    #[test]
    fn an_argument_is_not_filled_again() {
        assert_eq!(fill("{a}{b}", &[("a", &"{b}"), ("b", &"x")]), "{b}x");
    }

    #[test]
    fn names_are_told_once() {
        assert_eq!(placeholders("{n:a|b} {m} {n}"), ["m", "n"]);
    }
}
