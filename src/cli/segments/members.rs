//! `loyaltui segments members NAME|QUERY`.

use crate::cli::args::{AsOf, Query};
use crate::cli::context::CliContext;
use crate::cli::csv::{CodesArg, CsvArgs};
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::segments::PageDoc;
use crate::domain::export::MembersExport;
use crate::domain::question::{ListMembers, MemberListQuery};
use crate::domain::segment_views::{Sort, SortBy};
use crate::t;
use clap::Args;

/// List the members of a segment, a saved filter or any filter
#[derive(Debug, Args)]
#[command(
    after_help = "* is all members. A segment: champions, loyal, potential, new, promising, needs_attention, about_to_sleep, \
                  at_risk, cant_lose, hibernating, lost. A filter: tier:gold spend>1000 last<30d rfm:champions points>=5000 \
                  tag:vip store:SH01 birthday:this-month was:at_risk@30d -status:frozen, and keywords."
)]
pub struct Members {
    #[command(flatten)]
    query: Query,
    #[command(flatten)]
    as_of: AsOf,
    /// Sort by member_no, name, tier, points, first_on, last_on, purchases, net_spend, rfm, segment, lifecycle, ends_this_month or
    /// earned_this_month; -FIELD: largest first
    #[arg(long, value_name = "FIELD", default_value = "member_no", allow_hyphen_values = true)]
    sort: String,
    /// Show the points that end this month and those earned in it (before refunds), too
    #[arg(long)]
    month: bool,
    /// Rows at most [default: 50; all with --csv]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    csv: CsvArgs,
    #[command(flatten)]
    codes: CodesArg,
    /// With --csv: only members who consent to this purpose
    #[arg(long, value_name = "PURPOSE", requires = "csv")]
    consent: Option<String>,
    /// With --csv: phone, e-mail and birthday unmasked
    #[arg(long, requires = "csv")]
    whole: bool,
}

/// Rows that are shown where nothing else is said.
const ROWS: usize = 50;

/// The columns that a list can be sorted by, as the contract names them.
const COLUMNS: [(&str, SortBy); 16] = [
    ("member_no", SortBy::MemberNo),
    ("name", SortBy::Name),
    ("tier", SortBy::Tier),
    ("points", SortBy::Points),
    ("first_on", SortBy::FirstOn),
    ("last_on", SortBy::LastOn),
    ("purchases", SortBy::Orders),
    ("net_spend", SortBy::NetSpend),
    ("rfm", SortBy::Rfm),
    ("segment", SortBy::Segment),
    ("lifecycle", SortBy::Stage),
    ("ends_this_month", SortBy::EndsMonth),
    ("earned_this_month", SortBy::EarnedMonth),
    ("orders", SortBy::Orders),
    ("spend", SortBy::NetSpend),
    ("last", SortBy::LastOn),
];

impl Members {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let sort = self.sort(context)?;
        let mut desk = context.open()?;
        let with_month = self.month || sort.by.is_of_month();
        let list = MemberListQuery { query: self.query.text(), sort, as_of: self.as_of.as_of, with_month };
        if let Some(file) = self.csv.wanted() {
            let export = MembersExport {
                list,
                consent: self.consent.clone(),
                unmasked: self.whole,
                limit: self.limit,
                with_value: false,
                words: self.codes.words(context, &desk)?,
            };
            return file.members(context, &mut desk, export);
        }
        let question = ListMembers { list, rows: 0..self.limit.unwrap_or(ROWS) };
        let page = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let programs = desk.programs()?;
        context.print(&PageDoc::new(&page), || show::segments::page(context.tell(&programs), &page))
    }

    fn sort(&self, context: &CliContext) -> Result<Sort, CliFailure> {
        let (descending, name) = match self.sort.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, self.sort.as_str()),
        };
        let by = COLUMNS.iter().find(|(column, _)| *column == name).map(|(_, by)| *by);
        let columns = || context.words.list(&COLUMNS.map(|(column, _)| column));
        let unknown = || CliFailure::Usage(t!(context.words, "cli.usage.sort", value = name, columns = columns()));
        Ok(Sort { by: by.ok_or_else(unknown)?, descending })
    }
}
