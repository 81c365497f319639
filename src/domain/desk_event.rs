//! Desk events: what happens at the desk and to no member.
//!
//! Each belongs to a key, as a member event belongs to a member; what is true of a key is the fold of its events. Free text
//! lies apart, where an erasure reaches it, and the event holds the commitment to it.

use super::alert_ack::AckContent;
use super::approval_request::change::RequestChange;
use super::counts::{CountsChange, uncounted};
use super::day::Instant;
use super::drawn_sample::change::SampleChange;
use super::num::{FactId, FileNumber, MemberId, OpSeq};
use super::staff::change::OperatorChange;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What a desk event is about: a kind of thing and its name, written `kind:name` (`campaign:DBL11`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeskKey(String);

impl DeskKey {
    /// A key; `None` where a part is missing or the kind is more than one word of small letters.
    ///
    /// ```
    /// use loyaltui::domain::desk_event::DeskKey;
    ///
    /// let key = DeskKey::parse("campaign:DBL11").unwrap();
    /// assert_eq!((key.kind(), key.name()), ("campaign", "DBL11"));
    /// assert_eq!(DeskKey::parse("campaign"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once(':')?;
        let is_word = !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        (is_word && !name.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The key of a data file.
    pub fn of_file(file: FileNumber) -> Self {
        Self(format!("file:{}", file.get()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the colon.
    pub fn kind(&self) -> &str {
        self.0.split_once(':').map_or("", |(kind, _)| kind)
    }

    /// The part behind it.
    pub fn name(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, name)| name)
    }
}

impl fmt::Display for DeskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a desk event says. Stored as JSON in the event's `body`, with `tag = kind`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DeskEventKind {
    /// On the key of a file: the data file of this store has this number, here and everywhere, for ever.
    Numbered {
        /// The store's id, hex.
        store: String,
    },
    /// On the key of a file: its operations up to this one have been taken in.
    Joined {
        /// Place of the newest one in its own journal.
        through: i64,
        /// That operation's hash, hex: it binds all before it.
        digest: String,
    },
    /// On the key of an operator: what is so from here on.
    Operator(OperatorChange),
    /// On the key of an alert: somebody looks after it.
    Acknowledged(AckContent),
    /// On the key of a finding (`review:REVIEW:OPERATOR:PERIOD`): somebody has looked at it.
    Reviewed {
        /// Operations that were meant.
        x: u64,
        by: String,
    },
    /// On the key of an approval request.
    Proposal(RequestChange),
    /// On the key of a sample of the audit log.
    Sample(SampleChange),
    /// The event named counts no more, or counts again.
    Counts {
        /// An event of the same key.
        of: FactId,
        /// Whether it counts from here on.
        counts: bool,
    },
    /// The text of the event named is gone for good.
    TextErased {
        /// An event of the same key.
        of: FactId,
    },
}

impl DeskEventKind {
    /// The member that it names.
    pub fn member(&self) -> Option<MemberId> {
        match self {
            Self::Operator(change) => change.member(),
            Self::Proposal(change) => change.member(),
            Self::Numbered { .. }
            | Self::Joined { .. }
            | Self::Acknowledged(_)
            | Self::Reviewed { .. }
            | Self::Sample(_)
            | Self::Counts { .. }
            | Self::TextErased { .. } => None,
        }
    }

    /// The same with the member as another room numbers it.
    #[must_use]
    pub fn with_member(self, other: Option<MemberId>) -> Self {
        match self {
            Self::Operator(change) => Self::Operator(change.with_member(other)),
            Self::Proposal(change) => Self::Proposal(change.with_member(other)),
            Self::Numbered { .. }
            | Self::Joined { .. }
            | Self::Acknowledged(_)
            | Self::Reviewed { .. }
            | Self::Sample(_)
            | Self::Counts { .. }
            | Self::TextErased { .. } => self,
        }
    }

    /// Whether a [`DeskEventKind::Counts`] can take it out of the fold. What has joined or is erased stays so.
    pub fn can_be_uncounted(&self) -> bool {
        match self {
            Self::Acknowledged(_) => true,
            Self::Numbered { .. }
            | Self::Joined { .. }
            | Self::Operator(_)
            | Self::Reviewed { .. }
            | Self::Sample(_)
            | Self::Proposal(_)
            | Self::Counts { .. }
            | Self::TextErased { .. } => false,
        }
    }
}

/// One immutable row about the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskEvent {
    /// Its row in the sequence that it shares with facts and member events.
    pub id: FactId,
    /// The operation that wrote it.
    pub op: OpSeq,
    pub at: Instant,
    pub key: DeskKey,
    pub kind: DeskEventKind,
    /// SHA-256 over the text's salt and the text, hex; `None` without a text.
    pub text: Option<String>,
}

/// A desk event's body.
#[derive(Serialize, Deserialize)]
struct DeskEventBody {
    #[serde(flatten)]
    kind: DeskEventKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl DeskEvent {
    /// The body that stands in the file.
    pub fn body(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&DeskEventBody { kind: self.kind.clone(), text: self.text.clone() })
    }

    /// What a body says: the kind, and the commitment to a text.
    pub fn read_body(body: &str) -> Result<(DeskEventKind, Option<String>), serde_json::Error> {
        let DeskEventBody { kind, text } = serde_json::from_str(body)?;
        Ok((kind, text))
    }
}

/// What counts of each key up to an instant, in the order in which it took effect. `own` is the number of the file that the
/// events are read in. Events may be given in any order.
pub fn by_key(events: Vec<DeskEvent>, until: Instant, own: FileNumber) -> BTreeMap<DeskKey, Vec<DeskEvent>> {
    let mut events: Vec<DeskEvent> = events.into_iter().filter(|event| event.at <= until).collect();
    let place = |event: &DeskEvent| (event.at, event.id.joined(own));
    let out = uncounted(events.iter().filter_map(|event| match event.kind {
        DeskEventKind::Counts { of, counts } => Some(CountsChange { place: place(event), of, counts }),
        DeskEventKind::Numbered { .. }
        | DeskEventKind::Joined { .. }
        | DeskEventKind::Operator(_)
        | DeskEventKind::Acknowledged(_)
        | DeskEventKind::Reviewed { .. }
        | DeskEventKind::Sample(_)
        | DeskEventKind::Proposal(_)
        | DeskEventKind::TextErased { .. } => None,
    }));
    events.sort_by_key(place);
    let mut keys: BTreeMap<DeskKey, Vec<DeskEvent>> = BTreeMap::new();
    for event in events {
        let is_change = matches!(event.kind, DeskEventKind::Counts { .. });
        let is_out = event.kind.can_be_uncounted() && out.contains(&event.id);
        if !is_change && !is_out {
            keys.entry(event.key.clone()).or_default().push(event);
        }
    }
    keys
}

/// A data file that has a number: what the events of its key come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedFile {
    pub number: FileNumber,
    /// The id of its store, hex.
    pub store: String,
    /// The newest of its operations that is here, with its hash in hex; `None` before any is.
    pub through: Option<(OpSeq, String)>,
}

impl NumberedFile {
    /// The file of a key; `None` where no event gives it a number.
    pub fn of(key: &DeskKey, events: &[DeskEvent]) -> Option<Self> {
        if key.kind() != "file" {
            return None;
        }
        let number = FileNumber::new(key.name().parse().ok()?)?;
        let mut file: Option<Self> = None;
        for event in events {
            match (&event.kind, &mut file) {
                (DeskEventKind::Numbered { store }, None) => {
                    file = Some(Self { number, store: store.clone(), through: None });
                }
                (DeskEventKind::Joined { through, digest }, Some(file)) => {
                    file.through = Some((OpSeq(*through), digest.clone()));
                }
                (DeskEventKind::Numbered { .. }, Some(_))
                | (DeskEventKind::Joined { .. }, None)
                | (
                    DeskEventKind::Operator(_)
                    | DeskEventKind::Acknowledged(_)
                    | DeskEventKind::Reviewed { .. }
                    | DeskEventKind::Sample(_)
                    | DeskEventKind::Proposal(_)
                    | DeskEventKind::Counts { .. }
                    | DeskEventKind::TextErased { .. },
                    _,
                ) => {}
            }
        }
        file
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn event(id: i64, at: i64, key: &str, kind: DeskEventKind) -> DeskEvent {
        let key = DeskKey::parse(key).unwrap();
        DeskEvent { id: FactId(id), op: OpSeq(1), at: Instant(at), key, kind, text: None }
    }

    fn joined(through: i64) -> DeskEventKind {
        DeskEventKind::Joined { through, digest: format!("{through:064x}") }
    }

    fn numbered() -> DeskEventKind {
        DeskEventKind::Numbered { store: "ab".repeat(16) }
    }

    #[rstest]
    #[case::no_colon("file")]
    #[case::no_name("file:")]
    #[case::no_kind(":3")]
    #[case::blank("file 3:x")]
    #[case::capital("File:3")]
    fn what_is_no_key(#[case] text: &str) {
        assert_eq!(DeskKey::parse(text), None);
    }

    #[test]
    fn the_name_of_a_key_may_hold_colons() {
        let key = DeskKey::parse("review:李雯:2026-11").unwrap();
        assert_eq!(
            (key.kind(), key.name(), key.to_string().as_str()),
            ("review", "李雯:2026-11", "review:李雯:2026-11")
        );
    }

    #[test]
    fn a_body_is_read_as_it_was_written() {
        let mut event = event(3, 5, "file:3", joined(17));
        for text in [None, Some("ff".to_owned())] {
            event.text = text;
            let body = event.body().unwrap();
            assert_eq!(DeskEvent::read_body(&body).unwrap(), (event.kind.clone(), event.text.clone()), "{body}");
        }
        assert!(DeskEvent::read_body(r#"{"kind":"numbered","store":"00","added_later":1}"#).is_ok());
        assert!(DeskEvent::read_body(r#"{"kind":"of_later"}"#).is_err());
    }

    #[test]
    fn what_counts_of_a_key_is_in_the_order_of_time_and_up_to_an_instant() {
        let events = vec![
            event(9, 30, "file:3", joined(4)),
            event(2, 10, "file:3", numbered()),
            event(5, 20, "file:4", numbered()),
        ];
        let keys = by_key(events.clone(), Instant(20), FileNumber::NONE);
        let ids = |keys: &BTreeMap<DeskKey, Vec<DeskEvent>>| -> Vec<(String, Vec<i64>)> {
            keys.iter().map(|(key, events)| (key.to_string(), events.iter().map(|e| e.id.0).collect())).collect()
        };
        assert_eq!(ids(&keys), [("file:3".to_owned(), vec![2]), ("file:4".to_owned(), vec![5])]);
        let keys = by_key(events, Instant(30), FileNumber::NONE);
        assert_eq!(ids(&keys)[0].1, [2, 9]);
    }

    #[test]
    fn what_has_joined_stays_whatever_is_said_of_it() {
        let counts = DeskEventKind::Counts { of: FactId(1), counts: false };
        let events = vec![event(1, 1, "file:3", numbered()), event(2, 2, "file:3", counts)];
        let keys = by_key(events, Instant(9), FileNumber::NONE);
        assert_eq!(keys.into_values().map(|events| events.len()).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn a_file_has_the_number_it_was_given_first_and_goes_as_far_as_was_taken_in_last() {
        let other = DeskEventKind::Numbered { store: "cd".repeat(16) };
        let events = [numbered(), joined(4), other, joined(9)].map(|kind| event(1, 1, "file:3", kind));
        let file = NumberedFile::of(&DeskKey::parse("file:3").unwrap(), &events).unwrap();
        assert_eq!((file.number.get(), file.store, file.through.unwrap().0), (3, "ab".repeat(16), OpSeq(9)));
        let of = |key: &str, events: &[DeskEvent]| NumberedFile::of(&DeskKey::parse(key).unwrap(), events);
        assert_eq!(
            (of("file:0", &events), of("file:x", &events), of("shop:3", &events), of("file:3", &events[1..2])),
            (None, None, None, None)
        );
    }
}
