//! A member's file: what matters first, then the ledger, the purchases or the journal.

use crate::app::Model;
use crate::app::file::FileView;
use crate::app::model::FileTab;
use crate::app::pane::members::Focus;
use crate::app::regions::Target;
use crate::domain::answer::{MemberFile, OperationRow};
use crate::domain::day::Day;
use crate::domain::fact::Status;
use crate::domain::fold::view::{Entry, EntryKind, Gap, PurchaseRow, TierSource};
use crate::domain::num::{Money, grouped};
use crate::domain::segment::Score;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{Line, wrapped};
use crate::ui::part::table::{self, Look};
use crate::ui::part::tabs;
use crate::ui::say;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Who it is, for the edge above the file.
pub fn title(words: Words, view: &FileView) -> (Line, Line) {
    let shown = view.shown.as_deref().filter(|_| view.failed.is_none() || view.current().is_some());
    let (name, no) = shown.map_or((&view.who.name, &view.who.no), |f| (&f.profile.name, &f.profile.member_no));
    let left = if say::person(name, no) == no {
        Line::of(Tone::Strong, no)
    } else {
        Line::of(Tone::Strong, name).then(Tone::Dim, " · ").then(Tone::Text, no)
    };
    let right = shown.map_or_else(Line::default, |f| status(words, f.snapshot.status));
    if view.current().is_none() && shown.is_some() {
        (left.all(Tone::Dim), right.all(Tone::Dim))
    } else {
        (left, right)
    }
}

/// A status; one that forbids something stands out.
pub fn status(words: Words, status: Status) -> Line {
    match status {
        Status::Active => Line::of(Tone::Dim, words.status(status)),
        Status::Frozen => Line::of(Tone::Warn, format!("! {}", words.status(status))),
        Status::Closed | Status::Merged | Status::Erased => Line::of(Tone::Bad, format!("✗ {}", words.status(status))),
    }
}

/// Draws the file into an area.
pub fn draw(canvas: &mut Canvas, model: &Model, view: &FileView, area: Rect) {
    let words = canvas.words;
    canvas.target(area, Target::File);
    let outdated = view.current().is_none();
    if let Some(failure) = view.failed.as_ref().filter(|_| outdated) {
        let inner = inset(area, 1);
        let lines = wrapped(&format!("✗ {}", say::failure(words, failure)), inner.width.into());
        canvas.lines(inner, &lines.into_iter().map(|l| Line::of(Tone::Bad, l)).collect::<Vec<_>>());
        return;
    }
    let Some(file) = view.shown.as_deref() else {
        canvas.line(area, &Line::of(Tone::Dim, format!(" {}", t!(words, "file.loading"))));
        return;
    };
    let inner = inset(area, 1);
    let mut lines = summary(words, model, file, inner.width.into(), area.height > 12);
    if outdated {
        lines = lines.into_iter().map(|l| l.all(Tone::Dim)).collect();
    }
    canvas.lines(inner, &lines);
    let rest = below(area, u16::try_from(lines.len()).unwrap_or(u16::MAX));
    tab_row(canvas, model, rest);
    rows(canvas, model, view, file, below(rest, 1), outdated);
}

/// What matters, each line as much as fits.
fn summary(words: Words, model: &Model, file: &MemberFile, columns: usize, roomy: bool) -> Vec<Line> {
    let snapshot = &file.snapshot;
    let mut lines = Vec::new();
    if let Some(no) = &file.survivor_no {
        lines.push(Line::of(Tone::Warn, t!(words, "file.merged_into", no = no)));
    }
    lines.push(Line::dotted(tier(words, model, file), columns));
    lines.push(Line::dotted(points(words, model, file), columns));
    lines.push(Line::dotted(purchases(words, model, file), columns));
    if let Some(review) = snapshot.tier.review.as_ref().filter(|r| r.at_risk) {
        let to = words.tier(model.program(), &review.outcome);
        let day = words.day_short(review.on, model.today);
        let text = t!(words, "file.at_risk", day = day, tier = to, gap = gap(words, model, &review.to_stay));
        lines.push(Line::of(Tone::Warn, format!("! {text}")));
    }
    if roomy {
        lines.push(Line::dotted(contact(words, file), columns));
    }
    lines
}

fn tier(words: Words, model: &Model, file: &MemberFile) -> Vec<Line> {
    let (program, view) = (model.program(), &file.snapshot.tier);
    let name = Line::of(Tone::Strong, words.tier(program, &view.code));
    let until = view.until.map(|day| format!(" {}", t!(words, "plan.until", day = words.day_short(day, model.today))));
    let mut parts = vec![name.then(Tone::Text, until.unwrap_or_default())];
    if view.source != TierSource::Facts {
        parts.push(Line::of(Tone::Warn, words.tier_source(view.source)));
    }
    if let Some(next) = &view.next {
        let to = words.tier(program, &next.code);
        parts.push(Line::of(Tone::Text, t!(words, "file.to_next", tier = to, gap = gap(words, model, next))));
    }
    parts
}

/// `¥3,240 or 4 orders`.
fn gap(words: Words, model: &Model, gap: &Gap) -> String {
    let spend = gap.spend.map(|m| words.money_short(model.setup.programs.currency(), m));
    let orders = gap.orders.map(|n| t!(words, "file.orders", n = grouped(n)));
    match (spend, orders) {
        (Some(spend), Some(orders)) => match model.program().tier.met {
            crate::domain::program::Met::Any => t!(words, "file.or", a = spend, b = orders),
            crate::domain::program::Met::All => t!(words, "file.and", a = spend, b = orders),
        },
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "–".to_owned(),
    }
}

fn points(words: Words, model: &Model, file: &MemberFile) -> Vec<Line> {
    let view = &file.snapshot.points;
    let tone = if view.balance.0 < 0 { Tone::Bad } else { Tone::Strong };
    let balance = Line::of(tone, grouped(view.balance.0)).then(Tone::Text, format!(" {}", t!(words, "file.points")));
    let mut parts = vec![balance];
    if view.deficit.0 > 0 {
        parts.push(Line::of(Tone::Bad, t!(words, "file.deficit", n = grouped(view.deficit.0))));
    }
    parts.push(Line::of(Tone::Text, t!(words, "file.pending", n = grouped(view.pending.0))));
    let next = view.lots.iter().filter_map(|l| l.expires_on).min();
    if let Some(day) = next {
        let sum: i64 = view.lots.iter().filter(|l| l.expires_on == Some(day)).map(|l| l.open.0).sum();
        let text = t!(words, "file.ending", n = grouped(sum), day = words.day_short(day, model.today));
        parts.push(Line::of(Tone::Text, text));
    }
    parts
}

fn purchases(words: Words, model: &Model, file: &MemberFile) -> Vec<Line> {
    let (stage, view) = (&file.snapshot.lifecycle, &file.snapshot.purchases);
    let currency = model.setup.programs.currency();
    let segment = |score: Score| format!("R{} F{} {}", score.r, score.f, words.segment(score.segment()));
    let mut parts = vec![
        Line::of(Tone::Strong, file.rfm.map(segment).unwrap_or_default()),
        Line::of(Tone::Strong, words.stage(stage.stage)),
        Line::of(Tone::Text, t!(words, "file.orders", n = grouped(view.count))),
        Line::of(Tone::Text, words.money_short(currency, view.net_spend)),
    ];
    if let Some(day) = view.last_on {
        parts.push(Line::of(Tone::Text, t!(words, "file.last", when = words.relative(day, file.snapshot.as_of))));
    }
    parts
}

fn contact(words: Words, file: &MemberFile) -> Vec<Line> {
    let profile = &file.profile;
    let mut parts: Vec<Line> =
        [&profile.phone, &profile.email, &profile.store].into_iter().map(|t| Line::of(Tone::Dim, t)).collect();
    if let Some(day) = profile.joined_on {
        parts.push(Line::of(Tone::Dim, t!(words, "file.joined", day = day)));
    }
    parts.push(Line::of(Tone::Dim, words.list(&profile.tags)));
    parts
}

/// The name of a tab.
pub fn tab_name(words: Words, tab: FileTab) -> String {
    match tab {
        FileTab::Ledger => t!(words, "file.ledger"),
        FileTab::Purchases => t!(words, "file.purchases"),
        FileTab::Journal => t!(words, "file.journal"),
    }
}

fn tab_row(canvas: &mut Canvas, model: &Model, area: Rect) {
    let words = canvas.words;
    canvas.rule(area, Tone::Dim, &Line::default(), &Line::default());
    let name = |tab| (tab_name(words, tab), tab == model.members.tab, Target::Tab(tab));
    tabs::draw(canvas, area, FileTab::ALL.map(name));
}

fn rows(canvas: &mut Canvas, model: &Model, view: &FileView, file: &MemberFile, area: Rect, outdated: bool) {
    let words = canvas.words;
    let tab = model.members.tab;
    let len = view.len(tab);
    if len == 0 {
        canvas.regions.file_rows = 0;
        canvas.line(inset(area, 1), &Line::of(Tone::Dim, empty(words, tab)));
        return;
    }
    let columns = usize::from(area.width.saturating_sub(1));
    canvas.line(area, &Line::of(Tone::Text, " ").and(heading(words, tab, columns)));
    let area = below(area, 1);
    canvas.regions.file_rows = area.height.into();
    let has_keys = model.overlays.is_empty() && model.members.focus == Focus::File;
    let look = Look { has_keys, dimmed: outdated };
    let row = |at: usize, columns: usize| match tab {
        FileTab::Ledger => file.trace.entries.iter().rev().nth(at).map(|e| entry(words, model.today, e, columns)),
        FileTab::Purchases => file.trace.purchases.iter().rev().nth(at).map(|p| purchase(words, model, p, columns)),
        FileTab::Journal => file.journal.get(at).map(|o| operation(words, model, o, columns)),
    };
    table::draw(canvas, area, (view.list, len), look, |at, n| row(at, n).unwrap_or_default(), |_| Target::File);
}

fn empty(words: Words, tab: FileTab) -> String {
    match tab {
        FileTab::Ledger => t!(words, "file.no_ledger"),
        FileTab::Purchases => t!(words, "file.no_purchases"),
        FileTab::Journal => t!(words, "file.no_journal"),
    }
}

/// Columns of a day of any year.
const DAY: usize = 10;

fn heading(words: Words, tab: FileTab, columns: usize) -> Line {
    let dim = |line: Line| line.all(Tone::Dim);
    match tab {
        FileTab::Ledger => dim(ledger_row(
            columns,
            [t!(words, "col.day"), t!(words, "col.kind"), t!(words, "col.order"), t!(words, "col.ends")],
            (Tone::Dim, t!(words, "col.points")),
            t!(words, "col.balance"),
        )),
        FileTab::Purchases => dim(purchase_row(
            columns,
            [t!(words, "col.day"), t!(words, "col.order")],
            (Tone::Dim, t!(words, "col.amount")),
            [t!(words, "col.points"), t!(words, "col.refunded")],
        )),
        FileTab::Journal => dim(journal_row(
            columns,
            [
                t!(words, "col.no"),
                t!(words, "col.time"),
                t!(words, "col.what"),
                t!(words, "col.who"),
                t!(words, "col.why"),
            ],
            (Tone::Dim, t!(words, "col.points")),
        )),
    }
}

fn ledger_row(columns: usize, texts: [String; 4], points: (Tone, String), balance: String) -> Line {
    let [day, kind, order, ends] = texts;
    // In a narrow file the order counts more than the balance, which `w` tells too.
    let balance_columns = if columns < 66 { 0 } else { 1 + 10 };
    let fixed = DAY + 1 + 10 + 1 + 12 + 1 + balance_columns + 1 + DAY;
    Line::default()
        .left(Tone::Text, day, DAY)
        .right(points.0, points.1, 1 + 10)
        .left(Tone::Text, format!(" {kind}"), 1 + 12)
        .left(Tone::Dim, format!(" {order}"), 1 + columns.saturating_sub(fixed))
        .right(Tone::Text, balance, balance_columns)
        .left(Tone::Dim, format!(" {ends}"), 1 + DAY)
}

fn entry(words: Words, today: Day, entry: &Entry, columns: usize) -> Line {
    let tone = match (entry.kind, entry.points.0) {
        (EntryKind::Waive, _) | (_, 0) => Tone::Dim,
        (_, 1..) => Tone::Good,
        (_, _) => Tone::Bad,
    };
    let ends = entry.expires_on.map(|d| words.day_short(d, today)).unwrap_or_default();
    let texts = [
        words.day_short(entry.day, today),
        words.entry_kind(entry.kind),
        entry.reference.clone().unwrap_or_default(),
        ends,
    ];
    ledger_row(columns, texts, (tone, words.signed(entry.points)), grouped(entry.balance_after.0))
}

fn purchase_row(columns: usize, texts: [String; 2], amount: (Tone, String), right: [String; 2]) -> Line {
    let [day, order] = texts;
    let [points, refunded] = right;
    let fixed = DAY + 1 + 12 + 1 + 8 + 1 + 12 + 1;
    Line::default()
        .left(Tone::Text, day, DAY)
        .right(amount.0, amount.1, 1 + 12)
        .right(Tone::Text, points, 1 + 8)
        .right(Tone::Dim, refunded, 1 + 12)
        .left(Tone::Dim, format!(" {order}"), 1 + columns.saturating_sub(fixed))
}

fn purchase(words: Words, model: &Model, row: &PurchaseRow, columns: usize) -> Line {
    let money = |m: Money| words.money(model.setup.programs.currency(), m);
    let tone = if row.amount.0 < 0 { Tone::Bad } else { Tone::Text };
    let refunded = if row.refunded.0 == 0 { String::new() } else { money(row.refunded) };
    let texts = [words.day_short(row.day, model.today), row.reference.clone().unwrap_or_default()];
    purchase_row(columns, texts, (tone, money(row.amount)), [words.signed(row.points), refunded])
}

fn journal_row(columns: usize, texts: [String; 5], points: (Tone, String)) -> Line {
    let [no, time, what, who, why] = texts;
    let fixed = 7 + 1 + 11 + 1 + 14 + 1 + 8 + 1 + 8 + 1;
    Line::default()
        .right(Tone::Dim, no, 7)
        .left(Tone::Text, format!(" {time}"), 1 + 11)
        .left(Tone::Text, format!(" {what}"), 1 + 14)
        .right(points.0, points.1, 1 + 8)
        .left(Tone::Dim, format!(" {who}"), 1 + 8)
        .left(Tone::Dim, format!(" {why}"), 1 + columns.saturating_sub(fixed))
}

fn operation(words: Words, model: &Model, row: &OperationRow, columns: usize) -> Line {
    let time = words.time(model.setup.programs.zone(), row.at);
    // Month, day, hour, minute: the newest come first, and the number beside says the order.
    let time = time.get(5..).unwrap_or(&time).to_owned();
    let points = row.points.map(|p| words.signed(p)).unwrap_or_default();
    let tone = if row.points.is_some_and(|p| p.0 < 0) { Tone::Bad } else { Tone::Good };
    let reason = row.reason.as_deref().map(|code| words.reason(model.program(), code));
    let why: Vec<String> = [row.reversed_by.map(|_| t!(words, "file.undone")), reason, row.note.clone()]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect();
    let texts = [format!("#{}", row.seq.0), time, words.op_kind(row.kind), row.operator.clone(), why.join(" · ")];
    let line = journal_row(columns, texts, (tone, points));
    if row.reversed_by.is_some() { line.all(Tone::Dim) } else { line }
}
