//! Tests of experiments, as lines.

use super::{Sheet, left, right};
use crate::cli::table::Table;
use crate::desk::experiments::ScoreChange;
use crate::domain::experiment::{
    Anova, ChiSquaredTest, Logit, Roi, SeveralShares, Span, SrmCheck, TwoProportions, Welch,
};
use crate::domain::rate::{Interval, Rate};
use crate::t;
use crate::text::Words;

/// Two shares against each other.
pub fn two_proportions(words: Words, found: &TwoProportions) -> String {
    let mut sheet = Sheet::new();
    for (share, label) in found.shares.iter().zip([t!(words, "stats.first"), t!(words, "stats.second")]) {
        let (value, low, high) = (percent(share.value), percent(share.low), percent(share.high));
        sheet.line(&label, &t!(words, "stats.share", value = value, low = low, high = high, n = share.n));
    }
    let points = |n: f64| format!("{:+.2}", n * 100.0);
    let within = |span: &Span| format!("{} … {}", points(span.low), points(span.high));
    sheet.line(&t!(words, "stats.difference"), &t!(words, "stats.points", n = points(found.difference)));
    sheet.line("Newcombe 95 %", &t!(words, "stats.newcombe", interval = within(&found.newcombe)));
    sheet.line("Wald 95 %", &t!(words, "stats.wald", interval = within(&found.wald)));
    sheet.line("z", &format!("{:.4}  p {}", found.z, chance(found.p)));
    sheet.line("Fisher", &format!("p {}", chance(found.fisher)));
    sheet.line(&t!(words, "stats.second_is_higher"), &percent(found.second_is_higher));
    sheet.lines() + &rough(words, &found.shares)
}

/// A χ² test.
pub fn chi_squared(words: Words, found: &ChiSquaredTest) -> String {
    let told = t!(words, "stats.freedom", statistic = format!("{:.4}", found.statistic), df = found.freedom);
    let mut sheet = Sheet::new();
    sheet.line("χ²", &format!("{told}  p {}", chance(found.p)));
    sheet.lines()
}

/// The check of the arms' sizes, and whether results may be read.
pub fn srm(words: Words, found: &SrmCheck) -> String {
    let said = if found.hides() { t!(words, "stats.srm_hidden") } else { t!(words, "stats.srm_fine") };
    chi_squared(words, &found.0) + &said + "\n"
}

/// Two means against each other.
pub fn welch(words: Words, found: &Welch) -> String {
    let mut sheet = Sheet::new();
    for ((mean, n), label) in found.means.iter().zip(found.n).zip([t!(words, "stats.first"), t!(words, "stats.second")])
    {
        sheet.line(&label, &t!(words, "stats.mean", mean = format!("{mean:.6}"), n = n));
    }
    let Span { low, high } = found.interval;
    sheet.line(&t!(words, "stats.first_less_second"), &format!("{:.6}", found.difference));
    sheet.line("95 %", &format!("{low:.6} … {high:.6}"));
    let told = t!(words, "stats.freedom", statistic = format!("{:.4}", found.t), df = format!("{:.2}", found.freedom));
    sheet.line("t", &format!("{told}  p {}", chance(found.p)));
    sheet.lines() + &t!(words, "stats.welch_skewed") + "\n"
}

/// An analysis of variance.
pub fn anova(words: Words, found: &Anova, p: f64) -> String {
    let mut sheet = Sheet::new();
    for ((squares, freedom), label) in
        [(found.between, t!(words, "stats.between")), (found.within, t!(words, "stats.within"))]
    {
        sheet.line(&label, &t!(words, "stats.squares", squares = format!("{squares:.6}"), df = freedom));
    }
    sheet.line("F", &format!("{:.4}  p {}", found.f, chance(p)));
    sheet.lines()
}

/// A net promoter score, and its change.
pub fn nps(
    words: Words,
    score: Interval,
    errors: (f64, Option<f64>),
    change: Option<ScoreChange>,
    few: bool,
) -> String {
    let told = |of: Interval| format!("{:.1} (95 %: {:.1} … {:.1})", of.value, of.low, of.high);
    let mut sheet = Sheet::new();
    sheet.line("NPS", &told(score));
    let less_one = errors.1.map(|error| t!(words, "stats.less_one", error = format!("{error:.4}")));
    let of_n = format!("{:.4}", errors.0);
    sheet.line(&t!(words, "stats.error"), &less_one.map_or(of_n.clone(), |other| format!("{of_n} ({other})")));
    if let Some(change) = change {
        sheet.line(&t!(words, "stats.change"), &told(change.interval));
        if let (Some(z), Some(p)) = (change.z, change.p) {
            sheet.line("z", &format!("{z:.4}  p {}", chance(p)));
        }
    }
    sheet.lines() + &(if few { t!(words, "stats.nps_few") + "\n" } else { String::new() })
}

/// One share.
pub fn share(words: Words, found: Interval) -> String {
    let (value, low, high) = (percent(found.value), percent(found.low), percent(found.high));
    let told = t!(words, "stats.share", value = value, low = low, high = high, n = found.n);
    line(&t!(words, "stats.one_share"), &told) + &rough(words, &[found])
}

/// With fewer than this on either side of a share it is said how often Wilson's interval holds.
const FEW: f64 = 50.0;

#[expect(clippy::cast_precision_loss, reason = "counts of members are far below 2^52")]
fn rough(words: Words, shares: &[Interval]) -> String {
    let few = |of: &Interval| (of.n as f64) * of.value.min(1.0 - of.value) < FEW - 0.5;
    if shares.iter().any(few) { t!(words, "stats.wilson_few") + "\n" } else { String::new() }
}

/// Several shares and the test of their being one.
pub fn proportions(words: Words, found: &SeveralShares) -> String {
    let mut sheet = Sheet::new();
    let mut add = |label: &str, of: &Interval| {
        let (value, low, high) = (percent(of.value), percent(of.low), percent(of.high));
        sheet.line(label, &t!(words, "stats.share", value = value, low = low, high = high, n = of.n));
    };
    for (at, share) in (1..).zip(&found.shares) {
        add(&at.to_string(), share);
    }
    add(&t!(words, "stats.all"), &found.all);
    sheet.lines() + &chi_squared(words, &found.test) + &rough(words, &found.shares)
}

/// A logistic regression.
pub fn logit(words: Words, found: &Logit, left_out: u64) -> String {
    let mut table = Table::headed([
        left(String::new()),
        right(t!(words, "stats.estimate")),
        right(t!(words, "stats.error")),
        right(t!(words, "stats.odds")),
        right("p".to_owned()),
    ]);
    for term in &found.terms {
        let (estimate, error) = (format!("{:.6}", term.estimate), format!("{:.6}", term.error));
        table.row([&term.name, &estimate, &error, &format!("{:.4}", term.estimate.exp()), &chance(term.p)]);
    }
    let mut sheet = Sheet::new();
    let yes = percent(Rate { part: found.yes, n: found.n }.share().unwrap_or_default());
    sheet.line("n", &t!(words, "stats.logit_n", n = found.n, yes = found.yes, share = yes, left_out = left_out));
    let deviance = t!(
        words,
        "stats.deviance",
        of = format!("{:.4}", found.deviance),
        null = format!("{:.4}", found.null_deviance)
    );
    sheet.line(&t!(words, "stats.deviance_name"), &deviance);
    sheet.line("AUC", &t!(words, "stats.in_sample", value = format!("{:.4}", found.auc)));
    sheet.line("Brier", &t!(words, "stats.in_sample", value = format!("{:.4}", found.brier)));
    table.lines() + &sheet.lines()
}

/// The return on a campaign.
pub fn roi(words: Words, found: &Roi, freedom: Option<f64>) -> String {
    let told = match &found.interval {
        Some(Span { low, high }) => format!("{} (95 %: {} … {})", percent(found.roi), percent(*low), percent(*high)),
        None => t!(words, "stats.no_interval", roi = percent(found.roi)),
    };
    let remark = match (&found.interval, freedom) {
        (Some(_), None) => t!(words, "stats.roi_normal") + "\n" + &t!(words, "stats.roi_skewed") + "\n",
        (Some(_), Some(_)) => t!(words, "stats.roi_skewed") + "\n",
        (None, _) => String::new(),
    };
    line(&t!(words, "stats.roi"), &told) + &remark
}

/// One number with its name.
pub fn line(label: &str, told: &str) -> String {
    let mut sheet = Sheet::new();
    sheet.line(label, told);
    sheet.lines()
}

/// A share as a percentage.
pub fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}

/// A chance: small ones by their size.
fn chance(p: f64) -> String {
    if p < 1e-4 { format!("{p:.2e}") } else { format!("{p:.5}") }
}
