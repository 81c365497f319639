//! Which figures there are, and what is planned of them.

use super::day::Day;
use super::enumeration::enumeration;

enumeration! {
    /// A figure by the word that JSON and scripts have for it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum FigureCode {
        Members => "members",
        Joined => "joined",
        ActiveRate => "active_rate",
        RepeatRate => "repeat_rate",
        Churn => "churn",
        Buyers => "buyers",
        Orders => "orders",
        NetSpend => "net_spend",
        OrderValue => "order_value",
        Nps => "nps",
        OpenCases => "open_cases",
        OverdueCases => "overdue_cases",
        CaseHours => "case_hours",
        Outstanding => "outstanding",
        Expiring => "expiring",
        Earned => "earned",
        Redeemed => "redeemed",
        RedemptionRate => "redemption_rate",
        Owing => "owing",
    }
}

/// What a figure is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureUnit {
    Count,
    Money,
    Points,
    /// From 0 to 1.
    Share,
    Score,
    Hours,
}

impl FigureCode {
    pub fn unit(self) -> FigureUnit {
        match self {
            Self::Members
            | Self::Joined
            | Self::Buyers
            | Self::Orders
            | Self::OpenCases
            | Self::OverdueCases
            | Self::Owing => FigureUnit::Count,
            Self::NetSpend | Self::OrderValue => FigureUnit::Money,
            Self::Outstanding | Self::Expiring | Self::Earned | Self::Redeemed => FigureUnit::Points,
            Self::ActiveRate | Self::RepeatRate | Self::Churn | Self::RedemptionRate => FigureUnit::Share,
            Self::Nps => FigureUnit::Score,
            Self::CaseHours => FigureUnit::Hours,
        }
    }

    /// Whether it is told for each month, so that it can be planned.
    pub fn is_monthly(self) -> bool {
        match self {
            Self::Members
            | Self::Joined
            | Self::ActiveRate
            | Self::RepeatRate
            | Self::Churn
            | Self::Buyers
            | Self::Orders
            | Self::NetSpend
            | Self::OrderValue
            | Self::Nps
            | Self::Outstanding
            | Self::Earned
            | Self::Redeemed
            | Self::RedemptionRate => true,
            Self::OpenCases | Self::OverdueCases | Self::CaseHours | Self::Expiring | Self::Owing => false,
        }
    }
}

/// What is planned of a figure in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub code: FigureCode,
    /// The first day of the month.
    pub month: Day,
    /// In the figure's own unit, money in major units, times 10^4.
    pub value_e4: i64,
}
