//! The board: cells, segments, stages and tiers of a day.

use super::ScanWatch;
use super::base::BaseMembers;
use super::view::ScoredMembers;
use crate::desk::Desk;
use crate::desk::ask::{Asking, Serve};
use crate::desk::error::DeskError;
use crate::domain::day::{Day, Instant};
use crate::domain::fold::view::LifecycleStage;
use crate::domain::program::Program;
use crate::domain::question::ShowBoard;
use crate::domain::rate::Rate;
use crate::domain::segment::Segment;
use crate::domain::segment_views::{Board, Cell};

impl Serve<ShowBoard> for Desk {
    fn serve(&mut self, question: ShowBoard, asking: Asking<'_>) -> Result<Box<Board>, DeskError> {
        self.board(&question.base, question.as_of, question.whole, asking.now, asking.watch).map(Box::new)
    }
}

impl Desk {
    /// Answers [`ShowBoard`].
    pub(in crate::desk) fn board(
        &self,
        base: &str,
        as_of: Option<Day>,
        whole: bool,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Board, DeskError> {
        let asked = self.as_of_day(as_of, now)?;
        let base = self.base_members(base, asked, now, watch)?;
        let view = self.view(asked, whole, watch)?;
        let programs = self.programs()?;
        let rules = programs.at_end_of(asked.day).lifecycle;
        let lapsing = view.gap.and_then(|gap| gap.days).map_or(rules, |days| rules.with_gap(days)).lapsing_days;
        Ok(Board { lapsing_days: lapsing, ..board_of(&view, &base, &programs.newest().program) })
    }
}

fn board_of(view: &ScoredMembers, base: &BaseMembers, program: &Program) -> Board {
    let (columns, scores) = (&view.columns, &view.scores);
    let mut cells = [[Cell::default(); 5]; 5];
    let mut stages = [0; LifecycleStage::ALL.len()];
    let mut tiers = vec![0; program.tiers.len()];
    let (mut members, mut repeat) = (0, Rate::default());
    let is_meant = |at: &usize| columns.counts(*at) && base.holds(columns.members[*at]);
    for at in (0..columns.len()).filter(is_meant) {
        members += 1;
        stages[columns.stage[at] as usize] += 1;
        if let Some(n) = columns.tier.get(at).and_then(|tier| tiers.get_mut(usize::from(*tier))) {
            *n += 1;
        }
        repeat.n += u64::from(columns.days[at] > 0);
        repeat.part += u64::from(columns.days[at] > 1);
        if scores.r[at] > 0 {
            let cell = &mut cells[usize::from(scores.r[at]) - 1][usize::from(scores.f[at]) - 1];
            cell.n += 1;
            cell.value.0 = cell.value.0.saturating_add(columns.net_spend[at]);
        }
    }
    let codes = program.tiers.iter().map(|tier| tier.code.clone());
    Board {
        as_of: columns.day,
        members,
        ties: program.rfm.ties,
        cuts: view.cuts,
        gap: view.gap,
        lapsing_days: 0,
        segments: Segment::ALL.iter().map(|segment| (*segment, sum(&cells, *segment))).collect(),
        cells,
        stages: LifecycleStage::ALL.into_iter().zip(stages).collect(),
        tiers: if columns.is_folded() { codes.zip(tiers).collect() } else { Vec::new() },
        repeat,
        churn: Rate::default(),
        months: Vec::new(),
        saved: Vec::new(),
    }
}

fn sum(cells: &[[Cell; 5]; 5], segment: Segment) -> Cell {
    let mut total = Cell::default();
    for (r, row) in (1..).zip(cells) {
        for (f, cell) in (1..).zip(row) {
            if Segment::of(r, f) == segment {
                total.n += cell.n;
                total.value.0 = total.value.0.saturating_add(cell.value.0);
            }
        }
    }
    total
}
