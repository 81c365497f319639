//! Where the keys go in the pane.

use crate::domain::enumeration::enumeration;
use crate::domain::segment::Segment;
use crate::parts;
use crate::shell::regions::{ClickTarget, Spot};

enumeration! {
    /// A view of the pane.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum SegmentsView {
        /// Heat map, segments, lifecycle, tiers, saved filters.
        #[default]
        Map,
        Moves,
        /// The last 12 months.
        Months,
        /// Retention by month of the first purchase.
        Cohorts,
        /// Lifetime value: the models and how good they are.
        Value,
    }
}

impl SegmentsView {
    /// The next one, or the one before.
    #[must_use]
    pub fn turned(self, forward: bool) -> Self {
        turned(&Self::ALL, self, forward)
    }
}

enumeration! {
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum MapPart {
        #[default]
        Map,
        Segments,
        Stages,
        Tiers,
        Saved,
    }
}

impl MapPart {
    /// The next one, or the one before.
    #[must_use]
    pub fn turned(self, forward: bool) -> Self {
        turned(&Self::ALL, self, forward)
    }
}

fn turned<T: Copy + PartialEq, const N: usize>(all: &[T; N], here: T, forward: bool) -> T {
    let at = all.iter().position(|t| *t == here).unwrap_or(0);
    all[if forward { (at + 1) % N } else { (at + N - 1) % N }]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RfmCell {
    /// Recency, 1 to 5.
    pub r: u8,
    /// Frequency, 1 to 5.
    pub f: u8,
}

impl Default for RfmCell {
    /// Where the eye begins: the best buyers.
    fn default() -> Self {
        Self { r: 5, f: 5 }
    }
}

impl RfmCell {
    /// The cell so many steps up and to the right, as far as the map goes.
    #[must_use]
    pub fn moved(self, up: i8, right: i8) -> Self {
        let inside = |score: u8, by: i8| score.saturating_add_signed(by).clamp(1, 5);
        Self { r: inside(self.r, up), f: inside(self.f, right) }
    }

    pub fn segment(self) -> Segment {
        Segment::of(self.r, self.f)
    }
}

parts! {
    /// What is drawn and can be clicked.
    pub enum SegmentsPart {
        /// The views' names.
        View,
        Filter,
        /// The map.
        Cell,
        Segment,
        Stage,
        Tier,
        Saved,
        Row,
        /// The headings of their columns.
        Column,
        /// The movement matrix.
        Moved,
        /// The months.
        Month,
        /// The cohorts.
        Cohort,
        /// The text of the models.
        Value,
        /// Members by what the models say of them.
        Valued,
    }
}

/// What a click in the pane means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentsTarget {
    View(SegmentsView),
    Filter,
    /// A cell of the map.
    Cell(RfmCell),
    /// A row of the list of segments.
    Segment(usize),
    Stage(usize),
    Tier(usize),
    Saved(usize),
    /// A row of the members drilled into.
    Row(usize),
    /// The heading of a column of theirs, by its place among those that a list can be sorted by.
    Column(usize),
    /// A cell of the movement matrix: row, column.
    Moved(usize, usize),
    Month(usize),
    /// A row of the members with their values.
    Valued(usize),
    /// A cell of the cohorts: row, months later.
    Cohort(usize, usize),
}

impl SegmentsTarget {
    /// What a click on it is.
    pub fn click(self) -> ClickTarget {
        match self {
            Self::View(view) => SegmentsPart::View.at(SegmentsView::ALL.iter().position(|v| *v == view).unwrap_or(0)),
            Self::Filter => SegmentsPart::Filter.at(0),
            Self::Cell(cell) => SegmentsPart::Cell.id().cell(cell.r.into(), cell.f.into()),
            Self::Segment(at) => SegmentsPart::Segment.at(at),
            Self::Stage(at) => SegmentsPart::Stage.at(at),
            Self::Tier(at) => SegmentsPart::Tier.at(at),
            Self::Saved(at) => SegmentsPart::Saved.at(at),
            Self::Row(at) => SegmentsPart::Row.at(at),
            Self::Column(at) => SegmentsPart::Column.at(at),
            Self::Moved(row, column) => SegmentsPart::Moved.id().cell(row, column),
            Self::Month(at) => SegmentsPart::Month.at(at),
            Self::Valued(at) => SegmentsPart::Valued.at(at),
            Self::Cohort(row, column) => SegmentsPart::Cohort.id().cell(row, column),
        }
    }

    pub fn of(spot: Spot) -> Option<Self> {
        let (row, column) = (spot.row, spot.column);
        Some(match SegmentsPart::of(spot.part)? {
            SegmentsPart::View => Self::View(*SegmentsView::ALL.get(row)?),
            SegmentsPart::Filter => Self::Filter,
            SegmentsPart::Cell => Self::Cell(RfmCell { r: u8::try_from(row).ok()?, f: u8::try_from(column).ok()? }),
            SegmentsPart::Segment => Self::Segment(row),
            SegmentsPart::Stage => Self::Stage(row),
            SegmentsPart::Tier => Self::Tier(row),
            SegmentsPart::Saved => Self::Saved(row),
            SegmentsPart::Row => Self::Row(row),
            SegmentsPart::Column => Self::Column(row),
            SegmentsPart::Moved => Self::Moved(row, column),
            SegmentsPart::Month => Self::Month(row),
            SegmentsPart::Valued => Self::Valued(row),
            SegmentsPart::Cohort => Self::Cohort(row, column),
            SegmentsPart::Value => return None,
        })
    }
}
