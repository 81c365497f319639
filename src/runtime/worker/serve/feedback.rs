//! Questions of the feedback pane.

use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::feedback::csv;
use crate::domain::day::{Day, Instant};
use crate::domain::feedback::{Breakdown, FeedbackFilter, FeedbackRow};
use crate::runtime::worker::reply::screen_result;
use crate::runtime::worker::segments::absolute;
use crate::shell::asking::feedback::{CaseCounts, FeedbackQuery, FeedbackReply, FeedbackRows};
use crate::shell::failure::Failure;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;

/// Answers one; `None` where it was interrupted for a newer one.
pub(super) fn answer(desk: &mut Desk, ask: FeedbackQuery, now: Instant) -> Option<FeedbackReply> {
    let by_segment = match &ask {
        FeedbackQuery::Scores { by, .. } => *by == Breakdown::Segment,
        FeedbackQuery::Counted { line, .. } => line.as_ref().is_some_and(|(by, _)| *by == Breakdown::Segment),
        FeedbackQuery::Rows { .. }
        | FeedbackQuery::Case { .. }
        | FeedbackQuery::Count { .. }
        | FeedbackQuery::Export { .. } => false,
    };
    let told = told_of(desk, ask, now);
    if by_segment {
        // That brings everybody's columns in; the segments pane's reader is the one that keeps them.
        desk.drop_columns();
    }
    told
}

fn told_of(desk: &mut Desk, ask: FeedbackQuery, now: Instant) -> Option<FeedbackReply> {
    Some(match ask {
        FeedbackQuery::Rows { ticket, wanted, as_of, limit } => {
            FeedbackReply::Rows(ticket, screen_result(rows(desk, &wanted, as_of, limit))?)
        }
        FeedbackQuery::Counted { ticket, days: (from, to), line, limit } => {
            let line = line.as_ref().map(|(by, value)| (*by, value.as_deref()));
            let found = desk.answers_counted(&(from..=to), line, limit, now, &mut ());
            FeedbackReply::Counted(ticket, screen_result(found.map(|(rows, total)| FeedbackRows { rows, total }))?)
        }
        FeedbackQuery::Export { ticket, wanted, as_of, path } => {
            let take = |desk: &mut Desk| desk.export_feedback(&wanted, as_of, now);
            FeedbackReply::Exported(ticket, exported(desk, &path, take)?)
        }
        FeedbackQuery::Case { ticket, case, as_of } => {
            let found = as_of.map_or_else(|| desk.case(case), |day| desk.case_on(case, day));
            FeedbackReply::Case(ticket, screen_result(found.map(|case| case.map(Box::new)))?)
        }
        FeedbackQuery::Count { ticket, owner } => {
            FeedbackReply::Count(ticket, screen_result(counts(desk, owner, now))?)
        }
        FeedbackQuery::Scores { ticket, days: (from, to), by, versus } => {
            let versus = versus.map(|(from, to)| from..=to);
            let measures = desk.measures(&(from..=to), Some(by), versus.as_ref(), now, &mut ());
            FeedbackReply::Scores(ticket, screen_result(measures.map(Box::new))?)
        }
    })
}

/// Writes rows to a file that was not there and that nobody else can read. The journal says so before the file has a row; where
/// nothing is handed out, no empty file is left behind.
fn exported(
    desk: &mut Desk,
    path: &str,
    take: impl FnOnce(&mut Desk) -> Result<Vec<FeedbackRow>, DeskError>,
) -> Option<Result<(String, u64), Failure>> {
    let path = absolute(path);
    let shown = path.display().to_string();
    let trouble = |error: &io::Error| Failure::Trouble(format!("{shown}: {error}"));
    let mut file = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
        Ok(file) => file,
        Err(error) => return Some(Err(trouble(&error))),
    };
    let written = screen_result(take(desk)).map(|taken| {
        let rows = taken?;
        csv(&rows).and_then(|text| file.write_all(&text)).map_err(|error| trouble(&error))?;
        Ok((shown.clone(), rows.len() as u64))
    });
    if !matches!(written, Some(Ok(_))) {
        drop(std::fs::remove_file(&path));
    }
    written
}

fn rows(desk: &Desk, wanted: &FeedbackFilter, as_of: Option<Day>, limit: usize) -> Result<FeedbackRows, DeskError> {
    let (rows, total) = match as_of {
        None => desk.feedback(wanted, limit)?,
        Some(day) => desk.feedback_on(wanted, day, limit)?,
    };
    Ok(FeedbackRows { rows, total })
}

fn counts(desk: &Desk, owner: String, now: Instant) -> Result<CaseCounts, DeskError> {
    let open = FeedbackFilter { open_cases: Some(true), ..FeedbackFilter::default() };
    let count = |wanted: &FeedbackFilter| desk.feedback(wanted, 0).map(|(_, total)| total);
    Ok(CaseCounts {
        open: count(&open)?,
        overdue: count(&FeedbackFilter { due_before: Some(now), ..open.clone() })?,
        mine: count(&FeedbackFilter { owner: Some(owner), ..open })?,
    })
}
