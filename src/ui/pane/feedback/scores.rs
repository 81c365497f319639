//! Scores: never bare. Each with its n and interval, in words and as a bar that reads without colours.

use crate::app::Model;
use crate::app::pane::feedback::Scores;
use crate::app::regions::Target;
use crate::domain::feedback::{Breakdown, MeasureRow, Measures};
use crate::domain::rate::Interval;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{Line, wrapped};
use crate::ui::part::table::{self, Look};
use crate::ui::say;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Columns of the name of a value and of the bar.
const NAME: usize = 16;
const BAR: usize = 31;

/// Draws the scores.
pub(super) fn draw(canvas: &mut Canvas, model: &Model, area: Rect) {
    let words = canvas.words;
    let scores = &model.feedback.scores;
    canvas.regions.feedback.rows = 0;
    let inner = inset(area, 1);
    let line = |tone, text: String| wrapped(&text, inner.width.into()).into_iter().map(move |l| Line::of(tone, l));
    if let Some(failure) = &scores.failed {
        canvas.lines(inner, &line(Tone::Bad, format!("✗ {}", say::failure(words, failure))).collect::<Vec<_>>());
        return;
    }
    let Some(measures) = scores.shown.as_deref() else {
        canvas.line(inner, &Line::of(Tone::Dim, t!(words, "file.loading")));
        return;
    };
    let mut head = summary(words, measures, inner.width.into());
    if !scores.is_current() {
        head = head.into_iter().map(|l| l.all(Tone::Dim)).collect();
    }
    canvas.lines(inner, &head);
    let rest = below(area, u16::try_from(head.len()).unwrap_or(u16::MAX));
    table(canvas, model, scores, measures, rest);
}

/// The period, all its scores, and the difference to the period before.
fn summary(words: Words, measures: &Measures, columns: usize) -> Vec<Line> {
    let none = || t!(words, "scores.none");
    let days = t!(words, "scores.period", from = measures.from, to = measures.to);
    let mut lines = vec![Line::of(Tone::Strong, days)];
    let score = |name: String, said: Option<String>| {
        let tone = if said.is_some() { Tone::Strong } else { Tone::Dim };
        Line::default().left(Tone::Dim, name, NAME).then(tone, said.unwrap_or_else(none))
    };
    lines.push(score("NPS".to_owned(), measures.all.nps.as_ref().map(say::nps)));
    lines.push(score(t!(words, "feedback.csat_share"), measures.all.csat.as_ref().map(say::share)));
    lines.push(score(t!(words, "feedback.ces_mean"), measures.all.ces.as_ref().map(say::mean)));
    if let Some(versus) = &measures.versus {
        let text = match &versus.difference {
            Some(difference) => {
                let n = versus.all.nps.map_or(0, |nps| nps.n);
                t!(words, "scores.versus", nps = say::spread(difference), from = versus.from, to = versus.to, n = n)
            }
            None => t!(words, "scores.versus_none", from = versus.from, to = versus.to),
        };
        let mut wrapped = wrapped(&text, columns.saturating_sub(NAME)).into_iter();
        let first = Line::default().left(Tone::Dim, t!(words, "scores.change"), NAME);
        lines.push(first.then(Tone::Text, wrapped.next().unwrap_or_default()));
        lines.extend(wrapped.map(|l| Line::default().left(Tone::Text, "", NAME).then(Tone::Text, l)));
    }
    lines.push(Line::default());
    lines
}

fn table(canvas: &mut Canvas, model: &Model, scores: &Scores, measures: &Measures, area: Rect) {
    let words = canvas.words;
    let note = if measures.withheld_below > 0 {
        t!(words, "feedback.hidden", n = measures.withheld_below)
    } else {
        t!(words, "scores.interval")
    };
    let by = measures.by.map_or(String::new(), |by| words.breakdown(by));
    let columns = usize::from(area.width.saturating_sub(1));
    let heading = Line::of(Tone::Text, " ")
        .left(Tone::Dim, by, NAME)
        .left(Tone::Dim, scale(), if columns >= NAME + BAR + 34 { BAR + 1 } else { 0 })
        .then(Tone::Dim, "NPS");
    canvas.line(area, &heading);
    let list = below(area, 1);
    let list = Rect { height: list.height.saturating_sub(1), ..list };
    canvas.regions.feedback.rows = list.height.into();
    let row = |at: usize, columns: usize| match at.checked_sub(1) {
        None => value(words, t!(words, "scores.all"), &measures.all, 0, columns),
        Some(n) => measures.rows.get(n).map_or_else(Line::default, |row| {
            value(words, say::value(words, model, measures.by, row), row, measures.withheld_below, columns)
        }),
    };
    let look = Look { has_keys: model.overlays.is_empty(), dimmed: !scores.is_current() };
    table::draw(canvas, list, (scores.list, scores.rows()), look, row, Target::Feedback);
    let bottom = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
    let note = if measures.by == Some(Breakdown::Tier) || measures.by == Some(Breakdown::Store) {
        format!("{note} {}", t!(words, "scores.todays"))
    } else {
        note
    };
    canvas.line(inset(bottom, 1), &Line::of(Tone::Dim, note));
}

/// One value: its bar, its NPS with n and interval, or why there is none.
fn value(words: Words, name: String, row: &MeasureRow, withheld_below: u64, columns: usize) -> Line {
    let answers = &row.answers;
    let n = answers.promoters + answers.passives + answers.detractors;
    let line = Line::default().left(Tone::Text, name, NAME);
    let line = if columns >= NAME + BAR + 34 {
        line.left(Tone::Text, row.nps.as_ref().map(bar).unwrap_or_default(), BAR + 1)
    } else {
        line
    };
    match &row.nps {
        Some(nps) => line.then(Tone::Strong, say::nps(nps)),
        None if n > 0 && n < withheld_below => {
            line.then(Tone::Dim, t!(words, "scores.hidden", n = n, least = withheld_below))
        }
        None => line.then(Tone::Dim, t!(words, "scores.none")),
    }
}

/// Where a score of -100 to 100 lies on the bar.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the bar's width")]
fn place(score: f64) -> usize {
    let share = (score.clamp(-100.0, 100.0) + 100.0) / 200.0;
    (share * 30.0).round() as usize
}

/// `·······├──●───┤│··············`: the interval and the score between -100 and 100, with the zero.
fn bar(nps: &Interval) -> String {
    let (low, at, high, zero) = (place(nps.low), place(nps.value), place(nps.high), place(0.0));
    let sign = |n: usize| match n {
        n if n == at => '●',
        n if n == low => '├',
        n if n == high => '┤',
        n if n > low && n < high => '─',
        n if n == zero => '│',
        _ => '·',
    };
    (0..BAR).map(sign).collect()
}

/// What stands over the bars.
fn scale() -> String {
    format!("{:<14}{:^3}{:>14}", "-100", "0", "+100")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::all_over(0.0, -100.0, 100.0, "├──────────────●──────────────┤")]
    #[case::good(35.0, 0.5, 60.4, "···············├────●───┤······")]
    #[case::bad(-80.0, -95.0, -60.0, "·├─●──┤········│···············")]
    #[case::certain(100.0, 100.0, 100.0, "···············│··············●")]
    fn bars(#[case] value: f64, #[case] low: f64, #[case] high: f64, #[case] drawn: &str) {
        assert_eq!(bar(&Interval { n: 20, value, low, high }), drawn);
    }
}
