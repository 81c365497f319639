//! Segments: asking for what is shown, moving about, drilling.

mod dialog;
mod drill;
mod filter;
mod walk;

pub(super) use dialog::{
    accept, count, forget, legend, next_field, open_days, open_export, open_sort, reverse, save, turn_choice,
};
pub(super) use drill::open;
pub(super) use filter::{back, complete, edited, enter, to_box, turn};
pub(super) use walk::{click, sideways, step, turn_part, turn_view};

use crate::app::effect::Effect;
use crate::app::form::Who;
use crate::app::model::Model;
use crate::app::pane::segments::ask::{Answer, Ask, Lane, Question, Wrote};
use crate::app::pane::segments::drill::Whom;
use crate::app::pane::segments::places::{Part, View};
use crate::app::place::Pane;
use crate::app::ticket::Ticket;
use crate::app::toast::News;
use crate::domain::day::Day;
use crate::domain::query::Vocabulary;

/// Members that are folded for their tiers on a past day without being asked: it takes no time.
const FEW: u64 = 20_000;

/// Days that movement looks back where nobody chose.
const MONTH: i64 = 30;

impl Model {
    /// What the words of a filter are held against.
    pub fn vocabulary(&self) -> Vocabulary {
        let program = self.program();
        Vocabulary {
            tiers: program.tiers.iter().map(|tier| tier.code.clone()).collect(),
            decimals: program.currency.decimals,
            today: self.as_of.unwrap_or(self.today),
        }
    }

    /// The saved filter that a command is about.
    pub fn saved_name(&self) -> Option<&str> {
        match &self.segments.drill {
            Some(drill) => match &drill.whom {
                Whom::Saved(name) => Some(name),
                _ => None,
            },
            None if self.segments.view == View::Map && self.segments.part == Part::Saved => {
                self.segments.saved_here().map(|saved| saved.name.as_str())
            }
            None => None,
        }
    }

    /// Whether there is a list of members that could be saved as a filter or taken along.
    pub fn has_list(&self) -> bool {
        self.pane == Pane::Segments && dialog::wanted(self).is_some()
    }

    /// The two days between which members are followed.
    pub fn move_days(&self) -> (Day, Day) {
        let day = self.as_of.unwrap_or(self.today);
        self.segments.days.unwrap_or((day.plus_days(-MONTH), day))
    }
}

/// After every message: asks for what the pane needs, and lets go of what nobody looks at any more.
pub(super) fn tend(model: &mut Model, out: &mut Vec<Effect>) {
    if model.pane == Pane::Segments {
        ensure(model, out);
        let segments = &mut model.segments;
        segments.here = segments.drill.as_ref().and_then(|drill| drill.row()).map(Who::of);
    } else if model.segments.warm && !model.came_from.contains(&Pane::Segments) {
        stop_all(model, out);
        model.segments.warm = false;
        out.push(Effect::Segments(Ask::Leave));
    }
}

/// Everything may have changed. What is on the screen is asked for again by [`tend`].
pub(super) fn refresh(model: &mut Model, _out: &mut Vec<Effect>) {
    let segments = &mut model.segments;
    segments.board.stale = true;
    segments.saved.stale = true;
    segments.trend.stale = true;
    segments.cohorts.stale = true;
    segments.moves.stale = true;
    segments.fitted.stale = true;
    if let Some(drill) = &mut segments.drill {
        drill.key.as_of = model.as_of;
        drill.page.stale = true;
        drill.page.failed = None;
    }
}

fn ensure(model: &mut Model, out: &mut Vec<Effect>) {
    let as_of = model.as_of;
    if model.segments.drill.is_some() {
        drill::more(model, out);
        // Names of saved filters are filters: the box has to know them.
        if model.segments.saved.shown.is_some() {
            return;
        }
    }
    match model.segments.view {
        View::Map => {
            let few = model.members.search.answer.as_ref().is_some_and(|a| a.found.members <= FEW);
            if model.segments.board.stale {
                ask(model, Question::Board { as_of, whole: few }, out);
            }
            if model.segments.saved.stale {
                ask(model, Question::Saved(as_of), out);
            }
        }
        View::Moves if model.segments.moves.stale => {
            let (from, to) = model.move_days();
            ask(model, Question::Moves(from, to), out);
        }
        View::Months if model.segments.trend.stale => ask(model, Question::Trend(as_of), out),
        View::Cohorts if model.segments.cohorts.stale => ask(model, Question::Cohorts(as_of), out),
        View::Value if model.segments.fitted.stale => ask(model, Question::Fitted(as_of), out),
        View::Moves | View::Months | View::Cohorts | View::Value => {}
    }
}

/// Tiers of a past day, which take a fold of everybody.
fn ask_whole(model: &mut Model, out: &mut Vec<Effect>) {
    let as_of = model.as_of;
    ask(model, Question::Board { as_of, whole: true }, out);
}

/// Asks. What was shown stays.
fn ask(model: &mut Model, question: Question, out: &mut Vec<Effect>) {
    let (ticket, now) = (model.ticket(), model.setup.now);
    let segments = &mut model.segments;
    segments.warm = true;
    match question.lane() {
        Lane::Board => segments.board.begin(ticket, now),
        Lane::Saved => segments.saved.begin(ticket, now),
        Lane::Trend => segments.trend.begin(ticket, now),
        Lane::Cohorts => segments.cohorts.begin(ticket, now),
        Lane::Moves => segments.moves.begin(ticket, now),
        Lane::Fitted => segments.fitted.begin(ticket, now),
        Lane::Write => segments.write = Some(ticket),
        // The list and the dialog begin by themselves.
        Lane::Page | Lane::Count => {}
    }
    out.push(Effect::Segments(Ask::Question(ticket, question)));
}

/// Esc while something takes long. Says whether there was something to stop.
pub(super) fn stop_late(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    let Some((lane, _)) = model.segments.late(model.setup.now) else { return false };
    stop(model, lane, out);
    true
}

/// Another view comes: what only the one in front waits for is in the way of what comes.
fn stop_view(model: &mut Model, out: &mut Vec<Effect>) {
    let segments = &mut model.segments;
    let lane = match segments.view {
        View::Moves if segments.moves.give_up() => Lane::Moves,
        View::Months if segments.trend.give_up() => Lane::Trend,
        View::Cohorts if segments.cohorts.give_up() => Lane::Cohorts,
        View::Value if segments.fitted.give_up() => Lane::Fitted,
        _ => return,
    };
    out.push(Effect::Segments(Ask::Stop(lane)));
}

/// Stops whatever is under way but what is being written.
fn stop_all(model: &mut Model, out: &mut Vec<Effect>) {
    let lanes: Vec<Lane> = model.segments.jobs().map(|(lane, _)| lane).collect();
    for lane in lanes {
        stop(model, lane, out);
    }
    refresh(model, out);
}

fn stop(model: &mut Model, lane: Lane, out: &mut Vec<Effect>) {
    let segments = &mut model.segments;
    match lane {
        Lane::Page => {
            if let Some(drill) = &mut segments.drill {
                drill.page.stop();
            }
        }
        Lane::Board => segments.board.stop(),
        Lane::Saved => segments.saved.stop(),
        Lane::Trend => segments.trend.stop(),
        Lane::Cohorts => segments.cohorts.stop(),
        Lane::Moves => segments.moves.stop(),
        Lane::Fitted => segments.fitted.stop(),
        Lane::Write | Lane::Count => return,
    }
    out.push(Effect::Segments(Ask::Stop(lane)));
}

/// An answer. All but those to the newest questions are dropped.
pub(super) fn answered(model: &mut Model, answer: Answer, out: &mut Vec<Effect>) {
    let segments = &mut model.segments;
    match answer {
        Answer::Progress { ticket, done, total } => progress(model, ticket, done, total),
        Answer::Board(ticket, result) => {
            let came = result.is_ok();
            if segments.board.take(ticket, result) && came {
                out.push(Effect::Segments(Ask::Warm(model.as_of)));
            }
        }
        Answer::Saved(ticket, result) => drop(segments.saved.take(ticket, result)),
        Answer::Trend(ticket, result) => drop(segments.trend.take(ticket, result)),
        Answer::Cohorts(ticket, result) => drop(segments.cohorts.take(ticket, result)),
        Answer::Moves(ticket, result) => drop(segments.moves.take(ticket, result)),
        Answer::Fitted(ticket, result) => drop(segments.fitted.take(ticket, result)),
        Answer::Page(ticket, result) => {
            if let Some(drill) = &mut segments.drill {
                drill.take(ticket, result);
            }
        }
        Answer::Count(ticket, result) => dialog::counted(model, ticket, result),
        Answer::Wrote(ticket, result) => {
            if segments.write.take_if(|write| *write == ticket).is_none() {
                return;
            }
            match result {
                Ok(wrote) => {
                    segments.saved.stale |= !matches!(wrote, Wrote::Exported { .. });
                    model.say(News::Wrote(wrote));
                }
                Err(failure) => model.say(News::Failed(failure)),
            }
        }
    }
}

fn progress(model: &mut Model, ticket: Ticket, done: u64, total: u64) {
    let segments = &mut model.segments;
    segments.board.progress(ticket, done, total);
    segments.saved.progress(ticket, done, total);
    segments.trend.progress(ticket, done, total);
    segments.cohorts.progress(ticket, done, total);
    segments.moves.progress(ticket, done, total);
    segments.fitted.progress(ticket, done, total);
    if let Some(drill) = &mut segments.drill {
        drill.page.progress(ticket, done, total);
    }
}
