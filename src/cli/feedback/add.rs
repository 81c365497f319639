//! `loyaltui feedback add NO`.

use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::feedback::{FeedbackContent, Measure};
use crate::domain::op;
use clap::{Args, ValueEnum};

/// What a score measures.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Kind {
    Nps,
    Csat,
    Ces,
    Comment,
}

impl Kind {
    pub(super) fn measure(self) -> Measure {
        match self {
            Self::Nps => Measure::Nps,
            Self::Csat => Measure::Csat,
            Self::Ces => Measure::Ces,
            Self::Comment => Measure::Comment,
        }
    }
}

/// Log feedback of a member (NO `-`: unknown customer)
#[derive(Debug, Args)]
#[command(
    after_help = "NPS is 0 to 10, CSAT 1 to 5, CES 1 to 7. A detractor (NPS 0 to 6) or --follow-up opens a case."
)]
pub struct AddFeedbackArgs {
    /// Member number, or `-`
    #[arg(value_name = "NO", allow_hyphen_values = true)]
    member_no: String,
    /// Type of score
    #[arg(long, value_name = "nps|csat|ces|comment", default_value = "nps", hide_possible_values = true)]
    kind: Kind,
    /// The score
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    score: Option<i64>,
    /// product, service, brand, benefit, points or other
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Channel it came in by
    #[arg(long, value_name = "CHANNEL")]
    channel: Option<String>,
    /// The member's own words
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// The member wants a follow-up
    #[arg(long)]
    follow_up: bool,
    /// Survey reference: the same one is logged only once
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl AddFeedbackArgs {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = if self.member_no == "-" { None } else { Some(context.member(&mut desk, &self.member_no)?) };
        let said = FeedbackContent {
            measure: self.kind.measure(),
            score: self.score,
            topic: self.topic.clone(),
            channel: self.channel.clone(),
            text: self.text.clone(),
            follow_up: self.follow_up,
            reference: self.reference.clone(),
        };
        self.change.carry_out(context, &mut desk, op::LogFeedback { member, said })
    }
}
