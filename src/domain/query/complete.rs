//! What may stand where the cursor is.

use super::{FIELDS, Vocabulary};
use crate::domain::fact::Status;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::segment::Segment;
use crate::domain::segment_views::SegmentState;

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
            known
                .filter(|v| v.starts_with(begun) && *v != begun)
                .map(|v| format!("{sign}{field}:{chosen}{v}"))
                .collect()
        }
    }
}

fn values(field: &str, vocabulary: &Vocabulary) -> Vec<String> {
    match field {
        "tier" => vocabulary.tiers.clone(),
        "status" => Status::ALL.map(|status| status.word().to_owned()).to_vec(),
        "rfm" | "segment" => Segment::ALL.map(|segment| segment.word().to_owned()).to_vec(),
        "stage" => LifecycleStage::ALL.map(|stage| stage.word().to_owned()).to_vec(),
        "was" => SegmentState::ALL.map(|place| format!("{}@", place.word())).to_vec(),
        "birthday" => ["this-month", "next-month", "today"].map(str::to_owned).to_vec(),
        "last" | "first" | "joined" => ["today", "yesterday"].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    }
}
