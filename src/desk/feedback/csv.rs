//! Feedback as CSV.

use crate::domain::feedback::FeedbackRow;
use crate::domain::formula::safe;
use std::io;

/// The columns of the CSV file; those of an import have the names it knows.
const COLUMNS: [&str; 16] = [
    "id",
    "ref",
    "member_no",
    "answered_at",
    "kind",
    "score",
    "topic",
    "channel",
    "text",
    "follow_up",
    "retracted",
    "case",
    "owner",
    "due",
    "reopened",
    "reason",
];

/// A list as CSV, every cell safe to open in a spreadsheet.
pub(super) fn csv(rows: &[FeedbackRow]) -> io::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    let yes = |is: bool| if is { "yes".to_owned() } else { String::new() };
    for row in rows {
        let case = row.case.as_ref();
        let cells = [
            row.id.0.to_string(),
            row.content.reference.clone().unwrap_or_default(),
            row.member_no.clone().unwrap_or_default(),
            row.at.rfc3339(),
            row.content.measure.word().to_owned(),
            row.content.score.map(|s| s.to_string()).unwrap_or_default(),
            row.content.topic.clone().unwrap_or_default(),
            row.content.channel.clone().unwrap_or_default(),
            row.content.text.clone().unwrap_or_default(),
            yes(row.content.follow_up),
            yes(row.retracted),
            case.map(|c| c.state.word().to_owned()).unwrap_or_default(),
            case.and_then(|c| c.owner.clone()).unwrap_or_default(),
            case.map(|c| c.due.rfc3339()).unwrap_or_default(),
            case.map(|c| c.reopened.to_string()).unwrap_or_default(),
            case.and_then(|c| c.reason.clone()).unwrap_or_default(),
        ];
        out.write_record(cells.iter().map(|cell| safe(cell).into_owned()))?;
    }
    out.into_inner().map_err(csv::IntoInnerError::into_error)
}
