//! `loyaltui member edit NO field=value…`.

use super::field::{self, FieldAssignment};
use crate::cli::args::MemberNo;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::op;
use crate::domain::question::ReadProfile;
use clap::Args;

/// Edit the fields of a member
#[derive(Debug, Args)]
pub struct EditMemberArgs {
    #[command(flatten)]
    member: MemberNo,
    /// name, phone, email, birthday, joined_on, store, channel, tags, consents, referrer_no; an empty value clears it
    #[arg(value_name = "FIELD=VALUE", required = true, value_parser = field::parse)]
    fields: Vec<FieldAssignment>,
    /// Note for the audit log
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl EditMemberArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = context.member(&mut desk, &self.member.member_no)?;
        let mut profile = context.ask(&mut desk, ReadProfile { member })?;
        field::set_all(&mut profile, &self.fields);
        let intent = op::Edit { member, profile, note: self.note.clone() };
        self.change.carry_out(context, &mut desk, intent)
    }
}
