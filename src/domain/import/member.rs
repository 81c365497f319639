//! One row of a member file, read, and what it says against a member that is known.

use super::purchase::RowReader;
use super::reject::{CellReject, RowReject};
use super::split::CsvRow;
use super::target::ImportField;
use super::{number, text};
use crate::domain::day::{DAY_MS, Day, Instant};
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History};
use crate::domain::member::{Profile, ProfileField};
use crate::domain::num::Points;
use crate::domain::program::Program;

/// A member as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberInput {
    /// The line on which it begins.
    pub line: u64,
    /// The profile; fields that the file has no column for are empty.
    pub profile: Profile,
    /// The points come from another system.
    pub opening: Option<OpeningBalance>,
    /// A tier above the base tier brought from elsewhere, and its last day.
    pub tier: Option<(String, Day)>,
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
    /// The profile with the row's fields, where one differs.
    pub profile: Option<Profile>,
    /// A credit that the member does not have yet.
    pub opening: Option<OpeningBalance>,
    /// A tier that was not brought yet.
    pub tier: Option<(String, Day)>,
}

impl RowReader {
    /// Reads a row that is as long as it should be. `program`: the version in force at an instant.
    pub fn member<'p>(
        &self,
        row: CsvRow<'_>,
        program: impl Fn(Instant) -> &'p Program,
    ) -> Result<MemberInput, CellReject> {
        text::required(&self.layout, row, ImportField::MemberNo)?;
        let mut profile = Profile::default();
        for field in self.profile_fields() {
            let column = ImportField::from(field);
            match field {
                ProfileField::Birthday => profile.birthday = self.day(row, column)?,
                ProfileField::JoinedOn => profile.joined_on = self.day(row, column)?,
                ProfileField::MemberNo | ProfileField::ReferrerNo => {
                    set(&mut profile, field, text::code(&self.layout, row, column)?);
                }
                ProfileField::Name
                | ProfileField::Phone
                | ProfileField::Email
                | ProfileField::Store
                | ProfileField::Channel
                | ProfileField::Tags
                | ProfileField::Consents => set(&mut profile, field, text::text(&self.layout, row, column)?),
            }
        }
        let opening = self.opening(row, &program)?;
        let tier = self.tier(row, program(self.now))?;
        Ok(MemberInput { line: row.line(), profile, opening, tier })
    }

    /// The fields of a profile that the file has a column for.
    fn profile_fields(&self) -> impl Iterator<Item = ProfileField> {
        ProfileField::ALL.into_iter().filter(|field| self.layout.has(ImportField::from(*field)))
    }

    fn day(&self, row: CsvRow<'_>, column: ImportField) -> Result<Option<Day>, CellReject> {
        let text = text::text(&self.layout, row, column)?;
        if text.is_empty() {
            return Ok(None);
        }
        self.times.day(text, self.zone).map(Some).ok_or_else(|| text::bad(column, RowReject::BadDay, text))
    }

    fn opening<'p>(
        &self,
        row: CsvRow<'_>,
        program: &impl Fn(Instant) -> &'p Program,
    ) -> Result<Option<OpeningBalance>, CellReject> {
        let column = ImportField::OpeningPoints;
        let text = text::text(&self.layout, row, column)?;
        let expires_on = self.day(row, ImportField::OpeningExpiresOn)?;
        let opened_on = self.day(row, ImportField::OpenedOn)?;
        if text.is_empty() {
            return Ok(None);
        }
        let points = number::points(text).map_err(|why| text::bad(column, why, text))?;
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

    fn tier(&self, row: CsvRow<'_>, program: &Program) -> Result<Option<(String, Day)>, CellReject> {
        let code = text::text(&self.layout, row, ImportField::Tier)?;
        let until = self.day(row, ImportField::TierUntil)?;
        if code.is_empty() {
            return Ok(None);
        }
        let rank = program.tiers.iter().position(|t| t.code == code);
        let shown = || text::shown(&self.layout, row, ImportField::TierUntil);
        match (rank, until) {
            (None, _) => {
                let known = program.tiers.iter().map(|t| t.code.clone()).collect();
                Err(text::bad(ImportField::Tier, RowReject::UnknownTier { known }, code))
            }
            // Everybody begins there.
            (Some(0), None) => Ok(None),
            (Some(0), Some(_)) | (Some(_), None) => {
                Err(text::bad(ImportField::TierUntil, RowReject::TierUntil, shown()))
            }
            (Some(_), Some(day)) if day < self.zone.day_of(self.now) => {
                Err(text::bad(ImportField::TierUntil, RowReject::TierEnded, shown()))
            }
            (Some(_), Some(until)) => Ok(Some((code.to_owned(), until))),
        }
    }

    /// What a row says of a member who is known: `history` is all that is recorded on it. Fields that the file has no column
    /// for are not said.
    pub fn against(&self, row: &MemberInput, known: &Profile, history: &History) -> Result<Differences, RowReject> {
        let differs = |field: &ProfileField| !same(*field, known, &row.profile);
        let mut fields: Vec<ImportField> = self.profile_fields().filter(differs).map(ImportField::from).collect();
        let profile = (!fields.is_empty()).then(|| self.merged(known, &row.profile));
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
        Ok(Differences { fields, profile, opening, tier })
    }

    /// A known member's profile with what a row says.
    fn merged(&self, known: &Profile, said: &Profile) -> Profile {
        let mut profile = known.clone();
        for field in self.profile_fields() {
            profile.copy(field, said);
        }
        profile
    }
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
