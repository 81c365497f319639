//! Questions about everybody: segments, lists of members, rates, and what models say. Most of them scan all members.

use crate::domain::day::Day;
use crate::domain::enumeration::enumeration;
use crate::domain::given_model::GivenModels;
use crate::domain::read_models::MemberRow;
use crate::domain::real::Real;
use crate::domain::segment_views::Sort;
use crate::domain::value::{CustomerValue, FittedModels};
use std::ops::Range;

/// A list of members, in an order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberListQuery {
    /// `*` (everybody), a segment's word, a saved filter's name, or a filter.
    pub query: String,
    /// The order.
    pub sort: Sort,
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
    /// Whether the points of the month are wanted beside each.
    pub with_month: bool,
}

/// Some rows of a list of members; the totals are exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMembers {
    /// The list.
    pub list: MemberListQuery,
    /// The rows, from 0.
    pub rows: Range<usize>,
}

/// How many members a filter means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountMembers {
    /// As [`MemberListQuery::query`].
    pub query: String,
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
}

/// Some rows of a list of members who ever bought, with what the models of the day say of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMemberValues {
    /// The list; its query may be a member number too.
    pub list: MemberListQuery,
    /// The rows, from 0.
    pub rows: Range<usize>,
    /// A horizon in weeks beside those that are always told.
    pub weeks: Option<Real>,
    /// An order by what the models say; `None`: the list's own.
    pub order: Option<ValueOrder>,
}

enumeration! {
    /// An order by what the models say of each member; ties in the list's own order.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum ValueOrder {
        /// The highest predicted value first.
        #[default]
        Value => "value",
        /// The most predicted value at stake first: value times the chance that the member buys no more.
        Risk => "risk",
    }
}

/// Rows of members with their value, and the models that say it.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberValuePage {
    /// The models.
    pub models: FittedModels,
    /// The rows that were asked for.
    pub rows: Vec<(MemberRow, CustomerValue)>,
    /// How many members with a purchase fit.
    pub total: u64,
}

/// Members of a list who ever bought, by models whose parameters somebody gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueGiven {
    /// The list; its query may be a member number too.
    pub list: MemberListQuery,
    /// Rows at most.
    pub limit: usize,
    pub models: GivenModels,
}

/// Cells, segments, lifecycle stages and tiers of a day. Months and churn are [`ShowTrend`]'s, saved filters
/// [`ListSavedFilters`]'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowBoard {
    /// Whose numbers: as [`MemberListQuery::query`].
    pub base: String,
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
    /// Whether tiers are wanted on a past day too, which takes a fold of everybody; else they are empty then.
    pub whole: bool,
}

/// Saved filters by name, with how many members fit on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSavedFilters {
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
}

/// The last twelve months, the churn of a year and the repeat rate, as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowTrend {
    /// Whose numbers: as [`MemberListQuery::query`].
    pub base: String,
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
}

/// Retention by month of the first purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowCohorts {
    /// Whose numbers: as [`MemberListQuery::query`].
    pub base: String,
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
}

/// From which segment to which members went between two days, named in either order. Refused (`ScoresWithheld`) where there
/// are no scores on one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowTransitions {
    /// Whose numbers: as [`MemberListQuery::query`].
    pub base: String,
    /// One day.
    pub from: Day,
    /// The other day.
    pub to: Day,
}

/// The models of a day: those that are kept, or fitted anew where something was recorded since. Refused (`ValueWithheld`)
/// with too few repeat buyers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowModels {
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
}

/// The models of a day, fitted now whatever is kept. Refused (`ValueWithheld`) with too few repeat buyers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitModels {
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
    /// The first day held out for the test; `None`: the last third of the history.
    pub holdout_from: Option<Day>,
}
