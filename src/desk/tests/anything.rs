//! Anything a desk may do, in any order and with days between: the file proves itself afterwards, and made again it says the
//! same.

use super::*;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::day::Day;
use crate::domain::fact::{OverrideMode, Status};
use crate::domain::feedback::{CaseChange, CaseState, FeedbackContent, FeedbackFilter, Measure};
use crate::domain::question::FeedbackListQuery;
use proptest::prelude::*;
use uuid::Uuid;

const MEMBERS: usize = 4;

/// One thing to do, and how many hours go by before it.
#[derive(Debug, Clone)]
pub(super) struct Step {
    what: u8,
    who: usize,
    other: usize,
    n: i64,
    hours: i64,
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    (0_u8..18, 0..MEMBERS, 0..MEMBERS, 1_i64..2_000, prop_oneof![0_i64..48, 0_i64..2_400])
        .prop_map(|(what, who, other, n, hours)| Step { what, who, other, n, hours })
}

/// A desk at work: what has been done and could be reversed, and the clock.
pub(super) struct Work {
    pub(super) desk: Desk,
    pub(super) members: Vec<MemberId>,
    ops: Vec<Uuid>,
    orders: usize,
    pub(super) now: Instant,
}

impl Work {
    pub(super) fn new() -> Self {
        Self::with(DEFAULT_TOML)
    }

    pub(super) fn with(program: &str) -> Self {
        let mut desk = desk_with(program);
        // Nothing may have been written for more than 400 days.
        desk.trust_clock();
        let members = (0..MEMBERS).map(|i| enrol(&mut desk, &format!("M{i}"), "张伟")).collect();
        Self { desk, members, ops: Vec::new(), orders: 0, now: NOW }
    }

    /// Does it; a refusal is an answer like any other.
    fn attempt(&mut self, intent: &Intent) {
        match self.desk.perform(intent, None, self.now) {
            Ok(done) => self.ops.push(done.op),
            Err(DeskError::Refused(_)) => {}
            Err(error) => panic!("{intent:?}: {error:?}"),
        }
    }

    /// Purchases, some of them of days long past, some coming back at once.
    fn bring_in(&mut self, step: &Step) {
        let mut rows = vec!["order_ref,member_no,purchased_at,amount,kind,refund_of".to_owned()];
        let today = self.desk.programs().unwrap().zone().day_of(self.now);
        for row in 0..=(step.n % 4) {
            self.orders += 1;
            let (order, who) = (self.orders, if row % 2 == 0 { step.who } else { step.other });
            let day = today.plus_days(-(step.n * (row + 1) % 500));
            let amount = step.n * (row + 3) % 900;
            rows.push(format!("A{order},M{who},{day} 12:00,{amount}.00,sale,"));
            if step.n % 3 == 0 {
                rows.push(format!("R{order},M{who},{day} 15:00,{}.50,refund,A{order}", amount / 2));
            }
        }
        let file = rows.join("\n");
        let done = self.desk.import_purchases(
            ImportSource::bytes(file.as_bytes()),
            &ImportOptions::default(),
            &mut NoWatch,
            self.now,
        );
        let seq = done.unwrap().operation;
        self.ops.extend(seq.and_then(|seq| self.desk.store.operation_at(seq).unwrap()).map(|(op, _)| op.id));
    }

    fn work_a_case(&mut self, step: &Step) {
        let filter = FeedbackFilter { open_cases: Some(step.n % 5 > 0), ..FeedbackFilter::default() };
        let rows = self
            .desk
            .feedback(&FeedbackListQuery { filter, ..FeedbackListQuery::default() }, 9, self.now, &mut ())
            .unwrap()
            .rows;
        let Some(row) = rows.get(step.other % rows.len().max(1)) else { return };
        let (state, reason) = match step.n % 4 {
            0 => (Some(CaseState::Resolved), Some("solved".to_owned())),
            1 => (Some(CaseState::InProgress), None),
            2 => (Some(CaseState::Reopened), None),
            _ => (None, None),
        };
        let change = CaseChange { state, reason, owner: Some("王磊".to_owned()), due: None };
        self.attempt(&Intent::ChangeCase(op::ChangeCase { case: row.id, change, note: Some("已回电".to_owned()) }));
    }

    pub(super) fn take(&mut self, step: &Step) {
        self.now = Instant(self.now.0 + step.hours * (DAY_MS / 24) + 1);
        let (member, n) = (self.members[step.who], step.n);
        let (reason, note) = ("goodwill".to_owned(), None);
        match step.what {
            0..=2 => self.bring_in(step),
            3 => self.attempt(&adjust(member, n)),
            4 => self.attempt(&adjust(member, -n / 4)),
            5 => {
                let reward = "Mug".to_owned();
                self.attempt(&Intent::Redeem(op::Redeem {
                    member,
                    points: Points(n / 2 + 1),
                    reward,
                    reference: None,
                }));
            }
            6 => {
                let tier = ["silver", "gold", "platinum"][step.other % 3].to_owned();
                let until = Day(NOW.0 / DAY_MS + n);
                let mode = if n % 2 == 0 { OverrideMode::Floor } else { OverrideMode::Exact };
                self.attempt(&Intent::Override(op::Override { member, tier, until, mode, reason, note }));
            }
            7 => {
                let to = [Status::Frozen, Status::Active, Status::Active, Status::Closed][step.other];
                self.attempt(&Intent::SetStatus(op::SetStatus { member, to, reason: Some(reason), note, churn: None }));
            }
            8 | 9 => {
                self.attempt(&Intent::Merge(op::Merge { from: member, into: self.members[step.other], reason, note }));
            }
            10 => self.attempt(&Intent::Unmerge(op::Unmerge { member, reason: Some(reason) })),
            11..=13 => {
                if let Some(op) = self.ops.len().checked_sub(1 + step.other).map(|at| self.ops[at]) {
                    self.attempt(&Intent::Undo(op::Undo { op, reason: None }));
                }
            }
            14 | 15 => {
                let said = FeedbackContent {
                    measure: Measure::Nps,
                    score: Some(n % 11),
                    topic: Some("service".to_owned()),
                    channel: None,
                    text: Some("排队太久".to_owned()),
                    follow_up: n % 2 == 0,
                    reference: None,
                };
                self.attempt(&Intent::LogFeedback(op::LogFeedback {
                    member: (step.other > 0).then_some(member),
                    said,
                }));
            }
            16 => self.work_a_case(step),
            _ if n % 9 == 0 => self.attempt(&Intent::Erase(op::Erase { member })),
            _ => {
                let mut profile = Box::new(self.desk.profile(member).unwrap());
                profile.phone = format!("139{n:08}");
                self.attempt(&Intent::Edit(op::Edit { member, profile, note }));
            }
        }
    }
}

/// Each case is a year at a desk; `PROPTEST_CASES` asks for more than a run of every day has time for.
pub(super) fn cases() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").is_ok();
    if asked { ProptestConfig::default() } else { ProptestConfig::with_cases(32) }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn whatever_was_done_the_file_proves_itself_and_made_again_says_the_same(
        steps in proptest::collection::vec(step(), 1..40),
    ) {
        let mut work = Work::new();
        for step in &steps {
            work.take(step);
        }
        let proof = work.desk.verify(None, &[], &mut |_, _| {}).unwrap();
        prop_assert_eq!(proof.wrong, None);
        let files = |work: &Work| -> Vec<_> {
            work.members.iter().map(|m| work.desk.open_member(*m, None, work.now).unwrap()).collect()
        };
        let before = files(&work);
        work.desk.rebuild(work.now, &mut |_, _| {}).unwrap();
        prop_assert_eq!(before, files(&work));
        let proof = work.desk.verify(None, &[], &mut |_, _| {}).unwrap();
        prop_assert_eq!(proof.wrong, None);
    }
}

#[test]
fn what_comes_late_under_one_number_leaves_a_file_alone_that_goes_on_in_the_same_one() {
    let mut work = Work::new();
    let steps = [
        (8, 2, 1, 1, 0),
        (10, 1, 0, 1, 0),
        (10, 0, 0, 1, 31),
        (8, 1, 2, 1466, 2196),
        (17, 3, 1, 559, 2248),
        (6, 3, 1, 731, 0),
        (6, 2, 3, 439, 2191),
        (8, 0, 2, 1168, 1153),
        (9, 2, 3, 1606, 31),
        (7, 0, 2, 353, 1239),
        (1, 0, 2, 820, 1233),
        (5, 3, 2, 404, 17),
    ];
    for (what, who, other, n, hours) in steps {
        work.take(&Step { what, who, other, n, hours });
    }
    let proof = work.desk.verify(None, &[], &mut |_, _| {}).unwrap();
    assert_eq!(proof.wrong, None);
}
