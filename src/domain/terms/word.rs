//! A query taken apart into words, and the one definition of what a word matches.

use super::fields::{Fields, compact, national_at};
use super::fold::{fold, is_cjk, with_long_vowels};
use super::{MIN_INFIX, MatchRank, all_digits, mixed};
use std::borrow::Cow;

/// Words beyond this many are not looked at: nobody is described by more.
const MAX_WORDS: usize = 16;

/// A query: every word must match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchQuery {
    /// The words, without repeats.
    pub words: Vec<Word>,
    /// Whether nothing was typed (which lists everybody; signs alone find nobody).
    pub blank: bool,
}

/// One word, by what it can be compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// Digits: a phone, a member number, digits in an address.
    Digits {
        /// As typed, without signs between.
        digits: String,
        /// The same without the country code of a mobile number.
        national: String,
    },
    /// Chinese characters: within a name.
    Cjk(String),
    /// Letters, perhaps with digits: pinyin, initials, words, an address, a member number.
    Latin {
        /// Stands as it was typed.
        text: String,
        /// Its letters and digits alone.
        compact: String,
    },
    /// A piece of an address with its `@`.
    Address(String),
    /// What is spelled in two ways, as `Müller` and `Mueller`: either will do.
    Either(Box<[Self; 2]>),
}

impl SearchQuery {
    /// Takes apart what was typed. Whatever it is, the result is a query.
    pub fn parse(typed: &str) -> Self {
        let mut query = Self::of_folded(&fold(typed));
        if let Cow::Owned(longer) = with_long_vowels(typed) {
            let longer = Self::of_folded(&fold(&longer));
            if longer.words.len() == query.words.len() {
                for (word, other) in query.words.iter_mut().zip(longer.words) {
                    if *word != other {
                        *word = Word::Either(Box::new([word.clone(), other]));
                    }
                }
            }
        }
        query
    }

    fn of_folded(folded: &str) -> Self {
        let mut query = Self { words: Vec::new(), blank: folded.trim().is_empty() };
        let chunks = || folded.split(|c: char| !(c.is_alphanumeric() || "@._-+".contains(c))).filter(|c| !c.is_empty());
        let several = chunks().nth(1).is_some();
        // `+86 138…`: the code is not a word of its own.
        for chunk in chunks().filter(|chunk| !(several && matches!(*chunk, "+86" | "0086"))) {
            for part in split_scripts(chunk) {
                query.push(part);
            }
        }
        query
    }

    fn push(&mut self, part: &str) {
        if let Some(word) = Word::of(part)
            && self.words.len() < MAX_WORDS
            && !self.words.contains(&word)
        {
            self.words.push(word);
        }
    }

    /// How well all words together fit: the worst of their ranks. `None` where one does not match.
    pub fn rank(&self, fields: &Fields) -> Option<MatchRank> {
        self.words.iter().map(|w| w.rank(fields)).try_fold(MatchRank::Exact, |worst, rank| rank.map(|r| worst.max(r)))
    }
}

/// Cuts between Chinese characters and everything else: `张5678` is two words.
fn split_scripts(chunk: &str) -> impl Iterator<Item = &str> {
    let mut rest = chunk;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|c| is_cjk(c) != is_cjk(first)).unwrap_or(rest.len());
        let (part, tail) = rest.split_at(end);
        rest = tail;
        Some(part)
    })
}

impl Word {
    /// The word of a folded piece of a query; `None` where it has neither letter nor digit.
    fn of(part: &str) -> Option<Self> {
        let text = part.trim_matches(['.', '_', '-', '+']);
        let letters = compact(text);
        if letters.is_empty() {
            return None;
        }
        if text.chars().all(is_cjk) {
            return Some(Self::Cjk(text.to_owned()));
        }
        if text.contains('@') {
            return Some(Self::Address(text.to_owned()));
        }
        if all_digits(&letters) {
            let national = letters[national_at(&letters)..].to_owned();
            return Some(Self::Digits { digits: letters, national });
        }
        Some(Self::Latin { text: text.to_owned(), compact: letters })
    }

    /// How well the word fits a member; `None` where it does not match. Never [`MatchRank::Typo`].
    pub fn rank(&self, fields: &Fields) -> Option<MatchRank> {
        match self {
            Self::Digits { digits, national } => digits_rank(digits, national, fields),
            Self::Cjk(text) => cjk_rank(text, fields),
            Self::Latin { text, compact } => latin_rank(text, compact, fields),
            Self::Address(text) => address_rank(text, fields),
            Self::Either(words) => words.iter().fold(None, |rank, word| best(rank, word.rank(fields))),
        }
    }
}

fn best(a: Option<MatchRank>, b: Option<MatchRank>) -> Option<MatchRank> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, None) | (None, one) => one,
    }
}

/// Equal, beginning, ending, inside: how a run of digits fits a field.
fn run_rank(digits: &str, field: &str) -> Option<MatchRank> {
    if field == digits {
        Some(MatchRank::Exact)
    } else if field.starts_with(digits) {
        Some(MatchRank::Prefix)
    } else if field.ends_with(digits) {
        Some(MatchRank::Suffix)
    } else {
        field.contains(digits).then_some(MatchRank::Infix)
    }
}

fn digits_rank(digits: &str, national: &str, fields: &Fields) -> Option<MatchRank> {
    let phone = best(run_rank(digits, &fields.phone), run_rank(national, fields.national_phone()));
    // Behind letters, the digits of a number have no beginning that people would know.
    let number = run_rank(digits, &fields.number_digits)
        .map(|rank| if all_digits(&fields.number) || rank > MatchRank::Suffix { rank } else { ending(digits, fields) });
    let local = if fields.local == digits {
        Some(MatchRank::Exact)
    } else {
        fields.local.starts_with(digits).then_some(MatchRank::Prefix)
    };
    let known = best(best(phone, number), local);
    known.or_else(|| fields.other_runs().any(|run| run.contains(digits)).then_some(MatchRank::Infix))
}

fn ending(digits: &str, fields: &Fields) -> MatchRank {
    if fields.number_digits.ends_with(digits) { MatchRank::Suffix } else { MatchRank::Infix }
}

fn cjk_rank(text: &str, fields: &Fields) -> Option<MatchRank> {
    let cjk = &fields.name.cjk;
    if cjk == text {
        Some(MatchRank::Exact)
    } else if cjk.starts_with(text) {
        Some(MatchRank::Prefix)
    } else {
        (cjk.contains(text) || fields.number.contains(text)).then_some(MatchRank::Infix)
    }
}

fn latin_rank(text: &str, compact: &str, fields: &Fields) -> Option<MatchRank> {
    let rank = best(name_rank(compact, fields), best(local_rank(text, fields), number_rank(compact, fields)));
    if rank.is_some() || text.chars().nth(1).is_none() {
        return rank;
    }
    fields.domain_tails().any(|tail| tail.starts_with(text)).then_some(MatchRank::Infix)
}

/// Pinyin, initials and words: from the first unit on exact or prefix, from a later one infix, and so is a mixture of pinyin and
/// initials.
fn name_rank(compact: &str, fields: &Fields) -> Option<MatchRank> {
    let mut rank = None;
    for (start, spellings) in fields.name.spellings().into_iter().enumerate() {
        for spelled in spellings.sounds.iter().chain(&spellings.initials).filter(|s| s.starts_with(compact)) {
            let one = match start {
                0 if spelled == compact => MatchRank::Exact,
                0 => MatchRank::Prefix,
                _ => MatchRank::Infix,
            };
            rank = best(rank, Some(one));
        }
    }
    let inside = || compact.chars().count() >= MIN_INFIX && fields.name.words().any(|word| word.contains(compact));
    rank.or_else(|| (inside() || mixed::matches(&fields.name, compact)).then_some(MatchRank::Infix))
}

fn local_rank(text: &str, fields: &Fields) -> Option<MatchRank> {
    if fields.local == text {
        Some(MatchRank::Exact)
    } else if fields.local.starts_with(text) {
        Some(MatchRank::Prefix)
    } else {
        (text.chars().count() >= MIN_INFIX && fields.local.contains(text)).then_some(MatchRank::Infix)
    }
}

/// A part of a member number is asked for with at least one digit: the letters before it are everybody's.
fn number_rank(compact: &str, fields: &Fields) -> Option<MatchRank> {
    if fields.number == compact {
        Some(MatchRank::Exact)
    } else if !compact.contains(|c: char| c.is_ascii_digit()) {
        None
    } else if fields.number.starts_with(compact) {
        Some(MatchRank::Prefix)
    } else {
        (compact.chars().count() >= MIN_INFIX && fields.number.contains(compact)).then_some(MatchRank::Infix)
    }
}

fn address_rank(text: &str, fields: &Fields) -> Option<MatchRank> {
    let (left, right) = text.split_once('@')?;
    if fields.domain.is_empty() || !fields.domain.starts_with(right) || !fields.local.ends_with(left) {
        return None;
    }
    let whole_left = fields.local == left;
    Some(match (whole_left, fields.domain == right) {
        (true, true) => MatchRank::Exact,
        (true, false) => MatchRank::Prefix,
        _ => MatchRank::Infix,
    })
}
