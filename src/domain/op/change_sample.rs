//! Samples of the audit log: one drawn, and one of its operations judged.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::desk_event::DeskEventKind;
use crate::domain::drawn_sample::{AuditSample, SampleChange};
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::{self, bad};
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: []);

/// The most points that may be said to be right: no sum of a member is larger.
const RIGHT_MAX: u64 = 1_000_000_000_000;

/// A sample is drawn, or one of its operations was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSample {
    /// Eight hexadecimal digits.
    pub id: String,
    pub change: SampleChange,
    /// What was seen.
    pub note: Option<String>,
}

impl Plannable for ChangeSample {
    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Sample
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        let mut fields = vec![("sample", FieldValue::Text(Some(&self.id)))];
        match &self.change {
            SampleChange::Drawn { draw, .. } => {
                let design = &draw.design;
                fields.push(("drawn_by", FieldValue::Text(Some(design.kind.word()))));
                fields.push(("from", FieldValue::Day(design.from)));
                fields.push(("to", FieldValue::Day(design.to)));
                fields.push(("words", FieldValue::Text(Some(&design.words))));
            }
            SampleChange::Judged(found) => {
                fields.push(("no", FieldValue::Number(Some(found.seq.0))));
                fields.push(("verdict", FieldValue::Text(Some(if found.is_right { "ok" } else { "wrong" }))));
                fields.extend(found.right.map(|right| ("right", FieldValue::SignedPoints(right))));
            }
        }
        fields.push(("note", FieldValue::Text(self.note.as_deref())));
        fields
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.sample = file.audit_sample(&self.id)?;
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        words::check_note(self.note.as_deref())?;
        let by = context.operator.name.clone();
        let change = match (&self.change, &context.sample) {
            (SampleChange::Drawn { draw, .. }, None) => SampleChange::Drawn { draw: draw.clone(), by },
            // The same sample again is the one that is there.
            (SampleChange::Drawn { .. }, Some(_)) => return Err(Refusal::NoChange),
            (SampleChange::Judged(_), None) => return Err(Refusal::UnknownSample { id: self.id.clone() }),
            (SampleChange::Judged(found), Some(sample)) => {
                if !sample.draw.operations().any(|seq| seq == found.seq) {
                    return Err(Refusal::NotInSample { seq: found.seq, id: self.id.clone() });
                }
                let mut found = found.clone();
                found.by = by;
                // Of a sample by points nothing would have been right where nobody says how much.
                let asks = sample.draw.design.kind.is_by_points() && !found.is_right;
                found.right = if asks { Some(found.right.unwrap_or_default()) } else { None };
                if found.right.is_some() && found.right == found.recorded {
                    return Err(Refusal::NoChange);
                }
                if let Some(right) = found.right.filter(|right| right.0.unsigned_abs() > RIGHT_MAX) {
                    return Err(bad("right", &right.0.to_string(), &format!("-{RIGHT_MAX}…{RIGHT_MAX}")));
                }
                SampleChange::Judged(found)
            }
        };
        let key = AuditSample::key_of(&self.id).ok_or_else(|| bad("sample", &self.id, "0-9|a-f"))?;
        let mut draft = PlanDraft::new(context);
        draft.desk_event(key, DeskEventKind::Sample(change));
        draft.reversible = false;
        draft.on_whole_file = true;
        Ok(draft.finish(&[]))
    }

    #[cfg(test)]
    fn example() -> Self {
        use crate::domain::drawn_sample::{SampleDesign, SampleDraw, SampleKind};
        use crate::domain::num::OpSeq;
        let (from, to) = (crate::domain::day::Day(20_700), crate::domain::day::Day(20_730));
        let design = SampleDesign {
            kind: SampleKind::Attribute,
            query: "op:adjust".to_owned(),
            from,
            to,
            words: "2026-11".to_owned(),
            n: 59,
            tolerable: Some((500, 0)),
        };
        let draw = SampleDraw {
            design,
            size: 5,
            root: "ab".repeat(32),
            population: 5,
            points: 0,
            interval: 0,
            large: Vec::new(),
            taken: vec![OpSeq(4), OpSeq(3)],
        };
        let change = SampleChange::Drawn { draw: Box::new(draw), by: "li".to_owned() };
        Self { id: "7482f5eb".to_owned(), change, note: Some("the busiest month".to_owned()) }
    }
}

/// What was drawn and what was found stays; another judgement of the same operation counts in its place.
pub(super) fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    Err(reversal.irreversible())
}
