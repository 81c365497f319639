//! What models with given parameters tell, as tables.

use super::{Renderer, Sheet, left, right};
use crate::cli::table::{RoomRules, Table};
use crate::domain::given_model::{GivenModels, GivenPage, GivenValue, Likelihood, ModelKind, ValueGroup, ValueThirds};
use crate::domain::real::Real;
use crate::t;
use crate::text::Words;

/// As papers call it.
fn name(kind: ModelKind) -> &'static str {
    match kind {
        ModelKind::BgNbd => "BG/NBD",
        ModelKind::MbgNbd => "MBG/NBD",
        ModelKind::ParetoNbd => "Pareto/NBD",
    }
}

/// A parameter as papers write it.
fn letter(name: &str) -> &str {
    match name {
        "alpha" => "α",
        "beta" => "β",
        other => other,
    }
}

fn head(words: Words, models: &GivenModels, likelihood: &Likelihood) -> String {
    let mut sheet = Sheet::new();
    let given = models.purchases;
    let params = given.kind.parameters().into_iter().zip(given.numbers);
    let params: Vec<String> = params.map(|(name, number)| format!("{} {}", letter(name), number.get())).collect();
    sheet.line(name(given.kind), &params.join("  "));
    if let Some([p, q, gamma]) = models.spend.map(|spend| spend.map(Real::get)) {
        sheet.line("Gamma-Gamma", &format!("p {p}  q {q}  γ {gamma}"));
    }
    let Likelihood { n, repeaters, log_likelihood, .. } = *likelihood;
    let (ll, by_days) = (format!("{log_likelihood:.6}"), format!("{:.6}", likelihood.by_days()));
    let told = t!(words, "cli.clv.likelihood", ll = ll, days = by_days, n = n, repeaters = repeaters);
    sheet.line(&t!(words, "cli.clv.log_likelihood"), &told);
    if let Some((n, told)) = likelihood.money {
        let told = t!(words, "cli.clv.money_likelihood", ll = format!("{told:.6}"), n = n);
        sheet.line("", &told);
    }
    sheet.lines()
}

/// Customers that were typed, a block each.
pub fn customers(
    words: Words,
    models: &GivenModels,
    likelihood: &Likelihood,
    thirds: Option<&ValueThirds>,
    values: &[GivenValue],
) -> String {
    let blocks = values.iter().map(|value| {
        let of = value.of;
        let (t_x, age) = (decimals(of.t_x, 4), decimals(of.age, 4));
        let heading = t!(words, "cli.clv.customer", x = of.x, t_x = t_x, age = age);
        format!("\n{heading}\n{}", block(words, models, value))
    });
    let thirds = thirds.map_or_else(String::new, |of| value_thirds(words, of));
    head(words, models, likelihood) + &thirds + &blocks.collect::<String>()
}

fn block(words: Words, models: &GivenModels, value: &GivenValue) -> String {
    let mut sheet = Sheet::new();
    sheet.line(&t!(words, "cli.clv.log_likelihood"), &format!("{:.6}", value.log_likelihood));
    sheet.line(&t!(words, "cli.clv.alive"), &format!("{:.4} %", value.p_alive * 100.0));
    for (weeks, n) in models.weeks.iter().zip(&value.expected) {
        let label = t!(words, "cli.clv.expected_in", weeks = decimals(weeks.get(), 4));
        sheet.line(&label, &format!("{n:.6}"));
    }
    sheet.line(&t!(words, "cli.clv.discounted", months = models.months), &format!("{:.6}", value.discounted));
    if let Some(purchases) = value.forever {
        sheet.line(&t!(words, "cli.clv.discounted_forever"), &format!("{purchases:.6}"));
    }
    let (over_months, forever) = value.values(models.margin.get());
    match value.spend {
        Some(Ok(spend)) => sheet.line(&t!(words, "cli.clv.spend"), &format!("{spend:.6}")),
        Some(Err(why)) => sheet.line(&t!(words, "cli.clv.value"), &words.no_value(why)),
        None => {}
    }
    for (label, money) in [(t!(words, "cli.clv.value"), over_months), (t!(words, "cli.clv.forever"), forever)] {
        sheet.line(&label, &money.map(|money| format!("{money:.4}")).unwrap_or_default());
    }
    sheet.lines()
}

/// Horizons that a line of members shows.
const SHOWN: usize = 3;

/// Members of the data file.
pub fn members(tell: Renderer<'_>, models: &GivenModels, page: &GivenPage) -> String {
    let words = tell.words;
    let horizon = |at: usize| {
        let weeks = models.weeks.get(at).map(|weeks| t!(words, "cli.clv.weeks", n = decimals(weeks.get(), 4)));
        right(weeks.unwrap_or_default())
    };
    let mut lines = Table::headed([
        left(words.field("member_no")),
        left(words.field("name")),
        right(t!(words, "cli.clv.log_likelihood")),
        right(t!(words, "cli.clv.alive")),
        horizon(0),
        horizon(1),
        horizon(2),
        right(t!(words, "cli.clv.value")),
        right(models.forever.map(|_| t!(words, "cli.clv.forever")).unwrap_or_default()),
    ])
    .giving_way(RoomRules { cut: &[], leave: &[2, 4, 5, 6], names: &[1], folds: None });
    for (row, value) in &page.rows {
        let mut expected: [String; SHOWN] = std::array::from_fn(|_| String::new());
        for (cell, n) in expected.iter_mut().zip(&value.expected) {
            *cell = format!("{n:.4}");
        }
        let [first, second, third] = expected;
        let (likely, alive) = (format!("{:.4}", value.log_likelihood), format!("{:.2} %", value.p_alive * 100.0));
        let (over_months, forever) = value.values(models.margin.get());
        let money = |money: Option<f64>| money.map(|money| format!("{money:.2}")).unwrap_or_default();
        let over_months = match value.spend {
            Some(Err(why)) => words.no_value_short(why),
            Some(Ok(_)) | None => money(over_months),
        };
        lines.row([&row.member_no, &row.name, &likely, &alive, &first, &second, &third, &over_months, &money(forever)]);
    }
    let count = t!(words, "cli.list.count", shown = page.rows.len(), total = page.likelihood.n) + "\n";
    let thirds = page.thirds.as_ref().map_or_else(String::new, |of| value_thirds(words, of));
    head(words, models, &page.likelihood) + &thirds + &lines.fitted(tell.columns) + &count
}

/// Value by thirds of recency, frequency and spend.
fn value_thirds(words: Words, of: &ValueThirds) -> String {
    let mut table = Table::headed([
        left(if of.is_forever { t!(words, "cli.clv.forever") } else { t!(words, "cli.clv.value") }),
        right("n".to_owned()),
        right(t!(words, "cli.clv.mean")),
        right(t!(words, "cli.clv.total")),
        right(t!(words, "cli.clv.share")),
    ]);
    let mut row = |name: &str, group: &ValueGroup| {
        let mean = group.mean().map(|mean| format!("{mean:.3}")).unwrap_or_default();
        let share =
            if of.all.value > 0.0 { format!("{:.2} %", 100.0 * group.value / of.all.value) } else { String::new() };
        table.row([name, &group.n.to_string(), &mean, &format!("{:.2}", group.value), &share]);
    };
    row(&t!(words, "cli.clv.everyone"), &of.all);
    row(&t!(words, "cli.clv.once"), &of.once);
    for (letter, thirds) in [("R", &of.recency), ("F", &of.frequency), ("M", &of.spend)] {
        for (third, group) in (1..).zip(thirds) {
            row(&format!("{letter}{third}"), group);
        }
    }
    for (r, by_frequency) in (1..).zip(&of.cells) {
        for (f, by_spend) in (1..).zip(by_frequency) {
            for (m, cell) in (1..).zip(by_spend).filter(|(_, cell)| cell.n > 0) {
                row(&format!("R{r} F{f} M{m}"), cell);
            }
        }
    }
    table.lines() + &t!(words, "cli.clv.thirds") + "\n"
}

/// So many decimals at most.
pub fn decimals(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
