//! One key typed wrong: what else may have been meant. Asked for only where nothing matches what was typed.

use super::fields::Fields;
use super::syllables::is_syllable;
use super::word::Word;

/// Shorter numbers are like too many others.
const MIN_DIGITS: usize = 8;

/// Shorter spellings are like too many others.
const MIN_LETTERS: usize = 5;

/// Longer spellings are no name's.
const MAX_LETTERS: usize = 32;

/// A name has at most so many syllables here.
const MAX_SYLLABLES: usize = 6;

impl Word {
    /// Whether the word would match the member with one key typed otherwise: one digit or letter wrong, missing or too many,
    /// or two neighbours swapped. Of phones and of whole names in pinyin only.
    pub fn is_near(&self, fields: &Fields) -> bool {
        match self {
            Self::Digits { national, .. } => {
                national.len() >= MIN_DIGITS && one_edit(national, fields.national_phone())
            }
            Self::Latin { compact, .. } => {
                let spellings = fields.name.spellings();
                let mut sounds = spellings.first().into_iter().flat_map(|s| &s.sounds);
                is_probed(compact) && sounds.any(|s| is_pinyin(s) && one_edit(compact, s))
            }
            Self::Either(words) => words.iter().any(|word| word.is_near(fields)),
            Self::Cjk(_) | Self::Address(_) => false,
        }
    }

    /// The halves of a phone number, one of which an edit leaves as it is: its beginning and its end.
    pub fn halves(&self) -> Option<(&str, &str)> {
        match self {
            Self::Digits { national, .. } if national.len() >= MIN_DIGITS => {
                let half = (national.len() - 1) / 2;
                Some((&national[..half], &national[national.len() - half..]))
            }
            Self::Digits { .. } | Self::Cjk(_) | Self::Latin { .. } | Self::Address(_) | Self::Either(_) => None,
        }
    }

    /// Everything one edit away from a spelling that could be the pinyin of a name.
    pub fn probes(&self) -> Vec<String> {
        match self {
            Self::Latin { compact, .. } if is_probed(compact) => edits(compact).filter(|s| is_pinyin(s)).collect(),
            Self::Either(words) => words.iter().flat_map(Self::probes).collect(),
            Self::Digits { .. } | Self::Cjk(_) | Self::Latin { .. } | Self::Address(_) => Vec::new(),
        }
    }
}

fn is_probed(compact: &str) -> bool {
    (MIN_LETTERS..=MAX_LETTERS).contains(&compact.len()) && compact.bytes().all(|b| b.is_ascii_lowercase())
}

/// Whether two texts are one edit apart: a character changed, missing or too many, or two neighbours swapped.
fn one_edit(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 || a == b {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    if short.len() < long.len() {
        return short[same..] == long[same + 1..];
    }
    let changed = short[same + 1..] == long[same + 1..];
    let swapped = short.len() >= same + 2
        && short[same] == long[same + 1]
        && short[same + 1] == long[same]
        && short[same + 2..] == long[same + 2..];
    changed || swapped
}

/// Every spelling one edit away, some twice. ASCII letters only.
fn edits(text: &str) -> impl Iterator<Item = String> {
    let cut = move |at: usize| (&text[..at], &text[at..]);
    let missing = (0..text.len()).map(move |at| format!("{}{}", cut(at).0, &text[at + 1..]));
    let swapped = (1..text.len())
        .map(move |at| format!("{}{}{}{}", &text[..at - 1], &text[at..=at], &text[at - 1..at], &text[at + 1..]));
    let changed = (0..text.len()).flat_map(move |at| {
        ('a'..='z').map(move |c| format!("{}{c}{}", &text[..at], &text[at + 1..])).filter(move |s| s != text)
    });
    let added = (0..=text.len()).flat_map(move |at| ('a'..='z').map(move |c| format!("{}{c}{}", cut(at).0, cut(at).1)));
    missing.chain(swapped).chain(changed).chain(added)
}

/// Whether a spelling can be cut into syllables of pinyin. A name in another script has none, and could not be cut at any byte.
fn is_pinyin(text: &str) -> bool {
    if !text.is_ascii() {
        return false;
    }
    // The least number of syllables that end at each place; a longer cut never helps a shorter one.
    let mut reach: Vec<Option<usize>> = vec![None; text.len() + 1];
    reach[0] = Some(0);
    for end in 1..=text.len() {
        let starts = end.saturating_sub(LONGEST_SYLLABLE)..end;
        let ways = starts.filter_map(|start| reach[start].filter(|_| is_syllable(&text[start..end])));
        reach[end] = ways.min().map(|n| n + 1).filter(|n| *n <= MAX_SYLLABLES);
    }
    reach[text.len()].is_some() && !text.is_empty()
}

const LONGEST_SYLLABLE: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::terms::word::SearchQuery;
    use proptest::prelude::*;
    use rstest::rstest;

    fn word(text: &str) -> Word {
        SearchQuery::parse(text).words.remove(0)
    }

    #[rstest]
    #[case::wrong("13812345679", true)]
    #[case::missing("1381234567", true)]
    #[case::added("138123456788", true)]
    #[case::swapped("13812354678", true)]
    #[case::same("13812345678", false)]
    #[case::two("13812345687", true)]
    #[case::far("13812340000", false)]
    #[case::coded("+8613812345679", true)]
    fn phones_with_one_wrong_key(#[case] typed: &str, #[case] near: bool) {
        assert_eq!(word(typed).is_near(&Fields::of("", "", "13812345678", "")), near);
    }

    #[rstest]
    #[case("zhangwie", true)]
    #[case("zhagwei", true)]
    #[case("zhangweei", true)]
    #[case("zhamgwei", true)]
    #[case("zhangweimin", false)]
    #[case("zhengwie", false)]
    fn names_with_one_wrong_key(#[case] typed: &str, #[case] near: bool) {
        let fields = Fields::of("", "张伟", "", "");
        assert_eq!(word(typed).is_near(&fields), near);
        assert_eq!(word(typed).probes().contains(&"zhangwei".to_owned()), near);
    }

    proptest! {
        #[test]
        fn any_name_of_any_script_can_be_held_against_any_query(name in "\\PC{0,12}", query in "\\PC{0,12}|[a-z]{5,12}") {
            let fields = Fields::of("M1", &name, "13812345678", "a@b.cn");
            for word in SearchQuery::parse(&query).words {
                word.is_near(&fields);
                word.probes();
            }
        }
    }

    #[test]
    fn one_half_of_a_phone_outlives_an_edit() {
        assert_eq!(word("13812345678").halves(), Some(("13812", "45678")));
        assert_eq!(word("1234567").halves(), None);
    }

    #[rstest]
    #[case("zhangwei", true)]
    #[case("xian", true)]
    #[case("zhangq", false)]
    #[case("", false)]
    #[case::cyrillic("анна", false)]
    #[case::accented("zhangwéi", false)]
    fn what_could_be_pinyin(#[case] text: &str, #[case] pinyin: bool) {
        assert_eq!(is_pinyin(text), pinyin);
    }
}
