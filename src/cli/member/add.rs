//! `loyaltui member add NO field=value…`.

use super::field::{self, FieldAssignment};
use crate::cli::args::MemberNo;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::member::Profile;
use crate::domain::op;
use clap::Args;

/// Enrol a new member
#[derive(Debug, Args)]
pub struct AddMemberArgs {
    #[command(flatten)]
    member: MemberNo,
    /// name, phone, email, birthday, joined_on, store, channel, tags, consents, referrer_no
    #[arg(value_name = "FIELD=VALUE", value_parser = field::parse)]
    fields: Vec<FieldAssignment>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl AddMemberArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let mut profile = Profile::default();
        field::set_all(&mut profile, &self.fields);
        self.member.member_no.trim().clone_into(&mut profile.member_no);
        self.change.carry_out(context, &mut desk, op::Enrol { profile: Box::new(profile) })
    }
}
