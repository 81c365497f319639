//! What surrounds the panes: title, pane names, the line of news, the hint bar.

use crate::app::Model;
use crate::app::command::{Cmd, TABLE, key_in};
use crate::domain::fold::view::Snapshot;
use crate::domain::num::grouped;
use crate::domain::plan::outcome::PlanEffect;
use crate::shell::approver::ApproverCard;
use crate::shell::command::CommandSpec;
use crate::shell::commands::ShellCmd;
use crate::shell::draft::FormDraft;
use crate::shell::lock::LockCard;
use crate::shell::pane_id::PaneId;
use crate::shell::regions::ClickTarget;
use crate::shell::setup::Setup;
use crate::shell::toast::ToastTone;
use crate::t;
use crate::text::operation::member_named;
use crate::text::{Shown, Words};
use crate::ui::canvas::Canvas;
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::tabs;
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Rows that news takes at most.
const NEWS_MAX: u16 = 3;

/// The first row: which file, who, which day. A past day takes the whole row, so that nobody mistakes it for today.
pub(super) fn title(canvas: &mut Canvas, model: &Model, area: Rect) {
    let words = canvas.words;
    let setup = &model.shell.setup;
    let mut left = StyledLine::of(Tone::Strong, " loyaltui").then(Tone::Text, "  ").then(Tone::Text, &setup.file_name);
    if setup.demo {
        left = left.then(Tone::Warn, format!("  {}", t!(words, "screen.demo")));
    }
    if let Some(scope) = &model.shell.scope {
        left = left.then(Tone::Accent, format!("  {}", t!(words, "screen.scope", query = scope)));
    }
    let who = if model.shell.is_logged_out() {
        StyledLine::of(Tone::Bad, t!(words, "screen.logged_out")).then(Tone::Dim, " · ")
    } else {
        StyledLine::of(Tone::Dim, format!("{} {} · ", setup.operator.name, words.role(setup.operator.role)))
    };
    match model.shell.as_of {
        None => {
            let right = who.then(Tone::Text, format!("{} ", model.shell.today));
            canvas.split(area, &left, &right);
        }
        Some(day) => {
            let right = StyledLine::of(Tone::Past, t!(words, "screen.past", day = day)).then(Tone::Past, " ");
            canvas.split(area, &left.all(Tone::Past), &right);
            canvas.fill(area, Tone::Past);
        }
    }
}

/// The second row: the panes, and the member in hand.
pub(super) fn panes(canvas: &mut Canvas, model: &Model, area: Rect) {
    let words = canvas.words;
    let hand = model.shell.current_member.as_ref().map_or_else(StyledLine::default, |who| {
        let named = wording::named(&who.name, &who.no);
        let said = t!(words, "screen.in_hand", who = named);
        // The member stands out of what says that it is one.
        let said = said.strip_suffix(Shown::new(&named).as_str()).unwrap_or_default().to_owned();
        StyledLine::of(Tone::Dim, said).then(Tone::Text, named).then(Tone::Text, " ")
    });
    let name = |pane: PaneId, spelled: bool| {
        let badge =
            model.panes.get(pane).badge().map(|badge| format!(" {}{}", badge.mark, badge.n)).unwrap_or_default();
        let name = words.t(&format!("pane.{}", pane.name()), &[]);
        if spelled { format!("{} {name}{badge}", pane.digit()) } else { format!("{}{badge}", pane.digit()) }
    };
    // A name has a blank or a bracket at both ends. Where not all have room, the digits of those behind are enough.
    let needed: usize = PaneId::ALL.iter().map(|pane| Shown::new(&name(*pane, true)).width() + 2).sum();
    let fits = needed <= usize::from(area.width);
    let tab = |pane: PaneId| {
        let is_front = pane == model.shell.front;
        (name(pane, fits || is_front), is_front, ClickTarget::Pane(pane))
    };
    let used = tabs::draw(canvas, area, PaneId::ALL.iter().copied().map(tab));
    let rest = Rect { x: area.x + used, width: area.width - used, ..area };
    canvas.split(rest, &StyledLine::default(), &hand);
}

/// The news: what is being waited for, else what happened last, else why nothing can be written. `area` is its row; a long sentence takes the rows above too.
pub(super) fn news(canvas: &mut Canvas, model: &Model, area: Rect) {
    let words = canvas.words;
    let (tone, text) = if let Some(write) = &model.shell.write {
        let then = write.then.map_or_else(|| t!(words, "toast.writing"), |_| t!(words, "toast.writing_then"));
        (Tone::Warn, format!("… {then}"))
    } else if model.draft().is_some_and(|d| d.asked) {
        (Tone::Warn, format!("… {}", t!(words, "toast.waiting_plan")))
    } else if let Some(toast) = &model.shell.toast {
        let (tone, mark) = match toast.tone {
            ToastTone::Done => (Tone::Good, "✓"),
            ToastTone::Info => (Tone::Text, "·"),
            ToastTone::Bad => (Tone::Bad, "✗"),
        };
        (tone, format!("{mark} {}", wording::news(&model.shell, words, &toast.news)))
    } else if let Some(failure) = &model.shell.lost {
        (Tone::Bad, format!("✗ {}", wording::failure(words, failure)))
    } else {
        return;
    };
    let lines = wrapped(&text, usize::from(area.width.saturating_sub(2)));
    let above = u16::try_from(lines.len().saturating_sub(1)).unwrap_or(0).min(NEWS_MAX - 1).min(area.y);
    let place = Rect { y: area.y - above, height: above + 1, ..area };
    if above > 0 {
        canvas.clear(place);
    }
    let lines: Vec<StyledLine> = lines.into_iter().map(|l| StyledLine::of(tone, format!(" {l}"))).collect();
    canvas.lines(place, &lines);
}

/// The card of a locked session: who has locked it, and the PIN as dots. Nothing else is on the screen.
pub(super) fn locked(canvas: &mut Canvas, setup: &Setup, card: &LockCard, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "lock.title"));
    let inner = canvas.window(area, (56, 7), &title, &StyledLine::default());
    let who = format!("{} · {}", setup.operator.name, words.role(setup.operator.role));
    let dots = "•".repeat(card.len());
    let (tone, text) = match (&card.failure, card.asked) {
        (_, Some(_)) => (Tone::Warn, t!(words, "lock.checking")),
        (Some(failure), None) => (Tone::Bad, format!("✗ {}", wording::failure(words, failure))),
        (None, None) => (Tone::Dim, t!(words, "lock.hint")),
    };
    let mut lines = vec![
        StyledLine::of(Tone::Text, who),
        StyledLine::of(Tone::Accent, format!("{} ", t!(words, "lock.pin"))).then(Tone::Text, format!("{dots}▏")),
        StyledLine::default(),
    ];
    lines.extend(wrapped(&text, inner.width.into()).into_iter().map(|line| StyledLine::of(tone, line)));
    canvas.lines(inner, &lines);
}

/// The card of whoever approves something here: name, and the PIN as dots.
pub(super) fn approver(canvas: &mut Canvas, setup: &Setup, card: &ApproverCard, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "approver.title"));
    let inner = canvas.window(area, (60, 10), &title, &StyledLine::default());
    let cursor = |has: bool| if has { "▏" } else { "" };
    let line = |name: String, text: String| StyledLine::of(Tone::Accent, format!("{name} ")).then(Tone::Text, text);
    let mut lines = vec![
        line(t!(words, "approver.name"), format!("{}{}", card.name, cursor(!card.is_at_pin))),
        line(t!(words, "lock.pin"), format!("{}{}", "•".repeat(card.pin_len()), cursor(card.is_at_pin))),
        StyledLine::default(),
    ];
    let (tone, text) = match (&card.failure, &card.changed, card.asked) {
        (_, _, Some(_)) => (Tone::Warn, t!(words, "lock.checking")),
        (Some(failure), _, None) => (Tone::Bad, format!("✗ {}", wording::failure(words, failure))),
        (None, Some(now), None) => (Tone::Warn, changed(words, setup, now)),
        (None, None, None) => (Tone::Dim, t!(words, "approver.hint")),
    };
    lines.extend(wrapped(&text, inner.width.into()).into_iter().map(|line| StyledLine::of(tone, line)));
    canvas.lines(inner, &lines);
}

/// What a change would do by now, where that is not what was seen.
fn changed(words: Words, setup: &Setup, now: &PlanEffect) -> String {
    let told = now.members.first().map(|member| {
        let balance = |of: &Snapshot| grouped(of.points.balance.0);
        let tier = |of: &Snapshot| words.tier(&setup.programs.newest().program, &of.tier.code);
        let before = member.before.as_ref();
        let (from, was) = (before.map(balance).unwrap_or_default(), before.map(tier).unwrap_or_default());
        let (to, is) = (balance(&member.after), tier(&member.after));
        format!("{} {from} → {to}, {was} → {is}", member_named(member))
    });
    t!(words, "approver.changed", now = told.unwrap_or_default())
}

/// A row that stays while nobody knows whether something was written.
pub(super) fn unknown(canvas: &mut Canvas, model: &Model, area: Rect) {
    let Some(unknown) = &model.shell.unknown else { return };
    let words = canvas.words;
    let text = t!(words, "screen.unknown", reason = unknown.reason, key = canvas.key_name(ShellCmd::Refresh));
    canvas.line(area, &StyledLine::of(Tone::Past, format!(" ✗ {text}")));
    canvas.fill(area, Tone::Past);
}

/// The last row: what the keys do here, the most useful first, as many as fit.
pub(super) fn hints(canvas: &mut Canvas, model: &Model, area: Rect) {
    let words = canvas.words;
    // In a form its own keys are told; what leads elsewhere is in the palette.
    let place = model.keys().hinted();
    let foremost = if model.shell.overlays.is_empty() { model.front().foremost() } else { &[] };
    let rank = |c: &CommandSpec<Cmd>| foremost.iter().position(|first| c.id == Cmd::Shell(*first));
    let mut hints: Vec<(&CommandSpec<Cmd>, String)> = TABLE
        .iter()
        .filter(|c| (c.hint > 0 || rank(c).is_some()) && model.allowed(c.id).is_ok())
        .filter(|c| {
            let confirms = matches!(c.id, Cmd::Shell(ShellCmd::Confirm | ShellCmd::ConfirmAnywhere));
            !confirms || model.draft().is_some_and(FormDraft::may_confirm)
        })
        .filter_map(|c| key_in(&model.shell.setup.keymap, c, place).map(|key| (c, key.to_string())))
        .collect();
    hints.sort_by_key(|(c, _)| (rank(c).unwrap_or(usize::MAX), c.hint));
    let mut told: Vec<HintPart> = Vec::new();
    for (command, key) in hints {
        let label = wording::hint(words, command.name);
        // Two keys for one thing: the nearer one is enough.
        if told.iter().all(|part| part.label != label) {
            let is_essential = matches!(command.id, Cmd::Shell(ShellCmd::Help | ShellCmd::Back));
            told.push(HintPart { is_essential, key, label });
        }
    }
    canvas.line(area, &fitted(&told, area.width.into()));
}

/// A key and what it does.
struct HintPart {
    /// Whether it is told at any width: help, and the way back.
    is_essential: bool,
    key: String,
    label: String,
}

impl HintPart {
    fn line(&self) -> StyledLine {
        StyledLine::of(Tone::Accent, &self.key).then(Tone::Dim, format!(" {}", self.label))
    }
}

/// The hints that fit, in their order: what is essential has its room before all others, which give way from the last on.
fn fitted(hints: &[HintPart], columns: usize) -> StyledLine {
    let width = |hint: &HintPart| 2 + hint.line().width();
    let mut left = columns.saturating_sub(hints.iter().filter(|hint| hint.is_essential).map(width).sum());
    let mut line = StyledLine::default();
    for hint in hints {
        if !hint.is_essential {
            if width(hint) > left {
                continue;
            }
            left -= width(hint);
        }
        let gap = if line.is_empty() { " " } else { "  " };
        line = line.then(Tone::Text, gap).and(hint.line());
    }
    line
}

/// The card that says which size is needed.
pub(super) fn too_small(canvas: &mut Canvas, area: Rect, (width, height): (u16, u16)) {
    let words = canvas.words;
    let lines = [
        StyledLine::of(Tone::Strong, t!(words, "screen.too_small")),
        StyledLine::of(Tone::Text, t!(words, "screen.needed", width = width, height = height)),
        StyledLine::of(Tone::Dim, t!(words, "screen.there", width = area.width, height = area.height)),
    ];
    let top = area.height.saturating_sub(3) / 2;
    for (n, line) in lines.iter().enumerate() {
        let n = u16::try_from(n).unwrap_or(0);
        if top + n < area.height {
            let free = area.width.saturating_sub(u16::try_from(line.width()).unwrap_or(u16::MAX));
            let row = Rect { x: area.x + free / 2, y: area.y + top + n, width: area.width - free / 2, height: 1 };
            canvas.line(row, line);
        }
    }
}
