//! Models, and what they say of members.

use super::given::decimals;
use super::{Renderer, left, right};
use crate::cli::table::{RoomRules, Side, Table};
use crate::domain::given_model::TableFit;
use crate::domain::num::{Money, grouped};
use crate::domain::question::MemberValuePage;
use crate::domain::real::Real;
use crate::domain::value::{
    FitWarning, FittedModels, HoldoutBin, HoldoutReport, MoneyFit, NewcomerForecast, NoParetoNbd, NoValue,
    ParetoNbdFit, PurchaseFit,
};
use crate::t;
use crate::text::Words;

/// Parameters, whom they rest on, and the test.
pub fn fit(tell: Renderer<'_>, models: &FittedModels) -> String {
    let words = tell.words;
    let mut out = heading(words, models);
    let fits = FitRows {
        bg: &models.purchases,
        mbg: &models.risk,
        pareto: &models.pareto,
        money: &models.money,
        repeaters: models.repeaters,
    };
    let table = fits.table(words);
    out += &table.fitted(tell.columns);
    out += &words.chosen_model(models);
    out.push('\n');
    out += &test(tell, models);
    match &models.tested {
        Some(tested) => out + &by_frequency(tell, tested) + &by_week(tell, tested),
        None => out,
    }
}

/// Mean purchases in the held-out part by number of repeat purchases before.
fn by_frequency(tell: Renderer<'_>, tested: &HoldoutReport) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        right("x".to_owned()),
        right("n".to_owned()),
        right(t!(words, "cli.clv.actual")),
        right("BG/NBD".to_owned()),
        right("MBG/NBD".to_owned()),
        right("Pareto/NBD".to_owned()),
    ]);
    let last = tested.bins.len().saturating_sub(1);
    for (at, bin) in tested.bins.iter().enumerate() {
        let x = if at == last && bin.x >= 7 { format!("{}+", bin.x) } else { bin.x.to_string() };
        let of = |bins: &[HoldoutBin]| bins.get(at).map(|bin| format!("{:.4}", bin.expected)).unwrap_or_default();
        let (mbg, pareto) = (of(&tested.mbg_bins), of(&tested.pareto_bins));
        let (actual, bg) = (format!("{:.4}", bin.actual), format!("{:.4}", bin.expected));
        table.row([&x, &bin.n.to_string(), &actual, &bg, &mbg, &pareto]);
    }
    format!("\n{}\n{}", t!(words, "cli.clv.by_frequency"), table.fitted(tell.columns))
}

/// Weeks that are shown at most; the document has all.
const WEEKS_SHOWN: usize = 13;

/// Repeat purchases up to the end of some of the weeks.
fn by_week(tell: Renderer<'_>, tested: &HoldoutReport) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        right(t!(words, "cli.clv.week")),
        right(t!(words, "cli.clv.actual")),
        right("BG/NBD".to_owned()),
        right("MBG/NBD".to_owned()),
        right("Pareto/NBD".to_owned()),
    ]);
    let every = tested.weeks.len().div_ceil(WEEKS_SHOWN).max(1);
    for (at, (actual, bg)) in tested.weeks.iter().enumerate().skip(every - 1).step_by(every) {
        let of = |weeks: &[f64]| weeks.get(at).map(|n| format!("{n:.1}")).unwrap_or_default();
        let (mbg, pareto) = (of(&tested.mbg_weeks), of(&tested.pareto_weeks));
        table.row([&(at + 1).to_string(), &actual.to_string(), &format!("{bg:.1}"), &mbg, &pareto]);
    }
    format!("\n{}\n{}", t!(words, "cli.clv.by_week"), table.fitted(tell.columns))
}

/// Models of a table of customers.
pub fn table_fit(words: Words, fit: &TableFit) -> String {
    let fits = FitRows { bg: &fit.bg, mbg: &fit.mbg, pareto: &fit.pareto, money: &fit.money, repeaters: fit.repeaters };
    let count = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let heading = t!(words, "cli.clv.table_fit", n = count(fit.n), repeaters = count(fit.repeaters));
    heading + "\n" + &fits.table(words).lines()
}

/// What was fitted, a model a row.
struct FitRows<'a> {
    bg: &'a PurchaseFit,
    mbg: &'a PurchaseFit,
    pareto: &'a Result<ParetoNbdFit, NoParetoNbd>,
    money: &'a Result<MoneyFit, NoValue>,
    repeaters: u64,
}

impl FitRows<'_> {
    fn table(&self, words: Words) -> Table<2> {
        let rules = RoomRules { folds: Some(1), ..RoomRules::default() };
        let mut table = Table::plain([Side::Left, Side::Left]).giving_way(rules);
        for (name, fit) in [("BG/NBD", self.bg), ("MBG/NBD", self.mbg)] {
            let (r, alpha, a, b, ll) = (fit.r, fit.alpha, fit.a, fit.b, fit.log_likelihood);
            let told = format!("r {r:.6}  α {alpha:.6}  a {a:.6}  b {b:.6}  LL {ll:.4}");
            table.row([name, &told]);
            let names = ["r", "α", "a", "b"];
            notes(words, &mut table, &names, fit.errors.as_ref().map(<[f64; 4]>::as_slice), &fit.warnings, None);
        }
        match self.pareto {
            Err(why) => table.row(["Pareto/NBD", &words.no_pareto_nbd(*why, self.repeaters)]),
            Ok(fit) => {
                let (r, alpha, s, beta, ll) = (fit.r, fit.alpha, fit.s, fit.beta, fit.log_likelihood);
                table.row(["Pareto/NBD", &format!("r {r:.6}  α {alpha:.6}  s {s:.6}  β {beta:.6}  LL {ll:.4}")]);
                let errors = fit.errors.as_ref().map(<[f64; 4]>::as_slice);
                notes(words, &mut table, &["r", "α", "s", "β"], errors, &fit.warnings, None);
            }
        }
        match self.money {
            Ok(fit) => {
                let (p, q, gamma, ll, n) = (fit.p, fit.q, fit.gamma, fit.log_likelihood, fit.n);
                let told = format!("p {p:.6}  q {q:.6}  γ {gamma:.6}  LL {ll:.4}  n {n}");
                table.row(["Gamma-Gamma", &told]);
                let errors = fit.errors.as_ref().map(<[f64; 3]>::as_slice);
                notes(words, &mut table, &["p", "q", "γ"], errors, &fit.warnings, Some(fit.correlation));
            }
            Err(why) => table.row(["Gamma-Gamma", &words.no_value(*why)]),
        }
        table
    }
}

/// Standard errors beneath a fit, and its warnings.
fn notes(
    words: Words,
    table: &mut Table<2>,
    names: &[&str],
    errors: Option<&[f64]>,
    warnings: &[FitWarning],
    correlation: Option<f64>,
) {
    let told = errors.map(|errors| {
        let each: Vec<String> = names.iter().zip(errors).map(|(name, error)| format!("{name} {error:.6}")).collect();
        t!(words, "cli.clv.errors", errors = each.join("  "))
    });
    table.row(["", &told.unwrap_or_else(|| t!(words, "cli.clv.no_errors"))]);
    for warning in warnings {
        table.row(["", &words.fit_warning(*warning, correlation)]);
    }
}

fn heading(words: Words, models: &FittedModels) -> String {
    let count = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    t!(words, "cli.clv.fit", day = models.as_of, n = count(models.n), repeaters = count(models.repeaters)) + "\n"
}

fn test(tell: Renderer<'_>, models: &FittedModels) -> String {
    let words = tell.words;
    let Some(tested) = &models.tested else { return t!(words, "cli.clv.untested") + "\n" };
    let mut out =
        t!(words, "cli.clv.tested", from = tested.from, days = tested.days, n = tested.n, actual = tested.actual);
    out.push('\n');
    let mut table = Table::headed([
        left(String::new()),
        right(t!(words, "cli.clv.told")),
        right("MAE".to_owned()),
        right("RMSE".to_owned()),
    ]);
    let (zero, past_rate) = (t!(words, "cli.clv.zero"), t!(words, "cli.clv.past_rate"));
    let rows = [
        ("BG/NBD".to_owned(), Some(&tested.model)),
        ("MBG/NBD".to_owned(), tested.mbg.as_ref()),
        ("Pareto/NBD".to_owned(), tested.pareto.as_ref()),
        (zero, Some(&tested.zero)),
        (past_rate, Some(&tested.past_rate)),
    ];
    for (name, error) in rows.into_iter().filter_map(|(name, error)| Some((name, error?))) {
        table.row([&name, &format!("{:.1}", error.total), &format!("{:.4}", error.mae), &format!("{:.4}", error.rmse)]);
    }
    out += &table.fitted(tell.columns);
    out
}

/// Members with their chance to be alive, expected purchases and value.
pub fn page(tell: Renderer<'_>, page: &MemberValuePage) -> String {
    let words = tell.words;
    let asked = page.rows.iter().find_map(|(_, worth)| worth.ahead);
    let horizon = |(weeks, _): (Real, f64)| t!(words, "cli.clv.weeks", n = decimals(weeks.get(), 4));
    let ahead = asked.map(horizon).unwrap_or_default();
    let mut table = Table::headed([
        left(words.field("member_no")),
        left(words.field("name")),
        right(t!(words, "cli.clv.alive")),
        right(t!(words, "cli.clv.weeks", n = 13)),
        right(t!(words, "cli.clv.weeks", n = 26)),
        right(t!(words, "cli.clv.weeks", n = 52)),
        right(ahead),
        right(t!(words, "cli.clv.value")),
    ])
    .giving_way(RoomRules { cut: &[], leave: &[3, 4, 6, 5], names: &[1], folds: None });
    for (row, worth) in &page.rows {
        let [quarter, half, year] = worth.expected.map(|n| format!("{n:.2}"));
        let value = worth.value.map_or_else(|why| words.no_value_short(why), |minor| tell.money(Money(rounded(minor))));
        let alive = format!("{:.1} %", worth.p_alive * 100.0);
        let ahead = worth.ahead.map(|(_, n)| format!("{n:.2}")).unwrap_or_default();
        table.row([&row.member_no, &row.name, &alive, &quarter, &half, &year, &ahead, &value]);
    }
    let count = t!(words, "cli.list.count", shown = page.rows.len(), total = page.total) + "\n";
    let models = heading(words, &page.models) + &words.chosen_model(&page.models) + "\n";
    table.fitted(tell.columns) + &count + &models + &test(tell, &page.models)
}

/// What each model tells of a new member.
pub fn newcomer(words: Words, columns: Option<usize>, weeks: f64, told: &[NewcomerForecast]) -> String {
    let name = |at: usize| told.get(at).map_or_else(String::new, |of| model_of(of.name).to_owned());
    let mut table =
        Table::headed([left(t!(words, "cli.clv.purchases")), right(name(0)), right(name(1)), right(name(2))]);
    let cells = |of: &dyn Fn(&NewcomerForecast) -> String| -> Vec<String> { told.iter().map(of).collect() };
    let mut row = |name: String, cells: Vec<String>| {
        let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default();
        table.row([&name, cell(0), cell(1), cell(2)]);
    };
    row(t!(words, "cli.clv.expected_in", weeks = decimals(weeks, 4)), cells(&|of| format!("{:.4}", of.expected)));
    for x in 0..told.first().map_or(0, |of| of.chances.len()) {
        let chance = |of: &NewcomerForecast| of.chances.get(x).map(|chance| format!("{:.4} %", chance * 100.0));
        row(x.to_string(), cells(&|of| chance(of).unwrap_or_default()));
    }
    table.fitted(columns)
}

/// A model's name in documents as papers write it.
fn model_of(name: &str) -> &str {
    match name {
        "bgnbd" => "BG/NBD",
        "mbgnbd" => "MBG/NBD",
        "pareto_nbd" => "Pareto/NBD",
        other => other,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a member's value is far below 2^63 minor units")]
fn rounded(minor: f64) -> i64 {
    minor.round() as i64
}
