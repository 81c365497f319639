//! Members in columns: which of those chosen fit, how wide each is, and what stands in it.

use super::file;
use crate::domain::fact::Status;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::num::grouped;
use crate::domain::read_models::MemberRow;
use crate::domain::segment::Segment;
use crate::domain::segment_views::SegmentState;
use crate::shell::Shell;
use crate::shell::columns::MemberColumn as Col;
use crate::t;
use crate::text::{Shown, Words};
use crate::ui::line::StyledLine;
use crate::ui::marks::{self, Mark};
use crate::ui::theme::Tone;
use crate::ui::wording;

/// Columns that a name wants; other columns of the list give way for them.
const NAME_WANTED: usize = 8;
/// Columns to which a short name's column grows where there is room.
const NAME_MOST: usize = 30;

/// What goes first where there is no room. The name never goes.
const LESS: [Col; 16] = [
    Col::Email,
    Col::EarnedMonth,
    Col::EndsMonth,
    Col::Birthday,
    Col::Rfm,
    Col::Store,
    Col::Stage,
    Col::Segment,
    Col::MemberNo,
    Col::Standing,
    Col::Tier,
    Col::Phone,
    Col::LastOn,
    Col::Orders,
    Col::Points,
    Col::NetSpend,
];

/// The columns of a list that fit, each with how many columns of the screen it takes, the gap before it included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberColumns(Vec<(Col, usize)>);

impl MemberColumns {
    /// The chosen columns that fit into so many on the screen. `rows` say how wide numbers are; `keep`: the one that stays
    /// whatever its turn, for the list is sorted by it.
    pub fn fitting(
        words: Words,
        shell: &Shell,
        chosen: &[Col],
        rows: &[MemberRow],
        keep: Option<Col>,
        room: usize,
    ) -> Self {
        // The mark of the order stands before the heading of the column that sorts.
        let mark = |column: Col| usize::from(Some(column) == keep);
        let least = |column: Col| 1 + width(words, shell, column, rows, mark(column));
        let mut columns: Vec<(Col, usize)> = chosen.iter().map(|column| (*column, least(*column))).collect();
        let used = |columns: &[(Col, usize)]| columns.iter().map(|(_, width)| width).sum::<usize>();
        for less in LESS.into_iter().filter(|less| Some(*less) != keep) {
            if used(&columns) <= room {
                break;
            }
            columns.retain(|(column, _)| *column != less);
        }
        let mut left = room.saturating_sub(used(&columns));
        // What is cut though there is room has it, the name before all others.
        columns.sort_by_key(|(column, _)| *column != Col::Name);
        for (column, width) in &mut columns {
            let told = rows.iter().map(|row| 1 + Shown::new(&cell(words, shell, row, *column).1).width()).max();
            let more = told.unwrap_or(0).saturating_sub(*width).min(left);
            *width += more;
            left -= more;
        }
        columns.sort_by_key(|(column, _)| chosen.iter().position(|of| of == column));
        if let Some(name) = columns.iter_mut().find(|(column, _)| *column == Col::Name) {
            name.1 += left.min((1 + NAME_MOST).saturating_sub(name.1));
        }
        Self(columns)
    }

    pub fn iter(&self) -> impl Iterator<Item = (Col, usize)> {
        self.0.iter().copied()
    }

    /// A row in these columns.
    pub fn row(&self, words: Words, shell: &Shell, row: &MemberRow) -> StyledLine {
        self.0.iter().fold(StyledLine::default(), |line, (column, width)| {
            let (tone, text) = cell(words, shell, row, *column);
            placed(line, (tone, &text), *column, *width)
        })
    }
}

/// A text in a column: numbers end at its right edge, everything else begins at its left one.
pub fn placed(line: StyledLine, (tone, text): (Tone, &str), column: Col, width: usize) -> StyledLine {
    let inside = width.saturating_sub(1);
    let line = if is_number(column) { line.right(tone, text, inside) } else { line.left(tone, text, inside) };
    line.then(tone, " ")
}

/// Whether a column holds numbers.
fn is_number(column: Col) -> bool {
    match column {
        Col::Points | Col::EndsMonth | Col::EarnedMonth | Col::Orders | Col::NetSpend | Col::Rfm => true,
        Col::Name
        | Col::MemberNo
        | Col::Phone
        | Col::Email
        | Col::Store
        | Col::Birthday
        | Col::Tier
        | Col::LastOn
        | Col::Segment
        | Col::Stage
        | Col::Standing => false,
    }
}

/// The heading of a column.
pub fn heading(words: Words, column: Col) -> String {
    match column {
        Col::MemberNo => t!(words, "segments.col_no"),
        Col::Name | Col::Phone | Col::Email | Col::Store | Col::Birthday => words.field(column.word()),
        Col::Tier => t!(words, "form.tier"),
        Col::Points => t!(words, "col.points"),
        Col::EndsMonth => t!(words, "columns.ends_this_month"),
        Col::EarnedMonth => t!(words, "columns.earned_this_month"),
        Col::LastOn => t!(words, "segments.col_last"),
        Col::Orders => t!(words, "segments.col_orders"),
        Col::NetSpend => t!(words, "segments.spent"),
        Col::Rfm => "RFM".to_owned(),
        Col::Segment => t!(words, "cli.segments.segment"),
        Col::Stage => t!(words, "segments.lifecycle"),
        Col::Standing => t!(words, "columns.standing"),
    }
}

/// How wide a column's contents are: of words, the longest that could stand there, so that columns stay where they are while
/// somebody scrolls; of numbers, the longest of the rows.
fn width(words: Words, shell: &Shell, column: Col, rows: &[MemberRow], mark: usize) -> usize {
    let columns = |text: &str| Shown::new(text).width();
    let longest = |texts: &mut dyn Iterator<Item = String>| texts.map(|text| columns(&text)).max().unwrap_or(0);
    let segments = || longest(&mut Segment::ALL.into_iter().map(|segment| words.segment(segment)));
    let places = || 2 + longest(&mut SegmentState::ALL.into_iter().map(|state| words.place(state)));
    let stages = || longest(&mut LifecycleStage::ALL.into_iter().map(|stage| words.stage(stage)));
    let statuses = || longest(&mut Status::ALL.into_iter().map(|status| words.status(status))) + 2;
    let told = || longest(&mut rows.iter().map(|row| cell(words, shell, row, column).1));
    let heading = mark + columns(&heading(words, column));
    match column {
        Col::Name => NAME_WANTED,
        Col::MemberNo => told().clamp(8, 20),
        Col::Phone => told().clamp(11, 16),
        Col::Email => told().clamp(heading, 20),
        Col::Store => told().clamp(heading, 14),
        Col::Birthday | Col::LastOn => 10,
        Col::Tier => 2 + longest(&mut shell.program().tiers.iter().map(|tier| words.tier(shell.program(), &tier.code))),
        Col::Points | Col::EndsMonth | Col::EarnedMonth | Col::Orders | Col::NetSpend => told().max(heading),
        Col::Rfm => 4,
        Col::Segment => places().max(heading),
        Col::Stage => stages().max(statuses()).max(heading),
        Col::Standing => segments().max(stages()),
    }
}

/// What stands in a column of a row.
pub fn cell(words: Words, shell: &Shell, row: &MemberRow, column: Col) -> (Tone, String) {
    let marked = |mark: Mark, name: String| (mark.tone(), format!("{} {name}", mark.glyph));
    let segment = || row.rfm.map(|s| marked(marks::segment(s.segment()), words.segment(s.segment())));
    let stage = || marked(marks::stage(row.stage), words.stage(row.stage));
    let place = || match SegmentState::of(row.rfm, row.orders)? {
        SegmentState::In(_) => segment(),
        SegmentState::Prospect => {
            Some(marked(marks::stage(LifecycleStage::Prospect), words.place(SegmentState::Prospect)))
        }
        other @ (SegmentState::Outside | SegmentState::Earlier) => {
            Some((Tone::Dim, format!("  {}", words.place(other))))
        }
    };
    match column {
        Col::Name => (Tone::Text, wording::person(&row.name, &row.member_no).to_owned()),
        Col::MemberNo => (Tone::Dim, row.member_no.clone()),
        Col::Phone => (Tone::Dim, row.phone.to_string()),
        Col::Email => (Tone::Dim, row.email.to_string()),
        Col::Store => (Tone::Dim, row.store.clone()),
        Col::Birthday => (Tone::Dim, row.birthday.to_string()),
        Col::Tier => {
            let mark = marks::tier(shell.program(), &row.tier);
            (mark.tone(), format!("{} {}", mark.glyph, words.tier(shell.program(), &row.tier)))
        }
        Col::Points => (if row.balance.0 < 0 { Tone::Bad } else { Tone::Text }, grouped(row.balance.0)),
        Col::EndsMonth => {
            let ends = row.month.map(|month| month.ends);
            let tone = if ends.is_some_and(|ends| ends.0 > 0) { Tone::Warn } else { Tone::Dim };
            (tone, ends.map(|ends| grouped(ends.0)).unwrap_or_default())
        }
        Col::EarnedMonth => (Tone::Text, row.month.map(|month| grouped(month.earned.0)).unwrap_or_default()),
        Col::LastOn => (Tone::Text, row.last_on.map(|day| day.to_string()).unwrap_or_default()),
        Col::Orders => (Tone::Text, grouped(row.orders)),
        Col::NetSpend => (Tone::Text, words.money_short(shell.setup.programs.currency(), row.net_spend)),
        Col::Rfm => (Tone::Text, row.rfm.map(|s| format!("{}{}{}", s.r, s.f, s.m)).unwrap_or_default()),
        Col::Segment => place().unwrap_or((Tone::Text, String::new())),
        Col::Stage => standing(words, row, stage()),
        Col::Standing => standing(words, row, segment().unwrap_or_else(stage)),
    }
}

/// A status that forbids something counts more than a segment or a stage.
fn standing(words: Words, row: &MemberRow, otherwise: (Tone, String)) -> (Tone, String) {
    match row.status {
        Status::Active => otherwise,
        Status::Frozen | Status::Closed | Status::Merged | Status::Erased => {
            let line = file::status(words, row.status);
            let tone = line.pieces().first().map_or(Tone::Warn, |(tone, _)| *tone);
            (tone, line.pieces().iter().map(|(_, text)| text.as_str()).collect())
        }
    }
}
