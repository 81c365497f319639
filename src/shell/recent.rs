//! The members looked at last.

use super::form::MemberRef;
use crate::domain::day::Instant;
use crate::domain::num::MemberId;

/// How many are remembered.
const RECENT_MAX: usize = 20;
/// How long a record has to be on the screen to count as looked at, in milliseconds.
const LOOK_MS: i64 = 1_000;

/// The members whose records were on the screen for a second, or opened on purpose; the newest first.
#[derive(Debug, Clone, Default)]
pub struct RecentMembers {
    members: Vec<MemberRef>,
    since: Option<Instant>,
}

impl RecentMembers {
    /// The members, the newest first.
    pub fn iter(&self) -> impl Iterator<Item = &MemberRef> {
        self.members.iter()
    }

    /// A member is the current one from here on.
    pub(super) fn begin(&mut self, member: &MemberRef, now: Instant) {
        if self.since.is_none() {
            self.since = Some(now);
        }
        // Looked at again, it is named as it is now.
        if let Some(known) = self.members.iter_mut().find(|known| known.id == member.id) {
            known.clone_from(member);
        }
    }

    /// A member is the current one no more.
    pub(super) fn end(&mut self, member: MemberRef, now: Instant) {
        let was_looked_at = self.since.take().is_some_and(|since| now.0 - since.0 >= LOOK_MS);
        if was_looked_at {
            self.put_first(member);
        }
    }

    /// Forgets a member, whose name is not to be seen any more.
    pub(super) fn forget(&mut self, member: MemberId) {
        self.members.retain(|known| known.id != member);
        self.since = None;
    }

    /// A member was opened on purpose, or something was done about it.
    pub fn put_first(&mut self, member: MemberRef) {
        self.members.retain(|known| known.id != member.id);
        self.members.insert(0, member);
        self.members.truncate(RECENT_MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: i64) -> MemberRef {
        MemberRef { id: MemberId(id), no: format!("M{id}"), name: String::new() }
    }

    fn numbers(recent: &RecentMembers) -> Vec<&str> {
        recent.iter().map(|member| member.no.as_str()).collect()
    }

    #[test]
    fn a_record_shown_for_a_second_counts_as_looked_at() {
        let mut recent = RecentMembers::default();
        for (id, shown_ms) in [(1, 1_000), (2, 999), (3, 5_000), (1, 2_000)] {
            recent.begin(&member(id), Instant(0));
            recent.end(member(id), Instant(shown_ms));
        }
        assert_eq!(numbers(&recent), ["M1", "M3"]);
    }

    #[test]
    fn no_more_than_so_many_are_remembered() {
        let mut recent = RecentMembers::default();
        (0..40).for_each(|id| recent.put_first(member(id)));
        assert_eq!((recent.iter().count(), recent.iter().next().unwrap().no.as_str()), (RECENT_MAX, "M39"));
    }
}
