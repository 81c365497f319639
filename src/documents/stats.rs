//! `stats …`: what tests of experiments tell.

use crate::desk::experiments::ScoreChange;
use crate::domain::experiment::{Anova, ChiSquaredTest, Roi, Span, SrmCheck, TwoProportions, Welch};
use crate::domain::rate::Interval;
use serde_json::{Value, json};

/// `stats two-proportions`.
pub fn two_proportions(found: &TwoProportions) -> Value {
    json!({
        "shares": found.shares.map(interval),
        "difference": found.difference,
        "relative": found.relative,
        "z": found.z,
        "p": found.p,
        "chi_squared": found.z * found.z,
        "yates": chi_squared(&found.yates),
        "fisher_p": found.fisher,
        "wald": span(&found.wald),
        "newcombe": span(&found.newcombe),
        "second_is_higher": found.second_is_higher,
    })
}

/// `stats proportions`.
pub fn chi_squared(found: &ChiSquaredTest) -> Value {
    json!({ "chi_squared": found.statistic, "df": found.freedom, "p": found.p })
}

/// `stats srm`. Where `hidden`, the arms are not what the design says and no result may be read from them.
pub fn srm(found: &SrmCheck) -> Value {
    let mut document = chi_squared(&found.0);
    document["hidden"] = found.hides().into();
    document
}

/// `stats welch`.
pub fn welch(found: &Welch) -> Value {
    json!({
        "n": found.n,
        "means": found.means,
        "difference": found.difference,
        "t": found.t,
        "df": found.freedom,
        "p": found.p,
        "interval": span(&found.interval),
    })
}

/// `stats anova`. `f` is null where nothing varies within the groups.
pub fn anova(found: &Anova, p: f64) -> Value {
    let side = |(squares, freedom): (f64, f64)| json!({ "sum_of_squares": squares, "df": freedom });
    json!({ "between": side(found.between), "within": side(found.within), "f": found.f, "p": p })
}

/// `stats nps`: the score, and its difference from the one before, where that is given, with the method of its interval.
pub fn nps(score: Interval, change: Option<ScoreChange>) -> Value {
    let change = change.map(|change| {
        let Interval { n, value, low, high } = change.interval;
        let method = if change.is_adjusted { "adjusted_wald" } else { "wald" };
        json!({ "value": value, "n": n, "low": low, "high": high, "method": method })
    });
    json!({ "nps": interval(score), "change": change })
}

/// `stats roi`.
pub fn roi(found: &Roi) -> Value {
    json!({ "roi": found.roi, "interval": found.interval.as_ref().map(span) })
}

fn interval(of: Interval) -> Value {
    json!({ "value": of.value, "n": of.n, "low": of.low, "high": of.high })
}

fn span(of: &Span) -> Value {
    json!({ "low": of.low, "high": of.high })
}
