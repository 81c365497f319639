//! The answer to `find`: the parts of a member's document that a list has.

use super::score::ScoreDoc;
use super::word;
use crate::domain::day::Day;
use crate::domain::read_models::{Found, MemberRow};
use crate::domain::segment_views::SegmentState;
use serde::Serialize;

/// `find`: the first rows, best first, and how many there are.
#[derive(Debug, Serialize)]
pub struct FoundDoc<'a> {
    members: Vec<RowDoc<'a>>,
    total: u64,
    exact: bool,
}

impl<'a> FoundDoc<'a> {
    pub fn new(found: &'a Found) -> Self {
        Self { members: found.rows.iter().map(RowDoc::new).collect(), total: found.total, exact: found.exact }
    }
}

/// One line of a list of members.
#[derive(Debug, Serialize)]
pub struct RowDoc<'a> {
    member_no: &'a str,
    name: &'a str,
    phone: &'a str,
    email: &'a str,
    status: &'static str,
    tier: RowTier<'a>,
    points: RowPoints,
    rfm: Option<ScoreDoc>,
    segment: Option<&'static str>,
    lifecycle: &'static str,
    purchases: RowPurchases,
}

#[derive(Debug, Serialize)]
struct RowTier<'a> {
    code: &'a str,
}

#[derive(Debug, Serialize)]
struct RowPoints {
    balance: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_this_month: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    earned_this_month: Option<i64>,
}

#[derive(Debug, Serialize)]
struct RowPurchases {
    count: i64,
    net_spend: i64,
    last_on: Option<Day>,
}

impl<'a> RowDoc<'a> {
    pub fn new(row: &'a MemberRow) -> Self {
        Self {
            member_no: &row.member_no,
            name: &row.name,
            phone: &row.phone,
            email: &row.email,
            status: word::status(row.status),
            tier: RowTier { code: &row.tier },
            points: RowPoints {
                balance: row.balance.0,
                ends_this_month: row.month.map(|month| month.ends.0),
                earned_this_month: row.month.map(|month| month.earned.0),
            },
            rfm: row.rfm.map(ScoreDoc::new),
            segment: SegmentState::of(row.rfm, row.orders).map(SegmentState::word),
            lifecycle: row.stage.word(),
            purchases: RowPurchases { count: row.orders, net_spend: row.net_spend.0, last_on: row.last_on },
        }
    }
}
