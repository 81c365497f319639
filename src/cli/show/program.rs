//! The programme.

use super::explain::threshold;
use super::{Renderer, Sheet, left, right};
use crate::cli::table::Table;
use crate::domain::day::Zone;
use crate::domain::num::Points;
use crate::domain::program::{Expiry, Program, Programs, QualifyingPeriod};
use crate::domain::question::ProgramInForce;
use crate::runtime::environment;
use crate::t;
use crate::text::Words;

pub fn checked(words: Words, program: &Program) -> String {
    let programs = Programs::single(program.clone());
    let tell = Renderer { words, programs: &programs, columns: environment::columns() };
    t!(words, "cli.program.good", name = program.name) + "\n" + &rules(tell, program)
}

/// The text of the programme in force, under a remark where another one is to come: it can be applied as it is printed.
pub fn in_force(words: Words, zone: Zone, shown: &ProgramInForce) -> String {
    let Some((version, from)) = shown.coming else { return shown.text.clone() };
    let time = words.time(zone, from);
    format!("# {}\n", t!(words, "cli.program.coming", version = version, time = time)) + &shown.text
}

fn rules(tell: Renderer<'_>, program: &Program) -> String {
    let words = tell.words;
    let mut sheet = Sheet::new();
    sheet.line(&t!(words, "cli.program.currency"), &program.currency.code);
    sheet.line(&t!(words, "cli.program.zone"), program.zone.0.name());
    let rate = decimal(program.points.rate_e6, 6);
    sheet.line(&t!(words, "cli.program.rate"), &rate);
    sheet.line(&t!(words, "cli.program.expiry"), &expiry(words, program.points.expiry));
    sheet.line(&t!(words, "cli.program.pending_days"), &program.points.pending_days.to_string());
    let (months, window) = (program.tier.validity_months, window(words, program.tier.window));
    sheet.line(&t!(words, "cli.program.window"), &t!(words, "cli.program.window_text", window = window, n = months));
    let stages = &program.lifecycle;
    let lapsing = if stages.lapsing_auto { t!(words, "cli.program.auto") } else { stages.lapsing_days.to_string() };
    let (new, active, dormant) = (stages.new_days, stages.active_days, stages.dormant_days);
    let text =
        t!(words, "cli.program.lifecycle_text", new = new, active = active, lapsing = lapsing, dormant = dormant);
    sheet.line(&t!(words, "cli.program.lifecycle"), &text);
    let scored = match program.rfm.window_days {
        None => t!(words, "cli.program.all_purchases"),
        Some(n) => t!(words, "cli.program.window_days", n = n),
    };
    sheet.line(&t!(words, "cli.program.scores"), &scored);
    let mut out = sheet.fitted(tell.columns);
    out += &tiers(tell, program);
    out += &reasons(tell, program);
    out + &limits(tell, program)
}

/// Until when points can be spent.
fn expiry(words: Words, expiry: Expiry) -> String {
    match expiry {
        Expiry::Never => t!(words, "cli.program.expiry_never"),
        Expiry::Months(n) => t!(words, "cli.program.expiry_months", n = n),
        Expiry::EndOfMonth(n) => t!(words, "cli.program.expiry_end_of_month", n = n),
        Expiry::EndOfYear(n) => t!(words, "cli.program.expiry_end_of_year", n = n),
    }
}

/// The days whose purchases count for the tier.
fn window(words: Words, window: QualifyingPeriod) -> String {
    match window {
        QualifyingPeriod::Days(n) => t!(words, "cli.days", n = n),
        QualifyingPeriod::CalendarYear => t!(words, "cli.program.window_year"),
    }
}

fn tiers(tell: Renderer<'_>, program: &Program) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(t!(words, "cli.label.tier")),
        left(t!(words, "cli.label.name")),
        right(t!(words, "cli.label.multiplier")),
        left(t!(words, "cli.label.enter")),
        left(t!(words, "cli.label.keep")),
    ]);
    for tier in &program.tiers {
        table.row([
            &tier.code,
            words.tier_name(tier),
            &format!("×{}", decimal(tier.multiplier_e4, 4)),
            &threshold(tell, &tier.enter, program.tier.met),
            &threshold(tell, &tier.keep.unwrap_or(tier.enter), program.tier.met),
        ]);
    }
    table.fitted(tell.columns)
}

fn reasons(tell: Renderer<'_>, program: &Program) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(t!(words, "cli.label.reason")),
        left(t!(words, "cli.label.name")),
        left(t!(words, "cli.label.note")),
    ]);
    for reason in &program.reasons {
        let asks =
            if reason.min_note == 0 { String::new() } else { t!(words, "cli.program.min_note", n = reason.min_note) };
        table.row([&reason.code, words.reason_name(reason), &asks]);
    }
    table.fitted(tell.columns)
}

fn limits(tell: Renderer<'_>, program: &Program) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(t!(words, "cli.label.role")),
        right(t!(words, "cli.label.per_op")),
        right(t!(words, "cli.label.per_day")),
        right(t!(words, "cli.label.per_member_month")),
    ]);
    let limit = |points: Option<Points>| points.map_or_else(|| "–".to_owned(), |p| words.number(p));
    for (role, limits) in &program.limits {
        let name = words.role(*role);
        table.row([&name, &limit(limits.per_op), &limit(limits.per_day), &limit(limits.per_member_month)]);
    }
    table.fitted(tell.columns)
}

/// A number that was multiplied by a power of ten, without zeros at its end.
fn decimal(scaled: i64, places: u32) -> String {
    let unit = 10_i64.pow(places);
    let digits = usize::try_from(places).unwrap_or(0);
    let text = format!("{}.{:0digits$}", scaled / unit, scaled % unit);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(1_000_000, 6, "1")]
    #[case(500_000, 6, "0.5")]
    #[case(12_500, 4, "1.25")]
    #[case(100, 6, "0.0001")]
    fn scaled_numbers_read_plainly(#[case] scaled: i64, #[case] places: u32, #[case] text: &str) {
        assert_eq!(decimal(scaled, places), text);
    }
}
