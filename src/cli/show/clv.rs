//! Models, and what they say of members.

use super::{Renderer, left, right};
use crate::cli::table::Table;
use crate::domain::num::{Money, grouped};
use crate::domain::question::MemberValuePage;
use crate::domain::value::FittedModels;
use crate::t;
use crate::text::Words;

/// Parameters, whom they rest on, and the test.
pub fn fit(tell: Renderer<'_>, models: &FittedModels) -> String {
    let words = tell.words;
    let mut out = heading(words, models);
    let mut table = Table::plain([crate::cli::table::Side::Left, crate::cli::table::Side::Left]);
    for (name, fit) in [("BG/NBD", &models.purchases), ("MBG/NBD", &models.risk)] {
        let (r, alpha, a, b, ll) = (fit.r, fit.alpha, fit.a, fit.b, fit.log_likelihood);
        let told = format!("r {r:.6}  α {alpha:.6}  a {a:.6}  b {b:.6}  LL {ll:.4}");
        table.row([name, &told]);
    }
    if let Some(fit) = &models.money {
        let (p, q, gamma, ll, n) = (fit.p, fit.q, fit.gamma, fit.log_likelihood, fit.n);
        let told = format!("p {p:.6}  q {q:.6}  γ {gamma:.6}  LL {ll:.4}  n {n}");
        table.row(["Gamma-Gamma", &told]);
        if fit.correlation.abs() > 0.1 {
            table.row(["", &t!(words, "cli.clv.correlated", r = format!("{:.2}", fit.correlation))]);
        }
    }
    out += &table.lines();
    out + &test(words, models)
}

fn heading(words: Words, models: &FittedModels) -> String {
    let count = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    t!(words, "cli.clv.fit", day = models.as_of, n = count(models.n), repeaters = count(models.repeaters)) + "\n"
}

fn test(words: Words, models: &FittedModels) -> String {
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
    let rows = [
        (t!(words, "cli.clv.model"), &tested.model),
        (t!(words, "cli.clv.zero"), &tested.zero),
        (t!(words, "cli.clv.past_rate"), &tested.past_rate),
    ];
    for (name, error) in rows {
        table.row([&name, &format!("{:.1}", error.total), &format!("{:.4}", error.mae), &format!("{:.4}", error.rmse)]);
    }
    out += &table.lines();
    out
}

/// Members with their chance to be alive, expected purchases and value.
pub fn page(tell: Renderer<'_>, page: &MemberValuePage) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(words.field("member_no")),
        left(words.field("name")),
        right(t!(words, "cli.clv.alive")),
        right(t!(words, "cli.clv.weeks", n = 13)),
        right(t!(words, "cli.clv.weeks", n = 26)),
        right(t!(words, "cli.clv.weeks", n = 52)),
        right(t!(words, "cli.clv.value")),
    ]);
    for (row, worth) in &page.rows {
        let [quarter, half, year] = worth.expected.map(|n| format!("{n:.2}"));
        let value = worth.value.map(|minor| tell.money(Money(rounded(minor)))).unwrap_or_default();
        let alive = format!("{:.1} %", worth.p_alive * 100.0);
        table.row([&row.member_no, &row.name, &alive, &quarter, &half, &year, &value]);
    }
    let count = t!(words, "cli.list.count", shown = page.rows.len(), total = page.total) + "\n";
    table.lines() + &count + &heading(words, &page.models) + &test(words, &page.models)
}

#[expect(clippy::cast_possible_truncation, reason = "a member's value is far below 2^63 minor units")]
fn rounded(minor: f64) -> i64 {
    minor.round() as i64
}
