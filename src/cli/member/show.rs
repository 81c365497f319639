//! `loyaltui member show NO`.

use crate::cli::args::{AsOf, MemberNo};
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::member::MemberDoc;
use crate::domain::question::{OpenMember, ValueMember};
use crate::runtime::clock;
use clap::Args;

/// Show the record of a member, today or on a past date
#[derive(Debug, Args)]
pub struct ShowMemberArgs {
    #[command(flatten)]
    member: MemberNo,
    #[command(flatten)]
    as_of: AsOf,
}

impl ShowMemberArgs {
    /// Prints the member's file.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = context.member(&mut desk, &self.member.member_no)?;
        let as_of = self.as_of.as_of;
        desk.learn_cuts(as_of, clock::now(), &mut Scan::begin(context)?)?;
        let file = context.ask(&mut desk, OpenMember { member, as_of })?;
        let value = context.ask(&mut desk, ValueMember { member, as_of })?;
        let programs = desk.programs()?;
        context.print(&MemberDoc::new(&file).with_worth(value.as_deref()), || {
            show::member::file(context.tell(&programs), &file)
        })
    }
}
