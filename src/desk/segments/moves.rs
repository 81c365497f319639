//! Who went from where to where between two days.

use super::ScanWatch;
use crate::desk::Desk;
use crate::desk::ask::{Asking, Serve};
use crate::desk::error::DeskError;
use crate::domain::day::{Day, Instant};
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::ShowTransitions;
use crate::domain::segment_views::{SegmentState, Transitions};

impl Serve<ShowTransitions> for Desk {
    fn serve(&mut self, question: ShowTransitions, asking: Asking<'_>) -> Result<Transitions, DeskError> {
        self.moves(&question.base, question.from, question.to, asking.now, asking.watch)
    }
}

impl Desk {
    /// Answers [`ShowTransitions`].
    pub(in crate::desk) fn moves(
        &self,
        base: &str,
        from: Day,
        to: Day,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Transitions, DeskError> {
        let (earlier, later) = (self.as_of_day(Some(from.min(to)), now)?, self.as_of_day(Some(from.max(to)), now)?);
        let base = self.base_members(base, later, now, watch)?;
        let before = self.view(earlier, false, watch)?;
        let after = self.view(later, false, watch)?;
        for view in [&before, &after] {
            if let Err(withheld) = view.cuts {
                return Err(Refusal::ScoresWithheld { n: withheld.n, min: withheld.min }.into());
            }
        }
        let is_windowed = self.programs()?.newest().program.rfm.window_days.is_some();
        let places = if is_windowed { SegmentState::ALL.len() } else { SegmentState::UNWINDOWED };
        let mut counts = vec![vec![0; places]; places];
        for (at, member) in after.columns.members.iter().enumerate().filter(|(_, member)| base.holds(**member)) {
            let then =
                before.columns.members.binary_search(member).map_or(SegmentState::Outside, |at| before.place_at(at));
            counts[then.index()][after.place_at(at).index()] += 1;
        }
        Ok(Transitions { from: earlier.day, to: later.day, counts })
    }
}
