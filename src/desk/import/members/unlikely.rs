//! Values of a member file that are hardly meant: told before they are written, as a change of one member tells them.

use super::super::DeskError;
use super::super::ImportNote;
use super::super::contacts::{ContactBook, ContactMatch};
use super::{RowAction, RowDecision};
use crate::domain::day::Day;
use crate::domain::fact::{Event, EventKind, History, Status};
use crate::domain::fold::fold_untraced;
use crate::domain::import::reader::MemberKey;
use crate::domain::import::settle::RepeatedOrders;
use crate::domain::member::Profile;
use crate::domain::num::{FactId, MemberId, OpSeq, Points};
use crate::domain::plan::outcome::Refusal;
use crate::domain::plausible::{UnlikelyField, UnlikelyValue, are_unlikely_points, unlikely_fields};
use crate::domain::program::Programs;
use crate::store::Store;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// So many points a member may well bring along; many times as many are told.
const USUAL_OPENING: Points = Points(100_000);

/// What has been seen of unlikely values.
pub(super) struct UnlikelyRows {
    found: BTreeMap<UnlikelyValue, RepeatedOrders>,
    /// Stores on file, and those that have been told; `None` where there are none on file.
    stores: Option<HashSet<String>>,
    today: Day,
    programs: Arc<Programs>,
}

impl UnlikelyRows {
    /// `nobody`: there was no member on file when the import began.
    pub(super) fn new(store: &Store, nobody: bool, today: Day, programs: Arc<Programs>) -> Result<Self, DeskError> {
        let texts = if nobody { Vec::new() } else { store.label_texts()? };
        let stores = (!texts.is_empty()).then(|| texts.into_iter().collect());
        Ok(Self { found: BTreeMap::new(), stores, today, programs })
    }

    /// Looks at what a row is about to write. `contacts`: whom the phones and e-mails on file are; `None` where nobody was on file.
    pub(super) fn look(
        &mut self,
        store: &Store,
        decision: &RowDecision,
        contacts: Option<&mut ContactBook>,
    ) -> Result<(), DeskError> {
        let RowDecision::Apply(action) = decision else { return Ok(()) };
        let nothing = Profile::default();
        let known = match action {
            RowAction::Enrol(..) | RowAction::Reinstate(..) => None,
            RowAction::Update(member, ..) => Some(store.profile(*member)?.unwrap_or_default()),
        };
        let old = known.as_ref().unwrap_or(&nothing);
        let (own, new, opening) = match action {
            RowAction::Enrol(row, _) => (None, Some(&row.profile), row.opening),
            RowAction::Reinstate(member, row, differences) => {
                (Some(*member), differences.profile.as_ref().or(Some(&row.profile)), differences.opening)
            }
            RowAction::Update(member, _, differences) => {
                (Some(*member), differences.profile.as_ref(), differences.opening)
            }
        };
        let number = match action {
            RowAction::Enrol(row, _) | RowAction::Reinstate(_, row, _) | RowAction::Update(_, row, _) => {
                &row.profile.member_no
            }
        };
        if opening.is_some_and(|opening| are_unlikely_points(opening.points, USUAL_OPENING)) {
            self.note(UnlikelyValue::Points, number);
        }
        if let RowAction::Update(member, _, differences) = action
            && let Some(tier) = &differences.tier
            && self.lowers(store, *member, tier)?
        {
            self.note(UnlikelyValue::LowerTier, number);
        }
        let Some(new) = new else { return Ok(()) };
        self.fields(new, old, number);
        match contacts {
            Some(contacts) => self.contacts(store, contacts, (new, old), (own, number)),
            None => Ok(()),
        }
    }

    /// Whether a member's tier today would be lower with the one that the file brings.
    fn lowers(&self, store: &Store, member: MemberId, (code, until): &(String, Day)) -> Result<bool, DeskError> {
        let mut history = store.history(member)?;
        let tier = |history: &History| {
            let (state, _) = fold_untraced(history, &self.programs, self.today).map_err(|_| Refusal::TooLarge)?;
            Ok::<_, DeskError>(state.snapshot(&self.programs).tier.code)
        };
        let before = tier(&history)?;
        let at = self.programs.zone().end_of(self.today);
        let kind = EventKind::TierImport { tier: code.clone(), until: Some(*until) };
        history.events.push(Event { id: FactId::default(), member, op: OpSeq::default(), at, kind });
        let program = &self.programs.at(at).program;
        Ok(program.tier_rank(&tier(&history)?) < program.tier_rank(&before))
    }

    fn fields(&mut self, new: &Profile, old: &Profile, number: &str) {
        for field in unlikely_fields(new, old, self.today) {
            let what = match field {
                UnlikelyField::Phone { .. } => UnlikelyValue::Phone,
                UnlikelyField::Consent { .. } => UnlikelyValue::Consent,
                UnlikelyField::Birthday { .. } => UnlikelyValue::Birthday,
            };
            self.note(what, number);
        }
        // Each store is told once.
        let is_new = !new.store.is_empty()
            && new.store != old.store
            && self.stores.as_mut().is_some_and(|stores| stores.insert(new.store.clone()));
        if is_new {
            self.note(UnlikelyValue::Store, &new.store);
        }
    }

    fn contacts(
        &mut self,
        store: &Store,
        contacts: &mut ContactBook,
        (new, old): (&Profile, &Profile),
        (own, number): (Option<MemberId>, &str),
    ) -> Result<(), DeskError> {
        let phone = (new.phone != old.phone).then(|| MemberKey::Phone(&new.phone));
        let email = (new.email != old.email).then(|| MemberKey::Email(&new.email));
        for key in [phone, email].into_iter().flatten().filter(|key| !key.text().is_empty()) {
            let is_shared = match contacts.find(store, key)? {
                ContactMatch::Nobody => false,
                ContactMatch::One(standing) => {
                    Some(standing.member) != own && matches!(standing.status, Status::Active | Status::Frozen)
                }
                ContactMatch::Several(_) => true,
            };
            if is_shared {
                self.note(UnlikelyValue::Contact, number);
            }
        }
        Ok(())
    }

    fn note(&mut self, what: UnlikelyValue, name: &str) {
        self.found.entry(what).or_default().add(name, 1);
    }

    pub(super) fn notes(&self) -> impl Iterator<Item = ImportNote> + '_ {
        self.found.iter().map(|(what, named)| ImportNote::Unlikely { what: *what, named: named.clone() })
    }
}
