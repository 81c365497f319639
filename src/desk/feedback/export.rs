//! Taking feedback along: the rows of a file, and the operation that says who took them.

use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::export_log::note_export;
use crate::desk::plan::operation_id;
use crate::desk::subject::shown_day;
use crate::domain::day::{Day, Instant};
use crate::domain::feedback::{FeedbackFilter, FeedbackRow, Measure};
use serde_json::json;

impl Desk {
    /// Every row of a list, today or as it stood on a past day. That it is handed out is written down first, with who, the list
    /// and how many.
    pub fn export_feedback(
        &mut self,
        wanted: &FeedbackFilter,
        as_of: Option<Day>,
        now: Instant,
    ) -> Result<Vec<FeedbackRow>, DeskError> {
        let today = self.programs()?.zone().day_of(now);
        let day = shown_day(as_of, today)?;
        let (rows, _) = match as_of {
            None => self.feedback(wanted, usize::MAX)?,
            Some(day) => self.feedback_on(wanted, day, usize::MAX)?,
        };
        let list = filter_text(wanted);
        let note = format!("feedback {list} · {day} · {} rows", rows.len());
        let what = json!({ "intent": {
            "export": "feedback", "list": list, "as_of": day, "rows": rows.len(), "note": note,
        }});
        let (operator, op) = (self.operator.name.clone(), operation_id(now));
        self.store.write(|tx| note_export(tx, op, &operator, wanted.member, Some(&what), now))?;
        Ok(rows)
    }
}

/// Which list, in the words that the command line has for it.
fn filter_text(wanted: &FeedbackFilter) -> String {
    let cases = match (wanted.open_cases, wanted.due_before) {
        (_, Some(_)) => Some("overdue".to_owned()),
        (Some(true), None) => Some("open".to_owned()),
        (Some(false), None) => Some("resolved".to_owned()),
        (None, None) => None,
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
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "all".to_owned() } else { parts.join(" ") }
}
