//! What is left of each sale of a member while refunds are taken from it.

use super::{Known, Row, Sale};
use crate::domain::day::Instant;
use crate::domain::fact::FactKind;
use crate::domain::import::reject::Reject;
use crate::domain::num::Money;
use crate::domain::refund::{Parts, points_limits, points_part};
use std::collections::HashMap;

/// The sales of a member, on file and among the rows.
pub(super) struct Till {
    /// In the order of facts.
    sales: Vec<(Instant, Sale)>,
    left: HashMap<Sale, Left>,
}

/// A sale and its refunds in the order of time: what goes back as points without being said depends on those before it.
#[derive(Debug, Clone, Default)]
struct Left {
    sale: Parts,
    refunds: Vec<Taken>,
}

/// A refund that has been taken from its sale.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Taken {
    at: Instant,
    reference: String,
    amount: i64,
    said: Option<i64>,
}

impl Till {
    pub fn of(known: &Known<'_>, rows: &[Row<'_>], new: &[usize]) -> Self {
        let mut ordered = Vec::new();
        let mut left: HashMap<Sale, Left> = HashMap::new();
        for fact in known.facts.iter().filter(|f| f.kind == FactKind::Sale) {
            let sale = Sale::Stored(fact.id);
            ordered.push((fact.at, fact.reference.as_deref().unwrap_or(""), sale));
            left.insert(sale, Left::of(fact.amount, fact.points_paid));
        }
        for fact in known.facts.iter().filter(|f| f.kind == FactKind::Refund) {
            if let Some(left) = fact.link.and_then(|sale| left.get_mut(&Sale::Stored(sale))) {
                let reference = fact.reference.clone().unwrap_or_default();
                left.take(Taken::of(fact.at, reference, fact.amount, fact.points_paid));
            }
        }
        for (place, row) in new.iter().map(|place| (*place, &rows[*place])).filter(|(_, row)| !row.refund) {
            ordered.push((row.at, row.reference, Sale::Row(place)));
            left.insert(Sale::Row(place), Left::of(row.amount, row.points_paid));
        }
        ordered.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        Self { sales: ordered.into_iter().map(|(at, _, sale)| (at, sale)).collect(), left }
    }

    /// The sale of a refund that names none: the newest earlier one that still covers it.
    pub fn newest_with_enough(&self, refund: &Row<'_>) -> Sale {
        let earlier = self.sales.partition_point(|(at, _)| *at <= refund.at);
        let taken = Taken::of_row(refund);
        let enough = |sale: &Sale| self.left.get(sale).is_some_and(|left| left.with(&taken).is_ok());
        self.sales[..earlier].iter().rev().map(|(_, sale)| *sale).find(enough).unwrap_or(Sale::None)
    }

    /// Takes a refund from its sale; says what stands against it.
    pub fn give_back(&mut self, sale: Sale, refund: &Row<'_>) -> Result<(), Reject> {
        let Some(left) = self.left.get_mut(&sale).filter(|_| refund.refund) else { return Ok(()) };
        let taken = Taken::of_row(refund);
        left.with(&taken)?;
        left.take(taken);
        Ok(())
    }
}

impl Taken {
    fn of(at: Instant, reference: String, amount: Money, said: Option<Money>) -> Self {
        Self { at, reference, amount: amount.0, said: said.map(|said| said.0) }
    }

    fn of_row(row: &Row<'_>) -> Self {
        Self::of(row.at, row.reference.to_owned(), row.amount, row.points_paid)
    }
}

impl Left {
    fn of(amount: Money, points_paid: Option<Money>) -> Self {
        let sale = Parts { amount: amount.0, points_paid: points_paid.unwrap_or_default().0 };
        Self { sale, refunds: Vec::new() }
    }

    fn take(&mut self, taken: Taken) {
        let place = self.refunds.partition_point(|before| *before <= taken);
        self.refunds.insert(place, taken);
    }

    /// Whether the sale covers its refunds with one more among them, each at its time.
    fn with(&self, one_more: &Taken) -> Result<(), Reject> {
        let place = self.refunds.partition_point(|before| before <= one_more);
        let all = self.refunds[..place].iter().chain([one_more]).chain(&self.refunds[place..]);
        let all_amounts: i64 = self.refunds.iter().map(|taken| taken.amount).sum();
        if one_more.amount > self.sale.amount - all_amounts {
            return Err(Reject::OverRefund { left: Money((self.sale.amount - all_amounts).max(0)) });
        }
        let mut gone = Parts::default();
        for taken in all {
            let left = self.sale.less(gone);
            let (least, most) = points_limits(left, taken.amount);
            if taken.said.is_some_and(|said| said < least || said > most) {
                return Err(Reject::OverRefundPart { money: Money(left.money()), points: Money(left.points_paid) });
            }
            gone.points_paid += points_part(self.sale, gone, taken.amount, taken.said);
            gone.amount += taken.amount;
        }
        Ok(())
    }
}
