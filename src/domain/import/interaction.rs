//! One row of a file of interactions, read, and whether it is known.

use super::reader::RowReader;
use super::reject::{CellReject, RowReject};
use super::split::CsvRow;
use super::target::ImportField;
use super::text;
use super::words::mapped;
use crate::domain::day::Day;
use crate::domain::num::MemberId;
use serde::{Deserialize, Serialize};

pub use super::feedback::MatchResult;

/// An interaction: whose, on which day, by which channel, of which kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InteractionInput {
    /// The line on which it stands; 0 for one that is on file.
    pub line: u64,
    pub member: MemberId,
    pub day: Day,
    /// Empty where the row has none.
    pub channel: String,
    /// In lower case.
    pub kind: String,
    pub reference: String,
    /// The digest of the reference, by which it is known again.
    pub hash: i64,
    /// Why the member left, a code of the programme; empty where the row does not say.
    pub churn: String,
}

impl InteractionInput {
    /// Everything that makes an interaction the one it is.
    fn content(&self) -> impl Ord + '_ {
        (self.hash, self.day, self.member, &self.channel, &self.kind)
    }

    /// Whether two are one and the same, as far as counts of a day can tell.
    pub fn is(&self, other: &Self) -> bool {
        self.content() == other.content()
    }
}

/// Puts interactions in the order in which they are settled: those with one reference side by side, the earliest first.
pub fn sort(rows: &mut [InteractionInput]) {
    rows.sort_by(|a, b| a.content().cmp(&b.content()).then(a.line.cmp(&b.line)));
}

/// What becomes of interactions that share a reference, in their order. `known`: the one on file that has it.
pub fn settle(rows: &[InteractionInput], known: Option<&InteractionInput>) -> Vec<MatchResult> {
    let mut holder = known;
    let mut verdicts = Vec::with_capacity(rows.len());
    for row in rows {
        verdicts.push(match holder {
            None => {
                holder = Some(row);
                MatchResult::New
            }
            Some(holder) if holder.is(row) => MatchResult::Unchanged,
            Some(_) => MatchResult::Conflict,
        });
    }
    verdicts
}

impl RowReader {
    /// Reads a row that has its shape; whose it is, is known. `digest` answers the digest of a reference.
    pub fn interaction(
        &self,
        row: CsvRow<'_>,
        member: MemberId,
        digest: impl FnOnce(&str) -> i64,
    ) -> Result<InteractionInput, CellReject> {
        let at = self.moment(row, ImportField::HappenedAt)?;
        let kind = text::required(&self.layout, row, ImportField::Kind)?;
        // A word of the file's own, held to what a code may be.
        text::code(&self.layout, row, ImportField::Kind)?;
        text::required(&self.layout, row, ImportField::Ref)?;
        let reference = text::code(&self.layout, row, ImportField::Ref)?;
        Ok(InteractionInput {
            line: row.line(),
            member,
            day: self.zone.day_of(at),
            channel: text::code(&self.layout, row, ImportField::Channel)?.to_owned(),
            kind: mapped(&self.values, ImportField::Kind, kind).to_lowercase(),
            reference: reference.to_owned(),
            hash: digest(reference),
            churn: self.churn_reason(row)?,
        })
    }
}

impl RowReader {
    /// A churn reason of the programme; empty where the row has none.
    fn churn_reason(&self, row: CsvRow<'_>) -> Result<String, CellReject> {
        let code = text::code(&self.layout, row, ImportField::ChurnReason)?;
        if code.is_empty() || self.churn_reasons.iter().any(|known| known == code) {
            return Ok(code.to_owned());
        }
        let known = self.churn_reasons.clone();
        Err(text::bad(ImportField::ChurnReason, RowReject::UnknownWord { known }, code))
    }
}

#[cfg(test)]
mod tests {
    use super::super::setup::{Layout, Mapping};
    use super::super::split::{CsvRows, Delimiter, Splitter};
    use super::super::target::ImportKind;
    use super::*;
    use crate::domain::day::Zone;
    use crate::domain::program::Program;
    use rstest::rstest;

    const HEADER: &str = "ref,member_no,happened_at,kind,channel";

    fn read(line: &str) -> Result<InteractionInput, (Option<ImportField>, &'static str)> {
        let header: Vec<String> = HEADER.split(',').map(str::to_owned).collect();
        let layout = Layout::of_header(ImportKind::Events, &header, &Mapping::default()).unwrap();
        let now = Zone::default().start_of(Day::parse("2026-11-22").unwrap());
        let reading = RowReader::new(layout, &Program::default(), now);
        let mut rows = CsvRows::default();
        Splitter::new(Delimiter::default()).step(line.as_bytes(), true, &mut rows);
        let digest = |reference: &str| i64::try_from(reference.len()).unwrap();
        let read = reading.interaction(rows.iter().next().unwrap(), MemberId(7), digest);
        read.map_err(|bad| (bad.column, bad.reason.code()))
    }

    #[test]
    fn a_row_says_who_did_what_where_and_on_which_day() {
        let row = read("E-17,M1,2026-11-01 23:59,Click,wechat").unwrap();
        assert_eq!((row.member, row.day, row.hash), (MemberId(7), Day::parse("2026-11-01").unwrap(), 4));
        assert_eq!((row.kind.as_str(), row.channel.as_str(), row.reference.as_str()), ("click", "wechat", "E-17"));
        assert_eq!(read("E-17,M1,2026-11-01,到店,").unwrap().channel, "");
    }

    #[rstest]
    #[case::no_time("E,M1,,click,", ImportField::HappenedAt, "missing")]
    #[case::ahead("E,M1,2026-11-24,click,", ImportField::HappenedAt, "future")]
    #[case::no_kind("E,M1,2026-11-01,,", ImportField::Kind, "missing")]
    #[case::no_reference(",M1,2026-11-01,click,", ImportField::Ref, "missing")]
    fn what_is_wrong_is_named(#[case] line: &str, #[case] column: ImportField, #[case] why: &'static str) {
        assert_eq!(read(line).unwrap_err(), (Some(column), why));
    }

    fn one(day: i64, hash: i64) -> InteractionInput {
        InteractionInput { day: Day(day), hash, ..read("E,M1,2026-11-01,click,app").unwrap() }
    }

    #[test]
    fn of_one_reference_the_first_counts() {
        let rows = [one(1, 7), one(1, 7), one(2, 7)];
        assert_eq!(settle(&rows, None), [MatchResult::New, MatchResult::Unchanged, MatchResult::Conflict]);
        assert_eq!(
            settle(&rows, Some(&one(2, 7))),
            [MatchResult::Conflict, MatchResult::Conflict, MatchResult::Unchanged]
        );
    }
}
