//! What stays in memory while segments are looked at: columns and scores of a few days, profiles, purchase days.

use super::ScanWatch;
use super::as_of::AsOfDay;
use super::lapsing::pooled;
use super::scores::ScoreColumns;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::day::Day;
use crate::domain::month_points::MonthPoints;
use crate::domain::num::{MemberId, OpSeq};
use crate::domain::program::{Programs, RfmRules};
use crate::domain::segment::{PooledGap, RfmCuts, RfmScore, Withheld};
use crate::domain::segment_views::SegmentState;
use crate::store::Store;
use crate::store::columns::{Columns, NO_DAY, Profiles, PurchaseDays};
use std::cell::RefCell;
use std::sync::Arc;

/// Everybody on a day, with scores.
#[derive(Debug, Clone)]
pub struct ScoredMembers {
    pub columns: Columns,
    pub scores: ScoreColumns,
    /// The cut points, or why there are none.
    pub cuts: Result<RfmCuts, Withheld>,
    /// What everybody's gaps say, where the lapsing window is left to them.
    pub gap: Option<PooledGap>,
}

impl ScoredMembers {
    /// Everybody on a day by the purchase history alone.
    pub(super) fn of_bought(bought: &PurchaseDays, day: Day, through: OpSeq, programs: &Programs) -> Self {
        let gap = pooled(bought, day, through, programs);
        let resolved = gap.and_then(|gap| gap.days).map(|days| programs.with_gap(days));
        let mut columns = Columns::of_bought(bought, day, resolved.as_ref().unwrap_or(programs));
        columns.through = through;
        Self::new(columns, programs, Some(bought), gap)
    }

    fn new(columns: Columns, programs: &Programs, bought: Option<&PurchaseDays>, gap: Option<PooledGap>) -> Self {
        let min_members = programs.at_end_of(columns.day).rfm.min_members;
        let rules = RfmRules { min_members, ..programs.newest().program.rfm };
        let (scores, cuts) = ScoreColumns::of(&columns, rules, bought);
        Self { columns, scores, cuts, gap }
    }

    /// Where the member at a place stands.
    pub(super) fn place_at(&self, at: usize) -> SegmentState {
        match self.scores.segment(at) {
            _ if !self.columns.counts(at) => SegmentState::Outside,
            Some(segment) => SegmentState::In(segment),
            None if self.cuts.is_ok() && self.columns.last_on[at] != NO_DAY => SegmentState::Earlier,
            None => SegmentState::Prospect,
        }
    }

    pub(in crate::desk) fn place_of(&self, member: MemberId) -> SegmentState {
        self.columns.place(member).map_or(SegmentState::Outside, |at| self.place_at(at))
    }
}

/// Stores of so many members are scored anew on every look: it takes no time. For others what everybody together says is
/// learnt when there is nothing else to do, and kept.
pub const FEW: u64 = 20_000;

/// Days that are kept in memory: the one shown, and the two of a movement whose members are listed.
const DAYS_KEPT: usize = 3;

/// The points of the month of everybody, by place in the columns of a day, as of an operation.
type MonthColumn = (OpSeq, Day, Arc<Vec<MonthPoints>>);

/// What a desk has in memory of everybody.
#[derive(Debug)]
pub struct Cache {
    /// Stores of so many members are scored anew on every look.
    pub(super) few: u64,
    views: RefCell<Vec<Arc<ScoredMembers>>>,
    profiles: RefCell<Option<(OpSeq, Arc<Profiles>)>>,
    bought: RefCell<Option<(OpSeq, Day, Arc<PurchaseDays>)>>,
    pub(super) months: RefCell<Option<MonthColumn>>,
}

impl Default for Cache {
    fn default() -> Self {
        Self {
            few: FEW,
            views: RefCell::default(),
            profiles: RefCell::default(),
            bought: RefCell::default(),
            months: RefCell::default(),
        }
    }
}

impl Desk {
    /// Everybody on a day. `whole`: tiers and points are needed too, which on a past day takes a fold of everybody.
    pub(in crate::desk) fn view(
        &self,
        asked: AsOfDay,
        whole: bool,
        watch: &mut dyn ScanWatch,
    ) -> Result<Arc<ScoredMembers>, DeskError> {
        let programs = self.programs()?;
        let newest = self.store.newest_seq()?;
        let number = programs.newest().number;
        let known = self.segments.views.borrow().iter().find(|v| v.columns.day == asked.day).cloned();
        let known = known.filter(|v| v.columns.program == number);
        if let Some(view) = known.as_ref().filter(|v| v.columns.through == newest && (!whole || v.columns.is_folded()))
        {
            return Ok(Arc::clone(view));
        }
        let view = Arc::new(self.store.read(|store| {
            let bought = if self.takes_days(asked)? { Some(self.bought(asked.day, watch)?) } else { None };
            let mut columns = match known {
                Some(known) if asked.day == asked.today => {
                    let mut columns = known.columns.clone();
                    if store.catch_up(&mut columns, &programs)? {
                        columns
                    } else {
                        store.columns(asked.day, &programs, watch)?
                    }
                }
                Some(known) if known.columns.through == newest => known.columns.clone(),
                _ if asked.day == asked.today => store.columns(asked.day, &programs, watch)?,
                _ => {
                    let bought = store.bought(asked.day, &programs, watch)?;
                    let mut view = ScoredMembers::of_bought(&bought, asked.day, newest, &programs);
                    if whole {
                        store.fold_columns(&mut view.columns, &programs, watch)?;
                    }
                    return Ok(view);
                }
            };
            if whole && !columns.is_folded() {
                store.fold_columns(&mut columns, &programs, watch)?;
            }
            let gap = bought.as_ref().and_then(|bought| pooled(bought, asked.day, columns.through, &programs));
            if let (Some(bought), Some(gap)) = (&bought, &gap) {
                let rules = programs.at_end_of(asked.day).lifecycle;
                columns.restage(bought, &gap.days.map_or(rules, |days| rules.with_gap(days)));
            }
            Ok::<_, DeskError>(ScoredMembers::new(columns, &programs, bought.as_deref(), gap))
        })?);
        let mut views = self.segments.views.borrow_mut();
        views.retain(|v| v.columns.day != asked.day);
        views.insert(0, Arc::clone(&view));
        views.truncate(DAYS_KEPT);
        Ok(view)
    }

    /// The cut points of a day that is in memory, whatever was recorded since.
    pub(super) fn cuts_in_memory(&self, day: Day, program: i64) -> Option<Result<RfmCuts, Withheld>> {
        let views = self.segments.views.borrow();
        views.iter().find(|v| v.columns.day == day && v.columns.program == program).map(|v| v.cuts)
    }

    /// What everybody's gaps say by a day that is in memory, whatever was recorded since.
    pub(super) fn gap_in_memory(&self, day: Day) -> Option<PooledGap> {
        self.segments.views.borrow().iter().find(|v| v.columns.day == day).and_then(|v| v.gap)
    }

    /// A member's scores on a day that is in memory.
    pub(super) fn score_in_memory(&self, member: MemberId, day: Day) -> Option<RfmScore> {
        let views = self.segments.views.borrow();
        let view = views.iter().find(|v| v.columns.day == day)?;
        view.columns.place(member).and_then(|at| view.scores.at(at))
    }

    /// Profile columns as of now.
    pub(in crate::desk) fn profiles(&self) -> Result<Arc<Profiles>, DeskError> {
        let newest = self.store.newest_seq()?;
        if let Some((through, profiles)) = &*self.segments.profiles.borrow()
            && *through == newest
        {
            return Ok(Arc::clone(profiles));
        }
        let profiles = Arc::new(self.store.read(Store::profiles)?);
        self.segments.profiles.replace(Some((newest, Arc::clone(&profiles))));
        Ok(profiles)
    }

    /// Everybody's purchase days as they stood at the end of a day.
    pub(in crate::desk) fn bought(&self, day: Day, watch: &mut dyn ScanWatch) -> Result<Arc<PurchaseDays>, DeskError> {
        let newest = self.store.newest_seq()?;
        if let Some((through, known, bought)) = &*self.segments.bought.borrow()
            && *through == newest
            && *known == day
        {
            return Ok(Arc::clone(bought));
        }
        let programs = self.programs()?;
        let bought = Arc::new(self.store.read(|store| store.bought(day, &programs, watch))?);
        self.segments.bought.replace(Some((newest, day, Arc::clone(&bought))));
        Ok(bought)
    }

    /// Reads what lists of members are sorted by, so that the first list does not wait for it.
    pub fn warm_lists(&self) -> Result<(), DeskError> {
        self.profiles().map(drop)
    }

    /// Lets go of everything about everybody: for when nobody looks at segments any more.
    pub fn drop_columns(&self) {
        self.segments.views.borrow_mut().clear();
        self.segments.profiles.replace(None);
        self.segments.bought.replace(None);
    }
}
