//! Members: the list on the left, the file on the right; the list above the file where that is too narrow.

use super::state::{Focus, MemberSearch, MembersPane, MembersPart};
use crate::domain::num::grouped;
use crate::domain::question::FindMembers;
use crate::shell::Shell;
use crate::shell::columns::MemberList;
use crate::shell::file::FileView;
use crate::shell::regions::PartFit;
use crate::shell::slot::Answered;
use crate::t;
use crate::text::{Shown, Words};
use crate::ui::canvas::{Canvas, below, inset, rows};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::pane::PaneView;
use crate::ui::part::file::{self, RecordStyle};
use crate::ui::part::members::MemberColumns;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::part::{endings, field};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// From so many columns on the file stands beside the list.
const BESIDE: u16 = 100;

impl PaneView for MembersPane {
    fn draw(&self, canvas: &mut Canvas, shell: &Shell, area: Rect) {
        draw(canvas, self, shell, area);
    }
}

fn draw(canvas: &mut Canvas, pane: &MembersPane, shell: &Shell, area: Rect) {
    if area.width >= BESIDE {
        let left = area.width / 2;
        list_box(canvas, pane, shell, Rect { width: left, ..area });
        file_box(canvas, pane, shell, Rect { x: area.x + left, width: area.width - left, ..area });
    } else {
        // The list takes a good third, the file the rest.
        let list = (area.height * 2 / 5).max(3).min(area.height);
        list_above(canvas, pane, shell, Rect { height: list, ..area });
        file_below(canvas, pane, shell, below(area, list));
    }
}

fn has_keys(pane: &MembersPane, shell: &Shell, focus: Focus) -> bool {
    shell.overlays.is_empty() && pane.focus == focus
}

fn list_box(canvas: &mut Canvas, pane: &MembersPane, shell: &Shell, area: Rect) {
    let focused = has_keys(pane, shell, Focus::Search) || has_keys(pane, shell, Focus::List);
    let tone = if focused { Tone::Accent } else { Tone::Dim };
    let inner = canvas.boxed(area, tone, &StyledLine::default(), &StyledLine::default());
    search_row(
        canvas,
        pane,
        shell,
        Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area },
        tone,
    );
    list(canvas, pane, shell, inner);
}

fn list_above(canvas: &mut Canvas, pane: &MembersPane, shell: &Shell, area: Rect) {
    let tone = if has_keys(pane, shell, Focus::Search) { Tone::Accent } else { Tone::Dim };
    search_row(canvas, pane, shell, Rect { height: 1.min(area.height), ..area }, tone);
    list(canvas, pane, shell, below(area, 1));
}

/// The search box and how many there are.
fn search_row(canvas: &mut Canvas, pane: &MembersPane, shell: &Shell, area: Rect, tone: Tone) {
    let words = canvas.words;
    let search = &pane.search;
    let count = count(words, search);
    let taken = u16::try_from(count.width()).unwrap_or(u16::MAX).min(area.width);
    let keys = has_keys(pane, shell, Focus::Search);
    // At least so many columns are left to type in; the count gives way.
    let room = if area.width > taken + 20 { area.width - taken } else { area.width };
    canvas.line(area, &StyledLine::of(tone, " / "));
    let text = Rect { x: area.x + 3.min(area.width), width: room.saturating_sub(3), ..area };
    let placeholder = t!(words, "members.placeholder");
    let typed = search.field.text();
    let wanted = if typed.is_empty() { Shown::new(&placeholder).width() + 2 } else { typed.len() + 28 };
    let width = text.width.min(u16::try_from(wanted).unwrap_or(u16::MAX));
    field::draw(canvas, Rect { width, ..text }, &search.field, keys, &placeholder);
    canvas.target(Rect { x: area.x, width: room, ..area }, MembersPart::Search.at(0));
    if keys {
        endings::draw(canvas, &pane.search.field, &shell.vocabulary(), text);
    }
    if room < area.width {
        canvas.line(Rect { x: area.x + room, width: taken, ..area }, &count);
    }
}

/// `3 of 10,000,000 · 0.8 ms`.
fn count(words: Words, search: &MemberSearch) -> StyledLine {
    if search.found.failed.is_some() {
        return StyledLine::of(Tone::Bad, " ✗ ");
    }
    let Some(Answered { question, answer: found }) = &search.found.shown else {
        return StyledLine::of(Tone::Dim, format!(" {} ", t!(words, "members.searching")));
    };
    if !search.is_current() {
        return StyledLine::of(Tone::Dim, format!(" {} ", t!(words, "members.searching")));
    }
    let total = grouped(i64::try_from(found.total).unwrap_or(i64::MAX));
    let members = grouped(i64::try_from(found.members).unwrap_or(i64::MAX));
    let count = match (question.query.is_empty(), found.exact) {
        (true, _) => t!(words, "members.newest", members = members),
        (false, true) => t!(words, "members.count", total = total, members = members),
        (false, false) => t!(words, "members.about", total = total, members = members),
    };
    if question.query.is_empty() {
        return StyledLine::of(Tone::Dim, format!(" {count} "));
    }
    let ms = found.took.as_secs_f64() * 1_000.0;
    StyledLine::of(Tone::Text, format!(" {count}")).then(Tone::Dim, format!(" · {ms:.1} ms "))
}

fn list(canvas: &mut Canvas, pane: &MembersPane, shell: &Shell, area: Rect) {
    let search = &pane.search;
    canvas.fit(MembersPart::List.id(), PartFit { rows: area.height.into(), ..PartFit::default() });
    let found = search.rows();
    if found.is_empty() || search.found.failed.is_some() {
        nothing(canvas, search, area);
        return;
    }
    let words = canvas.words;
    let look = RowStyle { has_keys: has_keys(pane, shell, Focus::List), dimmed: !search.is_current() };
    let room = usize::from(area.width.saturating_sub(1));
    let columns = MemberColumns::fitting(words, shell, shell.columns.of(MemberList::Search), found, None, room);
    let row = |at: usize, _| found.get(at).map(|r| columns.row(words, shell, r)).unwrap_or_default();
    let is_fresh = |at: usize| found.get(at).is_some_and(|r| search.fresh.is_marked(&r.id, shell.setup.now));
    table::draw_marked(canvas, area, (search.list, found.len()), look, row, is_fresh, |at| MembersPart::List.at(at));
}

/// What to do where there are no rows.
fn nothing(canvas: &mut Canvas, search: &MemberSearch, area: Rect) {
    let words = canvas.words;
    let (head, hint) = match (search.found.answered(), search.found.failure()) {
        (_, Some(failure)) => (format!("✗ {}", wording::failure(words, failure)), wording::retry_hint(words, failure)),
        (None, None) => (t!(words, "members.searching"), String::new()),
        (Some(FindMembers { query, as_of: Some(day), .. }), None) if query.is_empty() => {
            (t!(words, "members.empty_on", day = day), t!(words, "screen.back_to_today"))
        }
        (Some(question), None) if question.query.is_empty() => {
            (t!(words, "members.empty"), t!(words, "members.empty_hint"))
        }
        // Who types a command's key into the box looks for the command, not for a member.
        (Some(question), None) if matches!(question.query.as_str(), "?" | ":") => {
            (t!(words, "members.nobody"), t!(words, "members.typed_key"))
        }
        (Some(_), None) => (t!(words, "members.nobody"), t!(words, "members.nobody_hint")),
    };
    let inner = inset(below(area, area.height.min(1)), 1);
    let columns = inner.width.into();
    let head = wrapped(&head, columns).into_iter().map(|l| StyledLine::of(Tone::Text, l));
    let hint = wrapped(&hint, columns).into_iter().map(|l| StyledLine::of(Tone::Dim, l));
    canvas.lines(inner, &head.chain(hint).collect::<Vec<_>>());
}

fn record_style(pane: &MembersPane, shell: &Shell) -> RecordStyle {
    let has_keys = has_keys(pane, shell, Focus::Record);
    RecordStyle { tab: pane.tab, has_keys, tabs: MembersPart::Tabs.id(), rows: MembersPart::Record.id() }
}

fn file_box(canvas: &mut Canvas, pane: &MembersPane, shell: &Shell, area: Rect) {
    let tone = if has_keys(pane, shell, Focus::Record) { Tone::Accent } else { Tone::Dim };
    if let Some(view) = &shell.record {
        let (left, right) = file::title(canvas.words, shell, view);
        let inner = canvas.boxed(area, tone, &left, &right);
        file::draw(canvas, shell, view, record_style(pane, shell), inner);
    } else {
        let inner = canvas.boxed(area, tone, &StyledLine::default(), &StyledLine::default());
        no_file(canvas, shell, inner);
    }
}

fn file_below(canvas: &mut Canvas, pane: &MembersPane, shell: &Shell, area: Rect) {
    let tone = if has_keys(pane, shell, Focus::Record) { Tone::Accent } else { Tone::Dim };
    let (left, right) =
        shell.record.as_ref().map(|view: &FileView| file::title(canvas.words, shell, view)).unwrap_or_default();
    canvas.rule(area, tone, &left, &right);
    match &shell.record {
        Some(view) => file::draw(canvas, shell, view, record_style(pane, shell), below(area, 1)),
        None => no_file(canvas, shell, below(area, 1)),
    }
}

/// Nobody's file: what to do. Where there are no members at all the list says that.
fn no_file(canvas: &mut Canvas, shell: &Shell, area: Rect) {
    if shell.members == Some(0) {
        return;
    }
    let text = t!(canvas.words, "members.no_file");
    let inner = inset(below(area, 1.min(area.height)), 1);
    for (row, line) in rows(inner).zip(wrapped(&text, inner.width.into())) {
        canvas.line(row, &StyledLine::of(Tone::Dim, line));
    }
}
