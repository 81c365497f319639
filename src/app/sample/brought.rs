//! A file that is brought in, and what comes of it.

use crate::domain::import::intake::{ExploredFile, FileProblem, ImportPlan, ImportTally, explore};
use crate::domain::import::reject::{RowError, RowReject};
use crate::domain::import::target::ImportField;
use crate::domain::question::ExamineFile;

/// A file of which the number's column is not known.
const FILE: &str =
    "Nr.;姓名;手机号;bemerkung\nK1;张三;13700000001;ruft gern an\nK2;Ann;13700000002;\nK3;李四;1.38E+10;\n";

pub(super) fn explored(asked: &ExamineFile) -> Result<ExploredFile, FileProblem> {
    if asked.path.starts_with("none") {
        return Err(FileProblem::NotFound);
    }
    explore(&asked.form, asked.kind, FILE.as_bytes(), true).map_err(|error| FileProblem::Form(Box::new(error)))
}

/// What comes of a file: of one whose name begins with `bad` nothing.
pub(super) fn tally(plan: &ImportPlan) -> ImportTally {
    if plan.path.starts_with("bad") {
        let differs = |line| RowError {
            line,
            column: Some(ImportField::MemberNo),
            reason: RowReject::MemberDiffers { fields: vec![ImportField::Name, ImportField::Phone] },
            value: String::new(),
            only_cell: false,
        };
        return ImportTally { rejected: 60, errors: (2..5).map(differs).collect(), ..ImportTally::default() };
    }
    let spoiled = RowError {
        line: 4,
        column: Some(ImportField::Phone),
        reason: RowReject::Spoiled,
        value: "1.38E+10".to_owned(),
        only_cell: false,
    };
    ImportTally { new: 2, rejected: 1, errors: vec![spoiled], ..ImportTally::default() }
}
