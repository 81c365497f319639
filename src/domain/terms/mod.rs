//! What a member can be found by. Pure: folding, pinyin, the terms of a member, and what a word of a query matches.
//!
//! A word matches a member with a [`MatchRank`]. For most short words a member has a *term*, the word itself marked with the rank,
//! so that "who matches, best first" is a look-up; a longer word is covered by several terms that a match must all have,
//! and is then compared with the member's own fields ([`word::Word::rank`], the one definition of a match).

pub mod cover;
pub mod fields;
pub mod fold;
pub mod hash;
pub mod index;
mod mixed;
pub mod name;
mod syllables;
pub mod typo;
pub mod word;

/// How well a word fits a member; the best comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum MatchRank {
    /// It is the whole name, number, phone or address.
    Exact = 0,
    /// One of these begins with it.
    Prefix = 1,
    /// A phone or a member number ends with it: the last digits.
    Suffix = 2,
    Infix = 3,
    /// It would fit if one key had been typed right.
    Typo = 4,
}

impl MatchRank {
    /// The ranks of a match without a typing error, best first.
    pub const SOUND: [Self; 4] = [Self::Exact, Self::Prefix, Self::Suffix, Self::Infix];
}

/// The least number of characters that are looked for inside a word or an address (fewer would match nearly everybody).
pub const MIN_INFIX: usize = 3;

/// Length of the pieces that numbers are indexed in.
pub const DIGIT_GRAM: usize = 4;

/// Length of the pieces that addresses and words are indexed in.
pub const LETTER_GRAM: usize = 3;

/// Length of the pieces that Chinese names are indexed in.
pub const CJK_GRAM: usize = 2;

/// Fields of so many characters and more have no term of their own: their pieces say enough.
pub const MAX_WHOLE: usize = 10;

/// Terms are not longer than this many characters; what is longer is compared with the fields.
pub const MAX_TERM: usize = 32;

/// Of a domain, beginnings of at most so many characters are terms.
pub const MAX_DOMAIN_TERM: usize = 12;

/// Pieces of `n` characters of a text, from left to right.
pub fn pieces(text: &str, n: usize) -> impl Iterator<Item = &str> {
    let starts = text.char_indices().map(|(at, _)| at);
    let ends = starts.clone().chain([text.len()]).skip(n);
    starts.zip(ends).map(|(start, end)| &text[start..end])
}

/// The first `n` characters of a text, or all of it.
pub fn first_chars(text: &str, n: usize) -> &str {
    text.char_indices().nth(n).map_or(text, |(at, _)| &text[..at])
}

/// The last `n` characters of a text, or all of it.
pub fn last_chars(text: &str, n: usize) -> &str {
    let skip = text.chars().count().saturating_sub(n);
    text.char_indices().nth(skip).map_or("", |(at, _)| &text[at..])
}

/// Whether a text is made of digits and nothing else.
pub fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

pub fn digit_runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_and_ends_count_characters() {
        assert_eq!(pieces("张伟明", 2).collect::<Vec<_>>(), ["张伟", "伟明"]);
        assert_eq!(pieces("ab", 3).count(), 0);
        assert_eq!((first_chars("张伟明", 2), last_chars("张伟明", 2)), ("张伟", "伟明"));
        assert_eq!((first_chars("a", 5), last_chars("a", 5), last_chars("", 2)), ("a", "a", ""));
        assert_eq!(digit_runs("a12b3").collect::<Vec<_>>(), ["12", "3"]);
    }
}
