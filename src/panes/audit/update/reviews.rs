//! What the reviews found, month by month.

use crate::domain::op::SignReview;
use crate::domain::question::ReviewJournal;
use crate::panes::audit::state::{AuditPane, AuditView};
use crate::shell::Shell;
use crate::shell::effect::{Effect, Task};
use crate::shell::field::TextField;
use crate::shell::list::ListState;

/// Operations of a finding that its filter names at most.
const NAMED_MAX: usize = 400;

impl AuditPane {
    pub(super) fn ask_reviews(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let wanted = ReviewJournal { period: self.period(shell) };
        if self.reviews.stale || self.reviews.asked.as_ref() != Some(&wanted) {
            shell.ask(&mut self.reviews, wanted, out);
        }
    }

    /// A month earlier or later, or the sample before or behind the one on the screen.
    pub(super) fn turn_back(&mut self, earlier: bool) {
        if self.view == AuditView::Sample {
            let n = self.samples.answer().map_or(0, Vec::len);
            let to = if earlier { self.nth_sample + 1 } else { self.nth_sample.saturating_sub(1) };
            let to = to.min(n.saturating_sub(1));
            if to != self.nth_sample {
                (self.nth_sample, self.card) = (to, ListState::default());
            }
            return;
        }
        self.months_back =
            if earlier { self.months_back.saturating_add(1) } else { self.months_back.saturating_sub(1) };
        self.finding = ListState::default();
    }

    /// The audit log lists the operations that the finding under the cursor means.
    pub(super) fn show_operations(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let Some(finding) = self.finding_here(shell) else { return };
        let places: Vec<String> = finding.operations.iter().take(NAMED_MAX).map(|seq| seq.0.to_string()).collect();
        let query = if finding.operations.len() > NAMED_MAX {
            let period = self.period(shell);
            format!("by:\"{}\" since:{} until:{}", finding.operator, period.from, period.to)
        } else if places.is_empty() {
            return;
        } else {
            format!("no:{}", places.join(","))
        };
        self.field = TextField::with(&query);
        self.view = AuditView::Journal;
        self.apply(shell, out);
    }

    /// Somebody has looked at the finding under the cursor.
    pub(super) fn sign_finding(&mut self, shell: &mut Shell, note: String, out: &mut Vec<Effect>) {
        let period = self.period(shell);
        let Some(finding) = self.finding_here(shell) else { return };
        let signed = SignReview {
            review: finding.review,
            subject: finding.operator.clone(),
            period,
            x: finding.x,
            note: (!note.is_empty()).then_some(note),
        };
        out.push(Effect::Perform(shell.ticket(), Box::new(Task::Audit(Box::new(signed.into())))));
    }
}
