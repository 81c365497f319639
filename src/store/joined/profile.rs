//! Which profile a member has, where several files may have written one.

use crate::domain::fact::Event;
use crate::domain::num::FileNumber;

/// The event that says which profile a member has now. Within this file that is the last one recorded; among those of several
/// files, the last one in time.
pub(in crate::store) fn newest_profile(events: &[Event], own: FileNumber) -> Option<&Event> {
    let mut with_profile = events.iter().filter(|e| e.kind.profile_commitment().is_some());
    if events.iter().all(|e| e.id.file() == FileNumber::NONE) {
        return with_profile.next_back();
    }
    with_profile.max_by_key(|e| (e.at, e.id.joined(own)))
}
