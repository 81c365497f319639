//! Bringing a file in: its name, what its columns are, what would come of it, and how far it is.

use crate::domain::import::form::{Examined, TableSource};
use crate::domain::import::header::ColumnMatch;
use crate::domain::import::intake::{ExploredFile, FileProblem, ImportTally};
use crate::domain::num::grouped;
use crate::shell::Shell;
use crate::shell::import_dialog::{ImportDialog, ImportSetting, ImportStage};
use crate::shell::regions::{ClickTarget, PartFit};
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, rows};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::field;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns of the window at most, and of the one with the columns of the file and what stands in them.
const WIDTH: u16 = 96;
const COLUMNS_WIDTH: u16 = 160;

pub fn draw(canvas: &mut Canvas, shell: &Shell, dialog: &ImportDialog, area: Rect) {
    match dialog.stage {
        ImportStage::File => file(canvas, dialog, area),
        ImportStage::Columns => columns(canvas, dialog, area),
        ImportStage::Trial => trial(canvas, shell, dialog, area),
        ImportStage::Writing => writing(canvas, dialog, area),
    }
}

fn window(canvas: &mut Canvas, dialog: &ImportDialog, height: u16, area: Rect) -> Rect {
    let words = canvas.words;
    let name = dialog.file.text().rsplit('/').next().unwrap_or_default();
    let title = match dialog.stage {
        ImportStage::File => t!(words, "import_dialog.title"),
        ImportStage::Columns | ImportStage::Trial | ImportStage::Writing => {
            t!(words, "import_dialog.title_of", file = name)
        }
    };
    let width = if dialog.stage == ImportStage::Columns { COLUMNS_WIDTH } else { WIDTH };
    canvas.window(area, (width, height), &StyledLine::of(Tone::Strong, title), &StyledLine::default())
}

fn sentences(canvas: &mut Canvas, tone: Tone, text: &str, area: Rect) {
    let lines = wrapped(text, area.width.into()).into_iter().map(|line| StyledLine::of(tone, line));
    canvas.lines(area, &lines.collect::<Vec<_>>());
}

fn file(canvas: &mut Canvas, dialog: &ImportDialog, area: Rect) {
    let words = canvas.words;
    let inner = window(canvas, dialog, 8, area);
    let hint = t!(words, "import_dialog.placeholder");
    field::draw(canvas, Rect { height: inner.height.min(1), ..inner }, &dialog.file, true, &hint);
    let rest = below(inner, 2);
    match told(words, dialog) {
        Some(problem) => sentences(canvas, Tone::Bad, &format!("✗ {problem}"), rest),
        None => sentences(canvas, Tone::Dim, &t!(words, "import_dialog.hint"), rest),
    }
}

/// What stands against the file as it is to be read.
fn told(words: Words, dialog: &ImportDialog) -> Option<String> {
    if let Some(failure) = dialog.explored.failure() {
        return Some(wording::failure(words, failure));
    }
    let path = dialog.explored.answered().map(|question| question.path.clone()).unwrap_or_default();
    Some(match dialog.problem()? {
        FileProblem::NotFound => t!(words, "import_dialog.not_found", path = path),
        FileProblem::Unreadable(reason) => t!(words, "import.unreadable", reason = reason),
        FileProblem::Form(error) => words.setup_error(error),
    })
}

fn columns(canvas: &mut Canvas, dialog: &ImportDialog, area: Rect) {
    let words = canvas.words;
    let settings = dialog.settings();
    let len = dialog.rows();
    let height = u16::try_from(len + 6).unwrap_or(u16::MAX);
    let inner = window(canvas, dialog, height, area);
    let list = Rect { height: inner.height.saturating_sub(3), ..inner };
    canvas.regions.overlay = PartFit { rows: list.height.into(), len, ..PartFit::default() };
    if let Some(found) = dialog.found() {
        let cursor = dialog.list.cursor(len);
        let row = |at: usize, columns: usize| match settings.get(at) {
            Some(setting) => setting_line(words, dialog, found, *setting, at == cursor),
            None => column_line(words, &found.examined, at - settings.len(), at == cursor, columns),
        };
        table::draw(canvas, list, (dialog.list, len), RowStyle::CHOOSING, row, ClickTarget::OverlayRow);
    }
    let foot = below(inner, list.height + 1);
    let missing = dialog.found().map(|found| found.missing.as_slice()).unwrap_or_default();
    match (told(words, dialog), missing) {
        (Some(problem), _) => sentences(canvas, Tone::Bad, &format!("✗ {problem}"), foot),
        (None, []) => sentences(canvas, Tone::Dim, &t!(words, "import_dialog.ready"), foot),
        (None, missing) => {
            let fields: Vec<String> = missing.iter().map(|field| words.import_field(*field)).collect();
            let text = t!(words, "import_dialog.missing", fields = words.list(&fields));
            sentences(canvas, Tone::Warn, &format!("! {text}"), foot);
        }
    }
}

/// An option as a field of a form shows it: between arrows where the cursor stands.
fn option(text: &str, here: bool) -> StyledLine {
    if here {
        StyledLine::of(Tone::Accent, "‹ ").then(Tone::Selected, text).then(Tone::Accent, " ›")
    } else {
        StyledLine::of(Tone::Text, text)
    }
}

/// Columns of the labels at the left.
const LABEL: usize = 26;

fn setting_line(
    words: Words,
    dialog: &ImportDialog,
    found: &ExploredFile,
    setting: ImportSetting,
    here: bool,
) -> StyledLine {
    let yes_or_no = |yes: bool| if yes { t!(words, "import_dialog.yes") } else { t!(words, "import_dialog.no") };
    let (label, value) = match setting {
        ImportSetting::Kind => (t!(words, "import_dialog.kind"), words.import_kind(found.examined.kind)),
        ImportSetting::Encoding => {
            let name = match &found.examined.source {
                TableSource::Text { encoding, .. } => encoding.name(),
                TableSource::Sheet { .. } => "",
            };
            let value = match dialog.form.encoding {
                None => t!(words, "import_dialog.recognised", what = name),
                Some(encoding) => encoding.name().to_owned(),
            };
            (t!(words, "import_dialog.encoding"), value)
        }
        ImportSetting::Sheet => {
            let name = match &found.examined.source {
                TableSource::Sheet { name } => name.clone(),
                TableSource::Text { .. } => String::new(),
            };
            (t!(words, "import_dialog.sheet"), name)
        }
        ImportSetting::Decimal => {
            let value = match dialog.decimal {
                None => t!(words, "import_dialog.decimal_auto"),
                Some(mark) => mark.sign().to_string(),
            };
            (t!(words, "import_dialog.decimal"), value)
        }
        ImportSetting::Update => (t!(words, "import_dialog.update"), yes_or_no(dialog.update)),
        ImportSetting::Blank => (t!(words, "import_dialog.blank"), yes_or_no(dialog.blank_erases)),
        ImportSetting::Enrol => (t!(words, "import_dialog.enrol"), yes_or_no(dialog.enrol)),
    };
    StyledLine::of(Tone::Text, " ").left(Tone::Dim, label, LABEL).and(option(&value, here))
}

fn column_line(words: Words, examined: &Examined, place: usize, here: bool, columns: usize) -> StyledLine {
    let Some(column) = examined.columns.get(place) else { return StyledLine::default() };
    let line = StyledLine::of(Tone::Text, " ").left(Tone::Strong, &column.name, LABEL);
    let line = match column.field {
        Some((field, how)) => {
            let sure = match how {
                ColumnMatch::Named | ColumnMatch::Mapped => "→ ",
                ColumnMatch::Recognised => "≈ ",
            };
            line.then(Tone::Accent, sure).and(option(&words.import_field(field), here))
        }
        None => line.then(Tone::Dim, "– ").and(option(&t!(words, "import_dialog.unused"), here).all(Tone::Dim)),
    };
    let examples: Vec<&str> = examined
        .rows
        .iter()
        .filter_map(|row| row.get(place).map(String::as_str))
        .filter(|text| !text.is_empty())
        .take(3)
        .collect();
    let gap = (LABEL + 24).saturating_sub(line.width()).max(2);
    let room = columns.saturating_sub(line.width() + gap);
    line.then(Tone::Text, " ".repeat(gap)).left(Tone::Dim, examples.join(" · "), room)
}

fn trial(canvas: &mut Canvas, shell: &Shell, dialog: &ImportDialog, area: Rect) {
    let words = canvas.words;
    let lines = match (dialog.trial.answer(), &dialog.trial.pending) {
        (_, Some(pending)) => vec![StyledLine::of(Tone::Dim, progress(words, pending.percent()))],
        (Some(tally), None) if dialog.trial.failed.is_none() => {
            let path = dialog.trial.answered().map(|question| question.plan.path.as_str()).unwrap_or_default();
            tally_lines(words, shell, (tally, path), usize::from(WIDTH.min(area.width)).saturating_sub(4))
        }
        (_, None) => {
            let told = dialog.trial.failure().map(|failure| wording::failure(words, failure)).unwrap_or_default();
            vec![StyledLine::of(Tone::Bad, format!("✗ {told}"))]
        }
    };
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).max(6);
    let inner = window(canvas, dialog, height, area);
    let (fit, len) = (usize::from(inner.height), lines.len());
    canvas.regions.overlay = PartFit { rows: fit, len, ..PartFit::default() };
    for (line, place) in lines[dialog.list.window(len, fit)].iter().zip(rows(inner)) {
        canvas.line(place, line);
    }
}

/// What an import would do: counts, what to press, and the rows that are not taken. Each line is whole.
fn tally_lines(words: Words, shell: &Shell, (tally, path): (&ImportTally, &str), columns: usize) -> Vec<StyledLine> {
    let count = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let wrapped = |tone, text: &str| wrapped(text, columns).into_iter().map(move |line| StyledLine::of(tone, line));
    let mut lines = Vec::new();
    let tone = if tally.rejected > 0 { Tone::Warn } else { Tone::Strong };
    lines.extend(wrapped(tone, &words.import_counts(tally)));
    lines.extend(match (tally.would_write(), tally.rejected > 0) {
        (true, _) => wrapped(Tone::Dim, &t!(words, "import_dialog.nothing_saved")),
        (false, true) => wrapped(Tone::Bad, &format!("✗ {}", t!(words, "import_dialog.all_rejected"))),
        (false, false) => wrapped(Tone::Dim, &t!(words, "import_dialog.nothing_new")),
    });
    if tally.cells_rejected > 0 {
        lines.extend(wrapped(Tone::Warn, &t!(words, "import_dialog.cells_rejected", n = count(tally.cells_rejected))));
    }
    if !tally.errors.is_empty() {
        lines.push(StyledLine::default());
    }
    for error in &tally.errors {
        let name = |field| words.import_field(field);
        let text = words.rejected_row(error, name, shell.setup.programs.currency());
        lines.extend(wrapped(Tone::Text, &text));
    }
    let more = (tally.rejected + tally.cells_rejected).saturating_sub(tally.errors.len() as u64);
    if more > 0 {
        lines.extend(wrapped(Tone::Dim, &t!(words, "import_dialog.more", n = count(more))));
    }
    if !tally.errors.is_empty() {
        lines.push(StyledLine::default());
        lines.extend(wrapped(Tone::Dim, &t!(words, "import_dialog.errors_file", path = path)));
    }
    lines
}

fn progress(words: Words, percent: Option<u64>) -> String {
    match percent {
        Some(percent) => t!(words, "import_dialog.working_at", percent = percent),
        None => t!(words, "import_dialog.working"),
    }
}

fn writing(canvas: &mut Canvas, dialog: &ImportDialog, area: Rect) {
    let words = canvas.words;
    let inner = window(canvas, dialog, 6, area);
    let done = dialog.writing.and_then(|(_, progress)| progress).filter(|(_, total)| *total > 0);
    let percent = done.map(|(done, total)| (done.saturating_mul(100) / total).min(100));
    let text = match percent {
        Some(percent) => t!(words, "import_dialog.saving_at", percent = percent),
        None => t!(words, "import_dialog.saving"),
    };
    canvas.line(inner, &StyledLine::of(Tone::Strong, text));
    sentences(canvas, Tone::Dim, &t!(words, "import_dialog.stop"), below(inner, 2));
}
