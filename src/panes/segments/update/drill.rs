//! Into the members of a part, and on to one of them.

use super::{asking, filter};
use crate::domain::day::Day;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::question::ListMembers;
use crate::domain::segment::Segment;
use crate::domain::segment_views::{SavedFilter, SegmentState};
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::drill::{DrillDown, DrillTarget};
use crate::panes::segments::state::positions::{MapPart, SegmentsView};
use crate::shell::Shell;
use crate::shell::columns::MemberList;
use crate::shell::effect::Effect;
use crate::shell::routing::PaneRequest;

/// Only members that count: as the parts of the map count them.
const COUNTED: &str = "status:active,frozen";

/// `⏎` outside the box: into what is under the cursor.
pub(in crate::panes::segments) fn open(pane: &mut SegmentsPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    if pane.drill.is_some() || pane.view == SegmentsView::Value {
        member(pane, shell, out);
        return;
    }
    let tiers_unknown = pane.board.answer().is_some_and(|board| board.tiers.is_empty());
    let on_tiers = pane.view == SegmentsView::Map && pane.part == MapPart::Tiers;
    if on_tiers && tiers_unknown && shell.as_of.is_some() {
        asking::ask_whole(pane, shell, out);
    } else if let Some((whom, query)) = target(pane, shell) {
        drilled(pane, shell, whom, &query);
    }
}

/// Shows the members of a filter.
pub(in crate::panes::segments) fn drilled(pane: &mut SegmentsPane, shell: &Shell, whom: DrillTarget, query: &str) {
    let query = filter::scoped(pane, shell, query);
    pane.filter.field.clear();
    pane.filter.field.paste(&query);
    filter::read(pane, shell);
    pane.filter.has_keys = false;
    pane.drill = Some(DrillDown::new(whom, query, shell.as_of));
}

/// Whom `⏎` would show, and the filter that means them.
pub(super) fn target(pane: &SegmentsPane, shell: &Shell) -> Option<(DrillTarget, String)> {
    match pane.view {
        SegmentsView::Map => part(pane, shell),
        SegmentsView::Months => {
            let trend = pane.trend.answer()?;
            let month = trend.months.get(pane.month.cursor(trend.months.len()))?;
            Some(first_in(month.year, month.month))
        }
        SegmentsView::Cohorts => {
            let rows = &pane.cohorts.answer()?.rows;
            let cohort = rows.get(pane.cohort.0.cursor(rows.len()))?;
            Some(first_in(cohort.year, cohort.month))
        }
        SegmentsView::Moves => {
            let moves = pane.moves.answer()?;
            let last = moves.counts.len().checked_sub(1)?;
            let (row, column) = pane.moved;
            let (from, to) = (SegmentState::ALL[row.min(last)], SegmentState::ALL[column.min(last)]);
            let query = format!("was:{}@{} was:{}@{}", from.word(), moves.from, to.word(), moves.to);
            Some((DrillTarget::Moved(from, to), query))
        }
        SegmentsView::Value => pane.values.answer().map(|_| (DrillTarget::Valued, shell.base())),
    }
}

fn part(pane: &SegmentsPane, shell: &Shell) -> Option<(DrillTarget, String)> {
    Some(match pane.part {
        MapPart::Map => (DrillTarget::Cell(pane.cell), format!("r:{} f:{}", pane.cell.r, pane.cell.f)),
        MapPart::Segments => {
            let segment = Segment::ALL[pane.segment.cursor(Segment::ALL.len())];
            (DrillTarget::Segment(segment), format!("rfm:{}", segment.word()))
        }
        MapPart::Stages => {
            let stage = LifecycleStage::ALL[pane.stage.min(LifecycleStage::ALL.len() - 1)];
            (DrillTarget::Stage(stage), format!("stage:{} {COUNTED}", stage.word()))
        }
        MapPart::Tiers => {
            let tiers = &shell.program().tiers;
            let code = tiers.get(pane.tier.min(tiers.len().saturating_sub(1)))?.code.clone();
            let query = format!("tier:{code} {COUNTED}");
            (DrillTarget::Tier(code), query)
        }
        MapPart::Saved => {
            let SavedFilter { name, query, .. } = pane.saved_here()?.clone();
            (DrillTarget::Saved(name), query)
        }
    })
}

/// Whose first purchase fell into a month.
fn first_in(year: i32, month: u32) -> (DrillTarget, String) {
    let begin = Day::from_ymd(year, month, 1).unwrap_or_default();
    let next = if month == 12 { Day::from_ymd(year + 1, 1, 1) } else { Day::from_ymd(year, month + 1, 1) };
    let end = next.unwrap_or_default().plus_days(-1);
    (DrillTarget::Cohort(year, month), format!("first:{begin}..{end} {COUNTED}"))
}

/// On to the file of the member under the cursor, in the members pane; esc comes back.
fn member(pane: &SegmentsPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let Some(who) = pane.here.clone() else { return };
    shell.take(who.clone());
    shell.show_record(who, out);
    shell.request(PaneRequest::Record);
}

/// Asks for the rows that the list needs next.
pub(super) fn more(pane: &mut SegmentsPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let Some(drill) = &mut pane.drill else { return };
    drill.key.with_month = shell.columns.show_month(MemberList::Segment) || drill.key.sort.by.is_of_month();
    let Some(rows) = drill.wants() else { return };
    let question = ListMembers { list: drill.key.clone(), rows };
    shell.ask(&mut drill.page, question, out);
}
