//! What a logging, work on a case, or a contact would do.

use super::{change, label};
use crate::domain::contact::ContactContent;
use crate::domain::day::{DAY_MS, Instant};
use crate::domain::fact::EventKind;
use crate::domain::feedback::{CaseChange, FeedbackContent};
use crate::domain::num::FactId;
use crate::domain::plan::Plan;
use crate::shell::Shell;
use crate::shell::form::CaseTarget;
use crate::t;
use crate::text::Words;
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::theme::Tone;
use crate::ui::wording;

/// The lines of a plan about feedback; `None` for any other.
pub(super) fn details(
    words: Words,
    shell: &Shell,
    plan: &Plan,
    worked: Option<&CaseTarget>,
    columns: usize,
) -> Option<Vec<StyledLine>> {
    plan.events.iter().find_map(|event| {
        Some(match &event.kind {
            EventKind::Feedback { content: said, due, .. } => logged(words, shell, said, *due, columns),
            EventKind::Case { change, .. } => worked.map_or_else(Vec::new, |w| changed(words, shell, change, w)),
            EventKind::Counts { of, counts } => {
                let text = match event.feedback {
                    Some(feedback) => withdrawal(words, feedback, *of, *counts),
                    None if *counts => t!(words, "contact.counts_again"),
                    None => t!(words, "contact.withdrawn"),
                };
                sentence(&text, columns)
            }
            EventKind::Contact { content, .. } => contacted(words, content),
            EventKind::Enrol { .. }
            | EventKind::Profile { .. }
            | EventKind::Status { .. }
            | EventKind::Override { .. }
            | EventKind::OverrideEnd { .. }
            | EventKind::OverrideAgain { .. }
            | EventKind::TierImport { .. }
            | EventKind::Absorb { .. }
            | EventKind::MergedInto { .. }
            | EventKind::Unmerge { .. }
            | EventKind::Erase
            | EventKind::FeedbackCounts { .. }
            | EventKind::CaseCounts { .. }
            | EventKind::Interactions { .. }
            | EventKind::ChurnReason { .. } => return None,
        })
    })
}

/// What came of a contact, how and why.
fn contacted(words: Words, content: &ContactContent) -> Vec<StyledLine> {
    let line = |name: String, text: String| label(&name).then(Tone::Strong, text);
    let mut lines = vec![
        line(t!(words, "contact.outcome"), words.outcome(content.outcome)),
        line(t!(words, "breakdown.channel"), words.contact_channel(content.channel)),
    ];
    lines.extend(content.reason.map(|reason| line(t!(words, "col.why"), words.care_reason(reason))));
    lines
}

/// What of a feedback, or of the case it opened, counts no more or counts again.
fn withdrawal(words: Words, feedback: FactId, of: FactId, counts: bool) -> String {
    match (of == feedback, counts) {
        (true, false) => t!(words, "feedback.retracts"),
        (true, true) => t!(words, "feedback.counts_again"),
        (false, false) => t!(words, "feedback.case_back", case = feedback.0),
        (false, true) => t!(words, "feedback.case_again", case = feedback.0),
    }
}

fn sentence(text: &str, columns: usize) -> Vec<StyledLine> {
    wrapped(text, columns).into_iter().map(|l| StyledLine::of(Tone::Text, l)).collect()
}

/// What the score means, and whether somebody has to act, until when: `NPS 3 detractor opens a case, due 11-24 14:00 (in 48 h)`.
fn logged(
    words: Words,
    shell: &Shell,
    said: &FeedbackContent,
    due: Option<Instant>,
    columns: usize,
) -> Vec<StyledLine> {
    let meant = wording::attitude(words, said).map(|text| format!(" {text}")).unwrap_or_default();
    let name = format!("{}{meant}", wording::scored(words, said));
    let Some(due) = due else { return vec![label(&name).then(Tone::Dim, t!(words, "feedback.opens_none"))] };
    let hours = (due.0 - shell.setup.now.0).max(0) / (DAY_MS / 24);
    let text = t!(words, "feedback.opens_in", due = wording::due_at(shell, words, due), n = hours);
    let mut lines = wrapped(&text, columns.saturating_sub(super::LABEL)).into_iter();
    let mut out = vec![label(&name).then(Tone::Warn, lines.next().unwrap_or_default())];
    out.extend(lines.map(|rest| label("").then(Tone::Warn, rest)));
    out
}

/// Before and after of a case.
fn changed(words: Words, shell: &Shell, wish: &CaseChange, worked: &CaseTarget) -> Vec<StyledLine> {
    let before = &worked.row;
    let owner = |name: Option<&String>| name.map_or_else(|| "–".to_owned(), Clone::clone);
    let mut lines = vec![change(
        &t!(words, "feedback.case"),
        &words.case_state(before.state),
        &words.case_state(wish.state.unwrap_or(before.state)),
    )];
    if let Some(reason) = &wish.reason {
        lines.push(label(&t!(words, "form.reason")).then(Tone::Strong, words.close_reason(reason)));
    }
    let after = wish.owner.as_ref().or(before.owner.as_ref());
    lines.push(change(&t!(words, "feedback.owner"), &owner(before.owner.as_ref()), &owner(after)));
    let due = |at: Instant| wording::due_at(shell, words, at);
    lines.push(change(&t!(words, "feedback.due"), &due(before.due), &due(wish.due.unwrap_or(before.due))));
    lines
}
