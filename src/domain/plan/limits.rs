//! How many points an operator may move.
//!
//! Limits count what operators give and take by hand. A redemption is the member's own spending and counts nothing. A
//! reversal counts as much as what it reverses, except that putting right one's own operation is free: it was counted when
//! it was made.

use super::context::PlanContext;
use super::draft::LimitCheck;
use super::outcome::{Allowance, LimitExceeded};
use crate::domain::num::Points;
use crate::domain::operator::{LimitUsage, Limits};

/// What moving so many points (of any sign) comes to for the operator at hand.
pub fn count(context: &PlanContext<'_>, points: Points) -> LimitCheck {
    let asked = Points(points.0.saturating_abs());
    let limits = context.program().limits_of(context.operator.role);
    let approval = check(limits, context.used, asked);
    LimitCheck { allowance: Allowance { limits, used: context.used, points: asked }, approval }
}

/// The first limit that is exceeded.
fn check(limits: Limits, used: LimitUsage, asked: Points) -> Option<LimitExceeded> {
    if asked == Points::ZERO {
        return None;
    }
    if let Some(limit) = limits.per_op.filter(|limit| asked > *limit) {
        return Some(LimitExceeded::PerOperation { limit, asked });
    }
    if let Some(limit) = limits.per_day.filter(|limit| exceeds(used.day, asked, *limit)) {
        return Some(LimitExceeded::PerDay { limit, used: used.day, asked });
    }
    let month = limits.per_member_month.filter(|limit| exceeds(used.member_month, asked, *limit));
    month.map(|limit| LimitExceeded::PerMemberMonth { limit, used: used.member_month, asked })
}

fn exceeds(used: Points, asked: Points, limit: Points) -> bool {
    i128::from(used.0) + i128::from(asked.0) > i128::from(limit.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Agents: 500 an operation, 5,000 a day, 2,000 a member and month.
    const AGENT: Limits =
        Limits { per_op: Some(Points(500)), per_day: Some(Points(5_000)), per_member_month: Some(Points(2_000)) };

    #[rstest]
    #[case::the_last_eighty_of_the_day(4_920, 0, 80, None)]
    #[case::one_more(4_920, 0, 81, Some(LimitExceeded::PerDay { limit: Points(5_000), used: Points(4_920), asked: Points(81) }))]
    #[case::a_whole_operation(0, 0, 500, None)]
    #[case::one_operation(0, 0, 501, Some(LimitExceeded::PerOperation { limit: Points(500), asked: Points(501) }))]
    #[case::the_months_end(0, 1_500, 500, None)]
    #[case::the_month(0, 1_501, 500, Some(LimitExceeded::PerMemberMonth { limit: Points(2_000), used: Points(1_501), asked: Points(500) }))]
    #[case::nothing_is_always_free(9_000, 9_000, 0, None)]
    #[case::extremes(i64::MAX, i64::MAX, 500, Some(LimitExceeded::PerDay { limit: Points(5_000), used: Points(i64::MAX), asked: Points(500) }))]
    fn limits(#[case] day: i64, #[case] month: i64, #[case] asked: i64, #[case] answer: Option<LimitExceeded>) {
        let used = LimitUsage { day: Points(day), member_month: Points(month) };
        assert_eq!(check(AGENT, used, Points(asked)), answer);
    }

    #[test]
    fn a_role_without_limits_needs_nobody() {
        assert_eq!(check(Limits::default(), LimitUsage::default(), Points(i64::MAX)), None);
    }
}
