//! Refunds of a day without a time: they take effect after everything of that day that concerns their sale, so behind what was
//! spent on its order later that day.

use super::timeline::HistoryItem;
use crate::domain::day::{Day, Zone};
use crate::domain::fact::{Fact, FactKind};
use crate::domain::num::FactId;
use std::collections::HashMap;

/// Puts each refund of a day without a time behind the last redemption on its order that day.
pub(super) fn put_behind(items: Vec<HistoryItem<'_>>, zone: Zone) -> Vec<HistoryItem<'_>> {
    let spent = last_spent(&items, zone);
    if spent.is_empty() {
        return items;
    }
    let mut sales = HashMap::new();
    collect_sales(&items, &mut sales);
    let place_of = |(at, item): (usize, &HistoryItem<'_>)| {
        let HistoryItem::Fact(fact) = item else { return at };
        order_of_day(fact, &sales, zone).and_then(|order| spent.get(&order)).map_or(at, |(last, _)| at.max(*last))
    };
    let places: Vec<usize> = items.iter().enumerate().map(place_of).collect();
    let behind: HashMap<usize, &Fact> = spent.into_values().collect();
    let mut moved: Vec<(usize, HistoryItem<'_>)> = Vec::with_capacity(items.len());
    for (at, (item, place)) in items.into_iter().zip(places).enumerate() {
        let item = match (item, behind.get(&place)) {
            (HistoryItem::Fact(refund), Some(spent)) if place > at => HistoryItem::Deferred(refund, spent),
            (item, _) => item,
        };
        moved.push((place, item));
    }
    // What was spent comes before the refunds that wait for it, whichever stood first.
    moved.sort_by_key(|(place, item)| (*place, matches!(item, HistoryItem::Deferred(..))));
    moved.into_iter().map(|(_, item)| item).collect()
}

/// For each order and day, where the last points were spent on it that day.
fn last_spent<'a>(items: &[HistoryItem<'a>], zone: Zone) -> HashMap<(&'a str, Day), (usize, &'a Fact)> {
    let spent = items.iter().enumerate().filter_map(|(at, item)| match item {
        HistoryItem::Fact(fact) if fact.kind == FactKind::Redeem && fact.link.is_none() => {
            Some(((fact.reference.as_deref()?, zone.day_of(fact.at)), (at, *fact)))
        }
        HistoryItem::Fact(_) | HistoryItem::Event(_) | HistoryItem::Deferred(..) | HistoryItem::Join(..) => None,
    });
    spent.collect()
}

/// The sales with a reference, also those of files that join.
fn collect_sales<'a>(items: &[HistoryItem<'a>], sales: &mut HashMap<FactId, &'a Fact>) {
    for item in items {
        match item {
            HistoryItem::Fact(fact) if fact.kind == FactKind::Sale && fact.reference.is_some() => {
                sales.insert(fact.id, fact);
            }
            HistoryItem::Join(_, before) => collect_sales(before, sales),
            HistoryItem::Fact(_) | HistoryItem::Event(_) | HistoryItem::Deferred(..) => {}
        }
    }
}

/// The order and the day of a refund that has the day only: it stands where its day begins, or at its sale.
fn order_of_day<'a>(fact: &Fact, sales: &HashMap<FactId, &'a Fact>, zone: Zone) -> Option<(&'a str, Day)> {
    if fact.kind != FactKind::Refund || fact.moved_away().is_some() {
        return None;
    }
    let sale = sales.get(&fact.link?)?;
    let day = zone.day_of(fact.at);
    let has_no_time = fact.at == sale.at || fact.at == zone.start_of(day);
    Some((sale.reference.as_deref()?, day)).filter(|_| has_no_time)
}
