//! Terms as numbers: a token is hashed as it is spelled, so that all beginnings of a text cost one walk along it.

use super::MatchRank;

/// Bits of a [`TermKey`].
pub const KEY_BITS: u32 = 36;

/// A term: token and rank in 36 bits. Two terms in some thousand millions meet; what the index finds is compared with the
/// member's fields anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermKey(pub u64);

/// A token on its way: FNV-1a (64 bits) of what has been spelled so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenHash(u64);

/// A token with its rank in the lowest bits, so that equal tokens stand together in order of rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RankedToken(u64);

const RANK_MASK: u64 = 3;

impl TokenHash {
    /// Nothing yet, of a token that has ranks.
    pub const RANKED: Self = Self(0xcbf2_9ce4_8422_2325);

    /// Nothing yet, of a token of a whole field.
    pub const WHOLE: Self = Self(0x9e37_79b9_7f4a_7c15);

    /// Nothing yet, of the beginning of a domain.
    pub const DOMAIN: Self = Self(0xc2b2_ae3d_27d4_eb4f);

    /// Nothing yet, of the beginning of a later label of a domain.
    pub const LABEL: Self = Self(0x1656_67b1_9e37_79f9);

    /// Nothing yet, of the end of what stands before the `@`.
    pub const LOCAL_END: Self = Self(0x27d4_eb2f_1656_67c5);

    #[must_use]
    pub fn then(self, text: &str) -> Self {
        Self(text.bytes().fold(self.0, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)))
    }

    /// As a token of a rank. A typing error has no terms; it counts as the last rank here.
    pub fn ranked(self, rank: MatchRank) -> RankedToken {
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        RankedToken(mixed & !RANK_MASK | (rank as u64).min(RANK_MASK))
    }
}

impl RankedToken {
    /// Whether both are the same token, of whatever rank.
    pub fn same_token(self, other: Self) -> bool {
        self.0 & !RANK_MASK == other.0 & !RANK_MASK
    }

    /// Bits to spread tokens by; those of one token are the same at every rank.
    pub fn spread(self) -> usize {
        (self.0 >> 32) as usize
    }

    pub fn key(self) -> TermKey {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x94d0_49bb_1331_11eb);
        TermKey(mixed >> (u64::BITS - KEY_BITS))
    }
}

pub fn term(rank: MatchRank, token: &str) -> TermKey {
    TokenHash::RANKED.then(token).ranked(rank).key()
}

/// The term of a token without ranks.
pub fn unranked(kind: TokenHash, token: &str) -> TermKey {
    kind.then(token).ranked(MatchRank::Exact).key()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_its_token_and_its_rank() {
        assert_eq!(
            term(MatchRank::Prefix, "zhang"),
            TokenHash::RANKED.then("zha").then("ng").ranked(MatchRank::Prefix).key()
        );
        assert_ne!(term(MatchRank::Prefix, "zhang"), term(MatchRank::Exact, "zhang"));
        assert_ne!(term(MatchRank::Exact, "zhang"), unranked(TokenHash::WHOLE, "zhang"));
        let (a, b) = (TokenHash::RANKED.then("a"), TokenHash::RANKED.then("b"));
        assert!(
            a.ranked(MatchRank::Exact).same_token(a.ranked(MatchRank::Infix))
                && !a.ranked(MatchRank::Exact).same_token(b.ranked(MatchRank::Exact))
        );
    }

    #[test]
    fn terms_of_short_tokens_do_not_meet() {
        let tokens = (0..10_000).map(|n| format!("{n:04}")).chain((0..10_000).map(|n| format!("{n:03}")).take(1_000));
        let mut keys: Vec<TermKey> = tokens.flat_map(|t| MatchRank::SOUND.map(|rank| term(rank, &t))).collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
        assert!(keys.iter().all(|key| key.0 < 1 << KEY_BITS));
    }
}
