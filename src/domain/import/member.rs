//! One row of a member file, read, and what it says against a member that is known.

use super::purchase::Reading;
use super::reject::{Bad, Reject};
use super::split::Row;
use super::target::Target;
use super::{number, text};
use crate::domain::day::{DAY_MS, Day, Instant};
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History};
use crate::domain::member::Profile;
use crate::domain::num::Points;
use crate::domain::program::Program;

/// The fields of a profile, as columns.
pub const FIELDS: [Target; 11] = [
    Target::MemberNo,
    Target::Name,
    Target::Phone,
    Target::Email,
    Target::Birthday,
    Target::JoinedOn,
    Target::Store,
    Target::Channel,
    Target::Tags,
    Target::Consents,
    Target::ReferrerNo,
];

/// A member as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// The line on which it begins.
    pub line: u64,
    /// The profile; fields that the file has no column for are empty.
    pub profile: Profile,
    /// Points brought from elsewhere.
    pub opening: Option<Opening>,
    /// A tier above the base tier brought from elsewhere, and its last day.
    pub tier: Option<(String, Day)>,
}

/// An opening credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// How many points, above zero.
    pub points: Points,
    /// When it takes effect.
    pub at: Instant,
    /// The last day on which it can be spent.
    pub expires_on: Option<Day>,
    /// Whether the row says the day on which it opened; if not, it is the import's.
    pub says_day: bool,
    /// Whether the row says its last day; if not, it is the policy's.
    pub says_end: bool,
}

impl Opening {
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
    pub fields: Vec<Target>,
    /// The profile with the row's fields, where one differs.
    pub profile: Option<Profile>,
    /// A credit that the member does not have yet.
    pub opening: Option<Opening>,
    /// A tier that was not brought yet.
    pub tier: Option<(String, Day)>,
}

impl Reading {
    /// Reads a row that is as long as it should be. `program`: the version in force at an instant.
    pub fn member<'p>(&self, row: Row<'_>, program: impl Fn(Instant) -> &'p Program) -> Result<MemberRow, Bad> {
        text::required(&self.layout, row, Target::MemberNo)?;
        let mut profile = Profile::default();
        for field in FIELDS.into_iter().filter(|f| self.layout.has(*f)) {
            match field {
                Target::Birthday => profile.birthday = self.day(row, field)?,
                Target::JoinedOn => profile.joined_on = self.day(row, field)?,
                Target::MemberNo | Target::ReferrerNo => {
                    set(&mut profile, field, text::code(&self.layout, row, field)?);
                }
                _ => set(&mut profile, field, text::text(&self.layout, row, field)?),
            }
        }
        let opening = self.opening(row, &program)?;
        let tier = self.tier(row, program(self.now))?;
        Ok(MemberRow { line: row.line(), profile, opening, tier })
    }

    fn day(&self, row: Row<'_>, column: Target) -> Result<Option<Day>, Bad> {
        let text = text::text(&self.layout, row, column)?;
        if text.is_empty() {
            return Ok(None);
        }
        self.times.day(text, self.zone).map(Some).ok_or_else(|| text::bad(column, Reject::BadDay, text))
    }

    fn opening<'p>(&self, row: Row<'_>, program: &impl Fn(Instant) -> &'p Program) -> Result<Option<Opening>, Bad> {
        let column = Target::OpeningPoints;
        let text = text::text(&self.layout, row, column)?;
        let expires_on = self.day(row, Target::OpeningExpiresOn)?;
        let opened_on = self.day(row, Target::OpenedOn)?;
        if text.is_empty() {
            return Ok(None);
        }
        let points = number::points(text).map_err(|why| text::bad(column, why, text))?;
        if points.0 < 0 {
            return Err(text::bad(column, Reject::Negative, text));
        }
        let at = opened_on.map_or(self.now, |day| self.zone.start_of(day));
        if at.0 > self.now.0 + DAY_MS {
            let shown = text::shown(&self.layout, row, Target::OpenedOn);
            return Err(text::bad(Target::OpenedOn, Reject::Future, shown));
        }
        let by_policy = || program(at).points.expiry.last_day(self.zone.day_of(at));
        let (says_day, says_end) = (opened_on.is_some(), expires_on.is_some());
        let expires_on = expires_on.or_else(by_policy);
        Ok((points.0 > 0).then_some(Opening { points, at, expires_on, says_day, says_end }))
    }

    fn tier(&self, row: Row<'_>, program: &Program) -> Result<Option<(String, Day)>, Bad> {
        let code = text::text(&self.layout, row, Target::Tier)?;
        let until = self.day(row, Target::TierUntil)?;
        if code.is_empty() {
            return Ok(None);
        }
        let rank = program.tiers.iter().position(|t| t.code == code);
        let shown = || text::shown(&self.layout, row, Target::TierUntil);
        match (rank, until) {
            (None, _) => {
                let known = program.tiers.iter().map(|t| t.code.clone()).collect();
                Err(text::bad(Target::Tier, Reject::UnknownTier { known }, code))
            }
            // Everybody begins there.
            (Some(0), None) => Ok(None),
            (Some(0), Some(_)) | (Some(_), None) => Err(text::bad(Target::TierUntil, Reject::TierUntil, shown())),
            (Some(_), Some(day)) if day < self.zone.day_of(self.now) => {
                Err(text::bad(Target::TierUntil, Reject::TierEnded, shown()))
            }
            (Some(_), Some(until)) => Ok(Some((code.to_owned(), until))),
        }
    }

    /// What a row says of a member who is known: `history` is all that is recorded on it. Fields that the file has no column
    /// for are not said.
    pub fn against(&self, row: &MemberRow, known: &Profile, history: &History) -> Result<Differences, Reject> {
        let mut fields: Vec<Target> =
            FIELDS.into_iter().filter(|f| self.layout.has(*f) && !same(*f, known, &row.profile)).collect();
        let profile = (!fields.is_empty()).then(|| self.merged(known, &row.profile));
        let mut opening = row.opening;
        if let Some((said, fact)) = row.opening.zip(history.facts.iter().find(|f| f.kind == FactKind::Opening)) {
            if !said.is(fact) {
                return Err(Reject::OpeningDiffers);
            }
            opening = None;
        }
        let brought = |e: &Event| match (&e.kind, &row.tier) {
            (EventKind::TierImport { tier, until }, Some((code, day))) => tier == code && *until == Some(*day),
            _ => false,
        };
        let tier = row.tier.clone().filter(|_| !history.events.iter().any(brought));
        fields.extend(opening.map(|_| Target::OpeningPoints));
        fields.extend(tier.as_ref().map(|_| Target::Tier));
        Ok(Differences { fields, profile, opening, tier })
    }

    /// A known member's profile with what a row says.
    fn merged(&self, known: &Profile, said: &Profile) -> Profile {
        let mut profile = known.clone();
        for field in FIELDS.into_iter().filter(|f| self.layout.has(*f)) {
            match field {
                Target::Name => profile.name.clone_from(&said.name),
                Target::Phone => profile.phone.clone_from(&said.phone),
                Target::Email => profile.email.clone_from(&said.email),
                Target::Birthday => profile.birthday = said.birthday,
                Target::JoinedOn => profile.joined_on = said.joined_on,
                Target::Store => profile.store.clone_from(&said.store),
                Target::Channel => profile.channel.clone_from(&said.channel),
                Target::Tags => profile.tags.clone_from(&said.tags),
                Target::Consents => profile.consents.clone_from(&said.consents),
                Target::ReferrerNo => profile.referrer_no.clone_from(&said.referrer_no),
                _ => {}
            }
        }
        profile
    }
}

/// Sets a field whose words can't be wrong.
fn set(profile: &mut Profile, field: Target, value: &str) {
    let known = profile.set(field.word(), value);
    debug_assert!(known.is_ok(), "days are read before");
}

fn same(field: Target, a: &Profile, b: &Profile) -> bool {
    match field {
        Target::Name => a.name == b.name,
        Target::Phone => a.phone == b.phone,
        Target::Email => a.email == b.email,
        Target::Birthday => a.birthday == b.birthday,
        Target::JoinedOn => a.joined_on == b.joined_on,
        Target::Store => a.store == b.store,
        Target::Channel => a.channel == b.channel,
        Target::Tags => a.tags == b.tags,
        Target::Consents => a.consents == b.consents,
        Target::ReferrerNo => a.referrer_no == b.referrer_no,
        _ => true,
    }
}
