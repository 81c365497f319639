//! `loyaltui clv …`.

mod at;
mod fit;
mod newcomer;
mod params;
mod table;

use super::args::{AsOf, Query};
use super::context::CliContext;
use super::csv::{CodesArg, CsvArgs};
use super::fail::CliFailure;
use super::show;
use crate::cli::progress_watch::Scan;
use crate::documents::clv::WorthPageDoc;
use crate::domain::export::MembersExport;
use crate::domain::question::{ListMemberValues, MemberListQuery, ValueOrder};
use clap::{Args, Subcommand, ValueEnum};
use params::HorizonArg;

/// Show customer value and churn risk: probability active, expected purchases, value
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "For a member number, a segment, a saved filter, a filter, or * for all members with a purchase."
)]
pub struct Clv {
    #[command(flatten)]
    query: Query,
    #[command(flatten)]
    as_of: AsOf,
    /// Rows at most [default: 50; all with --csv]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    horizon: HorizonArg,
    /// Sort by member_no, value or risk (value at stake), the largest first
    #[arg(long, value_name = "FIELD", value_enum, default_value = "member_no", hide_possible_values = true)]
    sort: SortArg,
    #[command(flatten)]
    csv: CsvArgs,
    #[command(flatten)]
    codes: CodesArg,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fit the models and test them on held-out days
    Fit(fit::FitArgs),
    /// Say how many purchases a new member makes, and with what chances
    New(newcomer::NewMember),
    /// Say what models with given parameters tell, and how likely they make what was bought
    At(Box<at::AtArgs>),
}

/// What a list of values can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum SortArg {
    MemberNo,
    Value,
    Risk,
}

impl SortArg {
    fn order(self) -> Option<ValueOrder> {
        match self {
            Self::MemberNo => None,
            Self::Value => Some(ValueOrder::Value),
            Self::Risk => Some(ValueOrder::Risk),
        }
    }
}

/// Rows that are shown where nothing else is said.
const ROWS: usize = 50;

impl Clv {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        match &self.command {
            Some(Command::Fit(command)) => return command.run(context),
            Some(Command::New(command)) => return command.run(context),
            Some(Command::At(command)) => return command.run(context),
            None => {}
        }
        let mut desk = context.open()?;
        let query = Some(self.query.text()).filter(|text| !text.trim().is_empty()).unwrap_or_else(|| "*".to_owned());
        let list = MemberListQuery { query, as_of: self.as_of.as_of, ..MemberListQuery::default() };
        if let Some(file) = self.csv.wanted() {
            let words = self.codes.words(context, &desk)?;
            let export = MembersExport { list, limit: self.limit, with_value: true, words, ..MembersExport::default() };
            return file.members(context, &mut desk, export);
        }
        let question = ListMemberValues {
            list,
            rows: 0..self.limit.unwrap_or(ROWS),
            weeks: self.horizon.weeks(),
            order: self.sort.order(),
        };
        let page = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let programs = desk.programs()?;
        context.print(&WorthPageDoc::new(&page), || show::clv::page(context.tell(&programs), &page))
    }
}
