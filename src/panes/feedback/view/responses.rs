//! The answers that a score counts: how it is made of them, and each one.

use crate::domain::feedback::FeedbackRow;
use crate::panes::feedback::state::ResponsesView;
use crate::shell::Shell;
use crate::shell::regions::ClickTarget;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, rows};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Draws them as a text to be read.
pub(super) fn draw(canvas: &mut Canvas, shell: &Shell, view: &ResponsesView, area: Rect) {
    let words = canvas.words;
    let what = match &view.group {
        None => t!(words, "scores.all"),
        Some(group) => wording::value(words, shell, Some(group.by), &view.row),
    };
    let title = StyledLine::of(Tone::Strong, t!(words, "scores.counted")).then(Tone::Dim, " · ").then(Tone::Text, what);
    let days = StyledLine::of(Tone::Dim, t!(words, "scores.period", from = view.days.0, to = view.days.1));
    let inner = canvas.window(area, (160, area.height.saturating_sub(2)), &title, &days);
    let columns = usize::from(inner.width);
    let mut lines = made_of(words, view, columns);
    lines.push(StyledLine::default());
    lines.extend(answers(words, shell, view, columns));
    canvas.regions.overlay.rows = inner.height.into();
    canvas.regions.overlay.len = lines.len();
    let window = view.list.window(lines.len(), inner.height.into());
    for (row, line) in rows(inner).zip(&lines[window]) {
        canvas.line(row, line);
        canvas.target(row, ClickTarget::OverlayRow(0));
    }
}

/// `NPS 35.0 = 50 % promoters − 15 % detractors`, with the counts behind.
fn made_of(words: Words, view: &ResponsesView, columns: usize) -> Vec<StyledLine> {
    let answers = &view.row.answers;
    let n = answers.promoters + answers.passives + answers.detractors;
    let mut texts = Vec::new();
    let counts = t!(
        words,
        "scores.nps_counts",
        n = n,
        promoters = answers.promoters,
        passives = answers.passives,
        detractors = answers.detractors
    );
    match &view.row.nps {
        Some(nps) => texts.push(format!("NPS {} = {counts}", wording::nps(nps))),
        None if n > 0 && n < view.withheld_below => {
            texts.push(format!("NPS: {}", t!(words, "scores.hidden", n = n, least = view.withheld_below)));
        }
        None => texts.push(format!("NPS: {}", t!(words, "scores.none"))),
    }
    if let Some(share) = &view.row.csat {
        let counts = t!(words, "scores.csat_counts", part = answers.satisfied, n = answers.csat);
        texts.push(format!("CSAT {} = {counts}", wording::share(share)));
    }
    if let Some(mean) = &view.row.ces {
        texts.push(format!(
            "CES {} = {}",
            wording::mean(mean),
            t!(words, "scores.ces_counts", sum = answers.ces_sum, n = answers.ces)
        ));
    }
    texts.push(t!(words, "scores.how"));
    texts.iter().flat_map(|text| wrapped(text, columns)).map(|l| StyledLine::of(Tone::Text, l)).collect()
}

fn answers(words: Words, shell: &Shell, view: &ResponsesView, columns: usize) -> Vec<StyledLine> {
    let sentence = |tone, text: String| -> Vec<StyledLine> {
        wrapped(&text, columns).into_iter().map(|l| StyledLine::of(tone, l)).collect()
    };
    match (view.slot.answer(), view.slot.failure()) {
        (_, Some(failure)) => sentence(Tone::Bad, format!("✗ {}", wording::failure(words, failure))),
        (None, None) => sentence(Tone::Dim, t!(words, "file.loading")),
        (Some(rows), None) => {
            let texts: Vec<[String; 5]> = rows.rows.iter().map(|row| texts(words, shell, row)).collect();
            let heading = <[String; 5]>::default();
            let fitted = FittedColumns::of(COLUMNS, &heading, &texts, SAID, columns);
            let mut lines: Vec<StyledLine> = texts.iter().map(|texts| answer(texts, &fitted)).collect();
            let more = rows.total.saturating_sub(rows.rows.len() as u64);
            if more > 0 {
                lines.push(StyledLine::of(Tone::Dim, t!(words, "feedback.more", n = more)));
            }
            lines
        }
    }
}

/// Day, score, who, topic, what was said.
const COLUMNS: [ColumnRule; 5] = [
    ColumnRule::whole(0),
    ColumnRule::whole(0),
    ColumnRule::words(8, 0),
    ColumnRule::words(6, 1),
    ColumnRule::words(6, 2),
];

/// What was said takes what is left.
const SAID: (usize, usize) = (4, usize::MAX);

fn texts(words: Words, shell: &Shell, row: &FeedbackRow) -> [String; 5] {
    let who = match (&row.member_name, &row.member_no) {
        (Some(name), Some(no)) => wording::person(name, no).to_owned(),
        _ => t!(words, "feedback.nobody"),
    };
    [
        words.day_short(shell.setup.programs.zone().day_of(row.at), shell.today),
        wording::scored(words, &row.content),
        who,
        row.content.topic.as_deref().map(|t| words.topic(t)).unwrap_or_default(),
        row.content.text.as_deref().unwrap_or_default().replace('\n', " "),
    ]
}

fn answer(texts: &[String; 5], columns: &FittedColumns<5>) -> StyledLine {
    let [day, score, who, topic, said] = texts.each_ref().map(String::as_str);
    let cells = [(Tone::Dim, day), (Tone::Strong, score), (Tone::Text, who), (Tone::Dim, topic), (Tone::Text, said)];
    columns.line(cells)
}
