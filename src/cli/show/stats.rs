//! Tests of experiments, as lines.

use super::Sheet;
use crate::desk::experiments::ScoreChange;
use crate::domain::experiment::{Anova, ChiSquaredTest, Roi, Span, SrmCheck, TwoProportions, Welch};
use crate::domain::rate::Interval;
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
    sheet.line("Newcombe 95 %", &within(&found.newcombe));
    sheet.line("Wald 95 %", &t!(words, "stats.wald", interval = within(&found.wald)));
    sheet.line("z", &format!("{:.4}  p {}", found.z, chance(found.p)));
    sheet.line("Fisher", &format!("p {}", chance(found.fisher)));
    sheet.line(&t!(words, "stats.second_is_higher"), &percent(found.second_is_higher));
    sheet.lines()
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
    sheet.lines()
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
pub fn nps(words: Words, score: Interval, change: Option<ScoreChange>) -> String {
    let told = |of: Interval| format!("{:.1} (95 %: {:.1} … {:.1})", of.value, of.low, of.high);
    let mut sheet = Sheet::new();
    sheet.line("NPS", &told(score));
    if let Some(change) = change {
        let told = told(change.interval);
        let told = if change.is_adjusted { t!(words, "stats.adjusted", change = told) } else { told };
        sheet.line(&t!(words, "stats.change"), &told);
    }
    sheet.lines()
}

/// The return on a campaign.
pub fn roi(words: Words, found: &Roi) -> String {
    let told = match &found.interval {
        Some(Span { low, high }) => format!("{} (95 %: {} … {})", percent(found.roi), percent(*low), percent(*high)),
        None => t!(words, "stats.no_interval", roi = percent(found.roi)),
    };
    line(&t!(words, "stats.roi"), &told)
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
