//! How far an import is: one line on standard error, where that is a terminal.

use crate::desk::Stopwatch;
use crate::desk::import::{ImportPhase, ImportProgress};
use crate::domain::num::grouped;
use crate::t;
use crate::text::Words;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line that shows the stage, how much of it is done, rows, rows a second, and the time left.
pub(super) struct ImportBar {
    words: Words,
    line: ProgressBar,
    stage: Option<ImportPhase>,
    begun: Stopwatch,
}

/// The line may be drawn this often.
const A_SECOND: u8 = 10;

impl ImportBar {
    pub(super) fn new(words: Words) -> Self {
        let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(A_SECOND));
        Self { words, line, stage: None, begun: Stopwatch::start() }
    }

    pub(super) fn show(&mut self, progress: ImportProgress) {
        if self.stage != Some(progress.stage) {
            self.begin(progress);
        }
        self.line.set_position(progress.done);
        let rate = u128::from(progress.rows) * 1_000 / self.begun.elapsed().as_millis().max(1);
        let rate = i64::try_from(rate).unwrap_or(i64::MAX);
        let rows = i64::try_from(progress.rows).unwrap_or(i64::MAX);
        self.line.set_message(t!(self.words, "import.rows", rows = grouped(rows), rate = grouped(rate)));
    }

    fn begin(&mut self, progress: ImportProgress) {
        self.stage = Some(progress.stage);
        self.begun = Stopwatch::start();
        let template = if progress.total.is_some() {
            "{prefix} {wide_bar} {percent:>3} %  {msg}  {eta_precise}"
        } else {
            "{prefix} {spinner} {msg}"
        };
        // A template that could not be read would leave the plain line of the library.
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.line.set_style(style);
        }
        if let Some(total) = progress.total {
            self.line.set_length(total);
        }
        self.line.reset();
        self.line.set_prefix(match progress.stage {
            ImportPhase::Reading => t!(self.words, "import.reading"),
            ImportPhase::Matching => t!(self.words, "import.matching"),
            ImportPhase::Writing => t!(self.words, "import.writing"),
            ImportPhase::Indexing => t!(self.words, "import.indexing"),
        });
    }

    pub(super) fn finish(&self) {
        self.line.finish_and_clear();
    }
}
