//! Feedback, cases and scores as text.

use super::{Renderer, Sheet, left, right};
use crate::cli::table::{RoomRules, Table};
use crate::domain::day::Instant;
use crate::domain::feedback::{Breakdown, Case, CaseRow, FeedbackContent, FeedbackRow, ScoreReport, ScoreRow};
use crate::domain::question::FeedbackRows;
use crate::domain::rate::Interval;
use crate::domain::segment_views::SegmentState;
use crate::t;
use crate::text::wrapped;

/// A list, and how many there are.
pub fn list(tell: Renderer<'_>, list: &FeedbackRows, now: Instant) -> String {
    let (words, rows) = (tell.words, &list.rows);
    if rows.is_empty() {
        return t!(words, "feedback.none") + "\n";
    }
    let zone = tell.programs.zone();
    let mut table = Table::headed([
        right(t!(words, "feedback.id")),
        left(t!(words, "cli.label.at")),
        left(words.field("member_no")),
        left(words.field("name")),
        left(t!(words, "feedback.score")),
        left(t!(words, "breakdown.topic")),
        left(t!(words, "feedback.case")),
        left(t!(words, "feedback.due")),
        left(t!(words, "feedback.owner")),
        left(t!(words, "feedback.text")),
    ])
    .giving_way(RoomRules { cut: &[5, 6, 9], leave: &[8, 5, 7, 2], names: &[3], folds: None });
    for row in rows {
        let case = row.case.as_ref();
        table.row([
            &row.id.0.to_string(),
            &words.time(zone, row.at),
            row.member_no.as_deref().unwrap_or("-"),
            row.member_name.as_deref().unwrap_or_default(),
            &scored(tell, row),
            &row.content.topic.as_deref().map(|t| words.topic(t)).unwrap_or_default(),
            &case.map(|c| standing(tell, c, now)).unwrap_or_default(),
            &case.filter(|c| c.state.is_open()).map(|c| words.time(zone, c.due)).unwrap_or_default(),
            case.and_then(|c| c.owner.as_deref()).unwrap_or_default(),
            row.content.text.as_deref().unwrap_or_default(),
        ]);
    }
    table.fitted(tell.columns) + &t!(words, "cli.list.count", shown = rows.len(), total = list.total) + "\n"
}

/// `NPS 3`, and whether it was taken back.
fn scored(tell: Renderer<'_>, row: &FeedbackRow) -> String {
    let FeedbackContent { measure, score, .. } = &row.content;
    let what = tell.words.measure(*measure);
    let said = score.map_or(what.clone(), |score| format!("{what} {score}"));
    if row.retracted { format!("{said} ({})", t!(tell.words, "feedback.retracted")) } else { said }
}

/// The state, and that it is overdue where it is.
fn standing(tell: Renderer<'_>, case: &CaseRow, now: Instant) -> String {
    let state = tell.words.case_state(case.state);
    if case.is_overdue(now) { format!("{state} {}", t!(tell.words, "case.overdue")) } else { state }
}

/// One feedback with its case: what was said, what was done.
pub fn case(tell: Renderer<'_>, case: &Case, now: Instant) -> String {
    let words = tell.words;
    let zone = tell.programs.zone();
    let row = &case.feedback;
    let mut sheet = Sheet::new();
    sheet.line(&t!(words, "feedback.id"), &row.id.0.to_string());
    let who = [row.member_name.as_deref(), row.member_no.as_deref()].into_iter().flatten().collect::<Vec<_>>();
    sheet.line(&words.field("name"), &who.join(" "));
    sheet.line(&t!(words, "cli.label.at"), &words.time(zone, row.at));
    sheet.line(&t!(words, "feedback.score"), &scored(tell, row));
    sheet
        .line(&t!(words, "breakdown.topic"), &row.content.topic.as_deref().map(|t| words.topic(t)).unwrap_or_default());
    let channel = row.content.channel.as_deref().map(|c| words.channel(c)).unwrap_or_default();
    sheet.line(&t!(words, "breakdown.channel"), &channel);
    sheet.line(&t!(words, "feedback.text"), row.content.text.as_deref().unwrap_or_default());
    if let Some(case) = &row.case {
        sheet.line(&t!(words, "feedback.case"), &standing(tell, case, now));
        sheet.line(&t!(words, "feedback.owner"), case.owner.as_deref().unwrap_or_default());
        sheet.line(&t!(words, "feedback.due"), &words.time(zone, case.due));
        sheet.line(
            &t!(words, "cli.label.reason"),
            &case.reason.as_deref().map(|r| words.close_reason(r)).unwrap_or_default(),
        );
    }
    sheet.fitted(tell.columns) + &steps(tell, case) + &adjustments(tell, case)
}

fn steps(tell: Renderer<'_>, case: &Case) -> String {
    let words = tell.words;
    let rules = RoomRules { folds: Some(4), ..RoomRules::default() };
    let mut table = Table::plain([left(String::new()).0; 5]).giving_way(rules);
    for step in &case.steps {
        let change = &step.change;
        table.row([
            &words.time(tell.programs.zone(), step.at),
            &step.operator,
            &change.state.map(|s| words.case_state(s)).unwrap_or_default(),
            &change.reason.as_deref().map(|r| words.close_reason(r)).unwrap_or_default(),
            step.note.as_deref().unwrap_or_default(),
        ]);
    }
    table.fitted(tell.columns)
}

fn adjustments(tell: Renderer<'_>, case: &Case) -> String {
    if case.adjustments.is_empty() {
        return String::new();
    }
    let total = u64::try_from(case.adjustments.len()).unwrap_or(u64::MAX);
    super::list::operations(tell, &case.adjustments, total)
}

/// Scores of a period: a line for all answers and one a value, never a score without its n and interval.
pub fn measures(tell: Renderer<'_>, measures: &ScoreReport) -> String {
    let words = tell.words;
    let heading = measures.by.map_or(String::new(), |by| words.breakdown(by));
    let mut table = Table::headed([
        left(heading),
        left("NPS".to_owned()),
        right(t!(words, "feedback.promoters")),
        right(t!(words, "feedback.passives")),
        right(t!(words, "feedback.detractors")),
        left(t!(words, "feedback.csat_share")),
        left(t!(words, "feedback.ces_mean")),
    ]);
    let all = t!(words, "feedback.all", from = measures.from, to = measures.to);
    add(&mut table, &all, &measures.all);
    for row in &measures.rows {
        add(&mut table, &named(tell, measures.by, row), row);
    }
    if let Some(versus) = &measures.versus {
        add(&mut table, &t!(words, "feedback.all", from = versus.from, to = versus.to), &versus.all);
    }
    let mut out = table.fitted(tell.columns);
    if let Some(difference) = measures.versus.as_ref().and_then(|v| v.difference) {
        out += &(t!(words, "feedback.difference", nps = points(&difference)) + "\n");
    }
    let how = t!(words, "scores.how");
    out += &(tell.columns.map_or_else(|| vec![how.clone()], |columns| wrapped(&how, columns)).join("\n") + "\n");
    if measures.withheld_below > 0 {
        out += &(t!(words, "feedback.hidden", n = measures.withheld_below) + "\n");
    }
    out
}

fn add(table: &mut Table<7>, name: &str, row: &ScoreRow) {
    let a = &row.answers;
    table.row([
        name,
        &row.nps.as_ref().map_or("–".to_owned(), points),
        &a.promoters.to_string(),
        &a.passives.to_string(),
        &a.detractors.to_string(),
        &row.csat.as_ref().map_or(String::new(), percent),
        &row.ces.as_ref().map_or(String::new(), mean),
    ]);
}

/// What the answers have in common, in words.
fn named(tell: Renderer<'_>, by: Option<Breakdown>, row: &ScoreRow) -> String {
    match (by, row.value.as_deref()) {
        (_, None | Some("")) => t!(tell.words, "feedback.unsaid"),
        (Some(Breakdown::Tier), Some(code)) => tell.tier(code),
        (Some(Breakdown::Topic), Some(code)) => tell.words.topic(code),
        (Some(Breakdown::Channel), Some(code)) => tell.words.channel(code),
        (Some(Breakdown::Segment), Some(word)) => {
            let place = SegmentState::from_word(word);
            place.map_or_else(|| word.to_owned(), |place| tell.words.place(place))
        }
        (Some(Breakdown::Store | Breakdown::Month) | None, Some(value)) => value.to_owned(),
    }
}

fn points(nps: &Interval) -> String {
    format!("{:+.1} ({:+.1} … {:+.1}), n {}", nps.value, nps.low, nps.high, nps.n)
}

fn percent(share: &Interval) -> String {
    format!("{:.1} % ({:.1} … {:.1}), n {}", 100.0 * share.value, 100.0 * share.low, 100.0 * share.high, share.n)
}

fn mean(mean: &Interval) -> String {
    format!("{:.2} ({:.2} … {:.2}), n {}", mean.value, mean.low, mean.high, mean.n)
}
