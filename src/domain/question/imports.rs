//! Questions about a file that is to be brought in.

use crate::domain::import::form::FileForm;
use crate::domain::import::intake::ImportPlan;
use crate::domain::import::target::ImportKind;

/// What the beginning of a file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamineFile {
    /// The file as it was typed; the edge makes it a whole path.
    pub path: String,
    pub form: FileForm,
    /// What it holds; `None`: its header tells.
    pub kind: Option<ImportKind>,
}

/// What an import would do; nothing is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TryImport {
    pub plan: ImportPlan,
}
