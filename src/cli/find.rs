//! `loyaltui find QUERY`.

use super::args::Query;
use super::context::CliContext;
use super::fail::CliFailure;
use super::show;
use crate::documents::found::FoundDoc;
use crate::domain::question::FindMembers;
use clap::Args;

/// Find members by any fragment: name, pinyin, initials, phone, e-mail, number
#[derive(Debug, Args)]
#[command(after_help = "Without a query the newest members are listed.")]
pub struct Find {
    #[command(flatten)]
    query: Query,
    /// Rows at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

impl Find {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let found = context.ask(
            &mut desk,
            FindMembers { query: self.query.text(), limit: self.limit, as_of: None, with_month: false },
        )?;
        let programs = desk.programs()?;
        context.print(&FoundDoc::new(&found), || show::list::members(context.tell(&programs), &found))
    }
}
