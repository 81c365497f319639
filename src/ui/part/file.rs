//! A member's file: what matters first, then the ledger, the purchases or the journal.

mod contact;
mod feedback;
mod rows;

use crate::domain::contact::open_call_back;
use crate::domain::fact::Status;
use crate::domain::fold::view::{TierGap, TierSource};
use crate::domain::num::grouped;
use crate::domain::read_models::MemberRecord;
use crate::domain::segment_views::SegmentState;
use crate::shell::Shell;
use crate::shell::commands::ShellCmd;
use crate::shell::file::{FileTab, FileView};
use crate::shell::regions::PartId;
use crate::t;
use crate::text::Words;
use crate::text::value::hundredths;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::marks::{self, Mark};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Who it is, for the edge above the file.
pub fn title(words: Words, shell: &Shell, view: &FileView) -> (StyledLine, StyledLine) {
    let shown = view.shown().filter(|_| view.slot.failed.is_none() || view.current().is_some());
    let (name, no) = shown.map_or((&view.who.name, &view.who.no), |f| (&f.profile.name, &f.profile.member_no));
    let left = if wording::person(name, no) == no {
        StyledLine::of(Tone::Strong, no)
    } else {
        StyledLine::of(Tone::Strong, name).then(Tone::Dim, " · ").then(Tone::Text, no)
    };
    let right = shown.map_or_else(StyledLine::default, |f| match feedback::waiting(words, shell, f) {
        // The status gives way where it forbids nothing: what waits matters more.
        Some(waits) if f.snapshot.status == Status::Active => waits,
        Some(waits) => waits.then(Tone::Dim, " · ").and(status(words, f.snapshot.status)),
        None => status(words, f.snapshot.status),
    });
    if view.current().is_none() && shown.is_some() {
        (left.all(Tone::Dim), right.all(Tone::Dim))
    } else {
        (left, right)
    }
}

/// A status; one that forbids something stands out.
pub fn status(words: Words, status: Status) -> StyledLine {
    match status {
        Status::Active => StyledLine::of(Tone::Dim, words.status(status)),
        Status::Frozen => StyledLine::of(Tone::Warn, format!("! {}", words.status(status))),
        Status::Closed | Status::Merged | Status::Erased => {
            StyledLine::of(Tone::Bad, format!("✗ {}", words.status(status)))
        }
    }
}

/// How a record is drawn.
#[derive(Debug, Clone, Copy)]
pub struct RecordStyle {
    /// The tab in front.
    pub tab: FileTab,
    /// Whether its rows have the keys.
    pub has_keys: bool,
    /// The part of the pane that the tabs are.
    pub tabs: PartId,
    /// The part of the pane that the rows are.
    pub rows: PartId,
}

pub fn draw(canvas: &mut Canvas, shell: &Shell, view: &FileView, style: RecordStyle, area: Rect) {
    let words = canvas.words;
    canvas.target(area, style.rows.at(0));
    let outdated = view.current().is_none();
    if let Some(failure) = view.slot.failure().filter(|_| outdated) {
        let inner = inset(area, 1);
        let lines = wrapped(&format!("✗ {}", wording::failure(words, failure)), inner.width.into());
        canvas.lines(inner, &lines.into_iter().map(|l| StyledLine::of(Tone::Bad, l)).collect::<Vec<_>>());
        return;
    }
    let Some(file) = view.shown() else {
        canvas.line(area, &StyledLine::of(Tone::Dim, format!(" {}", t!(words, "file.loading"))));
        return;
    };
    let inner = inset(area, 1);
    let mut lines = summary(words, shell, file, inner.width.into(), area.height > 12);
    let call_back = call_back(shell, file, &canvas.key_name(ShellCmd::Reveal), words);
    lines.splice(0..0, call_back.map(|parts| StyledLine::dotted(parts, inner.width.into())));
    if outdated {
        lines = lines.into_iter().map(|l| l.all(Tone::Dim)).collect();
    }
    canvas.lines(inner, &lines);
    let rest = below(area, u16::try_from(lines.len()).unwrap_or(u16::MAX));
    rows::tabs(canvas, style, rest);
    rows::draw(canvas, shell, view, file, style, below(rest, 1));
}

/// The day on which the member wants to be called back, and the number, or the key that shows it.
fn call_back(shell: &Shell, file: &MemberRecord, key: &str, words: Words) -> Option<Vec<StyledLine>> {
    let day = open_call_back(file.contacts.iter().rev().map(|row| row.contact.content.outcome))?;
    let is_due = day <= shell.day();
    let (tone, mark) = if is_due { (Tone::Warn, "! ") } else { (Tone::Accent, "") };
    let told = t!(words, "file.call_back", day = words.day_short(day, shell.today));
    let phone = match shell.reveal.of(file.id) {
        Some(whole) => StyledLine::of(Tone::Strong, &whole.phone),
        None if file.profile.phone.is_empty() => StyledLine::of(Tone::Dim, t!(words, "file.no_phone")),
        None => StyledLine::of(Tone::Text, t!(words, "file.call_back_phone", phone = file.profile.phone, key = key)),
    };
    Some(vec![StyledLine::of(tone, format!("{mark}{told}")), phone])
}

/// What matters, each line as much as fits.
fn summary(words: Words, shell: &Shell, file: &MemberRecord, columns: usize, roomy: bool) -> Vec<StyledLine> {
    let snapshot = &file.snapshot;
    let mut lines = Vec::new();
    if let Some(no) = &file.survivor_no {
        lines.push(StyledLine::of(Tone::Warn, t!(words, "file.merged_into", no = no)));
    }
    lines.push(StyledLine::dotted(tier(words, shell, file), columns));
    lines.push(StyledLine::dotted(points(words, shell, file), columns));
    lines.push(StyledLine::dotted(purchases(words, shell, file), columns));
    if roomy {
        lines.extend(worth(words, shell, file, columns));
    }
    if let Some(review) = snapshot.tier.review.as_ref().filter(|r| r.at_risk) {
        let to = words.tier(shell.program(), &review.outcome);
        let day = words.day_short(review.on, shell.today);
        let text = t!(words, "file.at_risk", day = day, tier = to, gap = gap(words, shell, &review.to_stay));
        let warning = wrapped(&format!("! {text}"), columns).into_iter().take(if roomy { 2 } else { 1 });
        lines.extend(warning.map(|line| StyledLine::of(Tone::Warn, line)));
    }
    if roomy {
        lines.push(StyledLine::dotted(contact(words, shell, file), columns));
    }
    lines
}

fn tier(words: Words, shell: &Shell, file: &MemberRecord) -> Vec<StyledLine> {
    let (program, view) = (shell.program(), &file.snapshot.tier);
    let mark = marks::tier(program, &view.code);
    let name =
        StyledLine::of(mark.tone(), format!("{} ", mark.glyph)).then(Tone::Strong, words.tier(program, &view.code));
    let until = view.until.map(|day| format!(" {}", t!(words, "plan.until", day = words.day_short(day, shell.today))));
    let mut parts = vec![name.then(Tone::Text, until.unwrap_or_default())];
    if view.source != TierSource::Facts {
        parts.push(StyledLine::of(Tone::Warn, words.tier_source(view.source)));
    }
    if let Some(then) = &view.then {
        let (day, tier) = (words.day_short(then.on, shell.today), words.tier(program, &then.code));
        parts.push(StyledLine::of(Tone::Warn, t!(words, "file.then", day = day, tier = tier)));
    }
    if let Some(next) = &view.next {
        let to = words.tier(program, &next.code);
        parts.push(StyledLine::of(Tone::Text, t!(words, "file.to_next", tier = to, gap = gap(words, shell, next))));
    }
    parts
}

/// `¥3,240 or 4 orders`.
fn gap(words: Words, shell: &Shell, gap: &TierGap) -> String {
    let spend = gap.spend.map(|m| words.money_short(shell.setup.programs.currency(), m));
    let orders = gap.orders.map(|n| t!(words, "file.orders", n = grouped(n)));
    match (spend, orders) {
        (Some(spend), Some(orders)) => match shell.program().tier.met {
            crate::domain::program::ThresholdMode::Any => t!(words, "file.or", a = spend, b = orders),
            crate::domain::program::ThresholdMode::All => t!(words, "file.and", a = spend, b = orders),
        },
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "–".to_owned(),
    }
}

fn points(words: Words, shell: &Shell, file: &MemberRecord) -> Vec<StyledLine> {
    let view = &file.snapshot.points;
    let tone = if view.balance.0 < 0 { Tone::Bad } else { Tone::Strong };
    let balance =
        StyledLine::of(tone, grouped(view.balance.0)).then(Tone::Text, format!(" {}", t!(words, "file.points")));
    let mut parts = vec![balance];
    if view.deficit.0 > 0 {
        parts.push(StyledLine::of(Tone::Bad, t!(words, "file.deficit", n = grouped(view.deficit.0))));
    }
    parts.push(StyledLine::of(Tone::Text, t!(words, "file.pending", n = grouped(view.pending.0))));
    let next = view.lots.iter().filter_map(|l| l.expires_on).min();
    if let Some(day) = next {
        let sum: i64 = view.lots.iter().filter(|l| l.expires_on == Some(day)).map(|l| l.open.0).sum();
        let text = t!(words, "file.ending", n = grouped(sum), day = words.day_short(day, shell.today));
        parts.push(StyledLine::of(Tone::Text, text));
    }
    parts
}

fn purchases(words: Words, shell: &Shell, file: &MemberRecord) -> Vec<StyledLine> {
    let (stage, view) = (&file.snapshot.lifecycle, &file.snapshot.purchases);
    let currency = shell.setup.programs.currency();
    let segment = SegmentState::of(file.rfm, view.count).map(|state| words.place(state));
    let scores = file.rfm.map(|score| format!("R{} F{} ", score.r, score.f)).unwrap_or_default();
    let stage_mark = marks::stage(stage.stage);
    // Who never bought has no segment but this stage.
    let mark = file.rfm.map(|score| marks::segment(score.segment())).or((view.count == 0).then_some(stage_mark));
    let stage = words.stage(stage.stage);
    // A member can be lost by both measures; once is enough.
    let lifecycle = if segment.as_ref() == Some(&stage) { String::new() } else { stage };
    let mut parts = vec![
        StyledLine::of(Tone::Text, scores)
            .then(mark.map_or(Tone::Text, Mark::tone), mark.map(|mark| format!("{} ", mark.glyph)).unwrap_or_default())
            .then(Tone::Strong, segment.unwrap_or_default()),
        if lifecycle.is_empty() {
            StyledLine::default()
        } else {
            StyledLine::of(stage_mark.tone(), format!("{} ", stage_mark.glyph)).then(Tone::Strong, lifecycle)
        },
        StyledLine::of(Tone::Text, t!(words, "file.orders", n = grouped(view.count))),
        StyledLine::of(Tone::Text, words.money_short(currency, view.net_spend)),
    ];
    if let Some(worth) = file.worth {
        let alive = (worth.alive_e3 + 5) / 10;
        parts.insert(2, StyledLine::of(Tone::Text, t!(words, "file.alive", percent = alive)));
    }
    if let Some(day) = view.last_on {
        parts.push(StyledLine::of(Tone::Text, t!(words, "file.last", when = words.relative(day, file.snapshot.as_of))));
    }
    parts
}

/// What the models expect of the member, and when they were fitted on how many.
fn worth(words: Words, shell: &Shell, file: &MemberRecord, columns: usize) -> Option<StyledLine> {
    let worth = file.worth?;
    let n = grouped(i64::try_from(worth.n).unwrap_or(i64::MAX));
    let [a, b, c] = worth.expected_e2.map(hundredths);
    let value = worth.value.map_or_else(
        |why| words.no_value_short(why),
        |value| words.money_short(shell.setup.programs.currency(), value),
    );
    let parts = [
        StyledLine::of(Tone::Text, t!(words, "file.value", value = value)),
        StyledLine::of(Tone::Text, t!(words, "file.expected", a = a, b = b, c = c)),
        StyledLine::of(Tone::Dim, t!(words, "file.fitted", day = words.day_short(worth.fitted_on, shell.today), n = n)),
    ];
    Some(StyledLine::dotted(parts, columns))
}

fn contact(words: Words, shell: &Shell, file: &MemberRecord) -> Vec<StyledLine> {
    let profile = &file.profile;
    let whole = shell.reveal.of(file.id);
    let (tone, contacts) = match whole {
        Some(whole) => (Tone::Strong, [whole.phone.as_str(), whole.email.as_str()]),
        None => (Tone::Dim, [&*profile.phone, &*profile.email]),
    };
    let mut parts: Vec<StyledLine> = contacts.into_iter().map(|text| StyledLine::of(tone, text)).collect();
    parts.push(StyledLine::of(Tone::Dim, &profile.store));
    if let Some(day) = profile.joined_on {
        parts.push(StyledLine::of(Tone::Dim, t!(words, "file.joined", day = day)));
    }
    parts.push(StyledLine::of(Tone::Dim, words.list(&profile.tags)));
    parts
}
