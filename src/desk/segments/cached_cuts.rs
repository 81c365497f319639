//! What of everybody one member's file is read by: cut points, and the lapsing window.

use super::ScanWatch;
use super::as_of::AsOfDay;
use super::scores::RfmValues;
use super::view::ScoredMembers;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Status;
use crate::domain::fold::fold;
use crate::domain::fold::view::{PurchaseRow, Snapshot};
use crate::domain::num::{MemberId, Money};
use crate::domain::read_models::MemberRow;
use crate::domain::segment::{PooledGap, RfmCuts, RfmScore, Ties, Withheld};
use crate::store::StoreError;
use crate::store::columns::bought_days;
use crate::store::cuts::{CacheStamp, CachedStat};
use serde::{Deserialize, Serialize};

/// What a member's scores rank over the whole history; `None` without an order.
fn ranked(last_on: Option<Day>, orders: i64, net_spend: Money) -> Option<RfmValues> {
    last_on.map(|last| RfmValues { last_on: last.0, orders, net_spend: net_spend.0 })
}

/// Operations after which kept cut points are learnt anew. One more or less moves hardly anybody; an import may move all.
const MANY: i64 = 1_000;

/// Cut points, or why there are none.
pub(in crate::desk) type CutsOrWithheld = Result<RfmCuts, Withheld>;

/// What is kept in the file of a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct CachedDay {
    #[serde(flatten)]
    cuts: CutsOrWithheld,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gap: Option<PooledGap>,
}

impl CachedDay {
    pub fn of(view: &ScoredMembers) -> Self {
        Self { cuts: view.cuts, gap: view.gap }
    }
}

impl Desk {
    /// Has stores of more than so many members ([`FEW`] where nobody says) kept as large ones are.
    ///
    /// [`FEW`]: super::FEW
    pub fn learn_above(&mut self, members: u64) {
        self.segments.few = members;
    }

    /// Whether everybody is scored anew on every look.
    fn is_small(&self) -> Result<bool, DeskError> {
        Ok(self.store.members()? <= self.segments.few)
    }

    /// The cut points of a day, exactly as of now; kept for those who look at members one by one. `watch` may stop it.
    pub fn learn_cuts(&mut self, as_of: Option<Day>, now: Instant, watch: &mut dyn ScanWatch) -> Result<(), DeskError> {
        if self.is_small()? {
            return Ok(());
        }
        let asked = self.as_of_day(as_of, now)?;
        let view = self.view(asked, false, watch)?;
        let stamp = CacheStamp { day: asked.day, through: view.columns.through, program: view.columns.program };
        let known = self.store.cached::<CachedDay>(CachedStat::Cuts, asked.day)?;
        if known.is_none_or(|(at, _)| at != stamp) {
            let day = CachedDay::of(&view);
            let kept = self.store.write(|tx| Ok::<_, DeskError>(tx.keep(CachedStat::Cuts, stamp, &day)?));
            // They are in memory: that they can't be kept, or that somebody else is writing just now, is no reason to fail.
            return match kept {
                Err(DeskError::Store(StoreError::Busy | StoreError::ReadOnly(_))) => Ok(()),
                other => other,
            };
        }
        Ok(())
    }

    /// Whether today's cut points are not kept, or so much was recorded since that they should be learnt anew.
    pub fn cuts_are_old(&self, now: Instant) -> Result<bool, DeskError> {
        let (today, number) = (self.as_of_day(None, now)?.day, self.programs()?.newest().number);
        if self.is_small()? || (self.splits_ties() && !self.is_auto(today)?) {
            return Ok(false);
        }
        let Some((stamp, _)) = self.store.cached::<CachedDay>(CachedStat::Cuts, today)? else { return Ok(true) };
        let since = self.store.newest_seq()?.0 - stamp.through.0;
        Ok(stamp.program != number || since > MANY || self.store.import_is_overtaken(stamp.through)?)
    }

    /// The cut points of a day as far as they are known without a scan of many members.
    pub(in crate::desk) fn known_cuts(&self, day: Day, today: Day) -> Result<Option<CutsOrWithheld>, DeskError> {
        if self.programs()?.newest().program.rfm.ties == Ties::Split || self.is_small()? {
            let asked = AsOfDay { day, today };
            return Ok(Some(self.view(asked, false, &mut ())?.cuts));
        }
        let number = self.programs()?.newest().number;
        if let Some(cuts) = self.cuts_in_memory(day, number) {
            return Ok(Some(cuts));
        }
        let kept = self.store.cached::<CachedDay>(CachedStat::Cuts, day)?;
        Ok(kept.filter(|(stamp, _)| stamp.program == number).map(|(_, kept)| kept.cuts))
    }

    /// What everybody's gaps say by a day, where the lapsing window is left to them, as far as it is known without a scan of
    /// many members: that of the day, else the newest kept of an earlier one. Its stamp says which.
    pub(in crate::desk) fn known_gap(&self, asked: AsOfDay) -> Result<Option<PooledGap>, DeskError> {
        if !self.is_auto(asked.day)? {
            return Ok(None);
        }
        if self.is_small()? {
            return Ok(self.view(asked, false, &mut ())?.gap);
        }
        if let Some(gap) = self.gap_in_memory(asked.day) {
            return Ok(Some(gap));
        }
        let kept = self.store.newest_kept::<CachedDay>(CachedStat::Cuts, asked.day)?;
        Ok(kept.and_then(|(_, kept)| kept.gap))
    }
}

impl Desk {
    /// A member's scores on a day: by cut points, or where equal values are split, as they are in memory.
    pub(in crate::desk) fn score_on(
        &self,
        member: MemberId,
        day: Day,
        cuts: Option<&CutsOrWithheld>,
        snapshot: &Snapshot,
        purchases: &[PurchaseRow],
    ) -> Option<RfmScore> {
        if self.splits_ties() {
            // Cut points say nothing of one member then.
            return self.score_in_memory(member, day);
        }
        let all = &snapshot.purchases;
        score(cuts, snapshot.status, |window| match window {
            None => ranked(all.last_on, all.count, all.net_spend),
            Some(from) => RfmValues::since(from, &bought_days(purchases)),
        })
    }

    /// A line's scores today, likewise.
    pub(in crate::desk) fn score_of_row(
        &self,
        row: &MemberRow,
        today: Day,
        cuts: Option<&CutsOrWithheld>,
    ) -> Result<Option<RfmScore>, DeskError> {
        if self.splits_ties() {
            return Ok(self.score_in_memory(row.id, today));
        }
        if !matches!(cuts, Some(Ok(RfmCuts { window_from: Some(_), .. }))) {
            return Ok(score(cuts, row.status, |_| ranked(row.last_on, row.orders, row.net_spend)));
        }
        // The cached numbers are those of the whole history.
        let history = self.store.history(row.id)?;
        let folded = fold(&history, &*self.programs()?, today)
            .map_err(|e| StoreError::Damaged(format!("member {}: {e}", row.member_no)))?;
        let days = bought_days(&folded.trace.purchases);
        Ok(score(cuts, row.status, |window| window.and_then(|from| RfmValues::since(from, &days))))
    }

    fn splits_ties(&self) -> bool {
        self.programs().is_ok_and(|programs| programs.newest().program.rfm.ties == Ties::Split)
    }
}

/// A member's scores by cut points, of what `ranked` says of their window; `None` for who is not scored.
fn score(
    cuts: Option<&CutsOrWithheld>,
    status: Status,
    ranked: impl Fn(Option<Day>) -> Option<RfmValues>,
) -> Option<RfmScore> {
    let Some(Ok(cuts)) = cuts else { return None };
    let counts = matches!(status, Status::Active | Status::Frozen);
    let of = if counts { ranked(cuts.window_from) } else { None };
    of.map(|of| cuts.score(Day(of.last_on), of.orders, Money(of.net_spend)))
}
