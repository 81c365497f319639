//! What is left of each sale of a member while refunds are taken from it.

use super::{Known, PurchaseInput, SaleKey};
use crate::domain::day::Instant;
use crate::domain::fact::FactKind;
use crate::domain::import::reject::RowReject;
use crate::domain::num::Money;
use crate::domain::refund::{Parts, points_limits, points_part};
use std::collections::HashMap;

/// The sales of a member, on file and among the rows.
pub(super) struct SaleBalances {
    /// In the order of facts.
    sales: Vec<(Instant, SaleKey)>,
    left: HashMap<SaleKey, SaleBalance>,
}

/// A sale and its refunds in the order of time: what goes back as points without being said depends on those before it.
#[derive(Debug, Clone, Default)]
struct SaleBalance {
    sale: Parts,
    refunds: Vec<AppliedRefund>,
}

/// A refund that has been taken from its sale.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct AppliedRefund {
    at: Instant,
    reference: String,
    amount: i64,
    said: Option<i64>,
}

impl SaleBalances {
    pub fn of(known: &Known<'_>, rows: &[PurchaseInput<'_>], new: &[usize]) -> Self {
        let mut ordered = Vec::new();
        let mut left: HashMap<SaleKey, SaleBalance> = HashMap::new();
        for fact in known.facts.iter().filter(|f| f.kind == FactKind::Sale) {
            let sale = SaleKey::Stored(fact.id);
            ordered.push((fact.at, fact.reference.as_deref().unwrap_or(""), sale));
            left.insert(sale, SaleBalance::of(fact.amount, fact.points_paid));
        }
        for fact in known.facts.iter().filter(|f| f.kind == FactKind::Refund) {
            if let Some(left) = fact.link.and_then(|sale| left.get_mut(&SaleKey::Stored(sale))) {
                let reference = fact.reference.clone().unwrap_or_default();
                left.take(AppliedRefund::of(fact.at, reference, fact.amount, fact.points_paid));
            }
        }
        for (place, row) in new.iter().map(|place| (*place, &rows[*place])).filter(|(_, row)| !row.refund) {
            ordered.push((row.at, row.reference, SaleKey::Row(place)));
            left.insert(SaleKey::Row(place), SaleBalance::of(row.amount, row.points_paid));
        }
        ordered.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        Self { sales: ordered.into_iter().map(|(at, _, sale)| (at, sale)).collect(), left }
    }

    /// The sale of a refund that names none: the newest earlier one that still covers it.
    pub fn newest_with_enough(&self, refund: &PurchaseInput<'_>) -> SaleKey {
        let earlier = self.sales.partition_point(|(at, _)| *at <= refund.at);
        let taken = AppliedRefund::of_row(refund);
        let enough = |sale: &SaleKey| self.left.get(sale).is_some_and(|left| left.with(&taken).is_ok());
        self.sales[..earlier].iter().rev().map(|(_, sale)| *sale).find(enough).unwrap_or(SaleKey::None)
    }

    /// Takes a refund from its sale; says what stands against it.
    pub fn give_back(&mut self, sale: SaleKey, refund: &PurchaseInput<'_>) -> Result<(), RowReject> {
        let Some(left) = self.left.get_mut(&sale).filter(|_| refund.refund) else { return Ok(()) };
        let taken = AppliedRefund::of_row(refund);
        left.with(&taken)?;
        left.take(taken);
        Ok(())
    }
}

impl AppliedRefund {
    fn of(at: Instant, reference: String, amount: Money, said: Option<Money>) -> Self {
        Self { at, reference, amount: amount.0, said: said.map(|said| said.0) }
    }

    fn of_row(row: &PurchaseInput<'_>) -> Self {
        Self::of(row.at, row.reference.to_owned(), row.amount, row.points_paid)
    }
}

impl SaleBalance {
    fn of(amount: Money, points_paid: Option<Money>) -> Self {
        let sale = Parts { amount: amount.0, points_paid: points_paid.unwrap_or_default().0 };
        Self { sale, refunds: Vec::new() }
    }

    fn take(&mut self, taken: AppliedRefund) {
        let place = self.refunds.partition_point(|before| *before <= taken);
        self.refunds.insert(place, taken);
    }

    /// Whether the sale covers its refunds with one more among them, each at its time.
    fn with(&self, one_more: &AppliedRefund) -> Result<(), RowReject> {
        let place = self.refunds.partition_point(|before| before <= one_more);
        let all = self.refunds[..place].iter().chain([one_more]).chain(&self.refunds[place..]);
        let all_amounts: i64 = self.refunds.iter().map(|taken| taken.amount).sum();
        if one_more.amount > self.sale.amount - all_amounts {
            return Err(RowReject::OverRefund { left: Money((self.sale.amount - all_amounts).max(0)) });
        }
        let mut gone = Parts::default();
        for taken in all {
            let left = self.sale.less(gone);
            let (least, most) = points_limits(left, taken.amount);
            if taken.said.is_some_and(|said| said < least || said > most) {
                return Err(RowReject::OverRefundPart { money: Money(left.money()), points: Money(left.points_paid) });
            }
            gone.points_paid += points_part(self.sale, gone, taken.amount, taken.said);
            gone.amount += taken.amount;
        }
        Ok(())
    }
}
