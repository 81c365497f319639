//! Ledger, purchases and journal in columns.

use super::{RecordStyle, feedback};
use crate::domain::day::Day;
use crate::domain::fold::view::{EntryKind, LedgerEntry, PurchaseRow};
use crate::domain::num::{Money, grouped};
use crate::domain::operation::OperationRow;
use crate::domain::read_models::MemberRecord;
use crate::shell::Shell;
use crate::shell::file::FileTab;
use crate::shell::file::FileView;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

fn tab_name(words: Words, tab: FileTab) -> String {
    match tab {
        FileTab::Ledger => t!(words, "file.ledger"),
        FileTab::Purchases => t!(words, "file.purchases"),
        FileTab::Feedback => t!(words, "file.feedback"),
        FileTab::Journal => t!(words, "file.journal"),
    }
}

/// The tabs' names, on the rule above the rows.
pub(super) fn tabs(canvas: &mut Canvas, style: RecordStyle, area: Rect) {
    let words = canvas.words;
    canvas.rule(area, Tone::Dim, &StyledLine::default(), &StyledLine::default());
    let name = |(at, tab)| (tab_name(words, tab), tab == style.tab, style.tabs.at(at));
    part::tabs::draw(canvas, area, FileTab::ALL.into_iter().enumerate().map(name));
}

/// The rows of the tab in front, newest first.
pub(super) fn draw(
    canvas: &mut Canvas,
    shell: &Shell,
    view: &FileView,
    file: &MemberRecord,
    style: RecordStyle,
    area: Rect,
) {
    let words = canvas.words;
    let tab = style.tab;
    let len = view.len(tab);
    if len == 0 {
        let place = inset(area, 1);
        let lines = wrapped(&empty(words, tab), place.width.into());
        canvas.lines(place, &lines.into_iter().map(|l| StyledLine::of(Tone::Dim, l)).collect::<Vec<_>>());
        return;
    }
    let columns = usize::from(area.width.saturating_sub(1));
    canvas.line(area, &StyledLine::of(Tone::Text, " ").and(heading(words, tab, columns)));
    let area = below(area, 1);
    canvas.fit(style.rows, PartFit { rows: area.height.into(), ..PartFit::default() });
    let look = RowStyle { has_keys: style.has_keys, dimmed: view.current().is_none() };
    let row = |at: usize, columns: usize| match tab {
        FileTab::Ledger => file.trace.entries.iter().rev().nth(at).map(|e| entry(words, shell.today, e, columns)),
        FileTab::Purchases => file.trace.purchases.iter().rev().nth(at).map(|p| purchase(words, shell, p, columns)),
        FileTab::Feedback => file.feedback.get(at).map(|f| feedback::row(words, shell, f, columns)),
        FileTab::Journal => file.journal.get(at).map(|o| operation(words, shell, o, columns)),
    };
    let operation = |at: usize| match tab {
        FileTab::Ledger => file.trace.entries.iter().rev().nth(at).map(|e| e.op),
        FileTab::Purchases => file.trace.purchases.iter().rev().nth(at).map(|p| p.op),
        FileTab::Feedback => {
            file.feedback.get(at).and_then(|f| file.journal.iter().find(|o| o.op == f.op)).map(|o| o.seq)
        }
        FileTab::Journal => file.journal.get(at).map(|o| o.seq),
    };
    let is_fresh = |at: usize| operation(at).is_some_and(|seq| shell.fresh.is_marked(&seq, shell.setup.now));
    let row = |at: usize, n: usize| row(at, n).unwrap_or_default();
    table::draw_marked(canvas, area, (view.list, len), look, row, is_fresh, |_| style.rows.at(0));
}

fn empty(words: Words, tab: FileTab) -> String {
    match tab {
        FileTab::Ledger => t!(words, "file.no_ledger"),
        FileTab::Purchases => t!(words, "file.no_purchases"),
        FileTab::Feedback => t!(words, "file.no_feedback"),
        FileTab::Journal => t!(words, "file.no_journal"),
    }
}

/// Columns of a day of any year.
const DAY: usize = 10;

fn heading(words: Words, tab: FileTab, columns: usize) -> StyledLine {
    let dim = |line: StyledLine| line.all(Tone::Dim);
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
        FileTab::Feedback => feedback::heading(words, columns).all(Tone::Dim),
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

fn ledger_row(columns: usize, texts: [String; 4], points: (Tone, String), balance: String) -> StyledLine {
    let [day, kind, order, ends] = texts;
    // In a narrow file the order counts more than the balance, which `w` tells too.
    let balance_columns = if columns < 66 { 0 } else { 1 + 10 };
    let fixed = DAY + 1 + 10 + 1 + 12 + 1 + balance_columns + 1 + DAY;
    StyledLine::default()
        .left(Tone::Text, day, DAY)
        .right(points.0, points.1, 1 + 10)
        .left(Tone::Text, format!(" {kind}"), 1 + 12)
        .left(Tone::Dim, format!(" {order}"), 1 + columns.saturating_sub(fixed))
        .right(Tone::Text, balance, balance_columns)
        .left(Tone::Dim, format!(" {ends}"), 1 + DAY)
}

fn entry(words: Words, today: Day, entry: &LedgerEntry, columns: usize) -> StyledLine {
    let tone = match entry.points.0 {
        0 => Tone::Dim,
        _ if entry.kind == EntryKind::Waive => Tone::Dim,
        1.. => Tone::Good,
        _ => Tone::Bad,
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

fn purchase_row(columns: usize, texts: [String; 2], amount: (Tone, String), right: [String; 2]) -> StyledLine {
    let [day, order] = texts;
    let [points, refunded] = right;
    let fixed = DAY + 1 + 12 + 1 + 8 + 1 + 12 + 1;
    StyledLine::default()
        .left(Tone::Text, day, DAY)
        .right(amount.0, amount.1, 1 + 12)
        .right(Tone::Text, points, 1 + 8)
        .right(Tone::Dim, refunded, 1 + 12)
        .left(Tone::Dim, format!(" {order}"), 1 + columns.saturating_sub(fixed))
}

fn purchase(words: Words, shell: &Shell, row: &PurchaseRow, columns: usize) -> StyledLine {
    let money = |m: Money| words.money(shell.setup.programs.currency(), m);
    let tone = if row.amount.0 < 0 { Tone::Bad } else { Tone::Text };
    let refunded = if row.refunded.0 == 0 { String::new() } else { money(row.refunded) };
    let texts = [words.day_short(row.day, shell.today), row.reference.clone().unwrap_or_default()];
    purchase_row(columns, texts, (tone, money(row.amount)), [words.signed(row.points), refunded])
}

fn journal_row(columns: usize, texts: [String; 5], points: (Tone, String)) -> StyledLine {
    let [no, time, what, who, why] = texts;
    let fixed = 7 + 1 + 11 + 1 + 14 + 1 + 8 + 1 + 8 + 1;
    StyledLine::default()
        .right(Tone::Dim, no, 7)
        .left(Tone::Text, format!(" {time}"), 1 + 11)
        .left(Tone::Text, format!(" {what}"), 1 + 14)
        .right(points.0, points.1, 1 + 8)
        .left(Tone::Dim, format!(" {who}"), 1 + 8)
        .left(Tone::Dim, format!(" {why}"), 1 + columns.saturating_sub(fixed))
}

fn operation(words: Words, shell: &Shell, row: &OperationRow, columns: usize) -> StyledLine {
    let time = words.time(shell.setup.programs.zone(), row.at);
    // Month, day, hour, minute: the newest come first, and the number beside says the order.
    let time = time.get(5..).unwrap_or(&time).to_owned();
    let points = row.points.map(|p| words.signed(p)).unwrap_or_default();
    let tone = if row.points.is_some_and(|p| p.0 < 0) { Tone::Bad } else { Tone::Good };
    let reason = row.reason.as_deref().map(|code| words.reason(shell.program(), code));
    let why: Vec<String> = [row.reversed_by.map(|_| t!(words, "file.undone")), reason, row.note.clone()]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect();
    let texts = [format!("#{}", row.seq.0), time, words.op_kind(row.kind), row.operator.clone(), why.join(" · ")];
    let line = journal_row(columns, texts, (tone, points));
    if row.reversed_by.is_some() { line.all(Tone::Dim) } else { line }
}
