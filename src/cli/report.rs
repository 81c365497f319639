//! `loyaltui report`: the figures of a day as a page to be handed on.

use super::args::{Scope, day};
use super::context::CliContext;
use super::fail::CliFailure;
use super::out;
use super::progress_watch::Scan;
use crate::desk::Desk;
use crate::desk::error::StoreError;
use crate::desk::export_csv::Existing;
use crate::documents::report::{ReportContent, ReportSheet, markdown, page, sheets};
use crate::domain::day::Day;
use crate::domain::question::{ShowLost, ShowOverview, ShowPoints};
use crate::domain::target_rows::target_rows;
use crate::t;
use crate::text::path_text;
use clap::{ArgGroup, Args};
use serde_json::json;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Save the figures of a day as a page, as Markdown or as CSV files
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("format").required(true))]
#[command(
    after_help = "The page holds everything it shows: no script, no link to the outside; it prints on A4. The same data and day make the \
    same bytes."
)]
pub struct ReportArgs {
    /// Save an HTML page; - is standard output
    #[arg(long, value_name = "FILE", group = "format")]
    html: Option<PathBuf>,
    /// Save Markdown; - is standard output
    #[arg(long, value_name = "FILE", group = "format")]
    md: Option<PathBuf>,
    /// Save CSV files in a folder: figures, months, targets, points, expiry, tiers, churn
    #[arg(long, value_name = "DIR", group = "format")]
    csv_dir: Option<PathBuf>,
    /// The last day of the report and its month, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Day>,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    scope: Scope,
}

impl ReportArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let (base, as_of) = (self.scope.base(), self.to);
        let mut watch = Scan::begin(context)?;
        let overview = context.ask_watched(&mut desk, ShowOverview { base: base.clone(), as_of }, &mut watch)?;
        let points = context.ask_watched(&mut desk, ShowPoints { base: base.clone(), as_of }, &mut watch)?;
        let lost = context.ask_watched(&mut desk, ShowLost { base: base.clone(), as_of }, &mut watch)?;
        let programs = desk.programs()?;
        let targets = if base == "*" { target_rows(&programs, &overview, &points) } else { Vec::new() };
        let report = ReportContent {
            words: context.words,
            program: &programs.newest().program,
            scope: (base != "*").then_some(base.as_str()),
            overview: &overview,
            points: &points,
            targets: &targets,
            lost: &lost,
        };
        if let Some(folder) = &self.csv_dir {
            return self.save_sheets(
                context,
                &desk,
                folder,
                &sheets(&report).map_err(|e| CliFailure::stdout(&e))?,
                overview.day,
            );
        }
        let (path, text) = match (&self.html, &self.md) {
            (Some(path), _) => (path, page(&report)),
            (None, Some(path)) => (path, markdown(&report)),
            // The group asks for one of them.
            (None, None) => return Ok(()),
        };
        if path.as_os_str() == "-" {
            return out::raw(&text).map_err(|error| CliFailure::stdout(&error));
        }
        self.save(&desk, path, text.as_bytes())?;
        let (told, day) = (path_text(path), overview.day);
        let document = json!({ "report": told, "day": day });
        context.print(&document, || t!(context.words, "report.saved", path = told, day = day) + "\n")
    }

    fn save(&self, desk: &Desk, path: &Path, bytes: &[u8]) -> Result<(), CliFailure> {
        let existing = if self.force { Existing::Replace } else { Existing::Keep };
        let mut file = desk.new_file(path, existing, None).map_err(|error| CliFailure::Desk(error.into()))?;
        file.write_all(bytes).map_err(|error| CliFailure::file(path, &error))?;
        file.finish().map_err(|error| CliFailure::Desk(error.into()))
    }

    /// Every sheet in a folder, which is made where it is not there; nothing is begun where one of the files is there already.
    fn save_sheets(
        &self,
        context: &CliContext,
        desk: &Desk,
        folder: &Path,
        sheets: &[ReportSheet],
        day: Day,
    ) -> Result<(), CliFailure> {
        fs::create_dir_all(folder).map_err(|error| CliFailure::folder(folder, &error))?;
        let paths: Vec<PathBuf> = sheets.iter().map(|sheet| folder.join(sheet.name)).collect();
        if let Some(there) = paths.iter().find(|path| !self.force && path.exists()) {
            return Err(CliFailure::Desk(StoreError::Exists(there.clone()).into()));
        }
        for (path, sheet) in paths.iter().zip(sheets) {
            self.save(desk, path, &sheet.text)?;
        }
        let (told, files) = (path_text(folder), sheets.iter().map(|sheet| sheet.name).collect::<Vec<_>>());
        let document = json!({ "report": told, "day": day, "files": files });
        context.print(&document, || t!(context.words, "report.saved", path = told, day = day) + "\n")
    }
}
