//! Every class of query, against the oracle: who is found, in which order, and how many there are said to be.
//!
//! `LOYALTUI_RECALL=8 cargo test --release --lib recall` does it with eight times as many members: the oracle looks at every
//! field of every member for every query, so that is nothing for every day.

use super::super::ask::IndexReader;
use super::super::find::SearchLimits;
use super::oracle::{Known, answer};
use super::people::{CLASSES, Dice, people, query};
use super::{Store, add_rows, store_of};
use crate::domain::terms::MatchRank;
use crate::domain::terms::word::SearchQuery;
use rstest::rstest;

const PAGE: usize = 50;

fn check(store: &Store, known: &[Known], typed: &str, limits: SearchLimits) -> Result<(), String> {
    let parsed = SearchQuery::parse(typed);
    if parsed.blank {
        return Ok(());
    }
    let wanted = answer(known, typed);
    let hits = store.search_within(&parsed, PAGE, limits).unwrap();
    let got: Vec<(i64, u8)> = hits.members.iter().map(|(id, rank)| (id.0, *rank as u8)).collect();
    let page = &wanted[..wanted.len().min(PAGE)];
    if got != page {
        return Err(format!("{typed:?} found {got:?}, not {page:?}"));
    }
    let total = wanted.len() as u64;
    if (hits.exact && hits.total != total) || hits.total < page.len() as u64 {
        return Err(format!("{typed:?} counted {} (exact: {}), not {total}", hits.total, hits.exact));
    }
    Ok(())
}

/// How many times as many members as on every day.
fn scale() -> usize {
    std::env::var("LOYALTUI_RECALL").map_or(1, |times| times.parse().unwrap())
}

/// Small limits send every query through the ways that large stores need.
const SMALL: SearchLimits = SearchLimits { complete: 20, rows: 15, sample: 60, near: 4_000 };

#[rstest]
#[case::as_in_use(1, 3_000, 6, SearchLimits::DEFAULT)]
#[case::as_in_use_again(77, 1_500, 6, SearchLimits::DEFAULT)]
#[case::as_if_large(2, 3_000, 6, SMALL)]
#[case::as_if_large_again(4_711, 2_000, 6, SMALL)]
fn finds_what_the_oracle_finds(#[case] seed: u64, #[case] n: usize, #[case] each: usize, #[case] limits: SearchLimits) {
    let people = people(seed, n * scale());
    let known: Vec<Known> = people.iter().map(Known::of).collect();
    let store = store_of(&people);
    let mut dice = Dice::new(seed + 1_000);
    let mut wrong = Vec::new();
    for class in CLASSES {
        for _ in 0..each {
            let typed = query(&people, class, &mut dice);
            wrong.extend(check(&store, &known, &typed, limits).err().map(|e| format!("{class}: {e}")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[rstest]
#[case(SearchLimits::DEFAULT)]
#[case(SMALL)]
fn members_that_are_not_indexed_yet_are_found_too(#[case] limits: SearchLimits) {
    let people = people(3, 900);
    let known: Vec<Known> = people.iter().map(Known::of).collect();
    let store = store_of(&people[..700]);
    add_rows(&store, &people[700..]);
    let mut dice = Dice::new(9);
    for class in CLASSES {
        let typed = query(&people, class, &mut dice);
        check(&store, &known, &typed, limits).unwrap();
    }
}

#[test]
fn counts_of_single_terms_are_exact() {
    let people = people(5, 2_000);
    let known: Vec<Known> = people.iter().map(Known::of).collect();
    let store = store_of(&people);
    for typed in ["1", "13", "138", "0000", "王", "伟", "王伟", "z", "zh", "ou", "@qq", "@qq.com", "ing", "js"] {
        let hits = store.search_within(&SearchQuery::parse(typed), PAGE, SMALL).unwrap();
        assert_eq!((hits.total, hits.exact), (answer(&known, typed).len() as u64, true), "{typed}");
    }
}

/// How many members the index proposes for a word, to be compared.
fn proposed(store: &Store, typed: &str) -> u64 {
    let covers: Vec<_> = SearchQuery::parse(typed).words.iter().map(|word| word.cover(MatchRank::Infix)).collect();
    let reader = IndexReader::new(&store.db).unwrap();
    let Some(lists) = reader.join(&covers).unwrap().lists else { return reader.through };
    let mut n = 0;
    let mut each = |_| {
        n += 1;
        Ok(true)
    };
    reader.walk(&lists, &mut each).unwrap();
    n
}

#[test]
fn what_is_typed_by_syllables_and_initials_is_looked_for_among_few() {
    let people = people(5, 3_000);
    let known: Vec<Known> = people.iter().map(Known::of).collect();
    let store = store_of(&people);
    let mut dice = Dice::new(12);
    let (mut asked, mut sum) = (0, 0);
    for class in ["py_mixed", "py_mixed_later", "py_full", "py_given", "ini3", "nohit_la"] {
        for _ in 0..25 {
            let typed = query(&people, class, &mut dice);
            if typed.len() > 3 {
                let (proposed, found) = (proposed(&store, &typed), answer(&known, &typed).len() as u64);
                assert!(proposed <= 3 * found + 30, "{typed}: {proposed} to find {found}");
                (asked, sum) = (asked + 1, sum + proposed);
            }
        }
    }
    assert!(asked > 80 && sum < 12 * asked, "{sum} members for {asked} queries");
}
