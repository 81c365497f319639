//! What members said, and the cases it opened: real folds over events in memory.

use super::FakeDesk;
use crate::domain::contact_log::{ContactRow, contacts_of};
use crate::domain::day::Day;
use crate::domain::fact::{Event, EventKind};
use crate::domain::feedback::case::CaseFile;
use crate::domain::feedback::{
    Case, CaseStep, FeedbackContent, FeedbackFilter, FeedbackRow, Measure, ResponseCounts, ScoreReport, ScoreRow,
    case_reference,
};
use crate::domain::num::{FactId, MemberId, OpSeq};
use crate::domain::op::{self, Intent};
use crate::domain::plan::lookup::Lookup;
use crate::domain::question::{AnyAnswer, AnyQuestion, CaseCounts, FeedbackRows};
use uuid::Uuid;

/// Scores of a store in which nobody has said anything.
pub(super) fn no_answers() -> ScoreReport {
    let all = ScoreRow { value: None, answers: ResponseCounts::default(), nps: None, csat: None, ces: None };
    ScoreReport { from: Day(0), to: Day(0), all, by: None, rows: Vec::new(), withheld_below: 30, versus: None }
}

impl FakeDesk {
    /// A member, or nobody known, says something.
    pub fn says(&mut self, member: Option<i64>, score: i64, topic: &str, text: &str) {
        let said = FeedbackContent {
            measure: Measure::Nps,
            score: Some(score),
            topic: Some(topic.to_owned()),
            channel: None,
            text: Some(text.to_owned()),
            follow_up: false,
            reference: None,
        };
        let plan = self.plan(Intent::LogFeedback(op::LogFeedback { member: member.map(MemberId), said })).unwrap();
        self.commit(&plan, &plan.op_id.to_string());
    }

    /// The contacts of a member up to the end of a day, newest first.
    pub(super) fn contacts(&self, member: MemberId, on: Day) -> Vec<ContactRow> {
        let (zone, own) = (self.programs.zone(), self.programs.file());
        let contacts = contacts_of(&self.history(member), zone.end_of(on), own, zone).into_iter().rev();
        let note = |id: FactId| self.said.iter().find(|(event, _)| event.id == id).and_then(|(_, text)| text.clone());
        contacts.map(|contact| ContactRow { op: self.op_of(contact.op), note: note(contact.id), contact }).collect()
    }

    fn file_of(&self, feedback: FactId) -> Option<CaseFile> {
        self.case_file(feedback).ok().flatten()
    }

    pub(super) fn op_of(&self, seq: OpSeq) -> Uuid {
        self.ops.iter().find(|(row, _)| row.seq == seq).map_or(Uuid::nil(), |(row, _)| row.op)
    }

    fn row_of(&self, file: &CaseFile, text: Option<String>) -> Option<FeedbackRow> {
        let EventKind::Feedback { content: said, .. } = &file.opened.kind else { return None };
        let profile = self.files.get(&file.opened.member).map(|(_, profile)| profile);
        Some(FeedbackRow {
            id: file.opened.id,
            op: self.op_of(file.opened.op),
            at: file.opened.at,
            member: Some(file.opened.member).filter(|m| *m != MemberId::NOBODY),
            member_no: profile.map(|p| p.member_no.clone()),
            member_name: profile.map(|p| p.name.clone()),
            content: FeedbackContent { text, ..said.clone() },
            retracted: file.is_retracted(),
            case: file.row(),
        })
    }

    /// A list as the store makes it.
    pub fn feedback(&self, wanted: &FeedbackFilter, limit: usize) -> (Vec<FeedbackRow>, u64) {
        let logged = self.said.iter().filter(|(event, _)| matches!(event.kind, EventKind::Feedback { .. }));
        let rows = logged.filter_map(|(event, text)| self.row_of(&self.file_of(event.id)?, text.clone()));
        let mut rows: Vec<FeedbackRow> = rows.filter(|row| self.is_wanted(row, wanted)).collect();
        if wanted.open_cases == Some(true) {
            rows.sort_by_key(|row| (row.case.as_ref().map(|c| c.due), row.id));
        } else {
            rows.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
        }
        let total = rows.len() as u64;
        rows.truncate(limit);
        (rows, total)
    }

    fn is_wanted(&self, row: &FeedbackRow, wanted: &FeedbackFilter) -> bool {
        let case = row.case.as_ref();
        let day = self.programs.zone().day_of(row.at);
        wanted.member.is_none_or(|m| row.member == Some(m))
            && wanted.open_cases.is_none_or(|open| case.is_some_and(|c| c.state.is_open() == open))
            && (!wanted.overdue || case.is_some_and(|c| c.due < self.now))
            && wanted.owner.as_ref().is_none_or(|owner| case.is_some_and(|c| c.owner.as_ref() == Some(owner)))
            && wanted.topic.as_ref().is_none_or(|topic| row.content.topic.as_ref() == Some(topic))
            && wanted.measure.is_none_or(|measure| row.content.measure == measure)
            && wanted.from.is_none_or(|from| day >= from)
            && wanted.to.is_none_or(|to| day <= to)
    }

    /// Answers a question of the feedback pane. Nobody's case stood otherwise in the past.
    pub(super) fn said_answer(&self, question: AnyQuestion) -> AnyAnswer {
        let rows = |filter: &FeedbackFilter, limit| {
            let (rows, total) = self.feedback(filter, limit);
            FeedbackRows { rows, total }
        };
        match question {
            AnyQuestion::ListFeedback(asked) => AnyAnswer::ListFeedback(rows(&asked.list.filter, asked.limit)),
            AnyQuestion::ListResponses(asked) => {
                AnyAnswer::ListResponses(rows(&FeedbackFilter::default(), asked.limit))
            }
            AnyQuestion::OpenCase(asked) => AnyAnswer::OpenCase(self.case(asked.case).map(Box::new)),
            AnyQuestion::CountCases(asked) => {
                let open = FeedbackFilter { open_cases: Some(true), to: asked.as_of, ..FeedbackFilter::default() };
                let count = |wanted: &FeedbackFilter| self.feedback(wanted, 0).1;
                let overdue = count(&FeedbackFilter { overdue: true, ..open.clone() });
                let mine = count(&FeedbackFilter { owner: Some(asked.owner), ..open.clone() });
                AnyAnswer::CountCases(CaseCounts { open: count(&open), overdue, mine })
            }
            AnyQuestion::ScoreFeedback(asked) => {
                let (from, to) = asked.days;
                AnyAnswer::ScoreFeedback(Box::new(ScoreReport { from, to, by: asked.by, ..self.measures.clone() }))
            }
            other => panic!("not about feedback: {other:?}"),
        }
    }

    /// A case with its history.
    pub fn case(&self, id: FactId) -> Option<Case> {
        let (file, words) = (self.file_of(id)?, self.said.iter().find(|(e, _)| e.id == id)?.1.clone());
        let text_of = |id: FactId| self.said.iter().find(|(e, _)| e.id == id).and_then(|(_, text)| text.clone());
        let step = |event: &&Event| {
            let EventKind::Case { change, .. } = &event.kind else { return None };
            Some(CaseStep {
                op: self.op_of(event.op),
                seq: event.op,
                at: event.at,
                operator: self.operator.name.clone(),
                change: change.clone(),
                note: text_of(event.id),
            })
        };
        let reference = case_reference(id);
        let carries = self.ops.iter().rev().map(|(row, _)| row).filter(|r| r.reference.as_ref() == Some(&reference));
        Some(Case {
            steps: file.counting().iter().filter_map(step).collect(),
            adjustments: carries.cloned().collect(),
            feedback: self.row_of(&file, words)?,
        })
    }
}
