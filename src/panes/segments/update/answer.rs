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
    match answer {
        SegmentsReply::Progress { ticket, done, total } => progress(pane, ticket, done, total),
        SegmentsReply::Board(ticket, result) => {
            let came = result.is_ok();
            if pane.board.take(ticket, result) && came {
                out.push(Effect::Segments(SegmentsRequest::Warm(shell.as_of)));
            }
        }
        SegmentsReply::Saved(ticket, result) => drop(pane.saved.take(ticket, result)),
        SegmentsReply::Trend(ticket, result) => drop(pane.trend.take(ticket, result)),
        SegmentsReply::Cohorts(ticket, result) => drop(pane.cohorts.take(ticket, result)),
        SegmentsReply::Moves(ticket, result) => drop(pane.moves.take(ticket, result)),
        SegmentsReply::Fitted(ticket, result) => drop(pane.fitted.take(ticket, result)),
        SegmentsReply::Page(ticket, result) => {
            if let Some(drill) = &mut pane.drill {
                drill.take(ticket, result);
            }
        }
        SegmentsReply::Count(ticket, result) => dialog::counted(pane, ticket, result),
        SegmentsReply::Wrote(ticket, result) => {
            if pane.write.take_if(|write| *write == ticket).is_none() {
                return;
            }
            match result {
                Ok(wrote) => {
                    pane.saved.stale |= !matches!(wrote, SegmentsWriteResult::Exported { .. });
                    shell.say(Notice::Wrote(wrote));
                }
                Err(failure) => shell.say(Notice::Failed(failure)),
            }
        }
    }
}

fn progress(pane: &mut SegmentsPane, ticket: Ticket, done: u64, total: u64) {
    pane.board.progress(ticket, done, total);
    pane.saved.progress(ticket, done, total);
    pane.trend.progress(ticket, done, total);
    pane.cohorts.progress(ticket, done, total);
    pane.moves.progress(ticket, done, total);
    pane.fitted.progress(ticket, done, total);
    if let Some(drill) = &mut pane.drill {
        drill.page.progress(ticket, done, total);
    }
}
