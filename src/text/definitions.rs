//! The definitions in force: what the scores, segments, stages, rates and values are, in sentences.

use super::Words;
use crate::domain::day::Day;
use crate::domain::num::Money;
use crate::domain::program::{Currency, Program};
use crate::domain::segment::{RfmCuts, Ties};
use crate::domain::segment_views::Board;
use crate::t;

/// A section of the definitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub heading: String,
    pub sentences: Vec<String>,
}

impl Words {
    /// The definitions of a programme, the scores first. `board`: the day that they are in force on, where it is known.
    pub fn definitions(self, program: &Program, board: Option<&Board>) -> Vec<Definition> {
        let section = |heading, sentences| Definition { heading, sentences };
        let stages = program.lifecycle;
        let lapsing = board.map_or(stages.lapsing_days, |board| board.lapsing_days);
        let rules = t!(
            self,
            "legend.stages_text",
            new = stages.new_days,
            active = stages.active_days,
            lapsing = lapsing,
            dormant = stages.dormant_days
        );
        let gap = || self.lapsing_auto(board.and_then(|board| board.gap.as_ref()), lapsing);
        vec![
            section(t!(self, "legend.scores"), self.of_scores(program, board)),
            section(t!(self, "legend.map"), vec![t!(self, "legend.map_text")]),
            section(t!(self, "legend.stages"), std::iter::once(rules).chain(stages.lapsing_auto.then(gap)).collect()),
            section(t!(self, "legend.rates"), vec![t!(self, "legend.rates_text", lapsing = lapsing)]),
            section(t!(self, "legend.value"), vec![t!(self, "legend.value_text", n = program.clv.min_repeaters)]),
        ]
    }

    fn of_scores(self, program: &Program, board: Option<&Board>) -> Vec<String> {
        let rules = program.rfm;
        let ties = match rules.ties {
            Ties::Together => t!(self, "legend.together"),
            Ties::Split => t!(self, "legend.split"),
        };
        let window = board.and_then(|board| self.score_window(board.cuts.as_ref().ok()?));
        let window = window.or_else(|| rules.window_days.is_none().then(|| t!(self, "legend.whole")));
        std::iter::once(ties).chain(window).chain([t!(self, "legend.min", n = rules.min_members)]).collect()
    }

    /// The headings of [`Words::score_ranges`].
    pub fn score_range_headings(self) -> [String; 3] {
        [t!(self, "legend.r"), t!(self, "legend.f"), t!(self, "legend.m")]
    }

    /// The last purchase day, orders and net spend that have a score.
    pub fn score_ranges(self, cuts: &RfmCuts, score: u8, currency: &Currency) -> [String; 3] {
        [
            self.score_range(&cuts.r, score, |n| Day(n).to_string()),
            self.score_range(&cuts.f, score, |n| n.to_string()),
            self.score_range(&cuts.m, score, |n| self.money_short(currency, Money(n))),
        ]
    }
}
