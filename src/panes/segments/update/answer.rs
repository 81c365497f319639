//! What comes back.

use super::dialog;
use crate::panes::segments::state::SegmentsPane;
use crate::shell::Shell;
use crate::shell::asking::segments::{SegmentsReply, SegmentsRequest, SegmentsWriteResult};
use crate::shell::effect::Effect;
use crate::shell::ticket::Ticket;
use crate::shell::toast::Notice;

/// An answer. All but those to the newest questions are dropped.
pub(in crate::panes::segments) fn answered(
    pane: &mut SegmentsPane,
    shell: &mut Shell,
    answer: SegmentsReply,
    out: &mut Vec<Effect>,
) {
    let segments = &mut *pane;
    match answer {
        SegmentsReply::Progress { ticket, done, total } => progress(pane, ticket, done, total),
        SegmentsReply::Board(ticket, result) => {
            let came = result.is_ok();
            if segments.board.take(ticket, result) && came {
                out.push(Effect::Segments(SegmentsRequest::Warm(shell.as_of)));
            }
        }
        SegmentsReply::Saved(ticket, result) => drop(segments.saved.take(ticket, result)),
        SegmentsReply::Trend(ticket, result) => drop(segments.trend.take(ticket, result)),
        SegmentsReply::Cohorts(ticket, result) => drop(segments.cohorts.take(ticket, result)),
        SegmentsReply::Moves(ticket, result) => drop(segments.moves.take(ticket, result)),
        SegmentsReply::Fitted(ticket, result) => drop(segments.fitted.take(ticket, result)),
        SegmentsReply::Page(ticket, result) => {
            if let Some(drill) = &mut segments.drill {
                drill.take(ticket, result);
            }
        }
        SegmentsReply::Count(ticket, result) => dialog::counted(pane, ticket, result),
        SegmentsReply::Wrote(ticket, result) => {
            if segments.write.take_if(|write| *write == ticket).is_none() {
                return;
            }
            match result {
                Ok(wrote) => {
                    segments.saved.stale |= !matches!(wrote, SegmentsWriteResult::Exported { .. });
                    shell.say(Notice::Wrote(wrote));
                }
                Err(failure) => shell.say(Notice::Failed(failure)),
            }
        }
    }
}

fn progress(pane: &mut SegmentsPane, ticket: Ticket, done: u64, total: u64) {
    let segments = &mut *pane;
    segments.board.progress(ticket, done, total);
    segments.saved.progress(ticket, done, total);
    segments.trend.progress(ticket, done, total);
    segments.cohorts.progress(ticket, done, total);
    segments.moves.progress(ticket, done, total);
    segments.fitted.progress(ticket, done, total);
    if let Some(drill) = &mut segments.drill {
        drill.page.progress(ticket, done, total);
    }
}
