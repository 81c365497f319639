//! Samples, one operation a card.

use crate::domain::drawn_sample::{Judgement, SampleChange, SampleDesign, SampleKind};
use crate::domain::num::Points;
use crate::domain::op::ChangeSample;
use crate::domain::question::{DrawSample, ListSamples, OpenSample};
use crate::domain::width::half_width;
use crate::panes::audit::state::{AuditPane, AuditQuestion};
use crate::shell::Shell;
use crate::shell::effect::{Effect, Task};
use crate::shell::list::ListState;

/// What is tolerable in a sample drawn here, in ten thousandths, and how many wrong operations are expected in it.
const TOLERABLE: (u32, u64) = (500, 0);

impl AuditPane {
    pub(super) fn ask_samples(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        if self.samples.stale {
            shell.ask(&mut self.samples, ListSamples, out);
        }
        let Some(id) = self.sample_id().map(str::to_owned) else { return };
        let wanted = OpenSample { id };
        if self.sheet.stale || self.sheet.asked.as_ref() != Some(&wanted) {
            shell.ask(&mut self.sheet, wanted, out);
        }
    }

    /// What a sample of the month that is reviewed would be, of the operations that the audit log is filtered to.
    pub(super) fn ask_draw(&mut self, shell: &mut Shell, words: String, out: &mut Vec<Effect>) {
        let period = self.period(shell);
        let design = SampleDesign {
            kind: SampleKind::Attribute,
            query: self.query.clone(),
            from: period.from,
            to: period.to,
            words,
            n: 0,
            tolerable: Some(TOLERABLE),
        };
        shell.ask(&mut self.draw, DrawSample { design }, out);
    }

    /// The sample that was drawn is recorded, once.
    pub(super) fn drawn_sample(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let Some(drawn) = self.draw.shown.take() else { return };
        let draw = drawn.answer;
        let (id, by) = (draw.id(), shell.setup.operator.name.clone());
        let change = ChangeSample { id, change: SampleChange::Drawn { draw, by }, note: None };
        (self.nth_sample, self.card) = (0, ListState::default());
        out.push(Effect::Perform(shell.ticket(), Box::new(Task::Audit(Box::new(change.into())))));
    }

    /// Asks what is wrong with the operation under the cursor: of a sample by points, how many would have been right.
    pub(super) fn ask_what_is_wrong(&mut self, shell: &mut Shell) {
        let Some(sheet) = self.sheet() else { return };
        let asks = if sheet.sample.draw.design.kind.is_by_points() {
            AuditQuestion::RightPoints
        } else {
            AuditQuestion::WrongNote
        };
        self.open(shell, asks, "");
    }

    /// Reads the points that would have been right. What is no number leaves the dialog as it was.
    pub(super) fn judge_points(&mut self, shell: &mut Shell, text: &str, out: &mut Vec<Effect>) {
        match half_width(text).replace('−', "-").trim_start_matches('+').parse() {
            Ok(points) => self.judge(shell, Some((Some(Points(points)), String::new())), out),
            Err(_) => self.open(shell, AuditQuestion::RightPoints, text),
        }
    }

    /// The operation under the cursor is right, or wrong: then with the points that would have been right, and a note. The cursor goes
    /// on to the next one.
    pub(super) fn judge(&mut self, shell: &mut Shell, wrong: Option<(Option<Points>, String)>, out: &mut Vec<Effect>) {
        let (Some(sheet), Some(row)) = (self.sheet(), self.card()) else { return };
        let is_right = wrong.is_none();
        let (right, note) = wrong.unwrap_or_default();
        let by = shell.setup.operator.name.clone();
        let found = Judgement { seq: row.seq, is_right, recorded: row.points, right, by };
        let (id, n) = (sheet.sample.id.clone(), sheet.operations.len());
        let change = SampleChange::Judged(found);
        let change = ChangeSample { id, change, note: (!note.is_empty()).then_some(note) };
        let at = self.card.cursor(n);
        self.card.put((at + 1).min(n.saturating_sub(1)));
        out.push(Effect::Perform(shell.ticket(), Box::new(Task::Audit(Box::new(change.into())))));
    }
}
