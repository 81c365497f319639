//! Ledger, purchases and journal in columns.

use super::{RecordStyle, contact, feedback};
use crate::domain::day::Day;
use crate::domain::fold::view::{EntryKind, LedgerEntry, PurchaseRow};
use crate::domain::num::{Money, grouped};
use crate::domain::operation::OperationRow;
use crate::domain::read_models::MemberRecord;
use crate::shell::Shell;
use crate::shell::file::FileTab;
use crate::shell::file::{FileRow, FileView, touches};
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part;
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

fn tab_name(words: Words, tab: FileTab) -> String {
    match tab {
        FileTab::Ledger => t!(words, "file.ledger"),
        FileTab::Purchases => t!(words, "file.purchases"),
        FileTab::Feedback => t!(words, "file.feedback"),
        FileTab::Contacts => t!(words, "file.contacts"),
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
        let lines = wrapped(&empty(words, shell, tab), place.width.into());
        canvas.lines(place, &lines.into_iter().map(|l| StyledLine::of(Tone::Dim, l)).collect::<Vec<_>>());
        return;
    }
    let rows = TabRows::of(words, shell, file, tab, usize::from(area.width.saturating_sub(1)));
    canvas.line(area, &StyledLine::of(Tone::Text, " ").and(rows.heading));
    let area = below(area, 1);
    canvas.fit(style.rows, PartFit { rows: area.height.into(), ..PartFit::default() });
    let look = RowStyle { has_keys: style.has_keys, dimmed: view.current().is_none() };
    let operation = |at: usize| match tab {
        FileTab::Ledger => file.trace.entries.iter().rev().nth(at).map(|e| e.op),
        FileTab::Purchases => file.trace.purchases.iter().rev().nth(at).map(|p| p.op),
        FileTab::Feedback => {
            file.feedback.get(at).and_then(|f| file.journal.iter().find(|o| o.op == f.op)).map(|o| o.seq)
        }
        FileTab::Contacts => match touches(file).get(at)? {
            FileRow::Contact(row) => Some(row.contact.op),
            FileRow::Interaction(row) => Some(row.seq),
            FileRow::Entry(_) | FileRow::Purchase(_) | FileRow::Feedback(_) | FileRow::Operation(_) => None,
        },
        FileTab::Journal => file.journal.get(at).map(|o| o.seq),
    };
    let is_fresh = |at: usize| operation(at).is_some_and(|seq| shell.fresh.is_marked(&seq, shell.setup.now));
    let row = |at: usize, _| rows.lines.get(at).cloned().unwrap_or_default();
    table::draw_marked(canvas, area, (view.list, len), look, row, is_fresh, |_| style.rows.at(0));
}

fn empty(words: Words, shell: &Shell, tab: FileTab) -> String {
    if let Some(day) = shell.as_of {
        return t!(words, "file.none_by", day = day);
    }
    match tab {
        FileTab::Ledger => t!(words, "file.no_ledger"),
        FileTab::Purchases => t!(words, "file.no_purchases"),
        FileTab::Feedback => t!(words, "file.no_feedback"),
        FileTab::Contacts => t!(words, "file.no_contacts"),
        FileTab::Journal => t!(words, "file.no_journal"),
    }
}

/// The rows of a tab, newest first, in columns.
struct TabRows {
    heading: StyledLine,
    lines: Vec<StyledLine>,
}

impl TabRows {
    fn of(words: Words, shell: &Shell, file: &MemberRecord, tab: FileTab, room: usize) -> Self {
        match tab {
            FileTab::Ledger => Self::ledger(words, shell, file, room),
            FileTab::Purchases => Self::purchases(words, shell, file, room),
            FileTab::Feedback => Self::feedback(words, shell, file, room),
            FileTab::Contacts => Self::contacts(words, shell, file, room),
            FileTab::Journal => Self::journal(words, shell, file, room),
        }
    }

    fn ledger(words: Words, shell: &Shell, file: &MemberRecord, room: usize) -> Self {
        let heading = [
            t!(words, "col.day"),
            t!(words, "col.points"),
            t!(words, "col.kind"),
            t!(words, "col.order"),
            t!(words, "col.balance"),
            t!(words, "col.ends"),
        ];
        let entries = || file.trace.entries.iter().rev();
        let texts: Vec<_> = entries().map(|e| entry(words, shell.today, e)).collect();
        Self::fitted((LEDGER, (3, 30)), &heading, &texts, room, |at, columns| {
            let tone = entries().nth(at).map_or(Tone::Dim, entry_tone);
            let [day, points, kind, order, balance, ends] = texts[at].each_ref().map(String::as_str);
            columns.line([
                (Tone::Text, day),
                (tone, points),
                (Tone::Text, kind),
                (Tone::Dim, order),
                (Tone::Text, balance),
                (Tone::Dim, ends),
            ])
        })
    }

    fn purchases(words: Words, shell: &Shell, file: &MemberRecord, room: usize) -> Self {
        let heading = [
            t!(words, "col.day"),
            t!(words, "col.amount"),
            t!(words, "col.points"),
            t!(words, "col.refunded"),
            t!(words, "col.order"),
        ];
        let purchases = || file.trace.purchases.iter().rev();
        let texts: Vec<_> = purchases().map(|p| purchase(words, shell, p)).collect();
        Self::fitted((PURCHASES, (4, usize::MAX)), &heading, &texts, room, |at, columns| {
            let is_refund = purchases().nth(at).is_some_and(|p| p.amount.0 < 0);
            let tone = if is_refund { Tone::Bad } else { Tone::Text };
            let [day, amount, points, refunded, order] = texts[at].each_ref().map(String::as_str);
            columns.line([
                (Tone::Text, day),
                (tone, amount),
                (Tone::Text, points),
                (Tone::Dim, refunded),
                (Tone::Dim, order),
            ])
        })
    }

    fn feedback(words: Words, shell: &Shell, file: &MemberRecord, room: usize) -> Self {
        let texts: Vec<_> = file.feedback.iter().map(|f| feedback::texts(words, shell, f)).collect();
        let heading = feedback::heading(words);
        let rules = (feedback::COLUMNS, feedback::WORDS);
        Self::fitted(rules, &heading, &texts, room, |at, columns| {
            feedback::line(shell, &file.feedback[at], &texts[at], columns)
        })
    }

    fn contacts(words: Words, shell: &Shell, file: &MemberRecord, room: usize) -> Self {
        let touches = touches(file);
        let texts: Vec<_> = touches.iter().map(|row| contact::texts(words, shell, *row)).collect();
        let rules = (contact::COLUMNS, contact::NOTE);
        Self::fitted(rules, &contact::heading(words), &texts, room, |at, columns| {
            contact::line(touches[at], &texts[at], columns)
        })
    }

    fn journal(words: Words, shell: &Shell, file: &MemberRecord, room: usize) -> Self {
        let heading = [
            t!(words, "col.no"),
            t!(words, "col.time"),
            t!(words, "col.what"),
            t!(words, "col.points"),
            t!(words, "col.who"),
            t!(words, "col.why"),
        ];
        let texts: Vec<_> = file.journal.iter().map(|o| operation(words, shell, o)).collect();
        Self::fitted((JOURNAL, (5, usize::MAX)), &heading, &texts, room, |at, columns| {
            let row = &file.journal[at];
            let tone = if row.points.is_some_and(|p| p.0 < 0) { Tone::Bad } else { Tone::Good };
            let [no, time, what, points, who, why] = texts[at].each_ref().map(String::as_str);
            let line = columns.line([
                (Tone::Dim, no),
                (Tone::Text, time),
                (Tone::Text, what),
                (tone, points),
                (Tone::Dim, who),
                (Tone::Dim, why),
            ]);
            if row.reversed_by.is_some() { line.all(Tone::Dim) } else { line }
        })
    }

    /// Rows in the columns that fit; `line` draws the one at a place.
    fn fitted<const N: usize>(
        (rules, grows): ([ColumnRule; N], (usize, usize)),
        heading: &[String; N],
        texts: &[[String; N]],
        room: usize,
        line: impl Fn(usize, &FittedColumns<N>) -> StyledLine,
    ) -> Self {
        let columns = FittedColumns::of(rules, heading, texts, grows, room);
        let lines = (0..texts.len()).map(|at| line(at, &columns)).collect();
        Self { heading: columns.heading(heading), lines }
    }
}

/// Day, points, type, order, balance, last day. In a narrow file the order counts more than the balance, which `w` tells too.
const LEDGER: [ColumnRule; 6] = [
    ColumnRule::whole(0),
    ColumnRule::number(0),
    ColumnRule::words(4, 0),
    ColumnRule::words(16, 3),
    ColumnRule::number(1),
    ColumnRule::whole(2),
];

/// Day, amount, points, refunded, order.
const PURCHASES: [ColumnRule; 5] = [
    ColumnRule::whole(0),
    ColumnRule::number(0),
    ColumnRule::number(1),
    ColumnRule::number(2),
    ColumnRule::words(16, 3),
];

/// Number, time, operation, points, by whom, why.
const JOURNAL: [ColumnRule; 6] = [
    ColumnRule::number(0),
    ColumnRule::whole(0),
    ColumnRule::words(6, 0),
    ColumnRule::number(0),
    ColumnRule::words(6, 1),
    ColumnRule::words(6, 2),
];

fn entry(words: Words, today: Day, entry: &LedgerEntry) -> [String; 6] {
    [
        words.day_short(entry.day, today),
        words.signed(entry.points),
        words.entry_kind(entry.kind),
        entry.reference.clone().unwrap_or_default(),
        grouped(entry.balance_after.0),
        entry.expires_on.map(|d| words.day_short(d, today)).unwrap_or_default(),
    ]
}

fn entry_tone(entry: &LedgerEntry) -> Tone {
    match entry.points.0 {
        0 => Tone::Dim,
        _ if entry.kind == EntryKind::Waive => Tone::Dim,
        1.. => Tone::Good,
        _ => Tone::Bad,
    }
}

fn purchase(words: Words, shell: &Shell, row: &PurchaseRow) -> [String; 5] {
    let money = |m: Money| words.money(shell.setup.programs.currency(), m);
    [
        words.day_short(row.day, shell.today),
        money(row.amount),
        words.signed(row.points),
        if row.refunded.0 == 0 { String::new() } else { money(row.refunded) },
        row.reference.clone().unwrap_or_default(),
    ]
}

fn operation(words: Words, shell: &Shell, row: &OperationRow) -> [String; 6] {
    let time = words.time(shell.setup.programs.zone(), row.at);
    // Month, day, hour, minute: the newest come first, and the number beside says the order.
    let time = time.get(5..).unwrap_or(&time).to_owned();
    let points = row.points.map(|p| words.signed(p)).unwrap_or_default();
    let reason = row.reason.as_deref().map(|code| words.reason(shell.program(), code));
    let why: Vec<String> = [row.reversed_by.map(|_| t!(words, "file.undone")), reason, row.note.clone()]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect();
    [format!("#{}", row.seq.0), time, words.op_kind(row.kind), points, row.operator.clone(), why.join(" · ")]
}
