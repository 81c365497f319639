//! What proves the journal: the newest checkpoint, and what computing everything anew has found.

use crate::domain::journal::base64;
use crate::domain::num::grouped;
use crate::domain::verification::VerifyReport;
use crate::panes::audit::state::AuditPane;
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::no_answer;
use crate::ui::part::operation::{LabelledText, labelled};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

pub(super) fn draw(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    if no_answer::draw(canvas, &pane.checkpoint, pane.checkpoint.is_late(shell.setup.now), area) {
        return;
    }
    let words = canvas.words;
    let inner = inset(area, 1);
    let columns = usize::from(inner.width);
    let mut lines = vec![StyledLine::default()];
    lines.extend(labelled(&checkpoint(words, pane, shell), columns));
    lines.push(StyledLine::default());
    lines.extend(verified(words, pane, shell, columns));
    lines.push(StyledLine::default());
    let help = t!(words, "audit.proof_help");
    lines.extend(wrapped(&help, columns).into_iter().map(|line| StyledLine::of(Tone::Dim, line)));
    canvas.lines(inner, &lines);
}

fn checkpoint(words: Words, pane: &AuditPane, shell: &Shell) -> Vec<LabelledText> {
    let Some(Some(newest)) = pane.checkpoint.answer() else {
        return vec![(t!(words, "audit.operations"), "0".to_owned())];
    };
    vec![
        (t!(words, "audit.operations"), grouped(i64::try_from(newest.head.size).unwrap_or(i64::MAX))),
        (t!(words, "audit.newest"), words.time(shell.setup.programs.zone(), newest.at)),
        (t!(words, "audit.root"), base64(&newest.head.root)),
        (t!(words, "audit.hash"), newest.hash.clone()),
        (t!(words, "audit.origin"), newest.head.origin.clone()),
    ]
}

/// How far it is, or what was found.
fn verified(words: Words, pane: &AuditPane, shell: &Shell, columns: usize) -> Vec<StyledLine> {
    let slot = &pane.verified;
    if let Some(pending) = slot.pending.filter(|pending| pending.is_late(shell.setup.now)) {
        let percent = pending.percent().unwrap_or(0);
        return vec![StyledLine::of(Tone::Warn, format!("… {}", t!(words, "audit.verifying", percent = percent)))];
    }
    let (tone, text) = match (slot.failure(), slot.answer()) {
        (Some(failure), _) => (Tone::Bad, format!("✗ {}", crate::ui::wording::failure(words, failure))),
        (None, Some(report)) => found(words, report),
        (None, None) => (Tone::Dim, t!(words, "audit.not_verified")),
    };
    wrapped(&text, columns).into_iter().map(|line| StyledLine::of(tone, line)).collect()
}

fn found(words: Words, report: &VerifyReport) -> (Tone, String) {
    let n = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    match &report.wrong {
        None => {
            let (operations, records, members) = (n(report.operations), n(report.facts), n(report.members));
            let text = t!(words, "audit.good", operations = operations, records = records, members = members);
            (Tone::Good, format!("✓ {text}"))
        }
        Some(_) => (Tone::Bad, format!("✗ {}", t!(words, "audit.wrong"))),
    }
}
