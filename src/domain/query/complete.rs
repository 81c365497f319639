//! What may stand where the cursor is.

use super::{FIELDS, Vocabulary};
use crate::domain::fact::Status;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::segment::Segment;
use crate::domain::segment_views::SegmentState;

/// The most endings that are offered.
const ENDINGS: usize = 50;

/// Endings for the term before the cursor (a byte place in `text`), each as the whole term it makes; nothing for a free word
/// that begins no field.
pub fn complete(text: &str, cursor: usize, vocabulary: &Vocabulary) -> Vec<String> {
    let Some(before) = text.get(..cursor) else { return Vec::new() };
    let term = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let (sign, rest) = term.strip_prefix('-').map_or(("", term), |rest| ("-", rest));
    if rest.is_empty() {
        return Vec::new();
    }
    match rest.split_once(':') {
        None => FIELDS.iter().filter(|f| f.starts_with(rest)).map(|f| format!("{sign}{f}:")).collect(),
        Some((field, typed)) => {
            let (chosen, begun) = typed.split_at(typed.rfind(',').map_or(0, |comma| comma + 1));
            let known = values(field, vocabulary).into_iter();
            // A store is known by any part of its name.
            let by_part = matches!(field, "store" | "channel") && !begun.is_empty();
            let begun = begun.to_lowercase();
            let fits = |value: &str| {
                let value = value.to_lowercase();
                value != begun && if by_part { value.contains(&begun) } else { value.starts_with(&begun) }
            };
            known
                .filter(|value| fits(value))
                .take(ENDINGS)
                .map(|v| format!("{sign}{field}:{chosen}{}", quoted(&v)))
                .collect()
        }
    }
}

/// A value as it stands in a filter.
fn quoted(value: &str) -> String {
    if value.contains(char::is_whitespace) { format!("\"{value}\"") } else { value.to_owned() }
}

fn values(field: &str, vocabulary: &Vocabulary) -> Vec<String> {
    match field {
        "tier" => vocabulary.tiers.clone(),
        "store" => vocabulary.places.stores.clone(),
        "channel" => vocabulary.places.channels.clone(),
        "status" => Status::ALL.map(|status| status.word().to_owned()).to_vec(),
        "rfm" | "segment" => Segment::ALL.map(|segment| segment.word().to_owned()).to_vec(),
        "stage" => LifecycleStage::ALL.map(|stage| stage.word().to_owned()).to_vec(),
        "was" => SegmentState::ALL.map(|place| format!("{}@", place.word())).to_vec(),
        "birthday" => ["this-month", "next-month", "today"].map(str::to_owned).to_vec(),
        "last" | "first" | "joined" => ["today", "yesterday"].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    }
}
