//! One member's file, on any day.

use super::Desk;
use super::ask::{Asking, Serve};
use super::contacts::{contacted, interactions};
use super::error::DeskError;
use super::export_log::note_export;
use super::feedback::said_by;
use super::plan::operation_id;
use super::subject::shown_day;
use crate::domain::day::{Day, Instant, Zone};
use crate::domain::feedback::FeedbackFilter;
use crate::domain::fold::fold;
use crate::domain::lost::churn_of;
use crate::domain::mask::{Disclosure, ShownProfile};
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::domain::operation::OperationRow;
use crate::domain::permission::DeskTask;
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::Programs;
use crate::domain::query::KnownPlaces;
use crate::domain::question::{FindMemberByNo, ListStores, OpenMember, ReadProfile};
use crate::domain::read_models::{MemberExport, MemberRecord};
use crate::store::listing::{JournalCondition, JournalFilter};
use crate::store::{Store, StoreError};

/// Operations that a member's file shows.
const JOURNAL_ROWS: usize = 200;

impl Serve<FindMemberByNo> for Desk {
    fn serve(&mut self, question: FindMemberByNo, _: Asking<'_>) -> Result<MemberId, DeskError> {
        self.member_by_no(&question.member_no)
    }
}

impl Serve<OpenMember> for Desk {
    fn serve(&mut self, question: OpenMember, asking: Asking<'_>) -> Result<Box<MemberRecord>, DeskError> {
        self.open_member(question.member, question.as_of, asking.now).map(Box::new)
    }
}

impl Serve<ListStores> for Desk {
    /// Everybody is looked at again only where there is a member or a name more than the last time.
    fn serve(&mut self, _: ListStores, _: Asking<'_>) -> Result<KnownPlaces, DeskError> {
        let size = self.store.places_size()?;
        match &self.places {
            Some((known, places)) if *known == size => Ok(places.clone()),
            Some(_) | None => {
                let places = self.store.known_places()?;
                self.places = Some((size, places.clone()));
                Ok(places)
            }
        }
    }
}

impl Serve<ReadProfile> for Desk {
    fn serve(&mut self, question: ReadProfile, _: Asking<'_>) -> Result<Box<Profile>, DeskError> {
        self.profile(question.member).map(Box::new)
    }
}

impl Desk {
    /// Answers [`FindMemberByNo`].
    pub(super) fn member_by_no(&self, member_no: &str) -> Result<MemberId, DeskError> {
        let member_no = member_no.trim();
        let unknown = || Refusal::UnknownMember { member_no: member_no.to_owned() };
        Ok(self.store.member_id(member_no)?.ok_or_else(unknown)?)
    }

    /// Answers [`OpenMember`].
    pub(super) fn open_member(
        &self,
        member: MemberId,
        as_of: Option<Day>,
        now: Instant,
    ) -> Result<MemberRecord, DeskError> {
        let programs = self.programs_on(self.as_of_day(as_of, now)?)?;
        let (mut file, _) = self.store.read(|store| file_of(store, member, as_of, &programs, now, JOURNAL_ROWS))?;
        self.add_scores(&mut file, now)?;
        Ok(file)
    }

    /// Answers [`ReadProfile`].
    pub(super) fn profile(&self, member: MemberId) -> Result<Profile, DeskError> {
        self.store.profile(member)?.ok_or_else(|| unknown(member))
    }

    /// Everything known about a member, contact fields whole. That it was handed out is written down first, as an `export`
    /// operation.
    pub fn export_member(&mut self, member: MemberId, now: Instant) -> Result<MemberExport, DeskError> {
        self.admit_task(DeskTask::ExportMember, now)?;
        let (operator, op, trust) = (self.operator.name.clone(), operation_id(now), self.clock_trust);
        let shown_by = self.programs_on(self.as_of_day(None, now)?)?;
        let mut export = self.store.write(|tx| {
            let at = note_export(tx, op, &operator, Some(member), None, now, trust)?;
            let (file, profile) = file_of(tx, member, None, &shown_by, now, usize::MAX)?;
            let (feedback, _) =
                tx.feedback(&FeedbackFilter { member: Some(member), ..FeedbackFilter::default() }, None, usize::MAX)?;
            let profile = ShownProfile::disclosed(&profile, Disclosure::Exported);
            Ok::<_, DeskError>(MemberExport { op, at, profile, file, feedback })
        })?;
        self.add_scores(&mut export.file, now)?;
        Ok(export)
    }

    fn add_scores(&self, file: &mut MemberRecord, now: Instant) -> Result<(), DeskError> {
        let asked = self.as_of_day(Some(file.snapshot.as_of), now)?;
        let cuts = self.known_cuts(asked.day, asked.today)?;
        file.rfm = self.score_on(file.id, asked.day, cuts.as_ref(), &file.snapshot, &file.trace.purchases);
        file.worth = self.valued(file)?;
        Ok(())
    }
}

/// The file of a member, with its profile unmasked beside it.
fn file_of(
    store: &Store,
    member: MemberId,
    as_of: Option<Day>,
    programs: &Programs,
    now: Instant,
    journal_rows: usize,
) -> Result<(MemberRecord, Profile), DeskError> {
    let profile = store.profile(member)?.ok_or_else(|| unknown(member))?;
    let today = programs.zone().day_of(now);
    let day = shown_day(as_of, today)?;
    let history = store.history(member)?;
    let folded =
        fold(&history, programs, day).map_err(|e| StoreError::Damaged(format!("member {}: {e}", profile.member_no)))?;
    let snapshot = folded.state.snapshot(programs);
    let survivor_no = snapshot.merged_into.map(|into| store.member_no(into)).transpose()?.flatten();
    let past = day < today;
    let journal = journal_of(store, member, past.then_some(day), programs.zone(), journal_rows)?;
    Ok((
        MemberRecord {
            id: member,
            profile: ShownProfile::from(&profile),
            snapshot,
            trace: folded.trace,
            feedback: said_by(store, &history, past.then_some(day))?,
            contacts: contacted(store, &history, past.then_some(day), programs)?,
            interactions: interactions(store, &history, past.then_some(day), programs)?,
            churn: churn_of(&history, programs.zone().end_of(day), programs.file(), programs.zone()),
            journal,
            past,
            survivor_no,
            rfm: None,
            worth: None,
        },
        profile,
    ))
}

/// The newest operations of a member, the newest first; of a past day those recorded by its end, each as it stood then.
fn journal_of(
    store: &Store,
    member: MemberId,
    past: Option<Day>,
    zone: Zone,
    rows: usize,
) -> Result<Vec<OperationRow>, StoreError> {
    let until = past.map(JournalCondition::Until);
    let conditions = [JournalCondition::Member(member)].into_iter().chain(until).collect();
    let (mut journal, _) = store.journal_page(&JournalFilter::of(conditions), rows)?;
    if let Some(day) = past {
        for row in &mut journal {
            // What was undone only later was in force.
            let Some(by) = row.reversed_by else { continue };
            let undone_at = store.operation_row(by)?.map(|undo| undo.at);
            row.reversed_by = undone_at.filter(|at| zone.day_of(*at) <= day).map(|_| by);
        }
    }
    Ok(journal)
}

fn unknown(member: MemberId) -> DeskError {
    Refusal::UnknownMember { member_no: member.0.to_string() }.into()
}
