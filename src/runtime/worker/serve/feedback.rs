//! Questions of the feedback pane.

use crate::desk::Desk;
use crate::desk::export_csv::{Existing, ExportError};
use crate::domain::day::Instant;
use crate::domain::export::Export;
use crate::domain::question::{
    CountCases, FeedbackListQuery, ListFeedback, ListResponses, OpenCase, ResponseGroup, ScoreFeedback,
};
use crate::runtime::worker::reply::screen_result;
use crate::runtime::worker::segments::absolute;
use crate::shell::asking::feedback::{FeedbackQuery, FeedbackReply};
use crate::shell::failure::Failure;

/// Answers one; `None` where it was interrupted for a newer one.
pub(super) fn answer(desk: &mut Desk, ask: FeedbackQuery, now: Instant) -> Option<FeedbackReply> {
    let operator = desk.operator().clone();
    Some(match ask {
        FeedbackQuery::Rows { ticket, wanted: filter, as_of, limit } => {
            let question = ListFeedback { list: FeedbackListQuery { filter, as_of }, limit };
            FeedbackReply::Rows(ticket, screen_result(desk.ask(&operator, question, now))?)
        }
        FeedbackQuery::Counted { ticket, days, line, limit } => {
            let group = line.map(|(by, value)| ResponseGroup { by, value });
            FeedbackReply::Counted(
                ticket,
                screen_result(desk.ask(&operator, ListResponses { days, group, limit }, now))?,
            )
        }
        FeedbackQuery::Export { ticket, wanted: filter, as_of, path } => {
            let export = Export::Feedback(FeedbackListQuery { filter, as_of });
            let path = absolute(&path);
            let shown = path.display().to_string();
            let done = match desk.export(&export, &path, Existing::Keep, now, &mut ()) {
                Ok(done) => Ok((shown, done.rows)),
                Err(ExportError::Exists) => {
                    let reason = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
                    Err(Failure::Trouble(format!("{shown}: {reason}")))
                }
                Err(ExportError::File(error)) => Err(Failure::Trouble(format!("{shown}: {error}"))),
                Err(ExportError::Desk(error)) => Err(screen_result::<()>(Err(error))?.err()?),
            };
            FeedbackReply::Exported(ticket, done)
        }
        FeedbackQuery::Case { ticket, case, as_of } => {
            FeedbackReply::Case(ticket, screen_result(desk.ask(&operator, OpenCase { case, as_of }, now))?)
        }
        FeedbackQuery::Count { ticket, owner } => {
            FeedbackReply::Count(ticket, screen_result(desk.ask(&operator, CountCases { owner }, now))?)
        }
        FeedbackQuery::Scores { ticket, days, by, versus } => {
            let question = ScoreFeedback { days, by: Some(by), versus };
            FeedbackReply::Scores(ticket, screen_result(desk.ask(&operator, question, now))?)
        }
    })
}
