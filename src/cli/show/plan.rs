//! Plans and what became of them: one sentence, before → after, what to look at twice, how to take it back.

use super::member::{lot_line, tier_then, tier_until};
use super::{Renderer, Sheet};
use crate::documents::plan::masked;
use crate::domain::fold::view::{LotView, Snapshot};
use crate::domain::op::Intent;
use crate::domain::plan::Plan;
use crate::domain::plan::outcome::{MemberEffect, PlanEffect};
use crate::domain::read_models::Committed;
use crate::t;
use crate::text::operation::member_named;

/// The sentences of the warnings, in their order.
pub fn warnings(tell: Renderer<'_>, effect: &PlanEffect) -> Vec<String> {
    effect.warnings.iter().map(|w| tell.words.warning(w, tell.programs)).collect()
}

pub fn planned(tell: Renderer<'_>, plan: &Plan, warnings: &[String]) -> String {
    let words = tell.words;
    let mut out = t!(words, "cli.plan.would", what = words.intent(tell.programs, &plan.intent, &plan.effect)) + "\n";
    out += &changes(tell, &plan.intent, &plan.effect);
    out += &cautions(tell, &plan.effect, warnings);
    out + &t!(words, "cli.plan.nothing_written") + "\n"
}

/// What a commit did, and the command that takes it back.
pub fn done(tell: Renderer<'_>, intent: &Intent, done: &Committed, warnings: &[String], undo: &str) -> String {
    let words = tell.words;
    let what = words.intent(tell.programs, intent, &done.effect);
    let mut out = if done.replayed {
        t!(words, "cli.done.before", what = what, at = words.time(tell.programs.zone(), done.at))
    } else {
        t!(words, "cli.done", what = what)
    };
    out.push('\n');
    out += &changes(tell, intent, &done.effect);
    out += &cautions(tell, &done.effect, warnings);
    out += &t!(words, "cli.done.op", op = done.op);
    out.push('\n');
    if done.effect.reversible {
        out += &t!(words, "cli.done.undo", command = undo);
        out.push('\n');
    }
    out
}

fn cautions(tell: Renderer<'_>, effect: &PlanEffect, warnings: &[String]) -> String {
    let words = tell.words;
    let mut lines: Vec<String> = warnings.iter().map(|text| t!(words, "cli.plan.look", text = text)).collect();
    lines.extend(effect.approval.as_ref().map(|a| t!(words, "cli.plan.approval", text = words.approval(a))));
    lines.extend(effect.proposes.as_ref().map(|terms| words.proposed(terms)));
    lines.into_iter().map(|line| line + "\n").collect()
}

/// Before → after of every member touched; with several, each under its name.
pub(super) fn changes(tell: Renderer<'_>, intent: &Intent, effect: &PlanEffect) -> String {
    let main = effect.main_member(intent.main_member());
    let others = effect.members.iter().filter(|m| main.is_some_and(|main| main.member != m.member));
    let mut out = main.map(|m| sheet(tell, m)).unwrap_or_default();
    for other in others {
        let lines = sheet(tell, other);
        if !lines.is_empty() {
            out = out + &member_named(other) + "\n" + &lines;
        }
    }
    out
}

fn sheet(tell: Renderer<'_>, of: &MemberEffect) -> String {
    let words = tell.words;
    let mut sheet = Sheet::new();
    for (field, before, after) in &of.fields {
        let (before, after) = (masked(field, before), masked(field, after));
        sheet.line(&words.field(field), &if before.is_empty() { after } else { arrow(&before, &after) });
    }
    if let Some(before) = &of.before {
        state(tell, before, &of.after, &mut sheet);
    }
    sheet.fitted(tell.columns)
}

/// Balance and tier always, the rest where it changes.
fn state(tell: Renderer<'_>, before: &Snapshot, after: &Snapshot, sheet: &mut Sheet) {
    let words = tell.words;
    let mut changed = |label: String, a: String, b: String| {
        if a != b {
            sheet.line(&label, &arrow(&a, &b));
        }
    };
    changed(t!(words, "cli.label.status"), words.status(before.status), words.status(after.status));
    let (was, is) = (&before.points, &after.points);
    changed(t!(words, "cli.label.pending"), words.number(was.pending), words.number(is.pending));
    changed(t!(words, "cli.label.deficit"), words.number(was.deficit), words.number(is.deficit));
    changed(t!(words, "cli.label.lifecycle"), words.stage(before.lifecycle.stage), words.stage(after.lifecycle.stage));
    changed(
        t!(words, "cli.label.purchases"),
        t!(words, "cli.plan.purchases", n = before.purchases.count, net = tell.money(before.purchases.net_spend)),
        t!(words, "cli.plan.purchases", n = after.purchases.count, net = tell.money(after.purchases.net_spend)),
    );
    sheet.line(&t!(words, "cli.label.balance"), &arrow(&words.number(was.balance), &words.number(is.balance)));
    lots(tell, &was.lots, &is.lots, sheet);
    let tier = |of: &Snapshot| tier_until(tell, &of.tier.code, of.tier.until);
    sheet.line(&t!(words, "cli.label.tier"), &arrow(&tier(before), &tier(after)));
    let then = |of: &Snapshot| of.tier.then.as_ref().map(|then| tier_then(tell, then));
    if before.tier.then != after.tier.then {
        let (was, is) = (then(before), then(after));
        let nothing = || "–".to_owned();
        let text = was
            .map_or_else(|| is.clone().unwrap_or_else(nothing), |was| arrow(&was, &is.clone().unwrap_or_else(nothing)));
        sheet.line(&t!(words, "cli.label.then"), &text);
    }
}

/// Lots that are new, and lots that hold more or less than before.
fn lots(tell: Renderer<'_>, before: &[LotView], after: &[LotView], sheet: &mut Sheet) {
    let words = tell.words;
    let open_in = |lots: &[LotView], lot: &LotView| lots.iter().find(|l| l.fact == lot.fact).map(|l| l.open);
    for lot in after {
        match open_in(before, lot) {
            None => sheet.line(&t!(words, "cli.label.new_lot"), &lot_line(tell, lot)),
            Some(was) if was != lot.open => {
                sheet.line(&t!(words, "cli.label.lot"), &arrow(&words.number(was), &lot_line(tell, lot)));
            }
            Some(_) => {}
        }
    }
    for lot in before.iter().filter(|lot| open_in(after, lot).is_none()) {
        sheet.line(&t!(words, "cli.label.lot"), &arrow(&lot_line(tell, lot), "0"));
    }
}

fn arrow(before: &str, after: &str) -> String {
    if before == after { after.to_owned() } else { format!("{before} → {after}") }
}
