//! A plan: everything a change would do, before it happens.

mod feedback;

use crate::domain::day::Day;
use crate::domain::fold::view::{LotView, Snapshot};
use crate::domain::num::{FactId, Points, grouped};
use crate::domain::operator::{LimitUsage, Limits};
use crate::domain::plan::Plan;
use crate::domain::plan::outcome::{Allowance, MemberEffect, PlanEffect, Warning};
use crate::shell::Shell;
use crate::shell::draft::{FormDraft, PlanStatus};
use crate::t;
use crate::text::Words;
use crate::ui::canvas::Canvas;
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns of the labels at the left.
const LABEL: usize = 16;
/// Changed lots that are told one by one.
const LOTS: usize = 4;

/// What stands over a plan: whether it is what the form says now.
pub fn title(words: Words, draft: &FormDraft) -> StyledLine {
    let state = match &draft.planning {
        PlanStatus::Incomplete => (Tone::Dim, t!(words, "plan.incomplete")),
        PlanStatus::Waiting { .. } => (Tone::Dim, t!(words, "plan.working")),
        PlanStatus::Ready(plan) if plan.effect.proposes.is_some() => (Tone::Warn, t!(words, "plan.asks")),
        PlanStatus::Ready(_) if draft.is_changed => (Tone::Warn, t!(words, "plan.changed")),
        PlanStatus::Ready(_) if !draft.may_confirm() => (Tone::Bad, t!(words, "plan.approval")),
        PlanStatus::Ready(_) => (Tone::Good, t!(words, "plan.fresh")),
        PlanStatus::Refused(_) => (Tone::Bad, t!(words, "plan.refused")),
        PlanStatus::Failed(_) => (Tone::Bad, t!(words, "plan.failed")),
        PlanStatus::NothingToUndo => (Tone::Dim, t!(words, "plan.nothing")),
    };
    StyledLine::of(Tone::Strong, t!(words, "plan.title")).then(Tone::Dim, " · ").then(state.0, state.1)
}

/// Draws the plan of a draft. Where not all of it fits the details give way: what must be looked at is always there, and only
/// then the plan counts as shown.
pub fn draw(canvas: &mut Canvas, shell: &Shell, draft: &FormDraft, area: Rect) {
    let words = canvas.words;
    let columns = usize::from(area.width);
    let sentence = |tone, text: &str| wrapped(text, columns).into_iter().map(|l| StyledLine::of(tone, l)).collect();
    let (mut details, verdict): (Vec<StyledLine>, Vec<StyledLine>) = match (&draft.planning, draft.plan()) {
        (_, Some(plan)) => (details(words, shell, draft, plan, columns), verdict(words, shell, &plan.effect, columns)),
        (PlanStatus::Refused(refusal), _) => {
            (sentence(Tone::Bad, &format!("✗ {}", words.refusal(refusal))), Vec::new())
        }
        (PlanStatus::Failed(failure), _) => {
            (sentence(Tone::Bad, &format!("✗ {}", wording::failure(words, failure))), Vec::new())
        }
        (PlanStatus::NothingToUndo, _) => (sentence(Tone::Dim, &t!(words, "plan.nothing_long")), Vec::new()),
        (PlanStatus::Incomplete, _) => (sentence(Tone::Dim, &wording::missing(words, &draft.form)), Vec::new()),
        (PlanStatus::Waiting { .. } | PlanStatus::Ready(_), None) => {
            (sentence(Tone::Dim, &t!(words, "plan.working_long")), Vec::new())
        }
    };
    let room = usize::from(area.height).saturating_sub(verdict.len());
    if details.len() > room {
        details.truncate(room.saturating_sub(1));
        details.push(StyledLine::of(Tone::Dim, "…"));
    }
    if let PlanStatus::Ready(plan) = &draft.planning
        && verdict.len() <= area.height.into()
        && columns >= LABEL
    {
        canvas.regions.plan_shown = Some(plan.op_id);
    }
    let outdated = matches!(draft.planning, PlanStatus::Waiting { .. });
    let all: Vec<StyledLine> =
        details.into_iter().chain(verdict).map(|l| if outdated { l.all(Tone::Dim) } else { l }).collect();
    canvas.lines(area, &all);
}

/// Rows that a plan takes in so many columns; while it is worked out, what a small one takes.
pub fn height(words: Words, shell: &Shell, draft: &FormDraft, columns: usize) -> u16 {
    let rows = draft.plan().map_or(0, |plan| {
        details(words, shell, draft, plan, columns).len() + verdict(words, shell, &plan.effect, columns).len()
    });
    u16::try_from(rows.max(8)).unwrap_or(u16::MAX)
}

/// Before and after.
fn details(words: Words, shell: &Shell, draft: &FormDraft, plan: &Plan, columns: usize) -> Vec<StyledLine> {
    let about_feedback = feedback::details(words, shell, plan, draft.form.worked.as_ref(), columns);
    let mut lines = about_feedback.unwrap_or_else(|| changes(words, shell, &plan.effect));
    lines.extend(request(words, shell, draft));
    // No number and no date is cut: what does not fit goes on beneath itself.
    lines.into_iter().flat_map(|line| line.folded(columns, LABEL)).collect()
}

/// Of a request: what was asked for, by whom and when; and where it would do something else by now, what it would have done then.
fn request(words: Words, shell: &Shell, draft: &FormDraft) -> Vec<StyledLine> {
    let Some(sheet) = &draft.request else { return Vec::new() };
    let facts = words.request_facts(&shell.setup.programs, sheet);
    let mut lines: Vec<StyledLine> =
        facts.iter().map(|(name, text)| label(name).then(Tone::Text, text.as_str())).collect();
    let now = draft.plan().map(|plan| &plan.effect);
    if let Some(then) = sheet.proposed.as_ref().filter(|then| !now.is_some_and(|now| then.does_as(now))) {
        lines.push(StyledLine::of(Tone::Warn, t!(words, "request.then")));
        lines.extend(
            then.members.iter().flat_map(|member| of_member(words, shell, member)).map(|line| line.all(Tone::Dim)),
        );
    }
    lines
}

/// What a change would do, without what is said of it.
pub fn effect(words: Words, shell: &Shell, effect: &PlanEffect, columns: usize) -> Vec<StyledLine> {
    // Limits are those of whoever planned it.
    let effect = PlanEffect { allowance: None, ..effect.clone() };
    changes(words, shell, &effect).into_iter().flat_map(|line| line.folded(columns, LABEL)).collect()
}

/// Before and after of each member, and what of the limits is used up.
fn changes(words: Words, shell: &Shell, effect: &PlanEffect) -> Vec<StyledLine> {
    let mut lines = Vec::new();
    for member in &effect.members {
        if effect.members.len() > 1 {
            lines.push(StyledLine::of(Tone::Strong, wording::named(&member.name, &member.member_no)));
        }
        lines.extend(of_member(words, shell, member));
    }
    if let Some(allowance) = &effect.allowance {
        lines.extend(limits(words, allowance));
    }
    lines
}

/// What must be looked at, and whether it can be taken back.
fn verdict(words: Words, shell: &Shell, effect: &PlanEffect, columns: usize) -> Vec<StyledLine> {
    let mut lines = Vec::new();
    let mut say =
        |tone, text: String| lines.extend(wrapped(&text, columns).into_iter().map(|l| StyledLine::of(tone, l)));
    if let Some(approval) = &effect.approval {
        say(Tone::Bad, format!("✗ {}", words.approval(approval)));
    }
    if let Some(terms) = &effect.proposes {
        say(Tone::Warn, format!("✎ {}", words.proposed(terms)));
    }
    for warning in &effect.warnings {
        say(Tone::Warn, format!("! {}", words.warning(warning, &shell.setup.programs)));
    }
    let undo = if effect.reversible { t!(words, "plan.reversible") } else { t!(words, "plan.irreversible") };
    match (&effect.approval, effect.warnings.is_empty()) {
        (Some(_), _) => {}
        (None, _) if effect.proposes.is_some() => {}
        (None, true) if effect.allowance.is_some_and(|a| a.limits != Limits::default()) => {
            say(Tone::Good, format!("✓ {} · {undo}", t!(words, "plan.within_limits")));
        }
        (None, true) => say(Tone::Good, format!("✓ {undo}")),
        // A warning says so already.
        (None, false) if effect.warnings.contains(&Warning::Irreversible) => {}
        (None, false) => say(Tone::Dim, undo),
    }
    lines
}

/// A label in its columns; a longer one, such as one with a date in it, is whole and takes more.
fn label(text: &str) -> StyledLine {
    StyledLine::default().padded(Tone::Dim, text, LABEL - 1).then(Tone::Text, " ")
}

/// `before → after`; what does not change is dim.
fn change(name: &str, before: &str, after: &str) -> StyledLine {
    if before == after {
        return label(name).then(Tone::Dim, format!("{before} → {after}"));
    }
    label(name).then(Tone::Text, before).then(Tone::Dim, " → ").then(Tone::Strong, after)
}

fn of_member(words: Words, shell: &Shell, member: &MemberEffect) -> Vec<StyledLine> {
    let (after, empty) = (&member.after, String::new());
    let today = shell.today;
    let before = member.before.as_ref();
    let row = |name: String, of: &dyn Fn(&Snapshot) -> String| {
        change(&name, &before.map_or_else(|| "–".to_owned(), of), &of(after))
    };
    let mut lines = vec![row(t!(words, "plan.balance"), &|s| grouped(s.points.balance.0))];
    if before.is_some_and(|b| b.points.pending != after.points.pending) {
        lines.push(row(t!(words, "plan.pending"), &|s| grouped(s.points.pending.0)));
    }
    lines.extend(lots(words, before, after, today));
    lines.push(row(t!(words, "plan.tier"), &|s| words.tier(shell.program(), &s.tier.code)));
    if before.is_none_or(|b| b.tier.until != after.tier.until) {
        let until = |s: &Snapshot| s.tier.until.map_or_else(|| "–".to_owned(), |d| words.day_short(d, today));
        lines.push(row(t!(words, "plan.tier_until"), &until));
    }
    if before.is_none_or(|b| b.tier.then != after.tier.then) && after.tier.then.is_some() {
        lines.push(row(t!(words, "plan.tier_then"), &|s| {
            s.tier.then.as_ref().map_or_else(|| "–".to_owned(), |then| words.tier(shell.program(), &then.code))
        }));
    }
    lines.push(row(t!(words, "plan.stage"), &|s| words.stage(s.lifecycle.stage)));
    if before.is_none_or(|b| b.status != after.status) {
        lines.push(row(t!(words, "plan.status"), &|s| words.status(s.status)));
    }
    for (field, from, to) in &member.fields {
        let shown = |text: &String| if text.is_empty() { "–".to_owned() } else { text.clone() };
        let (from, to) = (if from.is_empty() { &empty } else { from }, to);
        lines.push(change(&words.field(field), &shown(from), &shown(to)));
    }
    lines
}

/// Lots that are new, gone or hold something else, and what ends next.
fn lots(words: Words, before: Option<&Snapshot>, after: &Snapshot, today: Day) -> Vec<StyledLine> {
    let none: Vec<LotView> = Vec::new();
    let (old, new) = (before.map_or(&none, |b| &b.points.lots), &after.points.lots);
    let open = |lots: &[LotView], fact: FactId| lots.iter().find(|l| l.fact == fact).map_or(Points::ZERO, |l| l.open);
    let ends = |lot: &LotView| match lot.expires_on {
        Some(day) => t!(words, "plan.until", day = words.day_short(day, today)),
        None => t!(words, "plan.no_end"),
    };
    let mut lines = Vec::new();
    for lot in new.iter().filter(|l| !old.iter().any(|o| o.fact == l.fact)) {
        let text = format!("{} {}", grouped(lot.open.0), ends(lot));
        lines.push(label(&t!(words, "plan.new_lot")).then(Tone::Strong, text));
    }
    let changed: Vec<&LotView> = old.iter().filter(|l| open(new, l.fact) != l.open).collect();
    for lot in changed.iter().take(LOTS) {
        let (from, to) = (grouped(lot.open.0), grouped(open(new, lot.fact).0));
        lines.push(change(&t!(words, "plan.lot"), &from, &to).then(Tone::Dim, format!(" {}", ends(lot))));
    }
    if changed.len() > LOTS {
        lines.push(label("").then(Tone::Dim, t!(words, "plan.more_lots", n = changed.len() - LOTS)));
    }
    let next = old.iter().chain(new).filter_map(|l| l.expires_on).min();
    if let Some(day) = next {
        let sum = |lots: &[LotView]| lots.iter().filter(|l| l.expires_on == Some(day)).map(|l| l.open.0).sum::<i64>();
        let name = t!(words, "plan.ends", day = words.day_short(day, today));
        lines.push(change(&name, &grouped(sum(old)), &grouped(sum(new))));
    }
    lines
}

/// What the operator may move and has moved, this plan included.
fn limits(words: Words, allowance: &Allowance) -> Option<StyledLine> {
    let Limits { per_op, per_day, per_member_month } = allowance.limits;
    let LimitUsage { day, member_month } = allowance.used;
    let part = |name: String, used: Points, limit: Option<Points>| {
        let limit = limit?;
        let sum = grouped(used.0 + allowance.points.0);
        let tone = if used.0 + allowance.points.0 > limit.0 { Tone::Bad } else { Tone::Text };
        Some(StyledLine::of(tone, format!("{name} {sum}/{}", grouped(limit.0))))
    };
    let parts = [
        part(t!(words, "plan.per_op"), Points::ZERO, per_op),
        part(t!(words, "plan.per_day"), day, per_day),
        part(t!(words, "plan.per_month"), member_month, per_member_month),
    ];
    let all = StyledLine::dotted(parts.into_iter().flatten(), usize::MAX);
    (!all.is_empty()).then(|| label(&t!(words, "plan.limits")).and(all))
}
