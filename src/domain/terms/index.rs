//! The terms of a member: what the index holds.
//!
//! A term is a [`Rank`]'s mark and a token (`1zha`: something begins with `zha`), one for each token a member matches, at its
//! best rank only; so the lists of the ranks never overlap, and their sizes add up. Unranked terms begin with a sign:
//! `=` whole fields (hashed), `@` beginnings of the domain, `.` of its later labels, `~` the end of what stands before `@`.

use super::fields::Fields;
use super::fold::is_cjk;
use super::{
    DIGIT_GRAM, LETTER_GRAM, MAX_DOMAIN_TERM, MAX_TERM, Rank, all_digits, digit_runs, first_chars, last_chars, pieces,
    whole,
};
use std::ops::Range;

/// Changes whenever the same profile gives other terms than before: an index made by another version is made again.
pub const TERMS_VERSION: i64 = 1;

/// Digits of at most so many places are counted for every place they stand in, but only beginnings and ends are terms.
pub const SHORT_DIGITS: usize = 3;

/// Whole Chinese names of more characters than this have a hashed term (shorter ones are terms themselves).
pub const CJK_GRAM: usize = 2;

/// The terms of one member, made once and used for the index and for its counters.
#[derive(Debug, Default)]
pub struct Terms {
    text: String,
    items: Vec<Item>,
    short: ShortDigits,
}

#[derive(Debug, Clone)]
struct Item {
    token: Range<u32>,
    /// `None` for the unranked terms, whose sign is part of the token.
    rank: Option<Rank>,
}

/// One term of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term<'a> {
    /// The rank it is marked with.
    pub rank: Option<Rank>,
    /// The token.
    pub token: &'a str,
}

impl Terms {
    /// Makes the terms of a member; what was in here before is dropped (its memory is used again).
    pub fn make(&mut self, fields: &Fields) {
        self.text.clear();
        self.items.clear();
        self.short.clear();
        self.add_name(fields);
        self.add_phone(fields);
        self.add_number(fields);
        self.add_address(fields);
        for run in fields.other_runs() {
            self.add_run(run, [Rank::Infix; 3]);
        }
        self.keep_best();
    }

    /// What the index holds of this member, in order, without repeats.
    pub fn posted(&self) -> impl Iterator<Item = Term<'_>> {
        self.short.posted().chain(self.items.iter().map(|item| self.term(item)))
    }

    /// What is counted: the tokens that a query may consist of and whose lists are too long to be walked.
    pub fn counted(&self) -> impl Iterator<Item = Term<'_>> {
        let others = self.items.iter().map(|item| self.term(item)).filter(Term::is_counted);
        self.short.all().chain(others)
    }

    fn term(&self, item: &Item) -> Term<'_> {
        Term { rank: item.rank, token: &self.text[item.token.start as usize..item.token.end as usize] }
    }

    fn add(&mut self, rank: Option<Rank>, parts: &[&str]) {
        let start = self.text.len();
        self.text.extend(parts.iter().copied());
        if let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(self.text.len())) {
            self.items.push(Item { token: start..end, rank });
        }
    }

    fn ranked(&mut self, rank: Rank, token: &str) {
        self.add(Some(rank), &[token]);
    }

    fn keep_best(&mut self) {
        let text = &self.text;
        let token = |item: &Item| &text[item.token.start as usize..item.token.end as usize];
        self.items
            .sort_unstable_by(|a, b| (token(a), a.rank.is_some(), a.rank).cmp(&(token(b), b.rank.is_some(), b.rank)));
        self.items.dedup_by(|later, kept| token(later) == token(kept) && later.rank.is_some() == kept.rank.is_some());
    }

    fn add_name(&mut self, fields: &Fields) {
        self.add_cjk(&fields.name.cjk);
        fields.number.split(|c| !is_cjk(c)).for_each(|run| {
            (1..=CJK_GRAM).for_each(|n| pieces(run, n).for_each(|piece| self.ranked(Rank::Infix, piece)));
        });
        for start in 0..fields.name.starts() {
            let (whole, part) = if start == 0 { (Rank::Exact, Rank::Prefix) } else { (Rank::Infix, Rank::Infix) };
            let spellings = fields.name.spellings(start);
            for spelled in spellings.sounds.iter().chain(&spellings.initials) {
                self.add_beginnings(spelled, MAX_TERM, whole, part);
            }
        }
        for word in fields.name.words() {
            self.add_letter_grams(word, Rank::Infix);
        }
    }

    fn add_cjk(&mut self, cjk: &str) {
        for n in 1..=CJK_GRAM {
            for (at, piece) in pieces(cjk, n).enumerate() {
                let rank = match at {
                    0 if piece == cjk => Rank::Exact,
                    0 => Rank::Prefix,
                    _ => Rank::Infix,
                };
                self.ranked(rank, piece);
            }
        }
        if cjk.chars().nth(CJK_GRAM).is_some() {
            self.add(None, &[&whole(cjk)]);
        }
    }

    /// Every beginning of a text of at most `max` characters. Digits alone are not added here: they have lists of their own.
    fn add_beginnings(&mut self, text: &str, max: usize, whole: Rank, part: Rank) {
        for (at, c) in text.char_indices().take(max) {
            let beginning = &text[..at + c.len_utf8()];
            if !all_digits(beginning) {
                self.ranked(if beginning == text { whole } else { part }, beginning);
            }
        }
    }

    /// Pieces of three; pieces of digits alone are [`Terms::add_run`]'s.
    fn add_letter_grams(&mut self, text: &str, first: Rank) {
        for (at, gram) in pieces(text, LETTER_GRAM).enumerate() {
            if !all_digits(gram) {
                self.ranked(if at == 0 { first } else { Rank::Infix }, gram);
            }
        }
    }

    fn add_phone(&mut self, fields: &Fields) {
        let anchored = [Rank::Prefix, Rank::Suffix, Rank::Exact];
        for number in [fields.phone.as_str(), fields.national_phone()] {
            self.add_run(number, anchored);
            self.add_whole(number, DIGIT_GRAM);
        }
    }

    fn add_number(&mut self, fields: &Fields) {
        self.add_run(&fields.number_digits, [Rank::Prefix, Rank::Suffix, Rank::Exact]);
        self.add_whole(&fields.number_digits, DIGIT_GRAM);
        if fields.number.is_empty() || all_digits(&fields.number) {
            return;
        }
        self.add_whole(&fields.number, LETTER_GRAM);
        let number = fields.number.as_str();
        if number.chars().nth(LETTER_GRAM).is_none() {
            self.ranked(Rank::Exact, number);
        }
        let digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
        for n in 1..=LETTER_GRAM {
            let beginning = first_chars(number, n);
            if digit(beginning) && !all_digits(beginning) {
                self.ranked(Rank::Prefix, beginning);
            }
        }
        for gram in pieces(number, LETTER_GRAM).filter(|gram| digit(gram) && !all_digits(gram)) {
            self.ranked(Rank::Infix, gram);
        }
    }

    fn add_address(&mut self, fields: &Fields) {
        let local = fields.local.as_str();
        self.add_beginnings(local, LETTER_GRAM, Rank::Exact, Rank::Prefix);
        self.add_letter_grams(local, Rank::Prefix);
        self.add_whole(local, LETTER_GRAM);
        let digits = local.find(|c: char| !c.is_ascii_digit()).unwrap_or(local.len());
        let whole = if digits == local.len() { Rank::Exact } else { Rank::Prefix };
        self.add_run(&local[..digits], [Rank::Prefix, Rank::Infix, whole]);
        if !fields.domain.is_empty() {
            self.add(None, &["~", last_chars(local, 2)]);
        }
        for (n, tail) in fields.domain_tails().enumerate() {
            let sign = if n == 0 { "@" } else { "." };
            for len in 1..=tail.chars().count().min(MAX_DOMAIN_TERM) {
                self.add(None, &[sign, first_chars(tail, len)]);
            }
            for len in 2..=LETTER_GRAM {
                let beginning = first_chars(tail, len);
                if !all_digits(beginning) && beginning.chars().count() == len {
                    self.ranked(Rank::Infix, beginning);
                }
            }
        }
    }

    fn add_whole(&mut self, field: &str, longer_than: usize) {
        if field.chars().nth(longer_than).is_some() {
            self.add(None, &[&whole(field)]);
        }
    }

    /// The pieces of a run of digits; `ranks` are those of its beginning, its end and all of it.
    fn add_run(&mut self, run: &str, ranks: [Rank; 3]) {
        let [first, last, all] = ranks;
        for run in digit_runs(run) {
            for n in 1..=SHORT_DIGITS.min(run.len()) {
                for at in 0..=run.len() - n {
                    let ends = at + n == run.len();
                    let rank = match (at == 0, ends) {
                        (true, true) => all,
                        (true, false) => first,
                        (false, true) => last,
                        (false, false) => Rank::Infix,
                    };
                    self.short.add(&run[at..at + n], rank, ends && n == SHORT_DIGITS);
                }
            }
            let grams = run.len().saturating_sub(DIGIT_GRAM - 1);
            for (at, gram) in pieces(run, DIGIT_GRAM).enumerate() {
                let rank = match (at == 0, at + 1 == grams) {
                    (true, true) => all,
                    (true, false) => first,
                    (false, true) => last,
                    (false, false) => Rank::Infix,
                };
                self.ranked(rank, gram);
            }
        }
    }
}

impl<'a> Term<'a> {
    /// Whether lists of this kind are counted: short tokens, and domains.
    pub fn is_counted(&self) -> bool {
        let token = self.token;
        if self.rank.is_none() {
            return token.starts_with(['@', '.']);
        }
        let mut chars = token.chars();
        match chars.next() {
            Some(c) if is_cjk(c) => chars.next().is_none(),
            Some(c) if c.is_ascii_digit() => all_digits(token) && token.len() <= SHORT_DIGITS,
            _ => token.chars().all(char::is_alphabetic) && token.chars().count() <= LETTER_GRAM,
        }
    }

    /// A term as it was written.
    pub fn read(written: &'a str) -> Self {
        let rank = Rank::SOUND.into_iter().find(|rank| written.starts_with(rank.mark()));
        Self { rank, token: if rank.is_some() { &written[1..] } else { written } }
    }

    /// The term as the index writes it.
    pub fn write(&self, out: &mut String) {
        out.extend(self.rank.map(Rank::mark));
        out.push_str(self.token);
    }
}

/// The best rank of each group of one, two or three digits that stands anywhere in a member's numbers.
#[derive(Debug)]
struct ShortDigits {
    groups: Vec<Group>,
    touched: Vec<usize>,
}

#[derive(Debug)]
struct Group {
    digits: String,
    best: Option<Rank>,
    /// Whether it is the end of some run, so that no piece of four begins with it.
    ends: bool,
}

/// Where the groups of one, two and three digits begin.
const GROUPS: [usize; SHORT_DIGITS + 1] = [0, 10, 110, 1110];

impl Default for ShortDigits {
    fn default() -> Self {
        let group = |n: usize, len: usize| Group { digits: format!("{n:0len$}"), best: None, ends: false };
        let groups = (1..=SHORT_DIGITS).flat_map(|len| (0..GROUPS[len] - GROUPS[len - 1]).map(move |n| group(n, len)));
        Self { groups: groups.collect(), touched: Vec::new() }
    }
}

impl ShortDigits {
    fn clear(&mut self) {
        for at in self.touched.drain(..) {
            self.groups[at].best = None;
            self.groups[at].ends = false;
        }
    }

    /// `digits` are one to three ASCII digits.
    fn add(&mut self, digits: &str, rank: Rank, ends: bool) {
        let number = digits.bytes().fold(0, |n, b| n * 10 + usize::from(b - b'0'));
        let at = GROUPS[digits.len() - 1] + number;
        let group = &mut self.groups[at];
        if group.best.is_none() {
            self.touched.push(at);
        }
        group.best = Some(group.best.map_or(rank, |known| known.min(rank)));
        group.ends |= ends;
    }

    fn all(&self) -> impl Iterator<Item = Term<'_>> {
        self.touched.iter().map(|at| &self.groups[*at]).map(|g| Term { rank: g.best, token: &g.digits })
    }

    fn posted(&self) -> impl Iterator<Item = Term<'_>> {
        let posted = self.touched.iter().map(|at| &self.groups[*at]).filter(|g| g.ends || g.best < Some(Rank::Infix));
        posted.map(|g| Term { rank: g.best, token: &g.digits })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn posted(number: &str, name: &str, phone: &str, email: &str) -> Vec<String> {
        let mut terms = Terms::default();
        // Made twice: nothing of the member before may stay.
        terms.make(&Fields::of("M1", "x", "222", "y@z.de"));
        terms.make(&Fields::of(number, name, phone, email));
        let mut all: Vec<String> = terms.posted().map(|t| written(&t)).collect();
        all.sort();
        all
    }

    fn written(term: &Term<'_>) -> String {
        let mut out = String::new();
        term.write(&mut out);
        out
    }

    #[rstest]
    #[case::name("", "张伟", "", "", &["0张伟", "1张", "3伟", "0zhangwei", "1zhangwe", "1z", "0zw", "3wei", "3w"])]
    #[case::long_name("", "张伟明", "", "", &["1张伟", "3伟明", "3明", "3weiming", "3wm", "1zw", "0zwm"])]
    #[case::phone("", "", "13812345678", "", &["11381", "33812", "25678", "1138", "11", "2678", "28"])]
    #[case::coded("", "", "+8613812345678", "", &["18613", "11381", "1138", "186", "25678"])]
    #[case::number("M0012", "", "", "", &["1m0", "1m00", "00012", "2012", "1001"])]
    #[case::address("", "", "", "li.wei88@qq.com", &["1l", "1li.", "3.we", "3i88", "~88", "@q", "@qq.com", "3qq"])]
    #[case::western("", "James Smith", "", "", &["0jamessmith", "1james", "3smith", "0js", "3mit", "1jame"])]
    fn terms_of_a_member(
        #[case] number: &str,
        #[case] name: &str,
        #[case] phone: &str,
        #[case] email: &str,
        #[case] some: &[&str],
    ) {
        let all = posted(number, name, phone, email);
        for term in some {
            assert!(all.iter().any(|t| t == term), "{term} is missing in {all:?}");
        }
        assert!(all.len() < 90, "{} terms", all.len());
    }

    #[test]
    fn a_token_has_one_term_at_its_best_rank() {
        let all = posted("", "李力", "", "li@x.cn");
        assert_eq!(
            all.iter().filter(|t| t.len() == 3 && t[1..] == *"li" && !t.starts_with('~')).collect::<Vec<_>>(),
            ["0li"]
        );
    }

    #[test]
    fn letters_of_a_member_number_are_no_term_of_everybody() {
        let all = posted("VIP-0012", "", "", "");
        assert!(!all.iter().any(|t| t.ends_with("vip")), "{all:?}");
        assert!(all.contains(&"3ip0".to_owned()));
    }

    #[test]
    fn an_erased_member_has_terms_of_the_number_only() {
        assert!(posted("", "", "", "").is_empty());
        assert_eq!(posted("77", "", "", ""), ["077", "17"]);
    }
}
