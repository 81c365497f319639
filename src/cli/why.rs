//! `loyaltui why NO balance|tier|segment`.

use super::args::{AsOf, MemberNo};
use super::context::CliContext;
use super::fail::CliFailure;
use super::show;
use crate::cli::progress_watch::Scan;
use crate::documents::explain::WhyDoc;
use crate::domain::question::ExplainMember;
use crate::domain::read_models::ExplainTopic;
use crate::runtime::clock;
use clap::{Args, ValueEnum};

/// A number that can be asked about.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Topic {
    Balance,
    Tier,
    Segment,
}

/// Explain a number by its records and dates
#[derive(Debug, Args)]
pub struct Why {
    #[command(flatten)]
    member: MemberNo,
    /// Which number
    #[arg(value_name = "balance|tier|segment", hide_possible_values = true)]
    topic: Topic,
    #[command(flatten)]
    as_of: AsOf,
}

impl Why {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = context.member(&mut desk, &self.member.member_no)?;
        let topic = match self.topic {
            Topic::Balance => ExplainTopic::Balance,
            Topic::Tier => ExplainTopic::Tier,
            Topic::Segment => ExplainTopic::Segment,
        };
        if topic == ExplainTopic::Segment {
            desk.learn_cuts(self.as_of.as_of, clock::now(), &mut Scan::begin(context)?)?;
        }
        let why = context.ask(&mut desk, ExplainMember { member, topic, as_of: self.as_of.as_of })?;
        let programs = desk.programs()?;
        context.print(&WhyDoc::new(&why), || show::explain::why(context.tell(&programs), &why))
    }
}
