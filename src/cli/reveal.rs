//! `loyaltui reveal NO FIELD --reason TEXT`.

use super::args::MemberNo;
use super::context::CliContext;
use super::fail::CliFailure;
use crate::documents::reveal::RevealDoc;
use crate::domain::op::reveal::RevealedField;
use crate::runtime::clock;
use clap::Args;
use clap::builder::PossibleValuesParser;

/// Show personal fields of a member whole, for a reason; recorded in the audit log
#[derive(Debug, Args)]
#[command(
    after_help = "Once the data file has operators, a role may look at so many a day (limits.ROLE.reveal_per_day, else 30). Members with an open case or a \
    call-back that is due do not count."
)]
pub struct RevealArgs {
    #[command(flatten)]
    member: MemberNo,
    /// What is shown; contact is phone and e-mail
    #[arg(value_name = "FIELD", value_parser = PossibleValuesParser::new(RevealedField::ALL.map(RevealedField::word)))]
    field: String,
    /// Why it is looked at
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Idempotency key: repeating it returns the first result
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

impl RevealArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = context.member(&mut desk, &self.member.member_no)?;
        // The words are those of the fields: the grammar takes no other.
        let field = RevealedField::from_word(&self.field).unwrap_or(RevealedField::Contact);
        let (wish, done, profile) = desk.reveal(member, field, &self.reason, self.key.as_deref(), clock::now())?;
        let document = RevealDoc::new(&wish, &done, &profile);
        context.print(&document, || document.lines(context.words))
    }
}
