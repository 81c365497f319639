//! Scores: never bare. Each with its n and interval, in words and as a bar that reads without colours.

use crate::domain::feedback::{Breakdown, Measure, ScoreReport, ScoreRow};
use crate::domain::rate::Interval;
use crate::panes::feedback::state::{FeedbackPane, FeedbackPart, ScoresView};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::{Shown, Words};
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns of a label, of the name of a value at least and at most, and of the bar.
const NAME: usize = 16;
const NAME_MOST: usize = 40;
const BAR: usize = 31;
/// Columns that a score with its n and interval takes.
const SCORE: usize = 34;

pub(super) fn draw(canvas: &mut Canvas, pane: &FeedbackPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let scores = &pane.scores;
    let inner = inset(area, 1);
    let line =
        |tone, text: String| wrapped(&text, inner.width.into()).into_iter().map(move |l| StyledLine::of(tone, l));
    if let Some(failure) = scores.slot.failure() {
        canvas.lines(inner, &line(Tone::Bad, format!("✗ {}", wording::failure(words, failure))).collect::<Vec<_>>());
        return;
    }
    let Some(measures) = scores.shown() else {
        canvas.line(inner, &StyledLine::of(Tone::Dim, t!(words, "file.loading")));
        return;
    };
    let mut head = summary(words, measures, inner.width.into());
    if !scores.slot.is_current() {
        head = head.into_iter().map(|l| l.all(Tone::Dim)).collect();
    }
    canvas.lines(inner, &head);
    let rest = below(area, u16::try_from(head.len()).unwrap_or(u16::MAX));
    table(canvas, shell, scores, measures, rest);
}

/// The period, all its scores, and the difference to the period before.
fn summary(words: Words, measures: &ScoreReport, columns: usize) -> Vec<StyledLine> {
    let none = || t!(words, "scores.none");
    let days = t!(words, "scores.period", from = measures.from, to = measures.to);
    let mut lines = vec![StyledLine::of(Tone::Strong, days)];
    let score = |name: String, said: Option<String>| {
        let tone = if said.is_some() { Tone::Strong } else { Tone::Dim };
        StyledLine::default().left(Tone::Dim, name, NAME).then(tone, said.unwrap_or_else(none))
    };
    lines.push(score("NPS".to_owned(), measures.all.nps.as_ref().map(wording::nps)));
    lines.push(score(t!(words, "feedback.csat_share"), measures.all.csat.as_ref().map(wording::share)));
    lines.push(score(t!(words, "feedback.ces_mean"), measures.all.ces.as_ref().map(wording::mean)));
    if let Some(versus) = &measures.versus {
        let text = match &versus.difference {
            Some(difference) => {
                let n = versus.all.nps.map_or(0, |nps| nps.n);
                t!(words, "scores.versus", nps = wording::spread(difference), from = versus.from, to = versus.to, n = n)
            }
            None => t!(words, "scores.versus_none", from = versus.from, to = versus.to),
        };
        let mut wrapped = wrapped(&text, columns.saturating_sub(NAME)).into_iter();
        let first = StyledLine::default().left(Tone::Dim, t!(words, "scores.change"), NAME);
        lines.push(first.then(Tone::Text, wrapped.next().unwrap_or_default()));
        lines.extend(wrapped.map(|l| StyledLine::default().left(Tone::Text, "", NAME).then(Tone::Text, l)));
    }
    lines.push(StyledLine::default());
    lines
}

fn table(canvas: &mut Canvas, shell: &Shell, scores: &ScoresView, measures: &ScoreReport, area: Rect) {
    let words = canvas.words;
    let note = if measures.withheld_below > 0 && scores.measure == Measure::Nps {
        t!(words, "feedback.hidden", n = measures.withheld_below)
    } else {
        t!(words, "scores.interval")
    };
    let by = measures.by.map_or(String::new(), |by| words.breakdown(by));
    let columns = usize::from(area.width.saturating_sub(1));
    let names: Vec<String> = measures.rows.iter().map(|row| wording::value(words, shell, measures.by, row)).collect();
    // The score is never cut: names have what is left, and more of it than the bar.
    let longest = names.iter().map(|name| 1 + Shown::new(name).width()).max().unwrap_or(0);
    let name = longest.clamp(NAME, NAME_MOST).min(columns.saturating_sub(SCORE)).max(NAME);
    let bar = if columns >= name + BAR + SCORE { BAR + 1 } else { 0 };
    let heading = StyledLine::of(Tone::Text, " ")
        .left(Tone::Dim, by, name)
        .left(Tone::Dim, scale(scores.measure), bar)
        .then(Tone::Dim, words.measure(scores.measure));
    canvas.line(area, &heading);
    let list = below(area, 1);
    let list = Rect { height: list.height.saturating_sub(1), ..list };
    canvas.fit(FeedbackPart::List.id(), PartFit { rows: list.height.into(), ..PartFit::default() });
    let row = |at: usize, _| match at.checked_sub(1) {
        None => value(words, scores.measure, &t!(words, "scores.all"), &measures.all, 0, (name, bar)),
        Some(n) => measures.rows.get(n).zip(names.get(n)).map_or_else(StyledLine::default, |(row, told)| {
            value(words, scores.measure, told, row, measures.withheld_below, (name, bar))
        }),
    };
    let look = RowStyle { has_keys: shell.overlays.is_empty(), dimmed: !scores.slot.is_current() };
    table::draw(canvas, list, (scores.list, scores.rows()), look, row, |at| FeedbackPart::List.at(at));
    let bottom = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
    let note = if measures.by == Some(Breakdown::Tier) || measures.by == Some(Breakdown::Store) {
        format!("{note} {}", t!(words, "scores.todays"))
    } else {
        note
    };
    canvas.line(inset(bottom, 1), &StyledLine::of(Tone::Dim, note));
}

/// One value: its bar, its score with n and interval, or why there is none; the columns of its name and of the bar.
fn value(
    words: Words,
    measure: Measure,
    name: &str,
    row: &ScoreRow,
    withheld_below: u64,
    (name_columns, bar_columns): (usize, usize),
) -> StyledLine {
    let answers = &row.answers;
    let n = answers.promoters + answers.passives + answers.detractors;
    let (score, said) = match measure {
        Measure::Csat => (row.csat, row.csat.as_ref().map(wording::share)),
        Measure::Ces => (row.ces, row.ces.as_ref().map(wording::mean)),
        Measure::Nps | Measure::Comment => (row.nps, row.nps.as_ref().map(wording::nps)),
    };
    let drawn = score.map(|score| bar(measure, &score)).unwrap_or_default();
    let line = StyledLine::default().left(Tone::Text, name, name_columns).left(Tone::Text, drawn, bar_columns);
    match said {
        Some(said) => line.then(Tone::Strong, said),
        None if measure == Measure::Nps && n > 0 && n < withheld_below => {
            line.then(Tone::Dim, t!(words, "scores.hidden", n = n, least = withheld_below))
        }
        None => line.then(Tone::Dim, t!(words, "scores.none")),
    }
}

/// The ends of a scale and what lies between them where it means something.
fn ends(measure: Measure) -> (f64, f64, Option<f64>) {
    match measure {
        Measure::Csat => (0.0, 1.0, None),
        Measure::Ces => (1.0, 7.0, None),
        Measure::Nps | Measure::Comment => (-100.0, 100.0, Some(0.0)),
    }
}

/// Where a score lies on the bar.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the bar's width")]
fn place(measure: Measure, score: f64) -> usize {
    let (low, high, _) = ends(measure);
    let share = (score.clamp(low, high) - low) / (high - low);
    (share * 30.0).round() as usize
}

/// `·······├──●───┤│··············`: the interval and the score on their scale, of NPS with the zero.
fn bar(measure: Measure, score: &Interval) -> String {
    let at = |score: f64| place(measure, score);
    let (low, here, high) = (at(score.low), at(score.value), at(score.high));
    let middle = ends(measure).2.map(at);
    let sign = |n: usize| match n {
        n if n == here => '●',
        n if n == low => '├',
        n if n == high => '┤',
        n if n > low && n < high => '─',
        n if Some(n) == middle => '│',
        _ => '·',
    };
    (0..BAR).map(sign).collect()
}

fn scale(measure: Measure) -> String {
    match measure {
        Measure::Csat => format!("{:<15}{:>16}", "0 %", "100 %"),
        Measure::Ces => format!("{:<15}{:>16}", "1", "7"),
        Measure::Nps | Measure::Comment => format!("{:<14}{:^3}{:>14}", "-100", "0", "+100"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::all_over(Measure::Nps, 0.0, -100.0, 100.0, "├──────────────●──────────────┤")]
    #[case::good(Measure::Nps, 35.0, 0.5, 60.4, "···············├────●───┤······")]
    #[case::bad(Measure::Nps, -80.0, -95.0, -60.0, "·├─●──┤········│···············")]
    #[case::certain(Measure::Nps, 100.0, 100.0, 100.0, "···············│··············●")]
    #[case::share(Measure::Csat, 0.8, 0.7, 0.9, "·····················├──●──┤···")]
    #[case::mean(Measure::Ces, 4.0, 1.0, 7.0, "├──────────────●──────────────┤")]
    fn bars(#[case] measure: Measure, #[case] value: f64, #[case] low: f64, #[case] high: f64, #[case] drawn: &str) {
        assert_eq!(bar(measure, &Interval { n: 20, value, low, high }), drawn);
    }
}
