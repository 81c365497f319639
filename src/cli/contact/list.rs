//! `loyaltui contact list NO`.

use crate::cli::args::{AsOf, MemberNo};
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::show;
use crate::documents::contact::ContactsDoc;
use crate::domain::question::OpenMember;
use clap::Args;

/// List the contacts of a member, newest first
#[derive(Debug, Args)]
pub struct ListContacts {
    #[command(flatten)]
    member: MemberNo,
    #[command(flatten)]
    as_of: AsOf,
}

impl ListContacts {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = context.member(&mut desk, &self.member.member_no)?;
        let record = context.ask(&mut desk, OpenMember { member, as_of: self.as_of.as_of })?;
        let programs = desk.programs()?;
        context.print(&ContactsDoc::new(&record), || show::contact::list(context.tell(&programs), &record))
    }
}
