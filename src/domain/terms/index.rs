//! The terms of a member: what the index holds.
//!
//! A member has one term for each token it matches, at its best [`MatchRank`] only; so the lists of the ranks never overlap, and
//! their lengths add up. Terms without rank stand for whole fields, beginnings of the domain and of its later labels, and
//! the end of what stands before the `@`.

use super::fields::Fields;
use super::fold::is_cjk;
use super::hash::{RankedToken, TermKey, TokenHash};
use super::{
    CJK_GRAM, DIGIT_GRAM, LETTER_GRAM, MAX_DOMAIN_TERM, MAX_TERM, MAX_WHOLE, MatchRank, all_digits, digit_runs,
    first_chars, last_chars, pieces,
};

/// Changes whenever the same profile gives other terms than before: an index made by another version is made again.
pub const TERMS_VERSION: i64 = 2;

/// The ranks of a run of digits: of its beginning, of its end, of all of it.
type RunRanks = [MatchRank; 3];

/// Phones and numbers: their beginnings and ends are what people know.
const ANCHORED: RunRanks = [MatchRank::Prefix, MatchRank::Suffix, MatchRank::Exact];

/// Digits behind the letters of a member number.
const ENDING: RunRanks = [MatchRank::Infix, MatchRank::Suffix, MatchRank::Suffix];

const INSIDE: RunRanks = [MatchRank::Infix; 3];

/// The terms of one member. One value serves many members, one after the other.
#[derive(Debug, Default)]
pub struct Terms {
    tokens: Vec<RankedToken>,
    /// Where in `tokens` a token is, plus one, at the place that its bits say or the next free one; 0: nowhere.
    places: Vec<u32>,
}

/// Tokens of a member beyond which places are looked for in a larger table.
const FEW_TOKENS: usize = 256;

impl Terms {
    /// Makes the terms of a member; what was in here before is dropped (its memory is used again).
    pub fn make(&mut self, fields: &Fields) {
        self.tokens.clear();
        self.places.clear();
        self.places.resize(2 * FEW_TOKENS, 0);
        self.add_name(fields);
        self.add_numbers(fields);
        self.add_local(&fields.local);
        self.add_domain(fields);
        fields.other_runs().for_each(|run| self.add_run(run, INSIDE));
    }

    /// Keeps a token at its best rank.
    fn keep(&mut self, token: RankedToken) {
        if self.tokens.len() * 2 >= self.places.len() {
            self.grow();
        }
        let at = self.place_of(token);
        match self.places[at] {
            0 => {
                self.tokens.push(token);
                self.places[at] = u32::try_from(self.tokens.len()).unwrap_or(0);
            }
            known => {
                let kept = &mut self.tokens[known as usize - 1];
                *kept = token.min(*kept);
            }
        }
    }

    /// Where a token is, or would be.
    fn place_of(&self, token: RankedToken) -> usize {
        let mask = self.places.len() - 1;
        let mut at = token.spread() & mask;
        while self.places[at] != 0 && !self.tokens[self.places[at] as usize - 1].same_token(token) {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let places = self.places.len() * 2;
        self.places.clear();
        self.places.resize(places, 0);
        for n in 0..self.tokens.len() {
            let at = self.place_of(self.tokens[n]);
            self.places[at] = u32::try_from(n + 1).unwrap_or(0);
        }
    }

    /// The terms, without repeats, in no order that means anything.
    pub fn keys(&self) -> impl Iterator<Item = TermKey> {
        self.tokens.iter().map(|term| term.key())
    }

    fn ranked(&mut self, rank: MatchRank, token: &str) {
        self.keep(TokenHash::RANKED.then(token).ranked(rank));
    }

    fn unranked(&mut self, kind: TokenHash, token: &str) {
        self.keep(kind.then(token).ranked(MatchRank::Exact));
    }

    fn add_name(&mut self, fields: &Fields) {
        let cjk = fields.name.cjk.as_str();
        for n in 1..=CJK_GRAM {
            for (at, piece) in pieces(cjk, n).enumerate() {
                let rank = match at {
                    0 if piece == cjk => MatchRank::Exact,
                    0 => MatchRank::Prefix,
                    _ => MatchRank::Infix,
                };
                self.ranked(rank, piece);
            }
        }
        for run in fields.number.split(|c| !is_cjk(c)) {
            (1..=CJK_GRAM).for_each(|n| pieces(run, n).for_each(|piece| self.ranked(MatchRank::Infix, piece)));
        }
        fields.name.spell(MAX_TERM, |start, spelled, whole| {
            let rank = match start {
                0 if whole => MatchRank::Exact,
                0 => MatchRank::Prefix,
                _ => MatchRank::Infix,
            };
            self.keep(spelled.ranked(rank));
        });
        for word in fields.name.words() {
            self.add_letter_grams(word, MatchRank::Infix);
        }
    }

    /// Pieces of three; pieces of digits alone are [`Terms::add_run`]'s.
    fn add_letter_grams(&mut self, text: &str, first: MatchRank) {
        for (at, gram) in pieces(text, LETTER_GRAM).enumerate() {
            if !all_digits(gram) {
                self.ranked(if at == 0 { first } else { MatchRank::Infix }, gram);
            }
        }
    }

    fn add_numbers(&mut self, fields: &Fields) {
        for phone in [fields.phone.as_str(), fields.national_phone()] {
            self.add_run(phone, ANCHORED);
            self.add_whole(phone, DIGIT_GRAM);
            if fields.national == 0 {
                break;
            }
        }
        let number = fields.number.as_str();
        if all_digits(number) {
            self.add_run(number, ANCHORED);
            self.add_whole(number, DIGIT_GRAM);
            return;
        }
        self.add_run(&fields.number_digits, ENDING);
        if number.contains(|c: char| c.is_ascii_digit()) {
            self.add_whole(number, LETTER_GRAM);
        } else if !number.is_empty() {
            self.unranked(TokenHash::WHOLE, number);
        }
        if !number.is_empty() && number.chars().nth(LETTER_GRAM).is_none() {
            self.ranked(MatchRank::Exact, number);
        }
        // Its letters alone would be a term of everybody.
        let useful = |text: &str| !all_digits(text) && text.contains(|c: char| c.is_ascii_digit());
        for n in 1..=LETTER_GRAM {
            let beginning = first_chars(number, n);
            if useful(beginning) {
                self.ranked(MatchRank::Prefix, beginning);
            }
        }
        pieces(number, LETTER_GRAM).filter(|gram| useful(gram)).for_each(|gram| self.ranked(MatchRank::Infix, gram));
    }

    fn add_local(&mut self, local: &str) {
        for (at, c) in local.char_indices().take(LETTER_GRAM) {
            let beginning = &local[..at + c.len_utf8()];
            if !all_digits(beginning) {
                self.ranked(if beginning == local { MatchRank::Exact } else { MatchRank::Prefix }, beginning);
            }
        }
        self.add_letter_grams(local, MatchRank::Prefix);
        self.add_whole(local, LETTER_GRAM);
        let digits = local.find(|c: char| !c.is_ascii_digit()).unwrap_or(local.len());
        let whole = if digits == local.len() { MatchRank::Exact } else { MatchRank::Prefix };
        self.add_run(&local[..digits], [MatchRank::Prefix, MatchRank::Infix, whole]);
    }

    fn add_domain(&mut self, fields: &Fields) {
        if fields.domain.is_empty() {
            return;
        }
        self.unranked(TokenHash::LOCAL_END, last_chars(&fields.local, 2));
        for (n, tail) in fields.domain_tails().enumerate() {
            let mut spelled = if n == 0 { TokenHash::DOMAIN } else { TokenHash::LABEL };
            for (len, (at, c)) in (1..=MAX_DOMAIN_TERM).zip(tail.char_indices()) {
                let end = at + c.len_utf8();
                spelled = spelled.then(&tail[at..end]);
                self.keep(spelled.ranked(MatchRank::Exact));
                if (2..=LETTER_GRAM).contains(&len) && !all_digits(&tail[..end]) {
                    self.ranked(MatchRank::Infix, &tail[..end]);
                }
            }
        }
    }

    /// A field that is longer than its pieces, and not so long that they say all.
    fn add_whole(&mut self, field: &str, longer_than: usize) {
        let len = field.chars().count();
        if len > longer_than && len < MAX_WHOLE {
            self.unranked(TokenHash::WHOLE, field);
        }
    }

    /// The pieces of one to four digits of a run.
    fn add_run(&mut self, run: &str, [first, last, all]: RunRanks) {
        for run in digit_runs(run) {
            for at in 0..run.len() {
                let mut spelled = TokenHash::RANKED;
                for end in at + 1..=run.len().min(at + DIGIT_GRAM) {
                    let rank = match (at == 0, end == run.len()) {
                        (true, true) => all,
                        (true, false) => first,
                        (false, true) => last,
                        (false, false) => MatchRank::Infix,
                    };
                    spelled = spelled.then(&run[end - 1..end]);
                    self.keep(spelled.ranked(rank));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::hash::{term, unranked};
    use super::*;
    use rstest::rstest;
    use std::collections::HashSet;

    fn keys(number: &str, name: &str, phone: &str, email: &str) -> HashSet<TermKey> {
        let mut terms = Terms::default();
        // Made twice: nothing of the member before may stay.
        terms.make(&Fields::of("M1", "x", "222", "y@z.de"));
        terms.make(&Fields::of(number, name, phone, email));
        terms.keys().collect()
    }

    /// `1zha` is the token `zha` at rank 1.
    fn ranked(written: &str) -> TermKey {
        let rank = MatchRank::SOUND.into_iter().find(|r| written.starts_with(&(*r as u8).to_string())).unwrap();
        term(rank, &written[1..])
    }

    #[rstest]
    #[case::name("", "张伟", "", "", "0张伟 1张 3伟 0zhangwei 1zhangwe 1z 0zw 3wei 3w")]
    #[case::long_name("", "张伟明", "", "", "1张伟 3伟明 3明 3weiming 3wm 1zw 0zwm 3ming")]
    #[case::phone("", "", "13812345678", "", "11381 33812 25678 1138 3812 11 2678 28")]
    #[case::coded("", "", "+8613812345678", "", "18613 11381 1138 186 25678")]
    #[case::number("M0012", "", "", "", "1m0 1m00 20012 2012 3001 3001")]
    #[case::card("8801234", "", "", "", "18801 21234 3012 1880")]
    #[case::address("", "", "", "li.wei88@qq.com", "1l 1li. 3.we 3i88 388 3qq")]
    #[case::western("", "James Smith", "", "", "0jamessmith 1james 3smith 0js 3mit 1jame")]
    fn terms_of_a_member(
        #[case] number: &str,
        #[case] name: &str,
        #[case] phone: &str,
        #[case] email: &str,
        #[case] some: &str,
    ) {
        let keys = keys(number, name, phone, email);
        for written in some.split(' ') {
            assert!(keys.contains(&ranked(written)), "{written} is missing");
        }
        assert!(keys.len() < 100, "{} terms", keys.len());
    }

    #[rstest]
    #[case(TokenHash::LOCAL_END, "88")]
    #[case(TokenHash::DOMAIN, "m")]
    #[case(TokenHash::DOMAIN, "mail.qq.com")]
    #[case(TokenHash::LABEL, "qq.c")]
    #[case(TokenHash::WHOLE, "li.wei88")]
    fn terms_of_an_address(#[case] kind: TokenHash, #[case] token: &str) {
        assert!(keys("", "", "", "li.wei88@mail.qq.com").contains(&unranked(kind, token)));
    }

    #[test]
    fn a_token_has_one_term_at_its_best_rank() {
        let keys = keys("", "李力", "", "li@x.cn");
        let ranks: Vec<MatchRank> =
            MatchRank::SOUND.into_iter().filter(|rank| keys.contains(&term(*rank, "li"))).collect();
        assert_eq!(ranks, [MatchRank::Exact]);
    }

    #[test]
    fn letters_of_a_member_number_are_no_term_of_everybody() {
        let keys = keys("VIP-0012", "", "", "");
        assert!(MatchRank::SOUND.into_iter().all(|rank| !keys.contains(&term(rank, "vip"))));
        assert!(keys.contains(&ranked("3ip0")));
    }

    #[test]
    fn an_erased_member_has_terms_of_the_number_only() {
        assert!(keys("", "", "", "").is_empty());
        assert_eq!(keys("77", "", "", ""), HashSet::from([ranked("077"), ranked("17")]));
    }
}
