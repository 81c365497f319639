//! How far a member's history goes.

use super::fact::History;
use super::num::{FactId, FileNumber, MemberId};
use serde::{Deserialize, Serialize};

/// How far a member's history goes: the basis a plan is checked against. Whatever is recorded on the member changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HistoryEnd {
    /// The newest fact or event that this file recorded; 0 for none.
    pub newest: FactId,
    /// Counts the facts and events that came from other files. Their numbers don't say which came last.
    pub joined: i64,
}

impl History {
    /// How far it goes, without the histories that joined it.
    pub fn end(&self) -> HistoryEnd {
        let ids = self.facts.iter().map(|f| f.id).chain(self.events.iter().map(|e| e.id));
        ids.fold(HistoryEnd::default(), |end, id| match id.file() {
            FileNumber::NONE => HistoryEnd { newest: end.newest.max(id), ..end },
            _ => HistoryEnd { joined: end.joined + 1, ..end },
        })
    }

    /// How far it goes, and how far each of the histories does that have ever joined it.
    pub fn ends(&self) -> Vec<(MemberId, HistoryEnd)> {
        let joined = self.absorbed.iter().flat_map(|(_, joined)| joined.ends());
        std::iter::once((self.member, self.end())).chain(joined).collect()
    }
}
