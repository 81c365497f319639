//! Interactions: clicks, visits and whatever else members do in other systems, kept as counts of a day.

use super::day::{Day, Instant};
use super::fact::{EventKind, History};
use super::fold::counting_events;
use super::num::{FactId, FileNumber, OpSeq};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Kinds of interactions that the screen has words for; others are shown as they came.
pub const INTERACTION_KINDS: [&str; 3] = ["click", "visit", "social"];

/// What a member did on a day: the text of an event, where an erasure reaches it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InteractionDay {
    pub day: Day,
    /// By channel and kind, each of them once.
    pub counts: Vec<InteractionCount>,
}

/// The interactions of one day, channel and kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InteractionCount {
    /// Empty where no channel is known.
    pub channel: String,
    pub kind: String,
    /// Digests of the references that tell one from the other: there are as many interactions as digests.
    pub refs: Vec<i64>,
}

impl InteractionCount {
    /// How many there are.
    pub fn n(&self) -> u64 {
        self.refs.len() as u64
    }
}

impl InteractionDay {
    /// The text of its event.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads the text of an event; `None` where it is none.
    ///
    /// ```
    /// use loyaltui::domain::interaction::InteractionDay;
    ///
    /// let text = r#"{"day":"2026-11-22","counts":[{"channel":"wechat","kind":"click","refs":[7,9]}]}"#;
    /// let day = InteractionDay::read(text).unwrap();
    /// assert_eq!((day.counts[0].n(), day.text().unwrap().as_str()), (2, text));
    /// assert_eq!(InteractionDay::read("seven"), None);
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The channel and kind under which a reference is counted.
    pub fn of_reference(&self, hash: i64) -> Option<&InteractionCount> {
        self.counts.iter().find(|count| count.refs.contains(&hash))
    }
}

/// The interactions of a member on one day by one channel and of one kind, as lists show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InteractionRow {
    pub event: FactId,
    /// The import that brought the newest of them.
    pub seq: OpSeq,
    pub op: Uuid,
    pub day: Day,
    pub channel: String,
    pub kind: String,
    pub n: u64,
}

/// The events of a member's interactions up to an instant, and those of files that have joined it, the oldest first: each with the
/// operation that brought it. What was undone by then is not among them.
pub fn interactions_of(history: &History, until: Instant, own: FileNumber) -> Vec<(Instant, FactId, OpSeq)> {
    let is_one = |kind: &EventKind| matches!(kind, EventKind::Interactions { .. });
    let mut found: Vec<_> = counting_events(history, until, own)
        .filter(|event| is_one(&event.kind))
        .map(|event| (event.at, event.id, event.op))
        .collect();
    for joined in history.joined_at(until) {
        found.extend(interactions_of(joined, until, own));
    }
    found.sort_by_key(|(at, id, _)| (*at, id.joined(own)));
    found
}

/// The rows of lists, the newest day first: what several events count of one day, channel and kind is one row.
pub fn interaction_rows(
    newest_first: impl IntoIterator<Item = (FactId, OpSeq, Uuid, InteractionDay)>,
) -> Vec<InteractionRow> {
    let mut rows: Vec<InteractionRow> = Vec::new();
    for (event, seq, op, of_day) in newest_first {
        for count in of_day.counts {
            let n = count.n();
            let is_same = |row: &&mut InteractionRow| {
                (row.day, &row.channel, &row.kind) == (of_day.day, &count.channel, &count.kind)
            };
            match rows.iter_mut().rev().find(is_same) {
                Some(row) => row.n += n,
                None => rows.push(InteractionRow {
                    event,
                    seq,
                    op,
                    day: of_day.day,
                    channel: count.channel,
                    kind: count.kind,
                    n,
                }),
            }
        }
    }
    rows.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| (&a.channel, &a.kind).cmp(&(&b.channel, &b.kind))));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_events_count_of_a_day_is_one_row() {
        let day = |day, channel: &str, refs: &[i64]| InteractionDay {
            day: Day(day),
            counts: vec![InteractionCount {
                channel: channel.to_owned(),
                kind: "click".to_owned(),
                refs: refs.to_vec(),
            }],
        };
        let rows = interaction_rows([
            (FactId(3), OpSeq(2), Uuid::nil(), day(7, "app", &[1, 2])),
            (FactId(2), OpSeq(1), Uuid::nil(), day(8, "app", &[3])),
            (FactId(1), OpSeq(1), Uuid::nil(), day(7, "app", &[4])),
            (FactId(0), OpSeq(1), Uuid::nil(), day(7, "web", &[5])),
        ]);
        let told: Vec<_> = rows.iter().map(|row| (row.day.0, row.channel.as_str(), row.n, row.event.0)).collect();
        assert_eq!(told, [(8, "app", 1, 2), (7, "app", 3, 3), (7, "web", 1, 0)]);
    }
}
