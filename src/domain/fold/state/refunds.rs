//! Points that go back: what a refund takes of a sale's points, and gives back of those that paid for it.

use super::{EntryKind, ResumeError, State, add};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Fact;
use crate::domain::fold::book::Refunded;
use crate::domain::program::Program;

impl State {
    /// Points spent. Those spent on an order that a refund without a time has undone that day, or that was moved
    /// away later, go back with it.
    pub(super) fn redeem(&mut self, fact: &Fact, (day, begins): (Day, Instant)) -> Result<(), ResumeError> {
        add(&mut self.sums.spent, -fact.points.0)?;
        self.take(fact, day, EntryKind::Redeem)?;
        let order = fact.reference.as_deref().filter(|_| fact.link.is_none());
        match order.and_then(|order| self.book.refund_awaiting(order, fact.at, begins)) {
            Some((refund, refunded)) => self.return_points(&refund, day, &refunded),
            None => Ok(()),
        }
    }

    pub(super) fn refund(
        &mut self,
        fact: &Fact,
        (day, begins): (Day, Instant),
        program: &Program,
    ) -> Result<(), ResumeError> {
        let Some(refund) = self.book.refund(fact, begins, program)? else {
            let money = self.book.unmatched_refund(fact, day)?;
            self.ladder.unmatched_refund(day, money);
            self.scribe.refund(fact, day, None, 0);
            return Ok(());
        };
        if refund.amount == 0 && !refund.order_gone {
            return Ok(());
        }
        self.return_points(fact, day, &refund)?;
        let clawed = self.purse.claw_back(fact.id, refund.sale, refund.claw, program.refund)?;
        add(&mut self.sums.clawed_back, clawed.points)?;
        add(&mut self.sums.waived, clawed.waived)?;
        if clawed.points > 0 {
            self.line(fact, day, EntryKind::Clawback, -clawed.points, clawed.draws, Some(refund.sale));
        }
        if clawed.waived > 0 {
            self.line(fact, day, EntryKind::Waive, clawed.waived, Vec::new(), Some(refund.sale));
        }
        self.ladder.refund(&refund, &self.book);
        let mut dropped = false;
        while let Some(step) = self.ladder.drop_last(&self.book, day, program) {
            self.scribe.step(step, Some(fact.id));
            dropped = true;
        }
        if dropped {
            self.review(program);
        }
        self.scribe.refund(fact, day, Some(&refund), clawed.points);
        Ok(())
    }

    /// Points that were spent on the refunded order go back to their lots, by cumulative floor.
    fn return_points(&mut self, fact: &Fact, day: Day, refund: &Refunded) -> Result<(), ResumeError> {
        for (redemption, points) in self.book.give_back(refund) {
            let points = points.min(self.purse.still_taken(redemption));
            if points == 0 {
                continue;
            }
            let expired = self.purse.expired;
            let to = self.purse.give_back(fact.id, redemption, points);
            add(&mut self.sums.returned, points)?;
            self.line(fact, day, EntryKind::RedeemReturn, points, to.clone(), Some(redemption));
            self.died_again(fact, day, &to, expired);
        }
        Ok(())
    }
}
