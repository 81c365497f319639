//! What a query must find, written as plainly as can be: every field of every member is looked at.
//!
//! - A query is cut at blanks, at signs other than `@ . _ - +`, and between Chinese characters and the rest. Every word must
//!   match; a member's rank is the worst of its words' ranks, and the list is in order of rank, then of id. The country code
//!   `+86` or `0086` in front of other words is not a word. Signs alone find nobody.
//! - Digits match the phone (with and without 86), the number's digits, and runs of digits in the address before `@` or in
//!   the name: 0 all of it, 1 its beginning, 2 the end of phone or number, 3 inside. Digits behind letters in a number have no 0 and 1.
//! - Chinese characters match the Chinese part of the name: 0 all of it, 1 its beginning, 3 inside (or inside the number).
//! - Letters match pinyin and initials of the name: 0 all, 1 the beginning, 3 the beginning of a later character or word;
//!   with three characters or more also the inside of a word (3), and up to four Chinese characters in a row that each give a
//!   syllable or its first letter, the last one any beginning of a syllable, with one before it that gives a letter and one that gives
//!   more (3). They match what stands before `@`: 0, 1, and with three
//!   characters 3; a label of the domain that is not the last, by its beginning and with two characters or more (3); and,
//!   with a digit among them, the number likewise (without one, only all of it).
//! - A piece of an address with `@` matches what stands before it by its end and what stands after it by its beginning.
//! - Where nobody matches: the phone, or the whole name where it is spelled in pinyin, one edit away (4), the other words as they
//!   are.

use crate::domain::member::Profile;
use crate::domain::terms::fold::{fold, is_cjk};
use crate::domain::terms::name::{Name, readings};
use std::collections::HashSet;
use std::sync::LazyLock;

/// A member, prepared for many comparisons.
pub struct Known {
    number: String,
    number_digits: String,
    phones: Vec<String>,
    local: String,
    labels: Vec<String>,
    domain: String,
    cjk: String,
    words: Vec<String>,
    /// All spellings from each unit on, the first unit's first.
    spelled: Vec<Vec<String>>,
    sounds: Vec<String>,
    /// How each Chinese character may be read, those in a row together.
    rows: Vec<Vec<Vec<String>>>,
}

fn only(text: &str, keep: impl Fn(char) -> bool) -> String {
    text.chars().filter(|c| keep(*c)).collect()
}

impl Known {
    pub fn of(p: &Profile) -> Self {
        let digit = |c: char| c.is_ascii_digit();
        let number = only(&fold(&p.member_no), char::is_alphanumeric);
        let phone = only(&fold(&p.phone), digit);
        let mut phones = vec![phone.clone()];
        if phone.len() == 13 && phone.starts_with("861") {
            phones.push(phone[2..].to_owned());
        }
        let email = only(&fold(&p.email), |c| c != ' ' && c != '"');
        let (local, domain) = email.split_once('@').unwrap_or((&email, ""));
        let labels: Vec<&str> = domain.split('.').collect();
        let named = Name::of(&fold(&p.name));
        let spellings = named.spellings();
        Self {
            number_digits: only(&number, digit),
            number,
            phones,
            labels: (0..labels.len().max(2) - 1).map(|n| labels[n..].join(".")).filter(|l| !l.is_empty()).collect(),
            local: local.to_owned(),
            domain: domain.to_owned(),
            cjk: only(&fold(&p.name), is_cjk),
            words: named.words().map(str::to_owned).collect(),
            rows: named
                .syllable_runs()
                .into_iter()
                .map(|row| row.into_iter().map(|all| all.into_iter().map(str::to_owned).collect()).collect())
                .collect(),
            sounds: spellings.first().map(|s| s.sounds.clone()).unwrap_or_default(),
            spelled: spellings.into_iter().map(|s| [s.sounds, s.initials].concat()).collect(),
        }
    }

    fn runs(&self) -> impl Iterator<Item = &str> {
        let texts = std::iter::once(&self.local).chain(&self.words);
        texts.flat_map(|text| text.split(|c: char| !c.is_ascii_digit()))
    }

    fn digits(&self, digits: &str) -> Option<u8> {
        let mut ranks = Vec::new();
        let lettered = self.number != self.number_digits;
        for (field, anchored) in self.phones.iter().map(|p| (p, true)).chain([(&self.number_digits, !lettered)]) {
            ranks.extend((anchored && field == digits).then_some(0));
            ranks.extend((anchored && field.starts_with(digits)).then_some(1));
            ranks.extend(field.ends_with(digits).then_some(2));
            ranks.extend(field.contains(digits).then_some(3));
        }
        ranks.extend((self.local == digits).then_some(0));
        ranks.extend(self.local.starts_with(digits).then_some(1));
        ranks.extend(self.runs().any(|run| run.contains(digits)).then_some(3));
        ranks.into_iter().min()
    }

    fn chinese(&self, text: &str) -> Option<u8> {
        match () {
            () if self.cjk == text => Some(0),
            () if self.cjk.starts_with(text) => Some(1),
            () => (self.cjk.contains(text) || self.number.contains(text)).then_some(3),
        }
    }

    fn letters(&self, text: &str) -> Option<u8> {
        let bare = only(text, char::is_alphanumeric);
        let three = |text: &str| text.chars().count() >= 3;
        let mut ranks = Vec::new();
        for (start, spelled) in self.spelled.iter().enumerate() {
            ranks.extend((start == 0 && spelled.contains(&bare)).then_some(0));
            let begins = spelled.iter().any(|s| s.starts_with(&bare));
            ranks.extend(begins.then_some(if start == 0 { 1 } else { 3 }));
        }
        ranks.extend((three(&bare) && self.words.iter().any(|w| w.contains(&bare))).then_some(3));
        ranks.extend((three(&bare) && self.mixture(&bare)).then_some(3));
        ranks.extend((self.local == text).then_some(0));
        ranks.extend(self.local.starts_with(text).then_some(1));
        ranks.extend((three(text) && self.local.contains(text)).then_some(3));
        let two = text.chars().count() >= 2;
        ranks.extend((two && self.labels.iter().any(|l| l.starts_with(text))).then_some(3));
        ranks.extend((self.number == bare).then_some(0));
        if bare.contains(|c: char| c.is_ascii_digit()) {
            ranks.extend(self.number.starts_with(&bare).then_some(1));
            ranks.extend((three(&bare) && self.number.contains(&bare)).then_some(3));
        }
        ranks.into_iter().min()
    }

    /// Every way to cut the text in up to four, and every place in the name where the parts could begin.
    fn mixture(&self, text: &str) -> bool {
        if !text.bytes().all(|b| b.is_ascii_lowercase()) {
            return false;
        }
        let places = self.rows.iter().flat_map(|row| (0..row.len()).map(move |at| &row[at..]));
        // Most names can be told at a glance to begin otherwise.
        let begins = |row: &&[Vec<String>]| row[0].iter().any(|reading| reading[..1] == text[..1]);
        let places: Vec<&[Vec<String>]> = places.filter(begins).collect();
        !places.is_empty()
            && cuts(text, 4).iter().any(|parts| places.iter().any(|row| row.len() >= parts.len() && fit(row, parts)))
    }

    fn address(&self, left: &str, right: &str) -> Option<u8> {
        let matches = !self.domain.is_empty() && self.local.ends_with(left) && self.domain.starts_with(right);
        let whole = (self.local == left, self.domain == right);
        matches.then_some(match whole {
            (true, true) => 0,
            (true, false) => 1,
            _ => 3,
        })
    }

    /// `None` where the word does not match as typed.
    fn word(&self, word: &str) -> Option<u8> {
        let bare = only(word, char::is_alphanumeric);
        if word.chars().all(is_cjk) {
            self.chinese(word)
        } else if let Some((left, right)) = word.split_once('@') {
            self.address(left, right)
        } else if bare.chars().all(|c| c.is_ascii_digit()) {
            let coded = bare.len() == 13 && bare.starts_with("861");
            let home = self.phones.last().filter(|_| coded).is_some_and(|phone| *phone == bare[2..]);
            if home { Some(0) } else { self.digits(&bare) }
        } else {
            self.letters(word)
        }
    }

    /// Whether the word nearly matches: phone or pinyin with one key typed otherwise.
    fn nearly(&self, word: &str) -> bool {
        let bare = only(word, char::is_alphanumeric);
        if bare.chars().all(|c| c.is_ascii_digit()) {
            return bare.len() >= 8 && self.phones.last().is_some_and(|phone| distance(phone, &bare) == 1);
        }
        let typed =
            (5..=32).contains(&bare.len()) && bare.chars().all(|c| c.is_ascii_lowercase()) && !word.contains('@');
        typed && self.sounds.iter().any(|s| distance(s, &bare) == 1 && is_pinyin(s, 6))
    }
}

/// Every way to cut a text into so many parts at most.
fn cuts(text: &str, most: usize) -> Vec<Vec<&str>> {
    let mut all = vec![vec![text]];
    if most > 1 {
        for at in 1..text.len() {
            let later = cuts(&text[at..], most - 1);
            all.extend(later.into_iter().map(|later| [vec![&text[..at]], later].concat()));
        }
    }
    all
}

/// Whether characters give the parts of a text, some by a letter and some by more.
fn fit(row: &[Vec<String>], parts: &[&str]) -> bool {
    let (last, before) = parts.split_last().unwrap();
    let given = |part: &&str, readings: &Vec<String>| readings.iter().any(|r| r == part || r[..1] == **part);
    let is_mixed = before.iter().any(|part| part.len() == 1) && parts.iter().any(|part| part.len() > 1);
    is_mixed
        && before.iter().zip(row).all(|(part, readings)| given(part, readings))
        && row[before.len()].iter().any(|reading| reading.starts_with(last))
}

/// Whether a spelling is of so many syllables at most: words can be, too.
fn is_pinyin(text: &str, most: usize) -> bool {
    static SYLLABLES: LazyLock<HashSet<&str>> =
        LazyLock::new(|| ('\u{4e00}'..='\u{9fff}').flat_map(readings).collect());
    text.is_empty()
        || (1..=text.len()).any(|end| {
            text.is_char_boundary(end)
                && SYLLABLES.contains(&text[..end])
                && most > 0
                && is_pinyin(&text[end..], most - 1)
        })
}

/// Optimal string alignment: edits and swaps of neighbours.
fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}

/// The words of a query, as typed but folded.
fn words(query: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let folded = fold(query);
    let chunks = || folded.split(|c: char| !c.is_alphanumeric() && !"@._-+".contains(c)).filter(|c| !c.is_empty());
    let several = chunks().count() > 1;
    for chunk in chunks().filter(|chunk| !several || !["+86", "0086"].contains(chunk)) {
        let mut word = String::new();
        for c in chunk.chars() {
            if word.chars().last().is_some_and(|last| is_cjk(last) != is_cjk(c)) {
                out.push(std::mem::take(&mut word));
            }
            word.push(c);
        }
        out.push(word);
    }
    out.iter()
        .map(|w| w.trim_matches(['.', '_', '-', '+']).to_owned())
        .filter(|w| w.contains(char::is_alphanumeric))
        .collect()
}

/// Everybody who matches, best first: id (from 1) and rank.
pub fn answer(people: &[Known], query: &str) -> Vec<(i64, u8)> {
    let words = words(query);
    if words.is_empty() {
        return Vec::new();
    }
    let sorted = |rank: &dyn Fn(&Known) -> Option<u8>| {
        let mut all: Vec<(i64, u8)> = (1..).zip(people).filter_map(|(id, p)| rank(p).map(|r| (id, r))).collect();
        all.sort_by_key(|(id, rank)| (*rank, *id));
        all
    };
    let sound = sorted(&|p| words.iter().map(|w| p.word(w)).try_fold(0, |worst, rank| rank.map(|r| worst.max(r))));
    if !sound.is_empty() {
        return sound;
    }
    sorted(&|p| {
        let one = |at: usize| {
            let mut others = words.iter().enumerate().filter(|(n, _)| *n != at);
            p.nearly(&words[at]) && others.all(|(_, w)| p.word(w).is_some())
        };
        (0..words.len()).any(one).then_some(4)
    })
}
