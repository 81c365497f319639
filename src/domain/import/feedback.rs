//! One row of a survey file, read, and whether it is known.

use super::reader::RowReader;
use super::reject::{CellReject, RowReject};
use super::split::CsvRow;
use super::target::ImportField;
use super::text;
use super::words::mapped;
use crate::domain::day::Instant;
use crate::domain::feedback::{FeedbackContent, Measure, TOPICS};
use crate::domain::num::MemberId;
use serde::{Deserialize, Serialize};

/// Words for a wish to hear back, and for none.
const YES: [&str; 7] = ["yes", "y", "true", "1", "是", "需要", "要"];
const NO: [&str; 9] = ["", "no", "n", "false", "0", "否", "不需要", "不要", "无"];

/// An answer: from whom, when, and what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackInput {
    /// The line on which it begins; 0 for one that is on file.
    pub line: u64,
    /// Whom it is from; [`MemberId::NOBODY`]: from nobody we know.
    pub member: MemberId,
    pub at: Instant,
    pub said: FeedbackContent,
}

impl FeedbackInput {
    /// Everything that makes an answer the one it is, in an order that does not depend on where it stands in a file.
    fn content(&self) -> impl Ord + '_ {
        let FeedbackContent { measure, score, topic, channel, text, follow_up, reference } = &self.said;
        (reference, self.at, self.member, *measure, *score, topic, channel, text, *follow_up)
    }

    /// Whether two are one and the same.
    pub fn is(&self, other: &Self) -> bool {
        self.content() == other.content()
    }
}

/// Puts answers in the order in which they are settled: those with one reference side by side, the earliest first.
pub fn sort(answers: &mut [FeedbackInput]) {
    answers.sort_by(|a, b| a.content().cmp(&b.content()).then(a.line.cmp(&b.line)));
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchResult {
    New,
    Unchanged,
    /// Its reference is known with other content.
    Conflict,
}

/// What becomes of answers that share a reference, in their order. `known`: those on file that have it, each with whether it
/// was taken back. An answer that was taken back stays so when its file comes again; another one may have its reference.
pub fn settle_named(answers: &[FeedbackInput], known: &[(FeedbackInput, bool)]) -> Vec<MatchResult> {
    let mut holder = known.iter().find(|(_, retracted)| !retracted).map(|(answer, _)| answer);
    let mut verdicts = Vec::with_capacity(answers.len());
    for answer in answers {
        let is_known = known.iter().any(|(k, _)| k.is(answer)) || holder.is_some_and(|h| h.is(answer));
        verdicts.push(match (is_known, holder) {
            (true, _) => MatchResult::Unchanged,
            (false, Some(_)) => MatchResult::Conflict,
            (false, None) => {
                holder = Some(answer);
                MatchResult::New
            }
        });
    }
    verdicts
}

/// What becomes of sorted answers without a reference: of equal ones, as many are known as are on file.
pub fn settle_unnamed(answers: &[FeedbackInput], mut known: Vec<FeedbackInput>) -> Vec<MatchResult> {
    sort(&mut known);
    let mut verdicts = Vec::with_capacity(answers.len());
    for equal in answers.chunk_by(FeedbackInput::is) {
        let on_file = equal.first().map_or(0, |first| {
            known.partition_point(|k| k.content() <= first.content())
                - known.partition_point(|k| k.content() < first.content())
        });
        verdicts.extend((0..equal.len()).map(|n| if n < on_file { MatchResult::Unchanged } else { MatchResult::New }));
    }
    verdicts
}

impl RowReader {
    /// Reads a row that has its shape; whose it is, is known.
    pub fn answer(&self, row: CsvRow<'_>, member: MemberId) -> Result<FeedbackInput, CellReject> {
        let (at, measure) = (self.moment(row, ImportField::AnsweredAt)?, self.measure(row)?);
        let said = FeedbackContent {
            measure,
            score: self.score(row, measure)?,
            topic: self.topic(row)?,
            channel: some(text::code(&self.layout, row, ImportField::Channel)?),
            text: some(text::text(&self.layout, row, ImportField::Text)?),
            follow_up: self.follow_up(row)?,
            reference: some(text::code(&self.layout, row, ImportField::Ref)?),
        };
        if measure == Measure::Comment && said.text.is_none() && !said.follow_up {
            return Err(text::bad(ImportField::Text, RowReject::Missing, ""));
        }
        Ok(FeedbackInput { line: row.line(), member, at, said })
    }

    fn measure(&self, row: CsvRow<'_>) -> Result<Measure, CellReject> {
        let word = text::required(&self.layout, row, ImportField::Kind)?;
        let found = Measure::from_word(&mapped(&self.values, ImportField::Kind, word).to_ascii_lowercase());
        found.ok_or_else(|| unknown(ImportField::Kind, &Measure::ALL.map(Measure::word), word))
    }

    fn score(&self, row: CsvRow<'_>, measure: Measure) -> Result<Option<i64>, CellReject> {
        let text = text::text(&self.layout, row, ImportField::Score)?;
        let Some((low, high)) = measure.range() else {
            return if text.is_empty() {
                Ok(None)
            } else {
                Err(text::bad(ImportField::Score, RowReject::ScoredComment, text))
            };
        };
        let score = self.numbers.points(text).ok().map(|n| n.0).filter(|n| (low..=high).contains(n));
        match score {
            None if text.is_empty() => Err(text::bad(ImportField::Score, RowReject::Missing, "")),
            None => Err(text::bad(ImportField::Score, RowReject::BadScore { low, high }, text)),
            found => Ok(found),
        }
    }

    fn topic(&self, row: CsvRow<'_>) -> Result<Option<String>, CellReject> {
        let word = text::text(&self.layout, row, ImportField::Topic)?;
        if word.is_empty() {
            return Ok(None);
        }
        let said = mapped(&self.values, ImportField::Topic, word);
        let found = TOPICS.into_iter().find(|topic| topic.eq_ignore_ascii_case(said));
        found.map(|topic| Some(topic.to_owned())).ok_or_else(|| unknown(ImportField::Topic, &TOPICS, word))
    }

    fn follow_up(&self, row: CsvRow<'_>) -> Result<bool, CellReject> {
        let text = text::text(&self.layout, row, ImportField::FollowUp)?;
        let word = mapped(&self.values, ImportField::FollowUp, text).to_lowercase();
        match (YES.contains(&word.as_str()), NO.contains(&word.as_str())) {
            (true, _) => Ok(true),
            (_, true) => Ok(false),
            _ => Err(unknown(ImportField::FollowUp, &["yes", "no"], text)),
        }
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn unknown(column: ImportField, known: &[&str], said: &str) -> CellReject {
    text::bad(column, RowReject::UnknownWord { known: known.iter().map(|&word| word.to_owned()).collect() }, said)
}

#[cfg(test)]
mod tests {
    use super::super::setup::{Layout, Mapping};
    use super::super::split::{CsvRows, Delimiter, Splitter};
    use super::super::target::ImportKind;
    use super::*;
    use crate::domain::day::{Day, Zone};
    use crate::domain::program::Program;
    use rstest::rstest;

    const HEADER: &str = "ref,answered_at,kind,score,topic,channel,text,follow_up";

    fn read(line: &str) -> Result<FeedbackInput, (Option<ImportField>, &'static str)> {
        let header: Vec<String> = HEADER.split(',').map(str::to_owned).collect();
        let layout = Layout::of_header(ImportKind::Feedback, &header, &Mapping::default()).unwrap();
        let zone = Zone::default();
        let now = zone.start_of(Day::parse("2026-11-22").unwrap());
        let reading = RowReader::new(layout, &Program::default(), now);
        let mut rows = CsvRows::default();
        Splitter::new(Delimiter::default()).step(line.as_bytes(), true, &mut rows);
        let read = reading.answer(rows.iter().next().unwrap(), MemberId(7));
        read.map_err(|bad| (bad.column, bad.reason.code()))
    }

    #[test]
    fn an_answer_says_everything() {
        let answer = read("S-1,2026-11-01 09:30,NPS,3,Service,app,\"too slow,\nand cold\",Yes").unwrap();
        let said = &answer.said;
        assert_eq!((said.measure, said.score, said.follow_up), (Measure::Nps, Some(3), true));
        assert_eq!((said.topic.as_deref(), said.text.as_deref()), (Some("service"), Some("too slow,\nand cold")));
        assert_eq!((said.channel.as_deref(), said.reference.as_deref()), (Some("app"), Some("S-1")));
    }

    #[rstest]
    #[case::full_width("S,2026-11-01,nps,９,,,,", 9)]
    #[case::decimals("S,2026-11-01,nps,9.0,,,,", 9)]
    #[case::zero("S,2026-11-01,nps,0,,,,", 0)]
    fn scores(#[case] line: &str, #[case] score: i64) {
        assert_eq!(read(line).unwrap().said.score, Some(score));
    }

    #[rstest]
    #[case::no_time("S,,nps,3,,,,", ImportField::AnsweredAt, "missing")]
    #[case::ahead("S,2026-11-24,nps,3,,,,", ImportField::AnsweredAt, "future")]
    #[case::no_kind("S,2026-11-01,,3,,,,", ImportField::Kind, "missing")]
    #[case::other_kind("S,2026-11-01,sale,3,,,,", ImportField::Kind, "unknown_word")]
    #[case::too_high("S,2026-11-01,csat,6,,,,", ImportField::Score, "bad_score")]
    #[case::half("S,2026-11-01,nps,6.5,,,,", ImportField::Score, "bad_score")]
    #[case::none("S,2026-11-01,ces,,,,,", ImportField::Score, "missing")]
    #[case::scored("S,2026-11-01,comment,6,,,x,", ImportField::Score, "scored_comment")]
    #[case::silent("S,2026-11-01,comment,,,,,", ImportField::Text, "missing")]
    #[case::topic("S,2026-11-01,nps,6,weather,,,", ImportField::Topic, "unknown_word")]
    #[case::wish("S,2026-11-01,nps,6,,,,perhaps", ImportField::FollowUp, "unknown_word")]
    #[case::line_break("\"S\n\",2026-11-01,nps,6,,\"a\nb\",,", ImportField::Channel, "control")]
    fn what_is_wrong_is_named(#[case] line: &str, #[case] column: ImportField, #[case] why: &'static str) {
        assert_eq!(read(line).unwrap_err(), (Some(column), why));
    }

    fn answer(score: i64, minute: i64) -> FeedbackInput {
        let said = read("S,2026-11-01,nps,0,,,,").unwrap().said;
        FeedbackInput {
            line: 0,
            member: MemberId(7),
            at: Instant(minute),
            said: FeedbackContent { score: Some(score), ..said },
        }
    }

    #[test]
    fn of_one_reference_the_earliest_counts() {
        let answers = [answer(9, 1), answer(9, 1), answer(8, 2)];
        assert_eq!(settle_named(&answers, &[]), [MatchResult::New, MatchResult::Unchanged, MatchResult::Conflict]);
        let known = [(answer(8, 2), false)];
        assert_eq!(
            settle_named(&answers, &known),
            [MatchResult::Conflict, MatchResult::Conflict, MatchResult::Unchanged]
        );
    }

    #[test]
    fn what_was_taken_back_stays_so_and_leaves_its_reference_free() {
        let known = [(answer(9, 1), true)];
        let verdicts = settle_named(&[answer(9, 1), answer(8, 2)], &known);
        assert_eq!(verdicts, [MatchResult::Unchanged, MatchResult::New]);
    }

    #[test]
    fn without_a_reference_equal_answers_are_counted() {
        let answers = [answer(9, 1), answer(9, 1), answer(8, 2)];
        let verdicts = settle_unnamed(&answers, vec![answer(9, 1), answer(7, 1)]);
        assert_eq!(verdicts, [MatchResult::Unchanged, MatchResult::New, MatchResult::New]);
    }
}
