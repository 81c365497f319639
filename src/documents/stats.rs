//! `stats …`: what tests of experiments tell.

use crate::desk::experiments::ScoreChange;
use crate::domain::experiment::{
    Anova, ChiSquaredTest, Logit, LogitTerm, Roi, SeveralShares, Span, SrmCheck, TwoProportions, Welch,
};
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

/// A χ² test.
pub fn chi_squared(found: &ChiSquaredTest) -> Value {
    json!({ "chi_squared": found.statistic, "df": found.freedom, "p": found.p })
}

/// `stats proportions`.
pub fn proportions(found: &SeveralShares) -> Value {
    let mut document = chi_squared(&found.test);
    document["shares"] = found.shares.iter().copied().map(interval).collect();
    document["all"] = interval(found.all);
    document
}

/// `stats share`.
pub fn share(found: Interval) -> Value {
    interval(found)
}

/// `stats logit`. `left_out`: rows that lack a cell.
pub fn logit(found: &Logit, left_out: u64) -> Value {
    let term = |term: &LogitTerm| {
        json!({ "name": term.name, "estimate": term.estimate, "standard_error": term.error, "p": term.p,
                "odds_ratio": term.estimate.exp() })
    };
    json!({ "n": found.n, "yes": found.yes, "left_out": left_out, "terms": found.terms.iter().map(term).collect::<Vec<_>>(),
            "deviance": found.deviance, "null_deviance": found.null_deviance, "auc": found.auc, "brier": found.brier })
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

/// Standard errors on either side of Wald's interval of 95 %.
const WALD: f64 = 1.959_963_984_540_054;

/// `stats nps`: the score with its standard errors (over n and over n − 1), and its difference from the one before, where that is given,
/// with the method of its interval.
pub fn nps(score: Interval, errors: (f64, Option<f64>), change: Option<ScoreChange>) -> Value {
    let change = change.map(|change| {
        let Interval { n, value, low, high } = change.interval;
        json!({ "value": value, "n": n, "low": low, "high": high, "method": "mover", "z": change.z, "p": change.p })
    });
    let mut nps = interval(score);
    nps["standard_error"] = json!(errors.0);
    nps["standard_error_less_one"] = json!(errors.1);
    nps["wald"] = span(&Span::around(score.value, WALD * errors.0));
    json!({ "nps": nps, "change": change })
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
