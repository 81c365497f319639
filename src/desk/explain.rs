//! Explanations of a member's numbers: the desk loads, the domain explains, and scores and everybody's gaps are added here.

use super::Desk;
use super::ask::{Asking, Serve};
use super::error::DeskError;
use super::subject::subject;
use crate::domain::day::{Day, Instant};
use crate::domain::explain::explain;
use crate::domain::fold::fold;
use crate::domain::fold::view::PurchaseRow;
use crate::domain::num::{MemberId, Money};
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::ExplainMember;
use crate::domain::read_models::{ExplainTopic, Explanation};
use crate::domain::segment::RfmCuts;
use crate::store::columns::bought_days;

impl Serve<ExplainMember> for Desk {
    fn serve(&mut self, question: ExplainMember, asking: Asking<'_>) -> Result<Box<Explanation>, DeskError> {
        self.why(question.member, question.topic, question.as_of, asking.now).map(Box::new)
    }
}

impl Desk {
    /// Answers [`ExplainMember`].
    pub(super) fn why(
        &self,
        member: MemberId,
        topic: ExplainTopic,
        as_of: Option<Day>,
        now: Instant,
    ) -> Result<Explanation, DeskError> {
        let asked = self.as_of_day(as_of, now)?;
        let programs = self.programs_on(asked)?;
        let subject = self.store.read(|store| subject(store, member))?;
        let as_of = asked.day;
        let folded = fold(&subject.history, &programs, as_of).map_err(|_| Refusal::TooLarge)?;
        let member_no = subject.profile.member_no;
        let (snapshot, purchases) = (folded.state.snapshot(&programs), folded.trace.purchases.clone());
        let mut explanation = explain(topic, member_no, &subject.history, folded, &programs);
        if let Explanation::Segment(segment) = &mut explanation {
            segment.gap = self.known_gap(asked)?;
            segment.rfm.cuts = self.known_cuts(asked.day, asked.today)?;
            let cuts = segment.rfm.cuts.as_ref();
            segment.rfm.score = self.score_on(member, asked.day, cuts, &snapshot, &purchases);
            if let Some(Ok(RfmCuts { window_from: Some(from), .. })) = segment.rfm.cuts {
                (segment.rfm.orders, segment.rfm.net_spend) = since(from, &purchases);
            }
        }
        Ok(explanation)
    }
}

/// Orders and net spend of the days from one on.
fn since(from: Day, purchases: &[PurchaseRow]) -> (i64, Money) {
    let days = bought_days(purchases).into_iter().filter(|day| i64::from(day.day) >= from.0);
    days.fold((0, Money::ZERO), |(orders, net), day| {
        (orders + i64::from(day.orders), Money(net.0.saturating_add(day.net)))
    })
}
