//! Why the balance: the lots that hold points, the equation, and the ledger.

use super::{heading, ties_out};
use crate::domain::fold::view::{LedgerEntry, LotDraw, LotView};
use crate::domain::num::{Points, grouped};
use crate::domain::read_models::BalanceExplanation;
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::line::StyledLine;
use crate::ui::theme::Tone;

pub(super) fn lines(words: Words, shell: &Shell, why: &BalanceExplanation) -> Vec<StyledLine> {
    let open = Points(why.balance.0.saturating_add(why.deficit.0));
    let sum = if why.deficit == Points::ZERO {
        t!(words, "explain.balance_is", open = grouped(open.0))
    } else {
        t!(words, "explain.balance_owed", open = grouped(open.0), deficit = grouped(why.deficit.0))
    };
    let mut lines = vec![StyledLine::of(Tone::Strong, grouped(why.balance.0)).then(Tone::Text, format!(" = {sum}"))];
    if why.pending != Points::ZERO {
        lines.push(StyledLine::of(Tone::Text, t!(words, "explain.pending", n = grouped(why.pending.0))));
    }
    lines.push(ties_out(words, why.ties_out));
    lines.extend(heading(t!(words, "explain.lots")));
    if why.lots.is_empty() {
        lines.push(StyledLine::of(Tone::Dim, t!(words, "explain.no_lots")));
    }
    lines.extend(why.lots.iter().map(|l| lot(words, shell, why, l)));
    lines.extend(heading(t!(words, "explain.equation")));
    lines.extend(equation(words, why));
    lines.extend(heading(t!(words, "explain.ledger")));
    lines.extend(why.entries.iter().rev().flat_map(|e| entry(words, shell, why, e)));
    lines
}

fn lot(words: Words, shell: &Shell, why: &BalanceExplanation, lot: &LotView) -> StyledLine {
    let ends = lot.expires_on.map_or_else(|| t!(words, "plan.no_end"), |d| t!(words, "plan.until", day = d));
    let pending = lot.spendable_on > why.as_of;
    let from = shell.setup.programs.zone().day_of(lot.at);
    let line = StyledLine::default()
        .right(Tone::Strong, grouped(lot.open.0), 10)
        .then(Tone::Dim, format!(" {} ", t!(words, "explain.of", n = grouped(lot.points.0))))
        .then(Tone::Text, format!("{} · {ends}", t!(words, "explain.from", day = from)));
    if pending {
        line.then(Tone::Warn, format!(" · {}", t!(words, "explain.from_on", day = lot.spendable_on)))
    } else {
        line
    }
}

/// Both sides of the always-true equation, what is zero left out.
fn equation(words: Words, why: &BalanceExplanation) -> [StyledLine; 2] {
    let t = &why.tally;
    let came = [
        (t!(words, "ledger.opening"), t.opening.0),
        (t!(words, "ledger.earn"), t.earned.0),
        (t!(words, "ledger.bonus"), t.bonus.0),
        (t!(words, "explain.adjusted_up"), t.adjusted_up.0),
        (t!(words, "ledger.redeem_return"), t.returned.0),
    ];
    let went = [
        (t!(words, "explain.open"), t.open.0),
        (t!(words, "plan.pending"), t.pending.0),
        (t!(words, "explain.spent"), t.spent.0),
        (t!(words, "explain.adjusted_down"), t.adjusted_down.0),
        (t!(words, "ledger.expire"), t.expired.0),
        (t!(words, "ledger.clawback"), t.clawed_back.0),
        (t!(words, "explain.deficit"), -t.deficit.0),
    ];
    let side = |parts: &[(String, i64)], sum: Points| {
        let mut line = StyledLine::default().right(Tone::Strong, grouped(sum.0), 10).then(Tone::Dim, " =");
        for (n, (name, points)) in parts.iter().filter(|(_, p)| *p != 0).enumerate() {
            let sign = if *points < 0 {
                "−"
            } else if n == 0 {
                ""
            } else {
                "+"
            };
            line = line.then(Tone::Text, format!(" {sign} {} ", grouped(points.abs()))).then(Tone::Dim, name);
        }
        line
    };
    [side(&came, why.sides.0), side(&went, why.sides.1)]
}

/// One row of the ledger, and beneath it the lots it drew from or gave back to.
fn entry(words: Words, shell: &Shell, why: &BalanceExplanation, entry: &LedgerEntry) -> Vec<StyledLine> {
    let tone = if entry.points.0 < 0 { Tone::Bad } else { Tone::Good };
    let ends = entry.expires_on.map(|d| t!(words, "plan.until", day = d)).unwrap_or_default();
    let mut lines = vec![
        StyledLine::default()
            .left(Tone::Text, entry.day.to_string(), 10)
            .right(tone, format!(" {}", words.signed(entry.points)), 11)
            .padded(Tone::Text, format!(" {}", words.entry_kind(entry.kind)), 15)
            .right(Tone::Text, format!(" {}", grouped(entry.balance_after.0)), 11)
            .padded(Tone::Dim, format!("  {} ", entry.reference.clone().unwrap_or_default()), 18)
            .then(Tone::Dim, ends),
    ];
    lines.extend(entry.lots.iter().map(|d| drawn(words, shell, why, d)));
    lines
}

fn drawn(words: Words, shell: &Shell, why: &BalanceExplanation, draw: &LotDraw) -> StyledLine {
    let zone = shell.setup.programs.zone();
    let from = why.entries.iter().find(|e| e.fact == draw.lot).map(|e| e.day);
    let from = from.or_else(|| why.lots.iter().find(|l| l.fact == draw.lot).map(|l| zone.day_of(l.at)));
    let of = from.map_or_else(|| "–".to_owned(), |d| d.to_string());
    let text = t!(words, "explain.drawn", n = grouped(draw.points.0), day = of);
    StyledLine::of(Tone::Dim, format!("{}{text}", " ".repeat(23)))
}
