//! `loyaltui member show NO`.

use crate::cli::args::{AsOf, MemberNo};
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::member::MemberDoc;
use crate::runtime::clock;
use clap::Args;

/// Show everything on one member, today or on a past day
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    member: MemberNo,
    #[command(flatten)]
    as_of: AsOf,
}

impl Show {
    /// Prints the member's file.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = desk.member_by_no(&self.member.member_no)?;
        let now = clock::now();
        desk.learn_cuts(self.as_of.as_of, now, &mut Scan::begin(context)?)?;
        let file = desk.open_member(member, self.as_of.as_of, now)?;
        let worth = desk.known_worth(&file)?;
        let programs = desk.programs()?;
        context.print(&MemberDoc::new(&file).with_worth(worth.as_ref()), || {
            show::member::file(context.tell(&programs), &file)
        })
    }
}
