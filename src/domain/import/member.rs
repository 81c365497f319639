//! One row of a member file, read, and what it says against a member that is known.
//!
//! What a row can do without is read cell by cell: one that can't be read is left out and told, the rest of the row counts.

use super::reader::{MemberKey, RowReader};
use super::reject::{CellReject, RowReject};
use super::split::CsvRow;
use super::target::{FieldSet, ImportField};
use super::text;
use super::words::{is_same, mapped};
use crate::domain::day::{DAY_MS, Day, Instant};
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History};
use crate::domain::member::{Profile, ProfileField};
use crate::domain::num::Points;
use crate::domain::program::Program;
use crate::domain::width::half_width;

/// Nobody who is a member was born before this year.
const OLDEST_BIRTH: i32 = 1900;

/// A member as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberInput {
    /// The line on which it begins.
    pub line: u64,
    /// The profile; fields that the row does not say are empty. Without a number the member is to be found by phone or e-mail.
    pub profile: Profile,
    /// The fields of the profile that the row says.
    pub said: FieldSet,
    /// The points come from another system.
    pub opening: Option<OpeningBalance>,
    /// A tier above the base tier brought from elsewhere, and its last day.
    pub tier: Option<(String, Day)>,
    /// Cells that show a personal field masked: they say nothing.
    pub masked: u32,
    /// Cells that could not be read and are left out.
    pub bad: Vec<CellReject>,
}

impl MemberInput {
    /// The fields of the profile that the row says something of.
    fn said_fields(&self) -> impl Iterator<Item = ProfileField> + '_ {
        ProfileField::ALL.into_iter().filter(|field| self.said.has(ImportField::from(*field)))
    }

    /// Whose the row is.
    pub fn key(&self) -> MemberKey<'_> {
        match self.profile.member_no.as_str() {
            "" if self.profile.phone.is_empty() => MemberKey::Email(&self.profile.email),
            "" => MemberKey::Phone(&self.profile.phone),
            number => MemberKey::Number(number),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpeningBalance {
    /// How many points, above zero.
    pub points: Points,
    pub at: Instant,
    /// The last day on which it can be spent.
    pub expires_on: Option<Day>,
    /// Whether the row says the day on which it opened; if not, it is the import's.
    pub says_day: bool,
    /// Whether the row says its last day; if not, it is the policy's.
    pub says_end: bool,
}

impl OpeningBalance {
    /// Whether a recorded credit is this one, as far as the row says.
    fn is(&self, fact: &Fact) -> bool {
        self.points == fact.points
            && (!self.says_day || self.at == fact.at)
            && (!self.says_end || self.expires_on == fact.expires_on)
    }
}

/// What a row says of a known member that is not so yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differences {
    /// All of it, by columns.
    pub fields: Vec<ImportField>,
    /// Of these, the fields that become empty.
    pub emptied: Vec<ImportField>,
    /// The profile with the row's fields, where one differs.
    pub profile: Option<Profile>,
    /// A credit that the member does not have yet.
    pub opening: Option<OpeningBalance>,
    /// A tier that was not brought yet.
    pub tier: Option<(String, Day)>,
}

/// What one cell of a profile says.
enum CellSays {
    Something,
    /// It is blank.
    Nothing,
    /// It shows what is known, masked.
    Masked,
}

impl RowReader {
    /// Reads a row that is as long as it should be. `program`: the version in force at an instant.
    pub fn member<'p>(
        &self,
        row: CsvRow<'_>,
        program: impl Fn(Instant) -> &'p Program,
    ) -> Result<MemberInput, CellReject> {
        self.required_key(row)?;
        let (profile, said, masked, bad) = (Profile::default(), FieldSet::default(), 0, Vec::new());
        let mut read = MemberInput { line: row.line(), profile, said, opening: None, tier: None, masked, bad };
        for field in ProfileField::ALL {
            let column = ImportField::from(field);
            if !self.layout.has(column) {
                continue;
            }
            match self.profile_cell(row, field, &mut read.profile) {
                Ok(CellSays::Something) => read.said.insert(column),
                Ok(CellSays::Nothing) if self.cells.blank_erases && field != ProfileField::MemberNo => {
                    read.said.insert(column);
                }
                Ok(CellSays::Nothing) => {}
                Ok(CellSays::Masked) => read.masked += 1,
                Err(bad) => self.leave_out(bad, &mut read.bad)?,
            }
        }
        match self.opening(row, &program) {
            Ok(opening) => read.opening = opening,
            Err(bad) => self.leave_out(bad, &mut read.bad)?,
        }
        match self.tier(row, program(self.now)) {
            Ok(tier) => read.tier = tier,
            Err(bad) => self.leave_out(bad, &mut read.bad)?,
        }
        Ok(read)
    }

    /// A cell that a row can do without is left out; a row that is no text, or has a number that is none, is not taken.
    fn leave_out(&self, bad: CellReject, left_out: &mut Vec<CellReject>) -> Result<(), CellReject> {
        let of_row = bad.column == Some(ImportField::MemberNo) || bad.reason == RowReject::Encoding;
        if self.cells.strict || of_row {
            return Err(bad);
        }
        left_out.push(bad);
        Ok(())
    }

    fn profile_cell(
        &self,
        row: CsvRow<'_>,
        field: ProfileField,
        profile: &mut Profile,
    ) -> Result<CellSays, CellReject> {
        let says = |said: bool| if said { CellSays::Something } else { CellSays::Nothing };
        let column = ImportField::from(field);
        let cell = match field {
            ProfileField::Birthday => {
                profile.birthday = self.birthday(row)?;
                return Ok(says(profile.birthday.is_some()));
            }
            ProfileField::JoinedOn => {
                profile.joined_on = self.past_day(row, column)?;
                return Ok(says(profile.joined_on.is_some()));
            }
            ProfileField::MemberNo | ProfileField::ReferrerNo | ProfileField::Phone => {
                text::code(&self.layout, row, column)?
            }
            ProfileField::Name
            | ProfileField::Email
            | ProfileField::Store
            | ProfileField::Channel
            | ProfileField::Tags
            | ProfileField::Consents => text::text(&self.layout, row, column)?,
        };
        if text::is_masked(column, cell) {
            return Ok(CellSays::Masked);
        }
        let plain = if field == ProfileField::Phone { half_width(cell) } else { cell.to_owned() };
        set(profile, field, &plain);
        Ok(says(!cell.is_empty()))
    }

    fn birthday(&self, row: CsvRow<'_>) -> Result<Option<Day>, CellReject> {
        let column = ImportField::Birthday;
        let Some(day) = self.day(row, column)? else { return Ok(None) };
        let oldest = Day::from_ymd(OLDEST_BIRTH, 1, 1).unwrap_or(day);
        if day > self.zone.day_of(self.now) || day < oldest {
            return Err(text::bad(column, RowReject::NoBirthday, text::shown(&self.layout, row, column)));
        }
        Ok(Some(day))
    }

    fn opening<'p>(
        &self,
        row: CsvRow<'_>,
        program: &impl Fn(Instant) -> &'p Program,
    ) -> Result<Option<OpeningBalance>, CellReject> {
        let column = ImportField::OpeningPoints;
        let text = text::text(&self.layout, row, column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let expires_on = self.day(row, ImportField::OpeningExpiresOn)?;
        let opened_on = self.past_day(row, ImportField::OpenedOn)?;
        let points = self.numbers.points(text).map_err(|why| text::bad(column, why, text))?;
        if points.0 < 0 {
            return Err(text::bad(column, RowReject::Negative, text));
        }
        let at = opened_on.map_or(self.now, |day| self.zone.start_of(day));
        if at.0 > self.now.0 + DAY_MS {
            let shown = text::shown(&self.layout, row, ImportField::OpenedOn);
            return Err(text::bad(ImportField::OpenedOn, RowReject::Future, shown));
        }
        let by_policy = || program(at).points.expiry.last_day(self.zone.day_of(at));
        let (says_day, says_end) = (opened_on.is_some(), expires_on.is_some());
        let expires_on = expires_on.or_else(by_policy);
        Ok((points.0 > 0).then_some(OpeningBalance { points, at, expires_on, says_day, says_end }))
    }

    /// The tier that a row brings. One whose last day has passed is brought too: its review was due then.
    fn tier(&self, row: CsvRow<'_>, program: &Program) -> Result<Option<(String, Day)>, CellReject> {
        let said = text::text(&self.layout, row, ImportField::Tier)?;
        let until = self.day(row, ImportField::TierUntil)?;
        let wrong_end =
            |why| text::bad(ImportField::TierUntil, why, text::shown(&self.layout, row, ImportField::TierUntil));
        if said.is_empty() {
            return if until.is_some() { Err(wrong_end(RowReject::EndWithoutTier)) } else { Ok(None) };
        }
        let name = mapped(&self.values, ImportField::Tier, said);
        let is_named =
            |t: &crate::domain::program::Tier| [&t.code, &t.name_en, &t.name_zh].iter().any(|n| is_same(n, name));
        let by_code = program.tiers.iter().position(|t| t.code == name);
        match (by_code.or_else(|| program.tiers.iter().position(is_named)), until) {
            (None, _) => {
                let known = program.tiers.iter().map(|t| t.code.clone()).collect();
                Err(text::bad(ImportField::Tier, RowReject::UnknownTier { known }, said))
            }
            // Everybody begins there.
            (Some(0), None) => Ok(None),
            (Some(0), Some(_)) | (Some(_), None) => Err(wrong_end(RowReject::TierUntil)),
            (Some(rank), Some(until)) => Ok(Some((program.tiers[rank].code.clone(), until))),
        }
    }

    /// What a row says of a member who is known: `history` is all that is recorded on it. Fields that the row does not say
    /// stay as they are.
    pub fn against(&self, row: &MemberInput, known: &Profile, history: &History) -> Result<Differences, RowReject> {
        let differing: Vec<ProfileField> = row.said_fields().filter(|f| !same(*f, known, &row.profile)).collect();
        let nothing = Profile::default();
        let emptied = differing.iter().filter(|f| same(**f, &nothing, &row.profile)).map(|f| (*f).into()).collect();
        let mut fields: Vec<ImportField> = differing.into_iter().map(ImportField::from).collect();
        let profile = (!fields.is_empty()).then(|| merged(known, row));
        let mut opening = row.opening;
        if let Some((said, fact)) = row.opening.zip(history.facts.iter().find(|f| f.kind == FactKind::Opening)) {
            if !said.is(fact) {
                return Err(RowReject::OpeningDiffers);
            }
            opening = None;
        }
        let brought = |e: &Event| {
            let EventKind::TierImport { tier, until } = &e.kind else { return false };
            row.tier.as_ref().is_some_and(|(code, day)| tier == code && *until == Some(*day))
        };
        let tier = row.tier.clone().filter(|_| !history.events.iter().any(brought));
        fields.extend(opening.map(|_| ImportField::OpeningPoints));
        fields.extend(tier.as_ref().map(|_| ImportField::Tier));
        Ok(Differences { fields, emptied, profile, opening, tier })
    }
}

/// A known member's profile with what a row says.
fn merged(known: &Profile, row: &MemberInput) -> Profile {
    let mut profile = known.clone();
    row.said_fields().for_each(|field| profile.copy(field, &row.profile));
    profile
}

/// Sets a field whose words can't be wrong.
fn set(profile: &mut Profile, field: ProfileField, value: &str) {
    let set = profile.set(field, value);
    debug_assert!(set.is_ok(), "days are read before");
}

fn same(field: ProfileField, a: &Profile, b: &Profile) -> bool {
    match field {
        // It is how the member was found.
        ProfileField::MemberNo => true,
        ProfileField::Name => a.name == b.name,
        ProfileField::Phone => a.phone == b.phone,
        ProfileField::Email => a.email == b.email,
        ProfileField::Birthday => a.birthday == b.birthday,
        ProfileField::JoinedOn => a.joined_on == b.joined_on,
        ProfileField::Store => a.store == b.store,
        ProfileField::Channel => a.channel == b.channel,
        ProfileField::Tags => a.tags == b.tags,
        ProfileField::Consents => a.consents == b.consents,
        ProfileField::ReferrerNo => a.referrer_no == b.referrer_no,
    }
}
