//! Whatever is typed is a query, never an error and never a language.

use super::people::people;
use super::{found, person, store_of};
use crate::domain::num::MemberId;
use crate::domain::terms::word::SearchQuery;
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case::quote("\"")]
#[case::quotes("a\"b\"\"c")]
#[case::single("o'neil'; DROP TABLE member; --")]
#[case::operators("a AND b OR NOT c NEAR(d e, 5)")]
#[case::columns("terms:a {terms}: b - c ^d e*")]
#[case::parens("((((a")]
#[case::prefix("zh* + \"wei\" *")]
#[case::nul("a\0b")]
#[case::emoji("👩‍👩‍👧🎉張")]
#[case::rtl("\u{202e}abc مرحبا שלום")]
#[case::combining("z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}a")]
#[case::percent("%_\\")]
#[case::at_signs("@@@ a@@b @a@ @.@")]
#[case::dots("... .a. -1- _ +")]
#[case::numerals("Ⅷ ² ½ ٣٤ 五")]
fn what_no_query_language_sees(#[case] typed: &str) {
    let store = store_of(&people(1, 300));
    store.search(&SearchQuery::parse(typed), 50).unwrap();
}

#[rstest]
#[case("9".repeat(10_000))]
#[case("a".repeat(10_000))]
#[case("张".repeat(10_000))]
#[case("a1-".repeat(3_000))]
#[case("ab ".repeat(3_000))]
#[case(format!("{}@{}", "x".repeat(5_000), "y".repeat(5_000)))]
fn ten_thousand_characters(#[case] typed: String) {
    let store = store_of(&people(1, 300));
    assert_eq!(store.search(&SearchQuery::parse(&typed), 50).unwrap().total, 0);
}

#[test]
fn hostile_fields_are_indexed_and_found() {
    let store = store_of(&[
        person("\"; DROP TABLE member", "\"OR\" NOT", "١٢٣", "\"a b\"@@x\"y"),
        person("会员-001", "\u{202e}\u{0}李", "", "no-at-sign"),
        person("", "", "", "@"),
        person(
            &"长".repeat(3_000),
            &"王伟".repeat(2_000),
            &"9".repeat(3_000),
            &format!("{}@{}", "a.".repeat(999), "b.".repeat(999)),
        ),
    ]);
    assert_eq!(found(&store, "or not"), [MemberId(1)]);
    assert_eq!(found(&store, "会员-001"), [MemberId(2)]);
    assert_eq!(found(&store, "no-at-sign"), [MemberId(2)]);
    assert_eq!(found(&store, "王伟王伟王伟王伟 99999999"), [MemberId(4)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_text_is_a_query(typed in "\\PC{0,40}|[a-z0-9@._\"'*() 张王伟-]{0,30}") {
        let store = store_of(&people(8, 120));
        let hits = store.search(&SearchQuery::parse(&typed), 10).unwrap();
        prop_assert!(hits.members.len() as u64 <= hits.total);
    }

    #[test]
    fn every_piece_of_a_member_finds_it(seed in 0_u64..1_000, which in 0_usize..60, from in 0_usize..12, len in 1_usize..12) {
        let all = people(seed, 60);
        let store = store_of(&all);
        let p = &all[which];
        let id = MemberId(i64::try_from(which).unwrap() + 1);
        let cut = |text: &str, least: usize| {
            let piece: String = text.chars().skip(from).take(len.max(least)).collect();
            let piece = piece.trim_matches(['-', ' ', '_', '.', '+', '’']).to_owned();
            (piece.chars().count() >= least).then_some(piece)
        };
        // Names of words are asked for from three letters on, and so is the inside of an address.
        let name = if p.name.is_ascii() || p.name.contains(char::is_lowercase) { None } else { cut(&p.name, 1) };
        let email = cut(&p.email, 3).filter(|piece| !piece.contains('.') || !piece.contains('@')).filter(|piece| p.email.find('@').is_some_and(|at| from + piece.len() <= at));
        for piece in [name, cut(&p.phone, 1), email].into_iter().flatten() {
            let hits = store.search(&SearchQuery::parse(&piece), 60).unwrap();
            prop_assert!(hits.members.iter().any(|(m, _)| *m == id), "{piece} of {p:?}");
        }
    }
}
