//! `loyaltui contact log NO`.

use crate::cli::args::{BadText, MemberNo, day};
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::contact::{CareReason, ContactChannel, ContactOutcome, ContactPurpose};
use crate::domain::day::Day;
use crate::domain::op;
use crate::t;
use clap::{Args, ValueEnum};

/// What came of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Outcome {
    Reached,
    NoAnswer,
    Refused,
    CallBack,
    Postponed,
}

/// Log a contact with a member and what came of it
#[derive(Debug, Args)]
#[command(
    after_help = "A contact that has happened is never refused: what speaks against it (a contact less than 21 days ago, no consent, \
    quiet hours) shows as a warning."
)]
pub struct LogContactArgs {
    #[command(flatten)]
    member: MemberNo,
    /// What came of it
    #[arg(long, value_name = "reached|no_answer|refused|call_back|postponed", hide_possible_values = true)]
    outcome: Outcome,
    /// With --outcome call_back or postponed: the day to call back, or until which the care list leaves the member out, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day, required_if_eq_any([("outcome", "call_back"), ("outcome", "postponed")]))]
    on: Option<Day>,
    /// How the member was contacted: phone, sms, wechat, email, store or other
    #[arg(long, value_name = "CHANNEL", default_value = "phone", value_parser = channel)]
    channel: ContactChannel,
    /// What it was for: care or campaign
    #[arg(long, value_name = "PURPOSE", default_value = "care", value_parser = purpose)]
    purpose: ContactPurpose,
    /// The reason of the care list that led to it, e.g. expiring
    #[arg(long, value_name = "REASON", value_parser = reason)]
    reason: Option<CareReason>,
    /// Why the member left, a code of [[churn_reasons]] of the programme
    #[arg(long, value_name = "CODE")]
    churn_reason: Option<String>,
    /// What was talked about
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl LogContactArgs {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = context.member(&mut desk, &self.member.member_no)?;
        let has_day = matches!(self.outcome, Outcome::CallBack | Outcome::Postponed);
        if self.on.is_some() && !has_day {
            return Err(CliFailure::Usage(t!(context.words, "contact.no_day")));
        }
        let outcome = match (self.outcome, self.on) {
            (Outcome::Reached, _) => ContactOutcome::Reached,
            (Outcome::NoAnswer, _) => ContactOutcome::NoAnswer,
            (Outcome::Refused, _) => ContactOutcome::Refused,
            // Without a day the arguments are refused before.
            (Outcome::CallBack, day) => ContactOutcome::CallBack(day.unwrap_or_default()),
            (Outcome::Postponed, day) => ContactOutcome::Postponed(day.unwrap_or_default()),
        };
        let intent = op::LogContact {
            member,
            channel: self.channel,
            purpose: self.purpose,
            reason: self.reason,
            outcome,
            note: self.note.clone(),
            churn: self.churn_reason.clone(),
        };
        self.change.carry_out(context, &mut desk, intent)
    }
}

fn channel(text: &str) -> Result<ContactChannel, BadText> {
    ContactChannel::from_word(text).ok_or(BadText::NotAChannel)
}

fn purpose(text: &str) -> Result<ContactPurpose, BadText> {
    ContactPurpose::from_word(text).ok_or(BadText::NotAPurpose)
}

fn reason(text: &str) -> Result<CareReason, BadText> {
    CareReason::from_word(text).ok_or(BadText::NotACareReason)
}
