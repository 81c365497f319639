//! Exporting feedback: the rows of the file, and the operation that records who took them.

use super::csv::csv;
use crate::desk::Desk;
use crate::desk::export_csv::{ExportError, RecordedCsv};
use crate::desk::export_log::note_export;
use crate::desk::plan::operation_id;
use crate::desk::subject::shown_day;
use crate::domain::day::Instant;
use crate::domain::feedback::{FeedbackFilter, Measure};
use crate::domain::question::FeedbackListQuery;
use serde_json::json;

impl Desk {
    /// Every row of a list as CSV. That it is handed out is recorded first, with who, the list and how many.
    pub(in crate::desk) fn feedback_sheet(
        &mut self,
        list: &FeedbackListQuery,
        now: Instant,
    ) -> Result<RecordedCsv, ExportError> {
        let today = self.programs()?.zone().day_of(now);
        let day = shown_day(list.as_of, today)?;
        let rows = self.feedback(list, usize::MAX, now, &mut ())?.rows;
        let words = list_text(list);
        let note = format!("feedback {words} · {day} · {} rows", rows.len());
        let what = json!({ "intent": {
            "export": "feedback", "list": words, "as_of": day, "rows": rows.len(), "note": note,
        }});
        let (operator, op, trust) = (self.operator.name.clone(), operation_id(now), self.clock_trust);
        self.store.write(|tx| note_export(tx, op, &operator, list.filter.member, Some(&what), now, trust))?;
        Ok(RecordedCsv { op, rows: rows.len(), text: csv(&rows)? })
    }
}

/// Which list, in the words that the command line has for it.
fn list_text(list: &FeedbackListQuery) -> String {
    let wanted: &FeedbackFilter = &list.filter;
    let cases = match (wanted.open_cases, wanted.overdue) {
        (_, true) => Some("overdue".to_owned()),
        (Some(true), false) => Some("open".to_owned()),
        (Some(false), false) => Some("resolved".to_owned()),
        (None, false) => None,
    };
    let word = |name: &str, value: Option<&str>| value.map(|value| format!("{name}:{value}"));
    let parts = [
        wanted.member.map(|_| "of one member".to_owned()),
        cases,
        word("owner", wanted.owner.as_deref()),
        word("topic", wanted.topic.as_deref()),
        word("kind", wanted.measure.map(Measure::word)),
        wanted.from.map(|day| format!("from:{day}")),
        wanted.to.map(|day| format!("to:{day}")),
        Some(list.base.trim()).filter(|base| !matches!(*base, "" | "*")).map(|base| format!("in ({base})")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "all".to_owned() } else { parts.join(" ") }
}
