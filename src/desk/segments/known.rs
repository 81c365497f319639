//! The cut points that one member's scores are read from.

use super::Watch;
use super::view::Asked;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::answer::MemberRow;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Status;
use crate::domain::fold::view::Snapshot;
use crate::domain::num::{MemberId, Money};
use crate::domain::segment::{RfmCuts, Score, Ties, Withheld};
use crate::store::StoreError;
use crate::store::cuts::{Kept, Stamp};

/// Stores of so many members are scored anew on every look: it takes no time.
const FEW: u64 = 20_000;

/// What a member's scores are made of.
#[derive(Debug, Clone, Copy)]
struct Behaviour {
    status: Status,
    last_on: Option<Day>,
    orders: i64,
    net_spend: Money,
}

impl Behaviour {
    fn of(row: &MemberRow) -> Self {
        Self { status: row.status, last_on: row.last_on, orders: row.orders, net_spend: row.net_spend }
    }

    fn of_snapshot(snapshot: &Snapshot) -> Self {
        let bought = &snapshot.purchases;
        Self { status: snapshot.status, last_on: bought.last_on, orders: bought.count, net_spend: bought.net_spend }
    }
}

/// Operations after which kept cut points are learnt anew. One more or less moves hardly anybody; an import may move all.
const MANY: i64 = 1_000;

/// Cut points as they are kept in the file.
pub(super) type KeptCuts = Result<RfmCuts, Withheld>;

impl Desk {
    /// The cut points of a day, exactly as of now; kept for those who look at members one by one. `watch` may stop it.
    pub fn learn_cuts(&mut self, as_of: Option<Day>, now: Instant, watch: &mut dyn Watch) -> Result<(), DeskError> {
        if self.store.members()? <= FEW {
            return Ok(());
        }
        let asked = self.asked(as_of, now)?;
        let view = self.view(asked, false, watch)?;
        let stamp = Stamp { day: asked.day, through: view.columns.through, program: view.columns.program };
        let known = self.store.kept::<KeptCuts>(Kept::Cuts, asked.day)?;
        if known.is_none_or(|(at, _)| at != stamp) {
            let kept = self.store.write(|tx| Ok::<_, DeskError>(tx.keep(Kept::Cuts, stamp, &view.cuts)?));
            // They are in memory: that somebody else is writing just now is no reason to fail.
            return match kept {
                Err(DeskError::Store(StoreError::Busy)) => Ok(()),
                other => other,
            };
        }
        Ok(())
    }

    /// Whether today's cut points are not kept, or so much was recorded since that they should be learnt anew.
    pub fn cuts_are_old(&self, now: Instant) -> Result<bool, DeskError> {
        if self.store.members()? <= FEW || self.splits_ties() {
            return Ok(false);
        }
        let (today, number) = (self.asked(None, now)?.day, self.programs()?.newest().number);
        let Some((stamp, _)) = self.store.kept::<KeptCuts>(Kept::Cuts, today)? else { return Ok(true) };
        let since = self.store.newest_seq()?.0 - stamp.through.0;
        Ok(stamp.program != number || since > MANY || self.store.import_is_overtaken(stamp.through)?)
    }

    /// The cut points of a day as far as they are known without a scan of many members.
    pub(in crate::desk) fn known_cuts(&self, day: Day, today: Day) -> Result<Option<KeptCuts>, DeskError> {
        if self.programs()?.newest().program.rfm.ties == Ties::Split || self.store.members()? <= FEW {
            let asked = Asked { day, today };
            return Ok(Some(self.view(asked, false, &mut ())?.cuts));
        }
        let number = self.programs()?.newest().number;
        if let Some(cuts) = self.cuts_in_memory(day, number) {
            return Ok(Some(cuts));
        }
        let kept = self.store.kept::<KeptCuts>(Kept::Cuts, day)?;
        Ok(kept.filter(|(stamp, _)| stamp.program == number).map(|(_, cuts)| cuts))
    }
}

impl Desk {
    /// A member's scores on a day: by cut points, or where equal values are split, as they are in memory.
    pub(in crate::desk) fn score_on(
        &self,
        member: MemberId,
        day: Day,
        cuts: Option<&KeptCuts>,
        snapshot: &Snapshot,
    ) -> Option<Score> {
        if self.splits_ties() {
            // Cut points say nothing of one member then.
            return self.score_in_memory(member, day);
        }
        score(cuts, Behaviour::of_snapshot(snapshot))
    }

    /// A line's scores today, likewise.
    pub(in crate::desk) fn score_of_row(&self, row: &MemberRow, today: Day, cuts: Option<&KeptCuts>) -> Option<Score> {
        if self.splits_ties() { self.score_in_memory(row.id, today) } else { score(cuts, Behaviour::of(row)) }
    }

    fn splits_ties(&self) -> bool {
        self.programs().is_ok_and(|programs| programs.newest().program.rfm.ties == Ties::Split)
    }
}

/// A member's scores by cut points; `None` for who is not scored.
fn score(cuts: Option<&KeptCuts>, of: Behaviour) -> Option<Score> {
    let Some(Ok(cuts)) = cuts else { return None };
    let counts = matches!(of.status, Status::Active | Status::Frozen);
    of.last_on.filter(|_| counts).map(|last| cuts.score(last, of.orders, of.net_spend))
}
