//! What a row of the matrix happens in: a desk with three members, two days apart from each other.

use super::super::*;
use super::proof::made_again;
use super::{Kind, MatrixRow, of_desk_event, of_event, of_fact};
use crate::desk::import::{ImportOptions, ImportSource, NoWatch, Summary};
use crate::domain::alert_list::ALERT;
use crate::domain::contact_log::ContactRow;
use crate::domain::day::Day;
use crate::domain::desk_event::{DeskEvent, DeskEventKind, DeskKey};
use crate::domain::fact::{EventKind, Fact, Status};
use crate::domain::feedback::FeedbackRow;
use crate::domain::fold::view::{PointsEquation, Snapshot};
use crate::domain::interaction::InteractionRow;
use crate::domain::mask::ShownProfile;
use crate::domain::num::{FactId, OpSeq};
use crate::domain::operation::OpKind;
use crate::domain::read_models::MemberRecord;
use crate::store::StoreError;
use crate::store::journal::OperationHeader;
use crate::store::refresh::StateChange;
use crate::world::World;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The name under which the member in hand is enrolled.
pub const ENROLLED_AS: &str = "canary-enrolled-as";

/// A desk with members `M1`, `M2` and `M3`. What a row needs happened yesterday.
pub struct Scene {
    pub desk: Desk,
    pub now: Instant,
    /// The member that the row is about.
    pub member: MemberId,
    /// The member whose record it joins where it is merged.
    pub survivor: MemberId,
    /// One more, for rows that are about two members.
    pub third: MemberId,
    /// The newest operation of the row itself.
    pub newest: Uuid,
    /// Where it is; `None` in memory.
    file: Option<World>,
}

/// What is shown today: a member's record, without what only tells how it came to be so, and the desk's own keys.
#[derive(Debug, PartialEq)]
pub struct Shown {
    profile: ShownProfile,
    snapshot: Snapshot,
    feedback: Vec<FeedbackRow>,
    contacts: Vec<ContactRow>,
    interactions: Vec<InteractionRow>,
    churn: Option<(Day, String)>,
    desk: BTreeMap<DeskKey, Vec<DeskEvent>>,
}

/// A row that no operation writes yet, or no longer.
pub enum NewRow {
    Fact(Box<Fact>),
    Event(EventKind),
    Desk(&'static str, DeskEventKind, Option<&'static str>),
    ErasedText(DeskEvent),
}

impl Scene {
    /// The scene of a row, in memory.
    pub fn of(row: &MatrixRow) -> Self {
        Self::set(row, desk(), None)
    }

    /// The same in a file.
    pub fn in_a_file(row: &MatrixRow) -> Self {
        let world = World::in_a_file(|| NOW);
        Self::set(row, world.desk_of("李雯"), Some(world))
    }

    fn set(row: &MatrixRow, mut desk: Desk, file: Option<World>) -> Self {
        let [member, survivor, third] =
            [("M1", ENROLLED_AS), ("M2", "王芳"), ("M3", "李娜")].map(|(no, name)| enrol(&mut desk, no, name));
        let mut scene = Self { desk, now: NOW, member, survivor, third, newest: Uuid::nil(), file };
        (row.before)(&mut scene);
        scene.now = later(1);
        scene
    }

    /// Every byte of the file and of what SQLite has put beside it.
    pub fn bytes(&self) -> Vec<u8> {
        let path = self.file.as_ref().unwrap().path();
        let files = std::fs::read_dir(path.parent().unwrap()).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    }

    pub fn today(&self) -> Day {
        self.desk.programs().unwrap().zone().day_of(self.now)
    }

    /// Makes one of a row's kind, and answers the operation.
    pub fn make(&mut self, row: &MatrixRow) -> Uuid {
        (row.make)(self).unwrap()
    }

    /// Plans and commits, a second after what was before.
    pub fn perform(&mut self, intent: impl Into<Intent>) -> Result<Uuid, DeskError> {
        self.now = Instant(self.now.0 + 1_000);
        let plan = self.desk.plan(intent.into(), self.now)?;
        self.newest = self.desk.commit(&plan, None, self.now)?.op;
        Ok(self.newest)
    }

    pub fn done(&mut self, intent: impl Into<Intent>) -> Uuid {
        self.perform(intent).unwrap()
    }

    pub fn undo(&mut self, op: Uuid) -> Result<Uuid, DeskError> {
        self.perform(op::Undo { op, reason: None })
    }

    /// Gives points to a member.
    pub fn gives(&mut self, member: MemberId, points: i64) -> Uuid {
        self.done(adjust(member, points))
    }

    pub fn merges(&mut self, from: MemberId, into: MemberId) -> Result<Uuid, DeskError> {
        let (reason, note) = ("correction".to_owned(), Some("canary-merge-note".to_owned()));
        self.perform(op::Merge { from, into, reason, note })
    }

    pub fn sets(&mut self, to: Status) -> Result<Uuid, DeskError> {
        let (reason, note) = (Some("correction".to_owned()), Some("canary-status-note".to_owned()));
        self.perform(op::SetStatus { member: self.member, to, reason, note, churn: None })
    }

    /// Imports a file of which every row is taken, and answers the operation that its undo names.
    pub fn imports(
        &mut self,
        csv: &str,
        import: impl Fn(&mut Desk, ImportSource<'_>, &ImportOptions, Instant) -> Result<Summary, DeskError>,
    ) -> Uuid {
        self.now = Instant(self.now.0 + 1_000);
        let options = ImportOptions { update: true, ..ImportOptions::default() };
        let summary = import(&mut self.desk, ImportSource::bytes(csv.as_bytes()), &options, self.now).unwrap();
        assert_eq!((summary.rejected, summary.unchanged), (0, 0), "{:?}", summary.errors);
        self.newest = self.operation_at(summary.operation.unwrap());
        self.newest
    }

    pub fn purchases(&mut self, csv: &str) -> Uuid {
        self.imports(csv, |desk, file, options, now| desk.import_purchases(file, options, &mut NoWatch, now))
    }

    pub fn members(&mut self, csv: &str) -> Uuid {
        self.imports(csv, |desk, file, options, now| desk.import_members(file, options, &mut NoWatch, now))
    }

    pub fn answers(&mut self, csv: &str) -> Uuid {
        self.imports(csv, |desk, file, options, now| desk.import_feedback(file, options, &mut NoWatch, now))
    }

    pub fn events(&mut self, csv: &str) -> Uuid {
        self.imports(csv, |desk, file, options, now| desk.import_events(file, options, &mut NoWatch, now))
    }

    fn operation_at(&self, seq: OpSeq) -> Uuid {
        self.desk.store.operation_at(seq).unwrap().unwrap().0.id
    }

    pub fn place_of(&self, op: Uuid) -> OpSeq {
        self.desk.store.operation(op).unwrap().unwrap().0.seq
    }

    /// Writes rows about the member in hand by the store's own door, as one operation that reverses another or none.
    pub fn appends(&mut self, kind: OpKind, reverses: Option<Uuid>, rows: Vec<NewRow>) -> Uuid {
        self.now = Instant(self.now.0 + 1_000);
        let (id, at, day, member) = (Uuid::now_v7(), self.now, self.today(), self.member);
        let reverses = reverses.map(|op| self.place_of(op));
        let written: Result<(), StoreError> = self.desk.store.write(|tx| {
            let programs = tx.programs()?;
            let mut entry = if kind == OpKind::Import { tx.import_entry(id)? } else { tx.entry(id)? };
            let mut change = StateChange::default();
            for row in rows {
                match row {
                    NewRow::Fact(mut fact) => {
                        (fact.member, fact.at) = (member, at);
                        entry.fact(&mut fact, tx.state(member)?.map(|row| row.head).unwrap_or_default())?;
                        change.facts.push(*fact);
                    }
                    NewRow::Event(kind) => {
                        let event = entry.event(member, at, kind)?;
                        tx.note_feedback(&event, &programs)?;
                        change.events.push(event);
                    }
                    NewRow::Desk(key, kind, text) => {
                        entry.desk_event(&DeskKey::parse(key).unwrap(), at, kind, text)?;
                    }
                    NewRow::ErasedText(event) => {
                        entry.erase_desk_text(&event, at)?;
                    }
                }
            }
            let about = (change != StateChange::default() && kind != OpKind::Import).then_some(member);
            let header = OperationHeader::new(kind, at, day, "李雯", 1);
            entry.finish(&OperationHeader { member: about, reverses, ..header })?;
            tx.refresh(&HashMap::from([(member, change)]), day, &programs)
        });
        written.unwrap();
        self.newest = id;
        id
    }

    /// The rows that an operation wrote, by their ids and kinds.
    pub fn written(&self, op: Uuid) -> Vec<(FactId, Kind)> {
        let seq = self.place_of(op);
        let (facts, events) = self.desk.store.written_by(seq, seq).unwrap();
        let facts = facts.iter().map(|fact| (fact.id, of_fact(&fact.kind)));
        let events = events.iter().map(|event| (event.id, of_event(&event.kind)));
        let desk = self.desk_events().into_iter().filter(|event| event.op == seq);
        facts.chain(events).chain(desk.map(|event| (event.id, of_desk_event(&event.kind)))).collect()
    }

    /// Every desk event that the file holds, by id.
    pub fn desk_events(&self) -> Vec<DeskEvent> {
        let mut statement = self.desk.store.raw().prepare("SELECT id, op, at, key, body FROM desk_event").unwrap();
        let events = statement.query_map([], |row| {
            let (key, body): (String, String) = (row.get(3)?, row.get(4)?);
            let (kind, text) = DeskEvent::read_body(&body).unwrap();
            let key = DeskKey::parse(&key).unwrap();
            Ok(DeskEvent { id: FactId(row.get(0)?), op: OpSeq(row.get(1)?), at: Instant(row.get(2)?), key, kind, text })
        });
        events.unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// How many rows all operations have written.
    pub fn rows(&self) -> u64 {
        let report = self.desk.verify(None, &[], &mut |_, _| {}).unwrap();
        report.facts + report.events
    }

    pub fn record(&self, member: MemberId, as_of: Option<Day>) -> MemberRecord {
        self.desk.open_member(member, as_of, self.now).unwrap()
    }

    pub fn shown(&self, member: MemberId) -> Shown {
        self.shown_on(member, self.today())
    }

    /// What is shown of the member in hand and of the desk.
    pub fn shows(&self) -> Shown {
        self.shown(self.member)
    }

    pub fn shown_on(&self, member: MemberId, day: Day) -> Shown {
        let mut record = self.record(member, (day < self.today()).then_some(day));
        record.feedback.retain(|row| !row.retracted);
        // It tells a do and its undo apart from neither.
        record.snapshot.points.tally = PointsEquation::default();
        let end = self.desk.programs().unwrap().zone().end_of(day);
        let keys = |kind| self.desk.store.desk_keys(kind, end).unwrap();
        let desk = keys("file").into_iter().chain(keys(ALERT)).collect();
        let MemberRecord { profile, snapshot, feedback, contacts, interactions, churn, .. } = record;
        Shown { profile, snapshot, feedback, contacts, interactions, churn, desk }
    }

    /// The file proves itself, and made again it shows the same.
    pub fn proves_itself(&mut self) {
        self.is_sound();
        let everybody = |scene: &Self| -> Vec<Shown> {
            let members = scene.desk.store.members().unwrap();
            (1..=i64::try_from(members).unwrap()).map(|member| scene.shown(MemberId(member))).collect()
        };
        let before = everybody(self);
        made_again(self);
        assert_eq!(everybody(self), before, "made again");
        self.is_sound();
    }

    fn is_sound(&self) {
        assert_eq!(self.desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
    }
}

impl Shown {
    /// The same but for the profile, which is always today's.
    pub fn but_profile(self) -> Self {
        Self { profile: ShownProfile::default(), ..self }
    }
}
