//! The operators of a data file: what the events of their keys come to, and what may be changed about them.
//!
//! A file without operators is one owner's. The first operator switches them on for good, and is an owner.

pub mod change;
pub mod lockout;
pub mod name;
pub mod pin;
pub mod session;
#[cfg(test)]
mod tests;

use super::desk_event::{DeskEvent, DeskEventKind, DeskKey};
use super::num::{FileNumber, MemberId};
use super::operator::Role;
use super::plan::outcome::Refusal;
use change::OperatorChange;
use name::{check_name, looks_like, tidied};
use std::collections::BTreeMap;

/// The kind of the keys of operators.
pub const OPERATOR: &str = "operator";

/// An operator as the events of the key have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMember {
    pub name: String,
    pub role: Role,
    /// The member that this person is.
    pub member: Option<MemberId>,
    pub is_disabled: bool,
    /// The commitment to the hash of the PIN, hex; `None` where none was set in this file.
    pub pin: Option<String>,
}

/// Everybody who may log in to a data file, and who might once, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Staff(BTreeMap<String, StaffMember>);

impl Staff {
    /// The operators of what counts of each key.
    pub fn of(keys: &BTreeMap<DeskKey, Vec<DeskEvent>>) -> Self {
        let mut staff = Self::default();
        for (key, events) in keys.iter().filter(|(key, _)| key.kind() == OPERATOR) {
            for event in events {
                if let DeskEventKind::Operator(change) = &event.kind {
                    let is_own = event.id.file() == FileNumber::NONE;
                    staff.apply(key.name(), change, is_own);
                }
            }
        }
        staff
    }

    /// The key of an operator's events; `None` for what can't be a name.
    pub fn key_of(name: &str) -> Option<DeskKey> {
        DeskKey::parse(&format!("{OPERATOR}:{name}"))
    }

    /// Whether the file has operators: then nobody does anything without logging in.
    pub fn is_on(&self) -> bool {
        !self.0.is_empty()
    }

    /// Everybody, by name.
    pub fn iter(&self) -> impl Iterator<Item = &StaffMember> {
        self.0.values()
    }

    /// The operator of a name, in whatever width it was typed.
    pub fn get(&self, name: &str) -> Option<&StaffMember> {
        self.0.get(name).or_else(|| self.0.get(&tidied(name)))
    }

    /// The operator of a name; refused where there is none.
    pub fn known(&self, name: &str) -> Result<&StaffMember, Refusal> {
        let unknown = || Refusal::UnknownOperator { name: name.to_owned(), known: self.0.keys().cloned().collect() };
        self.get(name).ok_or_else(unknown)
    }

    /// Whether there is another owner who may log in.
    fn has_owner_but(&self, name: &str) -> bool {
        self.iter().any(|one| one.role == Role::Owner && !one.is_disabled && one.name != name)
    }

    fn apply(&mut self, name: &str, change: &OperatorChange, is_own: bool) {
        if let OperatorChange::Added { role, member } = change {
            let new =
                StaffMember { name: name.to_owned(), role: *role, member: *member, is_disabled: false, pin: None };
            // Two files may have added one name: the first one counts.
            self.0.entry(name.to_owned()).or_insert(new);
            return;
        }
        let Some(one) = self.0.get_mut(name) else { return };
        match change {
            OperatorChange::Role { role } => one.role = *role,
            OperatorChange::Linked { member } => one.member = *member,
            OperatorChange::Disabled => one.is_disabled = true,
            OperatorChange::Enabled => one.is_disabled = false,
            OperatorChange::Pin { commit } if is_own => one.pin = Some(commit.clone()),
            // The hash behind another file's commitment lies there.
            OperatorChange::Pin { .. } | OperatorChange::Added { .. } | OperatorChange::Locked { .. } => {}
        }
    }

    /// The same after a change, or why that can't be made. The last owner stays one, or nobody could do anything any more.
    pub fn changed(&self, name: &str, change: &OperatorChange) -> Result<Self, Refusal> {
        match change {
            OperatorChange::Added { role, .. } => {
                check_name(name)?;
                if let Some(other) = self.iter().find(|one| one.name.to_lowercase() == name.to_lowercase()) {
                    return Err(Refusal::OperatorExists { name: other.name.clone() });
                }
                if let Some(other) = self.iter().find(|one| looks_like(&one.name, name)) {
                    return Err(Refusal::OperatorLookalike { name: name.to_owned(), other: other.name.clone() });
                }
                if !self.is_on() && *role != Role::Owner {
                    return Err(Refusal::LastOwner { name: name.to_owned() });
                }
            }
            OperatorChange::Role { role } => {
                let one = self.known(name)?;
                check_changes(one.role != *role)?;
                self.check_owner(one, *role != Role::Owner)?;
            }
            OperatorChange::Linked { member } => check_changes(self.known(name)?.member != *member)?,
            OperatorChange::Disabled => {
                let one = self.known(name)?;
                check_changes(!one.is_disabled)?;
                self.check_owner(one, true)?;
            }
            OperatorChange::Enabled => check_changes(self.known(name)?.is_disabled)?,
            OperatorChange::Pin { .. } | OperatorChange::Locked { .. } => self.known(name).map(drop)?,
        }
        let mut after = self.clone();
        after.apply(name, change, true);
        Ok(after)
    }

    fn check_owner(&self, one: &StaffMember, ends: bool) -> Result<(), Refusal> {
        if ends && one.role == Role::Owner && !one.is_disabled && !self.has_owner_but(&one.name) {
            return Err(Refusal::LastOwner { name: one.name.clone() });
        }
        Ok(())
    }
}

fn check_changes(changes: bool) -> Result<(), Refusal> {
    if changes { Ok(()) } else { Err(Refusal::NoChange) }
}
