//! Words for figures, and for why members stand on the care list.

use super::Words;
use crate::domain::activation::{ActivationShare, ActivationWeek};
use crate::domain::care::{CareCause, CareDrop, CareList};
use crate::domain::day::Day;
use crate::domain::figure::FigureCode;
use crate::domain::num::grouped;
use crate::domain::overview::{Figure, FigureValue, PointFlows};
use crate::domain::program::{Currency, Program};
use crate::domain::target_rows::TargetRow;
use crate::t;

impl Words {
    /// The name of a figure.
    pub fn figure(self, code: FigureCode) -> String {
        match code {
            FigureCode::Members => t!(self, "figure.members"),
            FigureCode::Joined => t!(self, "figure.joined"),
            FigureCode::ActiveRate => t!(self, "figure.active_rate"),
            FigureCode::RepeatRate => t!(self, "figure.repeat_rate"),
            FigureCode::Churn => t!(self, "figure.churn"),
            FigureCode::Buyers => t!(self, "figure.buyers"),
            FigureCode::Orders => t!(self, "figure.orders"),
            FigureCode::NetSpend => t!(self, "figure.net_spend"),
            FigureCode::OrderValue => t!(self, "figure.order_value"),
            FigureCode::Nps => t!(self, "figure.nps"),
            FigureCode::OpenCases => t!(self, "figure.open_cases"),
            FigureCode::OverdueCases => t!(self, "figure.overdue_cases"),
            FigureCode::CaseHours => t!(self, "figure.case_hours"),
            FigureCode::Outstanding => t!(self, "figure.outstanding"),
            FigureCode::Expiring => t!(self, "figure.expiring"),
            FigureCode::Earned => t!(self, "figure.earned"),
            FigureCode::Redeemed => t!(self, "figure.redeemed"),
            FigureCode::RedemptionRate => t!(self, "figure.redemption_rate"),
            FigureCode::Owing => t!(self, "figure.owing"),
        }
    }

    /// Where points came from and went, by name; what did not happen is left out.
    pub fn point_flows(self, flows: PointFlows) -> Vec<(String, i64)> {
        let named = [
            (t!(self, "overview.opening"), flows.opening),
            (t!(self, "overview.earned"), flows.earned),
            (t!(self, "overview.bonus"), flows.bonus),
            (t!(self, "overview.adjusted"), flows.adjusted),
            (t!(self, "overview.redeemed"), flows.redeemed),
            (t!(self, "overview.clawed_back"), flows.clawed_back),
            (t!(self, "overview.expired"), flows.expired),
        ];
        named.into_iter().filter(|(_, n)| *n != 0).collect()
    }

    /// How a figure is made: its one definition.
    pub fn figure_about(self, code: FigureCode) -> String {
        match code {
            FigureCode::Members => t!(self, "definition.members"),
            FigureCode::Joined => t!(self, "definition.joined"),
            FigureCode::ActiveRate => t!(self, "definition.active_rate"),
            FigureCode::RepeatRate => t!(self, "definition.repeat_rate"),
            FigureCode::Churn => t!(self, "definition.churn"),
            FigureCode::Buyers => t!(self, "definition.buyers"),
            FigureCode::Orders => t!(self, "definition.orders"),
            FigureCode::NetSpend => t!(self, "definition.net_spend"),
            FigureCode::OrderValue => t!(self, "definition.order_value"),
            FigureCode::Nps => t!(self, "definition.nps"),
            FigureCode::OpenCases => t!(self, "definition.open_cases"),
            FigureCode::OverdueCases => t!(self, "definition.overdue_cases"),
            FigureCode::CaseHours => t!(self, "definition.case_hours"),
            FigureCode::Outstanding => t!(self, "definition.outstanding"),
            FigureCode::Expiring => t!(self, "definition.expiring"),
            FigureCode::Earned => t!(self, "definition.earned"),
            FigureCode::Redeemed => t!(self, "definition.redeemed"),
            FigureCode::RedemptionRate => t!(self, "definition.redemption_rate"),
            FigureCode::Owing => t!(self, "definition.owing"),
        }
    }

    /// A value with its unit.
    pub fn figure_value(self, value: FigureValue, currency: &Currency) -> String {
        match value {
            FigureValue::Count(n) => grouped(n),
            FigureValue::Points(points) => grouped(points.0),
            FigureValue::Money(money) => self.money_short(currency, money),
            FigureValue::Share(share) => format!("{:.1} %", 100.0 * share),
            FigureValue::Score(score) => format!("{score:.1}"),
            FigureValue::Hours(hours) => t!(self, "overview.hours", n = format!("{hours:.1}")),
        }
    }

    /// Week, members who joined in it, and the share of them with a second purchase day within each number of days.
    pub fn activation_row(self, week: &ActivationWeek) -> [String; 4] {
        let share = |share: Option<ActivationShare>| match share.and_then(|share| share.interval) {
            Some(told) => format!("{:.1} % ({:.0}–{:.0})", 100.0 * told.value, 100.0 * told.low, 100.0 * told.high),
            None => "–".to_owned(),
        };
        let joined = grouped(i64::try_from(week.joined).unwrap_or(i64::MAX));
        [week.from.to_string(), joined, share(week.within[0]), share(week.within[1])]
    }

    /// Month, figure, plan, actual, and the actual in percent of the plan.
    pub fn target_row(self, row: &TargetRow, currency: &Currency) -> [String; 5] {
        let value = |value| self.figure_value(value, currency);
        [
            row.month.to_string().get(..7).unwrap_or_default().to_owned(),
            self.figure_of_month(row.code),
            value(row.plan),
            row.actual.map_or_else(|| "–".to_owned(), value),
            row.share().map(|share| format!("{:.0} %", 100.0 * share)).unwrap_or_default(),
        ]
    }

    /// The name of a figure where its month stands beside it.
    fn figure_of_month(self, code: FigureCode) -> String {
        match code {
            FigureCode::Joined => t!(self, "targets.joined"),
            FigureCode::Buyers => t!(self, "targets.buyers"),
            FigureCode::Orders => t!(self, "targets.orders"),
            FigureCode::NetSpend => t!(self, "targets.net_spend"),
            FigureCode::Earned => t!(self, "targets.earned"),
            FigureCode::Redeemed => t!(self, "targets.redeemed"),
            FigureCode::Members
            | FigureCode::ActiveRate
            | FigureCode::RepeatRate
            | FigureCode::Churn
            | FigureCode::OrderValue
            | FigureCode::Nps
            | FigureCode::OpenCases
            | FigureCode::OverdueCases
            | FigureCode::CaseHours
            | FigureCode::Outstanding
            | FigureCode::Expiring
            | FigureCode::RedemptionRate
            | FigureCode::Owing => self.figure(code),
        }
    }

    /// From and to of an estimate; nothing where the figure is none.
    pub fn figure_interval(self, figure: &Figure) -> String {
        let Some((low, high)) = figure.interval else { return String::new() };
        match figure.value {
            Some(FigureValue::Share(_)) => format!("{:.1}–{:.1} %", 100.0 * low, 100.0 * high),
            Some(
                FigureValue::Count(_)
                | FigureValue::Money(_)
                | FigureValue::Points(_)
                | FigureValue::Score(_)
                | FigureValue::Hours(_),
            )
            | None => format!("{low:.1} … {high:.1}"),
        }
    }

    /// Why a member stands on the care list, with what it is about.
    pub fn care_cause(self, cause: &CareCause, program: &Program, today: Day) -> String {
        let day = |day: Day| self.day_short(day, today);
        match cause {
            CareCause::Case { case, due } => t!(self, "care.cause.case", case = case.0, day = day(*due)),
            CareCause::CallBack { on } => t!(self, "care.cause.call_back", day = day(*on)),
            CareCause::Detractor { on, score } => t!(self, "care.cause.detractor", score = score, day = day(*on)),
            CareCause::TierReview { on, to } => {
                t!(self, "care.cause.tier_review", day = day(*on), tier = self.tier(program, to))
            }
            CareCause::Expiring { on, points } => {
                t!(self, "care.cause.expiring", n = grouped(points.0), day = day(*on))
            }
            CareCause::Birthday { on } => t!(self, "care.cause.birthday", day = day(*on)),
            CareCause::Second { first } => t!(self, "care.cause.second", day = day(*first)),
            CareCause::Slipping { last, ratio_e1 } => {
                let times = format!("{}.{}", ratio_e1 / 10, ratio_e1 % 10);
                t!(self, "care.cause.slipping", times = times, day = day(*last))
            }
            CareCause::Lost { last } => t!(self, "care.cause.lost", day = day(*last)),
        }
    }

    /// How many are on the list, by their first reason, and how many were left out.
    pub fn care_summary(self, list: &CareList) -> String {
        let number = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
        let mut parts = vec![t!(self, "care.total", n = number(list.total))];
        parts.extend(list.by_reason.iter().map(|(reason, n)| format!("{} {}", self.care_reason(*reason), number(*n))));
        let left_out: Vec<String> = list
            .dropped
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(drop, n)| format!("{} {}", self.care_drop(*drop), number(*n)))
            .collect();
        if !left_out.is_empty() {
            parts.push(t!(self, "care.left_out", what = left_out.join(", ")));
        }
        parts.join(" · ")
    }

    /// Why a member is left out of the care list.
    pub fn care_drop(self, drop: CareDrop) -> String {
        match drop {
            CareDrop::NoConsent => t!(self, "care.drop.no_consent"),
            CareDrop::Capped => t!(self, "care.drop.capped"),
            CareDrop::HeldOut => t!(self, "care.drop.holdout"),
            CareDrop::Postponed => t!(self, "care.drop.postponed"),
        }
    }
}
