//! A file that is to be brought in: what it holds, how it is read, what its beginning tells, and what came of it.

use super::form::{Examined, FileForm, examine};
use super::number::DecimalMark;
use super::reject::RowError;
use super::setup::SetupError;
use super::target::{ImportField, ImportKind};
use super::workbook;
use uuid::Uuid;

/// What is to be made of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPlan {
    /// The whole path of the file.
    pub path: String,
    pub kind: ImportKind,
    pub form: FileForm,
    /// What stands before decimals, where it was said.
    pub decimal: Option<DecimalMark>,
    /// Blank cells empty what is known.
    pub blank_erases: bool,
    /// Purchases of members that are not known make them.
    pub enrol: bool,
    /// Known members take other fields.
    pub update: bool,
}

/// What the beginning of a file tells, also where not all is known of it that an import needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExploredFile {
    pub examined: Examined,
    /// Fields that every row must say and that no column was recognised for.
    pub missing: Vec<ImportField>,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
}

/// Why a file can't be explored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileProblem {
    /// There is no ordinary file at its path.
    NotFound,
    /// The system does not let it be read, for this reason.
    Unreadable(String),
    /// It is not as described.
    Form(Box<SetupError>),
}

/// What an import did, or would do: rows, and the first of those that were not taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportTally {
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub rejected: u64,
    /// Cells that were left out of rows that were taken.
    pub cells_rejected: u64,
    pub errors: Vec<RowError>,
    /// The operation that an undo reverses; `None`: nothing was written.
    pub operation: Option<Uuid>,
}

impl ImportTally {
    /// Whether an import like this one would change anything.
    pub fn would_write(&self) -> bool {
        self.new + self.updated > 0
    }
}

/// What stands for a field that no column says, so that the rest of the file can be looked at.
const STAND_IN: &str = "?";

/// A sheet that no workbook has: asking for it tells those that there are.
const NO_SHEET: &str = "\u{0}";

/// Says what the beginning of a file tells; what it would have to say and does not is named. `bytes`: of a text its beginning,
/// and all of a workbook; `whole`: there are no more. `kind`: what it holds, where that was said.
pub fn explore(
    form: &FileForm,
    kind: Option<ImportKind>,
    bytes: &[u8],
    whole: bool,
) -> Result<ExploredFile, SetupError> {
    let mut sheets = Vec::new();
    if workbook::is_workbook(bytes)
        && let Err(SetupError::NoSuchSheet { sheets: known, .. }) = workbook::read(bytes, Some(NO_SHEET))
    {
        sheets = known;
    }
    let (mut form, mut kind, mut missing) = (form.clone(), kind, Vec::new());
    loop {
        match examine(&form, kind, bytes, whole) {
            Ok(examined) => return Ok(ExploredFile { examined, missing, sheets }),
            // Nothing in it is known: somebody says what each column is.
            Err(SetupError::UnknownKind { .. }) if kind.is_none() => kind = Some(ImportKind::Members),
            Err(SetupError::MissingColumn { target, .. }) if !missing.contains(&target) => {
                form.mapping.map.retain(|(word, column)| word != target.word() || !column.is_empty());
                form.mapping.set.push((target.word().to_owned(), STAND_IN.to_owned()));
                missing.push(target);
            }
            Err(other) => return Err(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn explored(bytes: &[u8], kind: Option<ImportKind>) -> ExploredFile {
        explore(&FileForm::default(), kind, bytes, true).unwrap()
    }

    #[rstest]
    #[case::all_known("会员号,姓名\nM1,张三\n", None, ImportKind::Members, &[])]
    #[case::nothing_known("wer,was\nM1,Ann\n", None, ImportKind::Members, &[ImportField::MemberNo])]
    #[case::half_known(
        "订单号,会员号,积分抵扣\nA1,M1,20\n",
        Some(ImportKind::Purchases),
        ImportKind::Purchases,
        &[ImportField::PurchasedAt, ImportField::Amount]
    )]
    fn what_is_missing_is_named_and_the_columns_are_shown(
        #[case] text: &str,
        #[case] said: Option<ImportKind>,
        #[case] kind: ImportKind,
        #[case] missing: &[ImportField],
    ) {
        let found = explored(text.as_bytes(), said);
        assert_eq!((found.examined.kind, found.missing.as_slice()), (kind, missing));
        assert_eq!(found.examined.rows.len(), 1);
    }

    #[test]
    fn a_workbook_names_its_sheets() {
        assert!(!explored(include_bytes!("../../../tests/data/members.xlsx"), None).sheets.is_empty());
    }

    #[test]
    fn a_file_without_rows_is_none() {
        assert_eq!(explore(&FileForm::default(), None, b"", true), Err(SetupError::Empty));
    }
}
