//! `loyaltui audit sample`: draws a sample of the audit log.

use super::PeriodArgs;
use crate::cli::args::Query;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::domain::drawn_sample::{SampleChange, SampleDesign, SampleKind};
use crate::domain::op::ChangeSample;
use crate::domain::question::DrawSample;
use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args};

/// Draw operations that can't be known before and can be drawn again
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("size"))]
#[command(
    after_help = "attribute: each operation alike. credits and debits: each point alike, so that large operations are looked at. The seed is the digest of \
    the audit log up to the end of the period and of your words: choose them after the period has ended. Then: `loyaltui audit result ID`, `loyaltui audit sign ID OP ok`."
)]
pub struct SampleArgs {
    /// What each has the same chance: operations, or points given or taken
    #[arg(value_name = "attribute|credits|debits", hide_possible_values = true, value_parser = PossibleValuesParser::new(SampleKind::ALL.map(SampleKind::word)))]
    kind: String,
    #[command(flatten)]
    query: Query,
    /// Words of your own that go into the seed
    #[arg(long, value_name = "WORDS")]
    seed: String,
    /// How many operations
    #[arg(long, value_name = "N", group = "size")]
    n: Option<u64>,
    /// As many operations as show that less than this share is wrong, in percent [default: 5]
    #[arg(long, value_name = "PERCENT", group = "size", value_parser = percent)]
    tolerable: Option<u32>,
    /// With --tolerable: wrong operations that are expected
    #[arg(long, value_name = "K", default_value_t = 0, conflicts_with = "n")]
    expected: u64,
    #[command(flatten)]
    period: PeriodArgs,
    #[command(flatten)]
    change: ChangeArgs,
}

/// Reads `5`, `5%` or `0.5` as ten thousandths.
fn percent(text: &str) -> Result<u32, String> {
    let number = text.trim().trim_end_matches(['%', '％']).trim();
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.is_empty() || text.bytes().all(|b| b.is_ascii_digit());
    let read = (digits(whole) && digits(part) && part.len() <= 2 && whole.len() <= 2 && !number.is_empty())
        .then(|| format!("{whole}{part:0<2}").parse::<u32>().ok())
        .flatten();
    read.filter(|n| (1..=9_900).contains(n)).ok_or_else(|| "0.01…99".to_owned())
}

impl SampleArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let period = self.period.period(&desk)?;
        // The words are those of the kinds: the grammar takes no other.
        let Some(kind) = SampleKind::from_word(&self.kind) else { return Ok(()) };
        let design = SampleDesign {
            kind,
            query: self.query.text(),
            from: period.from,
            to: period.to,
            words: self.seed.clone(),
            n: self.n.unwrap_or(0),
            tolerable: self.n.is_none().then_some((self.tolerable.unwrap_or(500), self.expected)),
        };
        let draw = context.ask_watched(&mut desk, DrawSample { design }, &mut Scan::begin(context)?)?;
        let (id, by) = (draw.id(), desk.operator().name.clone());
        let intent = ChangeSample { id, change: SampleChange::Drawn { draw, by }, note: None };
        self.change.carry_out(context, &mut desk, intent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("5", Some(500))]
    #[case("5%", Some(500))]
    #[case("0.5", Some(50))]
    #[case("12.25%", Some(1_225))]
    #[case("0", None)]
    #[case("100", None)]
    #[case("-5", None)]
    #[case("", None)]
    #[case("1.234", None)]
    fn a_share_is_in_percent(#[case] text: &str, #[case] read: Option<u32>) {
        assert_eq!(percent(text).ok(), read);
    }
}
