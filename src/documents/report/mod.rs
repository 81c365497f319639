//! The report: the figures of a day with their definitions, as a page that prints or as Markdown. The same file and day make
//! the same bytes; the page has no script and no link to the outside.

mod audit;
mod escape;
mod html;
mod markdown;
mod sheets;
mod svg;

pub use audit::{AuditContent, audit_csv, audit_page};
pub use html::page;
pub use markdown::markdown;
pub use sheets::{ReportSheet, sheets};

use crate::domain::day::Day;
use crate::domain::lost::LostReport;
use crate::domain::overview::{Figure, Overview, PointsOverview};
use crate::domain::program::Program;
use crate::domain::target_rows::TargetRow;
use crate::t;
use crate::text::{Shown, Words};

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct ReportContent<'a> {
    pub words: Words,
    pub program: &'a Program,
    /// Whom it is about; `None`: all members.
    pub scope: Option<&'a str>,
    pub overview: &'a Overview,
    pub points: &'a PointsOverview,
    /// What was planned, where it is about all members.
    pub targets: &'a [TargetRow],
    /// Why members left, and who of the lost has bought again.
    pub lost: &'a LostReport,
}

impl ReportContent<'_> {
    fn title(&self) -> String {
        t!(self.words, "report.title", name = self.program.name)
    }

    /// The day, whom it is about, and the newest operation that is in it.
    fn subtitle(&self) -> String {
        let through = t!(self.words, "overview.through", day = self.overview.day, seq = self.overview.through.0);
        let scope = self.scope.map_or_else(|| t!(self.words, "report.everybody"), |scope| Shown::new(scope).into());
        format!("{scope} · {through}")
    }

    fn figures(&self) -> Vec<Figure> {
        self.overview.figures.iter().cloned().chain(self.points.figures()).collect()
    }

    fn value(&self, figure: &Figure) -> String {
        let told = |value| self.words.figure_value(value, &self.program.currency);
        figure.value.map_or_else(|| "–".to_owned(), told)
    }

    /// What the month began with, each flow that there was, and what is there; the sums tie.
    fn waterfall(&self) -> Vec<(String, i64)> {
        let (words, flows) = (self.words, self.words.point_flows(self.points.this_month()));
        let began = (t!(words, "overview.began_with"), self.points.month_began_with());
        let now = (t!(words, "overview.is_there"), self.points.outstanding.saturating_sub(self.points.owed));
        std::iter::once(began).chain(flows).chain([now]).collect()
    }

    /// Month, figure, plan, actual and share of each target.
    fn target_rows(&self) -> Vec<[String; 5]> {
        self.targets.iter().map(|row| self.words.target_row(row, &self.program.currency)).collect()
    }

    fn target_heads(&self) -> [String; 5] {
        let words = self.words;
        [
            t!(words, "targets.month"),
            t!(words, "overview.figure"),
            t!(words, "targets.plan"),
            t!(words, "targets.actual"),
            t!(words, "targets.share"),
        ]
    }

    /// Month, churn reason, how many of how many, and their share.
    fn churn_rows(&self) -> Vec<[String; 4]> {
        self.words.churn_rows(self.program, self.lost)
    }

    fn churn_heads(&self) -> [String; 4] {
        let words = self.words;
        [t!(words, "targets.month"), t!(words, "churn.reason"), t!(words, "overview.n"), t!(words, "churn.share")]
    }

    fn by_expiry(&self) -> Vec<(String, i64)> {
        let name = |first: &Option<Day>| first.map_or_else(|| t!(self.words, "overview.never"), month);
        self.points.by_expiry.iter().map(|(first, n)| (name(first), *n)).collect()
    }

    fn tiers(&self) -> Vec<(String, i64)> {
        let count = |n: &u64| i64::try_from(*n).unwrap_or(i64::MAX);
        let tiers = self.program.tiers.iter();
        tiers
            .filter_map(|tier| Some((self.words.tier_name(tier).to_owned(), count(self.points.tiers.get(&tier.code)?))))
            .collect()
    }
}

/// `2026-11`.
fn month(first: Day) -> String {
    first.to_string().get(..7).unwrap_or_default().to_owned()
}
