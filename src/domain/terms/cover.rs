//! Which terms a member must have to match a word: what the index is asked before fields are compared.

use super::hash::{TermKey, TokenHash, term, unranked};
use super::mixed;
use super::word::Word;
use super::{
    CJK_GRAM, DIGIT_GRAM, LETTER_GRAM, MAX_DOMAIN_TERM, MAX_TERM, MAX_WHOLE, MatchRank, all_digits, digit_runs,
    first_chars, last_chars, pieces,
};

/// One condition: any of these terms.
pub type TermSlot = Vec<TermKey>;

/// Everybody who matches is covered; not everybody who is covered matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    /// Too many to say who.
    Everybody,
    /// Members with a term of every slot of one of these ways.
    Ways(Vec<Vec<TermSlot>>),
}

impl Word {
    /// Covers every member whom the word matches at `rank` or better.
    pub fn cover(&self, rank: MatchRank) -> Cover {
        match self {
            Self::Digits { digits, national } => digits_cover(digits, national, rank),
            Self::Cjk(text) => Cover::Ways(vec![cjk_way(text, rank)]),
            Self::Latin { text, compact } => Cover::Ways(latin_ways(text, compact, rank)),
            Self::Address(text) => address_cover(text, rank),
            Self::Either(words) => words.iter().map(|word| word.cover(rank)).fold(Cover::Ways(Vec::new()), Cover::or),
        }
    }

    /// The terms whose lists, added up, are exactly the members the word matches; `None` where fields must be compared.
    pub fn tally(&self) -> Option<TermSlot> {
        match self {
            Self::Digits { digits, .. } if digits.len() <= DIGIT_GRAM => Some(any(digits, &MatchRank::SOUND)),
            Self::Cjk(text) if text.chars().count() <= CJK_GRAM => Some(any(text, &MatchRank::SOUND)),
            // A mixture of syllables and initials is no term of its own.
            Self::Latin { text, compact }
                if text == compact && text.chars().count() <= LETTER_GRAM && mixed::ways(text).is_empty() =>
            {
                Some(any(text, &MatchRank::SOUND))
            }
            Self::Address(text) => {
                let domain = text.strip_prefix('@')?;
                (domain.chars().count() <= MAX_DOMAIN_TERM).then(|| vec![unranked(TokenHash::DOMAIN, domain)])
            }
            Self::Digits { .. } | Self::Cjk(_) | Self::Latin { .. } | Self::Either(_) => None,
        }
    }
}

impl Cover {
    /// Everybody whom one of two covers has.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Ways(mut ways), Self::Ways(others)) => {
                ways.extend(others);
                Self::Ways(ways)
            }
            (Self::Everybody, _) | (_, Self::Everybody) => Self::Everybody,
        }
    }
}

fn any(token: &str, ranks: &[MatchRank]) -> TermSlot {
    ranks.iter().map(|rank| term(*rank, token)).collect()
}

fn up_to(rank: MatchRank) -> &'static [MatchRank] {
    &MatchRank::SOUND[..=(rank as usize).min(MatchRank::Infix as usize)]
}

/// Fields that are all of this text, of those that have a term of their own.
fn whole(text: &str) -> TermKey {
    unranked(TokenHash::WHOLE, text)
}

fn digits_cover(digits: &str, national: &str, rank: MatchRank) -> Cover {
    if digits.len() <= DIGIT_GRAM {
        return Cover::Ways(vec![vec![any(digits, up_to(rank))]]);
    }
    if rank == MatchRank::Exact && digits.len() < MAX_WHOLE {
        return Cover::Ways(vec![vec![vec![whole(digits)]]]);
    }
    let mut ways = Vec::new();
    let texts = if digits == national { vec![digits] } else { vec![digits, national] };
    for text in texts {
        let grams: Vec<&str> = pieces(text, DIGIT_GRAM).collect();
        let way = |anchor: usize, ranks: &[MatchRank]| -> Vec<TermSlot> {
            let slot = |(at, gram): (usize, &&str)| any(gram, if at == anchor { ranks } else { &MatchRank::SOUND });
            grams.iter().enumerate().map(slot).collect()
        };
        match rank {
            MatchRank::Exact | MatchRank::Prefix => ways.push(way(0, up_to(MatchRank::Prefix))),
            MatchRank::Suffix => {
                ways.push(way(0, up_to(MatchRank::Prefix)));
                ways.push(way(grams.len() - 1, up_to(MatchRank::Suffix)));
            }
            MatchRank::Infix | MatchRank::Typo => ways.push(way(0, &MatchRank::SOUND)),
        }
    }
    Cover::Ways(ways)
}

/// The ranks that tokens other than digits have.
fn letter_ranks(rank: MatchRank) -> &'static [MatchRank] {
    match rank {
        MatchRank::Exact => &[MatchRank::Exact],
        MatchRank::Prefix | MatchRank::Suffix => &[MatchRank::Exact, MatchRank::Prefix],
        MatchRank::Infix | MatchRank::Typo => &[MatchRank::Exact, MatchRank::Prefix, MatchRank::Infix],
    }
}

fn cjk_way(text: &str, rank: MatchRank) -> Vec<TermSlot> {
    if text.chars().count() <= CJK_GRAM {
        return vec![any(text, letter_ranks(rank))];
    }
    let slot = |(at, gram): (usize, &str)| {
        any(gram, letter_ranks(if at == 0 { rank.max(MatchRank::Prefix) } else { MatchRank::Infix }))
    };
    pieces(text, CJK_GRAM).enumerate().map(slot).collect()
}

fn latin_ways(text: &str, compact: &str, rank: MatchRank) -> Vec<Vec<TermSlot>> {
    let mut own = any(first_chars(compact, MAX_TERM), letter_ranks(rank));
    if compact.chars().nth(MAX_TERM).is_some() {
        own.extend(any(first_chars(compact, MAX_TERM), letter_ranks(MatchRank::Prefix)));
    }
    if text != compact && text.chars().count() <= LETTER_GRAM {
        own.extend(any(text, letter_ranks(rank)));
    }
    let digit = compact.contains(|c: char| c.is_ascii_digit());
    let terms_of_their_own = [text, compact].iter().all(|text| text.chars().count() < MAX_WHOLE);
    if rank == MatchRank::Exact && terms_of_their_own {
        own.extend([text, compact].map(whole));
    } else if !digit {
        // A member number without a digit has no other term.
        own.push(whole(compact));
    }
    let long = |text: &str| text.chars().nth(LETTER_GRAM).is_some();
    if rank >= MatchRank::Infix && long(text) {
        let beginning = first_chars(text, MAX_DOMAIN_TERM);
        own.extend([TokenHash::DOMAIN, TokenHash::LABEL].map(|kind| unranked(kind, beginning)));
    }
    let mut ways = vec![vec![own]];
    if rank == MatchRank::Exact && terms_of_their_own {
        return ways;
    }
    if rank >= MatchRank::Infix {
        ways.extend(mixed::ways(compact));
    }
    let anchor = |text: &str| any(first_chars(text, LETTER_GRAM), letter_ranks(MatchRank::Prefix));
    let digit_first = first_chars(compact, LETTER_GRAM).contains(|c: char| c.is_ascii_digit());
    if digit && long(compact) {
        // Of a member number, whose letters alone have no terms.
        let mut way = letter_grams(compact, true);
        if rank < MatchRank::Infix && digit_first {
            way.push(anchor(compact));
        }
        ways.push(way);
    }
    if long(text) && !(text == compact && digit_first) {
        // Of an address, or a word of the name.
        let mut way = letter_grams(text, false);
        if rank < MatchRank::Infix {
            way.push(anchor(text));
        }
        ways.push(way);
    }
    if !digit && text != compact && long(compact) {
        ways.push(letter_grams(compact, false));
    }
    ways
}

/// Pieces that whatever contains the text has terms of. In a member number only `mixed` ones, with a letter and a digit, are.
fn letter_grams(text: &str, mixed: bool) -> Vec<TermSlot> {
    let letters = letter_ranks(MatchRank::Infix);
    let useful = |gram: &&str| !all_digits(gram) && (!mixed || gram.contains(|c: char| c.is_ascii_digit()));
    let mut way: Vec<TermSlot> = pieces(text, LETTER_GRAM).filter(useful).map(|gram| any(gram, letters)).collect();
    for run in digit_runs(text).filter(|run| run.len() > 1) {
        way.extend(pieces(run, DIGIT_GRAM.min(run.len())).map(|gram| any(gram, &MatchRank::SOUND)));
    }
    way
}

fn address_cover(text: &str, rank: MatchRank) -> Cover {
    let (left, right) = text.split_once('@').unwrap_or((text, ""));
    let mut way: Vec<TermSlot> = Vec::new();
    if !right.is_empty() {
        way.push(vec![unranked(TokenHash::DOMAIN, first_chars(right, MAX_DOMAIN_TERM))]);
    }
    if rank < MatchRank::Infix {
        // Here all before the sign is asked for.
        match left.chars().count() {
            0 => way.push(vec![unranked(TokenHash::LOCAL_END, "")]),
            1..=LETTER_GRAM => way.push(any(left, &[MatchRank::Exact])),
            len if len < MAX_WHOLE => way.push(vec![whole(left)]),
            _ => way.extend(address_end(left)),
        }
    } else if left.chars().nth(1).is_some() {
        way.extend(address_end(left));
    }
    if way.is_empty() { Cover::Everybody } else { Cover::Ways(vec![way]) }
}

/// Of what stands before the sign, by its end.
fn address_end(left: &str) -> Vec<TermSlot> {
    let mut way = letter_grams(left, false);
    way.push(vec![unranked(TokenHash::LOCAL_END, last_chars(left, 2))]);
    way
}
