//! Words for what the screen knows: commands, fields, news, and the sentence of a change.

mod feedback;

use crate::app::Model;
use crate::app::command::Command;
use crate::app::draft::Draft;
use crate::app::failure::Failure;
use crate::app::form::{Act, FieldId, Form, Problem};
use crate::app::pane::segments::ask::Wrote;
use crate::app::setup::Lang;
use crate::app::toast::{Blocked, News};
use crate::domain::num::{Points, grouped};
use crate::domain::operation::OpKind;
use crate::domain::read_models::Committed;
use crate::t;
use crate::text::{Shown, Words};

pub use feedback::{attitude, due_at, far, mean, narrow, nps, option, scored, share, spread, value};

/// What a command is called.
pub fn label(words: Words, command: &Command) -> String {
    words.t(&format!("cmd.{}", command.name), &[])
}

/// What a command does, in a sentence.
pub fn sentence(words: Words, command: &Command) -> String {
    words.t(&format!("cmd.{}.help", command.name), &[])
}

/// What `y` would do, with its object: `Add 500 points to 张伟`.
pub fn act(words: Words, model: &Model, draft: &Draft) -> String {
    let form = &draft.form;
    let who = named(&form.who.name, &form.who.no);
    let points = form.points();
    let n = |p: Option<Points>| p.map_or_else(|| "…".to_owned(), |p| grouped(p.0.saturating_abs()));
    match form.act {
        Act::Points if points.is_some_and(|p| p.0 < 0) => t!(words, "act.take", n = n(points), who = who),
        Act::Points => t!(words, "act.add", n = n(points), who = who),
        Act::Redeem => {
            let reward = form.field(FieldId::Reward).map(|f| f.text().trim()).filter(|t| !t.is_empty()).unwrap_or("…");
            t!(words, "act.redeem_for", n = n(points), who = who, reward = reward)
        }
        Act::Tier => {
            let tier = form.field(FieldId::Tier).map(|f| words.tier(model.program(), f.text())).unwrap_or_default();
            let until = form.until().map_or_else(|| "…".to_owned(), |day| day.to_string());
            t!(words, "act.set_tier", tier = tier, who = who, until = until)
        }
        Act::Freeze => t!(words, "act.freeze_who", who = who),
        Act::Unfreeze => t!(words, "act.unfreeze_who", who = who),
        Act::Close => t!(words, "act.close_who", who = who),
        Act::Merge => {
            let other = form.other.as_ref().map(|o| named(&o.name, &o.no)).unwrap_or_default();
            t!(words, "act.merge_who", other = other, who = who)
        }
        Act::Unmerge => t!(words, "act.unmerge_who", who = who),
        Act::Erase => t!(words, "act.erase_who", who = who),
        Act::Log | Act::Case(_) => feedback::act(words, form),
        Act::Undo => match &draft.reversed {
            Some(operation) => {
                let amount = operation.points.map(|p| format!(" {}", words.signed(p))).unwrap_or_default();
                let what = format!("{}{amount}", words.op_kind(operation.kind));
                t!(words, "act.undo_what", what = what, seq = operation.seq.0, who = who)
            }
            None => t!(words, "act.undo_last", who = who),
        },
    }
}

/// A member by name and number, by number alone where no name can be seen.
pub fn named(name: &str, no: &str) -> String {
    if is_seen(name) { format!("{name} {no}") } else { no.to_owned() }
}

/// A member by name, by number where no name can be seen.
pub fn person<'a>(name: &'a str, no: &'a str) -> &'a str {
    if is_seen(name) { name } else { no }
}

fn is_seen(name: &str) -> bool {
    Shown::new(name).as_str().chars().any(|c| !c.is_whitespace())
}

/// What a field is called.
pub fn field(words: Words, id: FieldId) -> String {
    match id {
        FieldId::Points => t!(words, "form.points"),
        FieldId::Reason => t!(words, "form.reason"),
        FieldId::Order => t!(words, "form.order"),
        FieldId::Note => t!(words, "form.note"),
        FieldId::Reward => t!(words, "form.reward"),
        FieldId::Tier => t!(words, "form.tier"),
        FieldId::Until => t!(words, "form.until"),
        FieldId::Mode => t!(words, "form.mode"),
        FieldId::LastFour => t!(words, "form.last_four"),
        said => feedback::field(words, said),
    }
}

/// What belongs into a field.
pub fn about(words: Words, form: &Form, id: FieldId) -> String {
    match id {
        FieldId::Points if form.act == Act::Redeem => t!(words, "form.about_redeem"),
        FieldId::Points => t!(words, "form.about_points"),
        FieldId::Order => t!(words, "form.about_order"),
        FieldId::Note if form.min_note() > 0 => t!(words, "form.about_note_min", n = form.min_note()),
        FieldId::Note => t!(words, "form.about_note"),
        FieldId::Reward => t!(words, "form.about_reward"),
        FieldId::Until => t!(words, "form.about_until"),
        FieldId::LastFour => t!(words, "form.about_last_four", no = form.who.no),
        FieldId::Reason | FieldId::Tier | FieldId::Mode => String::new(),
        said => feedback::about(words, form, said),
    }
}

/// What is wrong with a field.
pub fn problem(words: Words, form: &Form, id: FieldId, problem: Problem) -> String {
    match problem {
        Problem::Empty => t!(words, "problem.empty", field = field(words, id)),
        Problem::NotPoints => t!(words, "problem.not_points"),
        Problem::NotAbove => t!(words, "problem.not_above"),
        Problem::NotADay => t!(words, "problem.not_a_day"),
        Problem::NotTheNumber => t!(words, "problem.not_the_number", no = form.who.no),
        Problem::NotOnScale => feedback::scale(words, form),
        Problem::NotATime => t!(words, "problem.not_a_time"),
    }
}

/// What is missing before there is something to plan.
pub fn missing(words: Words, form: &Form) -> String {
    match form.first_problem() {
        Some((at, Problem::Empty)) => t!(words, "plan.missing", field = field(words, form.fields[at].id)),
        Some((at, wrong)) => problem(words, form, form.fields[at].id, wrong),
        None => t!(words, "plan.working_long"),
    }
}

/// Why the desk did not do as asked.
pub fn failure(words: Words, failure: &Failure) -> String {
    match failure {
        Failure::Refused(refusal) => words.refusal(refusal),
        Failure::Stale { .. } => t!(words, "refusal.stale"),
        Failure::Busy => t!(words, "store.busy"),
        Failure::DoneAfterAll { op } => t!(words, "store.done_after_all", op = op),
        Failure::NotDone { reason } => t!(words, "store.not_done", reason = reason),
        Failure::Unknown { op, reason } => t!(words, "store.unknown", op = op, reason = reason),
        Failure::Trouble(sentence) => sentence.clone(),
    }
}

/// What happened.
pub fn news(model: &Model, words: Words, news: &News) -> String {
    match news {
        News::Done(done, also) => feedback::also(model, words, self::done(model, words, done), *also),
        News::DoneAfterAll => t!(words, "toast.done_after_all"),
        News::NotDoneAfterAll => t!(words, "toast.not_done_after_all"),
        News::Wrote(Wrote::Exists(path)) => t!(words, "toast.exists", path = path),
        News::Wrote(Wrote::Saved(name)) => t!(words, "toast.saved", name = name),
        News::Wrote(Wrote::Forgot(name)) => t!(words, "toast.forgot", name = name),
        News::Wrote(Wrote::Exported { path, rows }) => {
            let n = grouped(i64::try_from(*rows).unwrap_or(i64::MAX));
            t!(words, "toast.exported", path = path, n = n)
        }
        News::CsvWritten { path, rows } => t!(words, "feedback.csv_written", n = rows, path = path),
        News::Copied(text) => t!(words, "toast.copied", text = text),
        News::Failed(failure) => self::failure(words, failure),
        News::Blocked(why) => blocked(words, why),
        News::LookFirst => t!(words, "toast.look_first"),
        News::Language(Lang::En) => t!(words, "toast.english"),
        News::Language(Lang::Zh) => t!(words, "toast.chinese"),
        News::Mouse(true) => t!(words, "toast.mouse_on"),
        News::Mouse(false) => t!(words, "toast.mouse_off"),
        News::Today => t!(words, "toast.today"),
        News::Forgotten => t!(words, "toast.forgotten"),
    }
}

fn blocked(words: Words, why: &Blocked) -> String {
    match why {
        Blocked::NoMember => t!(words, "blocked.no_member"),
        Blocked::Past(day) => t!(words, "blocked.past", day = day),
        Blocked::Unknown => t!(words, "blocked.unknown"),
        Blocked::NoPair(Some(who)) => t!(words, "blocked.no_pair", who = named(&who.name, &who.no)),
        Blocked::NoPair(None) => t!(words, "blocked.no_hand"),
        Blocked::NoCase => t!(words, "blocked.no_case"),
        Blocked::CaseOpen => t!(words, "blocked.case_open"),
        Blocked::CaseClosed => t!(words, "blocked.case_closed"),
        Blocked::NotHere => t!(words, "blocked.not_here"),
        Blocked::OpenAlready => t!(words, "blocked.open_already"),
        Blocked::NoList => t!(words, "blocked.no_list"),
        Blocked::NoSaved => t!(words, "blocked.no_saved"),
        Blocked::NotMoves => t!(words, "blocked.not_moves"),
        Blocked::NotSegments => t!(words, "blocked.not_segments"),
        Blocked::NothingToCopy => t!(words, "blocked.nothing_to_copy"),
    }
}

/// What was written: `+500 points for 张伟: 12,480 → 12,980 · u undoes it`.
fn done(model: &Model, words: Words, done: &Committed) -> String {
    let member = done.effect.members.first();
    let who = member.map(|m| person(&m.name, &m.member_no).to_owned()).unwrap_or_default();
    let before = member.and_then(|m| m.before.as_ref()).map_or(Points::ZERO, |s| s.points.balance);
    let after = member.map_or(Points::ZERO, |m| m.after.points.balance);
    let moved = Points(after.0.saturating_sub(before.0));
    let balance = format!("{} → {}", grouped(before.0), grouped(after.0));
    let text = match done.kind {
        OpKind::Adjust => t!(words, "toast.adjust", n = words.signed(moved), who = who, balance = balance),
        OpKind::Redeem => t!(words, "toast.redeem", n = grouped(-moved.0), who = who, balance = balance),
        OpKind::Override => {
            let tier = member.map(|m| words.tier(model.program(), &m.after.tier.code)).unwrap_or_default();
            t!(words, "toast.override", tier = tier, who = who)
        }
        OpKind::Undo if moved != Points::ZERO => t!(words, "toast.undo_points", who = who, balance = balance),
        OpKind::Freeze => t!(words, "toast.freeze", who = who),
        OpKind::Unfreeze => t!(words, "toast.unfreeze", who = who),
        OpKind::Close => t!(words, "toast.close", who = who),
        OpKind::Merge => t!(words, "toast.merge", who = who),
        OpKind::Erase => t!(words, "toast.erase"),
        OpKind::Feedback if who.is_empty() => t!(words, "toast.feedback_of_nobody"),
        OpKind::Feedback => t!(words, "toast.feedback", who = who),
        OpKind::Case if who.is_empty() => t!(words, "toast.case_of_nobody"),
        OpKind::Case => t!(words, "toast.case", who = who),
        OpKind::Undo if who.is_empty() => t!(words, "toast.undo"),
        kind => t!(words, "toast.other", what = words.op_kind(kind), who = who),
    };
    if done.waits_for_others {
        return format!("{text} · {}", t!(words, "toast.waits"));
    }
    match (done.replayed, done.effect.reversible) {
        (true, _) => format!("{text} · {}", t!(words, "toast.replayed")),
        (false, true) => format!("{text} · {}", t!(words, "toast.undo_hint")),
        (false, false) => text,
    }
}
