//! What the pane knows.

use crate::domain::alert_list::{AlertStanding, FiredAlert};
use crate::domain::care::CareRow;
use crate::domain::contact::ContactOutcome;
use crate::domain::day::{Day, Instant};
use crate::domain::enumeration::enumeration;
use crate::domain::figure::FigureCode;
use crate::domain::num::MemberId;
use crate::domain::overview::Figure;
use crate::domain::question::{ListCare, ShowActivation, ShowAlerts, ShowLost, ShowOverview, ShowPoints};
use crate::domain::target_rows::{TargetRow, target_rows};
use crate::parts;
use crate::shell::Shell;
use crate::shell::field::TextField;
use crate::shell::form::MemberRef;
use crate::shell::list::ListState;
use crate::shell::slot::Slot;
use crate::shell::ticket::Ticket;

/// Rows of the care list that are asked for; who wants more exports them.
const CARE_ROWS: usize = 500;

enumeration! {
    /// A tab of the pane.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum OverviewTab {
        #[default]
        Figures,
        Alerts,
        Care,
        Targets,
    }
}

parts! {
    /// What of the pane is clicked.
    pub enum OverviewPart {
        Tabs,
        Figures,
        Alerts,
        Care,
        Targets,
        Activation,
        Lost,
    }
}

/// What the pane knows.
#[derive(Debug, Clone, Default)]
pub struct OverviewPane {
    pub tab: OverviewTab,
    pub overview: Slot<ShowOverview>,
    /// The figures of points take longer and come by themselves.
    pub points: Slot<ShowPoints>,
    pub alerts: Slot<ShowAlerts>,
    /// When the alerts were asked for and came, and under which version of the programme.
    pub(in crate::panes::overview) watched: Option<AlertsWatched>,
    /// The cursor among the rules.
    pub rule: ListState,
    pub care: Slot<ListCare>,
    /// The weeks of joining, once they have been asked for.
    pub activation: Slot<ShowActivation>,
    /// Lost members, once they have been asked for.
    pub lost: Slot<ShowLost>,
    /// The cursor among the figures.
    pub figure: ListState,
    /// The cursor in the care list.
    pub list: ListState,
    /// The cursor among the targets.
    pub target: ListState,
    /// The member under the cursor of the care list.
    pub here: Option<MemberRef>,
    /// Its dialogs that lie over the panes, the topmost last.
    pub dialogs: Vec<OverviewDialog>,
    /// What is being written, and under which name.
    pub(in crate::panes::overview) exporting: Option<(Ticket, ExportedFile)>,
    /// Whether columns of everybody are held for it.
    pub(in crate::panes::overview) is_warm: bool,
    /// Who was under the cursor before the list was asked for again.
    pub(in crate::panes::overview) before: Option<PlaceBefore>,
}

/// When the alerts were looked at last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::panes::overview) struct AlertsWatched {
    pub program: i64,
    pub day: Day,
    pub asked: Instant,
    /// `None` while the answer is waited for.
    pub came: Option<Instant>,
}

/// Who was under the cursor of the care list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::panes::overview) struct PlaceBefore {
    pub member: MemberId,
    pub at: usize,
    pub last_contact: Option<(Day, ContactOutcome)>,
}

/// A file that the pane writes, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::panes::overview) enum ExportedFile {
    Care(String),
    Report(String),
}

/// A dialog of the pane.
#[derive(Debug, Clone)]
pub enum OverviewDialog {
    /// How a figure is made.
    Definition(FigureCode),
    /// What the rule of an alert watches, by its code.
    Rule(String),
    /// By week of joining, who buys on a second day; the first week in sight.
    Activation(ListState),
    /// Why members left, and who of the lost has bought again; the first line in sight.
    Lost(ListState),
    /// Where the care list shall be written.
    Csv(TextField),
    /// Where the figures shall be written as a page.
    Report(TextField),
}

impl OverviewPane {
    /// The care list that it shows.
    pub fn care_question(shell: &Shell) -> ListCare {
        ListCare { day: shell.as_of, base: shell.base(), limit: CARE_ROWS }
    }

    /// Every figure that has come, in order.
    pub fn figures(&self) -> Vec<Figure> {
        let quick = self.overview.answer().map(|overview| overview.figures.clone()).unwrap_or_default();
        let points = self.points.answer().map(|points| points.figures()).unwrap_or_default();
        quick.into_iter().chain(points).collect()
    }

    /// What was planned, once the figures have come; `None` where they are of a part of the members.
    pub fn targets(&self, shell: &Shell) -> Option<Vec<TargetRow>> {
        let (overview, points) = (self.overview.answer()?, self.points.answer()?);
        shell.scope.is_none().then(|| target_rows(&shell.setup.programs, overview, points))
    }

    /// The figure under the cursor.
    pub fn figure_here(&self) -> Option<Figure> {
        let mut figures = self.figures();
        let at = self.figure.cursor(figures.len());
        (at < figures.len()).then(|| figures.swap_remove(at))
    }

    /// The target under the cursor.
    pub fn target_here(&self, shell: &Shell) -> Option<TargetRow> {
        let rows = self.targets(shell)?;
        rows.get(self.target.cursor(rows.len())).copied()
    }

    /// How what is under the cursor is made.
    pub fn definition_here(&self, shell: &Shell) -> Option<OverviewDialog> {
        match self.tab {
            OverviewTab::Figures => self.figure_here().map(|figure| OverviewDialog::Definition(figure.code)),
            OverviewTab::Alerts => self.rule_here().map(|standing| OverviewDialog::Rule(standing.rule.code.clone())),
            OverviewTab::Targets => self.target_here(shell).map(|row| OverviewDialog::Definition(row.code)),
            OverviewTab::Care => None,
        }
    }

    /// The rule under the cursor.
    pub fn rule_here(&self) -> Option<&AlertStanding> {
        let rules = &self.alerts.answer()?.rules;
        rules.get(self.rule.cursor(rules.len()))
    }

    /// The alert of the rule under the cursor that is to be acknowledged.
    pub fn alert_here(&self) -> Option<&FiredAlert> {
        self.alerts.answer()?.open_alert(&self.rule_here()?.rule.code)
    }

    /// The rows of the care list on the screen, current or dimmed.
    pub fn care_rows(&self) -> &[CareRow] {
        self.care.answer().map_or(&[], |list| &list.rows)
    }

    /// Whether the rows are those that are wanted. Nothing acts on them otherwise.
    pub fn is_current(&self, shell: &Shell) -> bool {
        self.care.failed.is_none()
            && self.care.answered().is_some_and(|answered| *answered == Self::care_question(shell))
    }

    /// The row of the care list under the cursor, where it may be acted upon.
    pub fn care_here(&self, shell: &Shell) -> Option<&CareRow> {
        let rows = self.care_rows();
        let acts = self.tab == OverviewTab::Care && self.is_current(shell);
        if acts { rows.get(self.list.cursor(rows.len())) } else { None }
    }
}
