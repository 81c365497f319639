//! Neither the order of rows nor the number of files matters.

use super::shop::{counts, sales, seen_of};
use crate::world::World;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::HashSet;

const MEMBERS: [&str; 3] = ["M0", "M1", "M2"];

/// One row, its references chosen among the sales before it.
#[derive(Debug, Clone)]
struct Wish {
    member: usize,
    day: i64,
    hour: Option<u8>,
    cents: i64,
    kind: Kind,
    /// For a refund that names a sale: which; for a conflict: with which.
    other: Index,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Sale,
    SaleWithoutReference,
    Named,
    NamedByAnother,
    Unnamed,
    Twin,
    Conflict,
}

fn wish() -> impl Strategy<Value = Wish> {
    let kind = prop_oneof![
        6 => Just(Kind::Sale),
        3 => Just(Kind::SaleWithoutReference),
        3 => Just(Kind::Named),
        1 => Just(Kind::NamedByAnother),
        2 => Just(Kind::Unnamed),
        1 => Just(Kind::Twin),
        1 => Just(Kind::Conflict),
    ];
    let cents = prop_oneof![Just(0_i64), 1_i64..30_000, 90_000_i64..600_000, Just(2_000_000)];
    let hour = prop_oneof![Just(None), (0_u8..24).prop_map(Some)];
    // Few days, so that instants are shared; two years, so that points die and tiers are reviewed.
    let day = (0_i64..40).prop_map(|n| n * 17);
    (0..3_usize, day, hour, cents, kind, any::<Index>()).prop_map(|(member, day, hour, cents, kind, other)| Wish {
        member,
        day,
        hour,
        cents,
        kind,
        other,
    })
}

/// A row and the place in time that decides into which of two files it goes.
#[derive(Debug, Clone)]
struct Line {
    text: String,
    at: (i64, u8),
}

fn text(reference: &str, member: usize, at: (i64, Option<u8>), cents: i64, rest: &str) -> String {
    let day = loyaltui::domain::day::Day::parse("2024-12-01").unwrap().plus_days(at.0);
    let time = at.1.map_or_else(String::new, |hour| format!(" {hour:02}:00"));
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.abs();
    format!("{reference},{},{day}{time},{sign}{}.{:02},{rest}", MEMBERS[member], cents / 100, cents % 100)
}

fn lines(wishes: &[Wish]) -> Vec<Line> {
    let mut sales: Vec<Wish> = Vec::new();
    let mut out = Vec::new();
    for (n, w) in wishes.iter().enumerate() {
        let named = (!sales.is_empty()).then(|| w.other.index(sales.len()));
        let when = (w.day, w.hour);
        let mut place = at(w);
        let text = match (w.kind, named) {
            (Kind::Named | Kind::NamedByAnother, Some(sale)) => {
                let sold = &sales[sale];
                // On one day a refund comes after its sale, whatever their hours.
                place = place.max(at(sold));
                let member = if matches!(w.kind, Kind::Named) { sold.member } else { (sold.member + 1) % 3 };
                let cents = (sold.cents / 2).max(1);
                text(&format!("R{n}"), member, when, cents, &format!("refund,S{sale}"))
            }
            (Kind::Unnamed, _) => text("", w.member, when, -w.cents.max(1), ","),
            (Kind::Twin, Some(sale)) => {
                let s = &sales[sale];
                let line =
                    Line { text: text(&format!("S{sale}"), s.member, (s.day, s.hour), s.cents, "sale,"), at: at(s) };
                out.push(line);
                continue;
            }
            (Kind::Conflict, Some(sale)) => text(&format!("S{sale}"), w.member, when, w.cents, "sale,"),
            (Kind::SaleWithoutReference, _) => text("", w.member, when, w.cents, "sale,"),
            _ => {
                sales.push(w.clone());
                text(&format!("S{}", sales.len() - 1), w.member, when, w.cents, "sale,")
            }
        };
        out.push(Line { text, at: place });
    }
    out
}

/// Rows without a reference are known by what they say and how often a file says it, so that a cut between two that say the
/// same makes one of them. This leaves the first of them.
fn without_repetition(wishes: Vec<Wish>) -> Vec<Wish> {
    let mut said = HashSet::new();
    let mut is_new = |wish: &Wish| said.insert((wish.member, at(wish), wish.cents.max(1)));
    let has_reference = |wish: &Wish| !matches!(wish.kind, Kind::Unnamed | Kind::SaleWithoutReference);
    wishes.into_iter().filter(|wish| has_reference(wish) || is_new(wish)).collect()
}

fn at(wish: &Wish) -> (i64, u8) {
    (wish.day, wish.hour.unwrap_or(0))
}

fn rows<'a>(lines: impl IntoIterator<Item = &'a Line>) -> String {
    lines.into_iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_permutation_gives_the_same_store(wishes in prop::collection::vec(wish(), 1..40), seed in any::<u64>()) {
        let lines = lines(&wishes);
        let mut one = World::in_memory();
        let told = sales(&mut one, &rows(&lines));
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by_key(|n| (u64::try_from(*n).unwrap() + 1).wrapping_mul(seed | 1).rotate_left(17));
        let mut other = World::in_memory();
        let told_other = sales(&mut other, &rows(order.iter().map(|n| &lines[*n])));
        prop_assert_eq!(counts(&told), counts(&told_other));
        prop_assert_eq!(seen_of(&mut one, &MEMBERS), seen_of(&mut other, &MEMBERS));
        one.is_sound();
    }

    #[test]
    fn a_file_cut_in_two_by_time_gives_the_same_store(
        wishes in prop::collection::vec(wish(), 2..40), cut in any::<Index>(),
    ) {
        // Rows that contradict each other are all rejected where they stand in one file.
        let wishes: Vec<Wish> = wishes.into_iter().filter(|wish| !matches!(wish.kind, Kind::Conflict)).collect();
        prop_assume!(!wishes.is_empty());
        let lines = lines(&wishes);
        let mut one = World::in_memory();
        let told = sales(&mut one, &rows(&lines));
        let at = lines[cut.index(lines.len())].at;
        let (first, second): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.at < at);
        let mut other = World::in_memory();
        let [a, b] = [counts(&sales(&mut other, &rows(first))), counts(&sales(&mut other, &rows(second)))];
        prop_assert_eq!(counts(&told), std::array::from_fn(|n| a[n] + b[n]));
        prop_assert_eq!(seen_of(&mut one, &MEMBERS), seen_of(&mut other, &MEMBERS));
        other.is_sound();
    }

    #[test]
    fn importing_again_changes_nothing_however_the_first_time_was_cut(
        wishes in prop::collection::vec(wish(), 2..40), cut in any::<Index>(),
    ) {
        let wishes = without_repetition(wishes);
        let lines = lines(&wishes);
        let mut shop = World::in_memory();
        let (first, second) = lines.split_at(cut.index(lines.len()));
        sales(&mut shop, &rows(first));
        sales(&mut shop, &rows(second));
        if wishes.iter().any(|wish| matches!(wish.kind, Kind::Conflict)) {
            // A refund is rejected where the first file contradicts itself about its sale; the second may have brought the sale.
            sales(&mut shop, &rows(&lines));
        }
        let seen = seen_of(&mut shop, &MEMBERS);
        let again = sales(&mut shop, &rows(&lines));
        prop_assert_eq!(again.new, 0);
        prop_assert_eq!(seen, seen_of(&mut shop, &MEMBERS));
        shop.is_sound();
    }
}

#[test]
fn a_refund_whose_sale_was_in_doubt_is_taken_once_the_sale_is_known() {
    let mut shop = World::in_memory();
    let first = ["S1,M0,2025-01-01,10.00,sale,", "S1,M0,2025-01-02,20.00,sale,", "R1,M0,2025-02-01,5.00,refund,S1"];
    assert_eq!(sales(&mut shop, &first.join("\n")).new, 0);
    assert_eq!(sales(&mut shop, first[0]).new, 1);
    let all = first.join("\n");
    assert_eq!(sales(&mut shop, &all).new, 1, "the refund, and neither of the sales");
    assert_eq!(sales(&mut shop, &all).new, 0);
    shop.is_sound();
}
