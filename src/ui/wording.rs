//! Words for what the screen knows: commands, fields, news, and the sentence of a change.

mod feedback;

use crate::domain::lang::Lang;
use crate::domain::member::ProfileField;
use crate::domain::num::{MemberId, Points, grouped};
use crate::domain::operation::OpKind;
use crate::domain::operator::Role;
use crate::domain::program::Program;
use crate::domain::read_models::Committed;
use crate::shell::Shell;
use crate::shell::draft::FormDraft;
use crate::shell::failure::Failure;
use crate::shell::form::{FieldId, FieldProblem, Form, FormKind, Value};
use crate::shell::keymap::{KeymapFault, KeymapProblem};
use crate::shell::msg::TaskResult;
use crate::shell::toast::{BlockedReason, Notice};
use crate::t;
use crate::text::{Shown, Words};

pub use feedback::{attitude, due_at, far, mean, nps, option, scored, share, spread, value};

pub fn label(words: Words, name: &str) -> String {
    words.t(&format!("cmd.{name}"), &[])
}

/// What the hint bar calls a command: a word or two where its name has more.
pub fn hint(words: Words, name: &str) -> String {
    let key = format!("cmd.{name}.hint");
    if words.has(&key) { words.t(&key, &[]) } else { label(words, name) }
}

/// What a command does, in a sentence.
pub fn sentence(words: Words, name: &str) -> String {
    words.t(&format!("cmd.{name}.help"), &[])
}

/// What `y` would do, with its object: `Add 500 points to 张伟`.
pub fn act(words: Words, shell: &Shell, draft: &FormDraft) -> String {
    let form = &draft.form;
    let who = named(&form.who.name, &form.who.no);
    let points = form.points();
    let n = |p: Option<Points>| p.map_or_else(|| "…".to_owned(), |p| grouped(p.0.saturating_abs()));
    match form.act {
        FormKind::Points if points.is_some_and(|p| p.0 < 0) => t!(words, "act.take", n = n(points), who = who),
        FormKind::Points => t!(words, "act.add", n = n(points), who = who),
        FormKind::Redeem => {
            let reward = form.field(FieldId::Reward).map(|f| f.text().trim()).filter(|t| !t.is_empty()).unwrap_or("…");
            t!(words, "act.redeem_for", n = n(points), who = who, reward = reward)
        }
        FormKind::Tier => {
            let tier = form.field(FieldId::Tier).map(|f| words.tier(shell.program(), f.text())).unwrap_or_default();
            let until = form.until().map_or_else(|| "…".to_owned(), |day| day.to_string());
            t!(words, "act.set_tier", tier = tier, who = who, until = until)
        }
        FormKind::Freeze => t!(words, "act.freeze_who", who = who),
        FormKind::Unfreeze => t!(words, "act.unfreeze_who", who = who),
        FormKind::Close => t!(words, "act.close_who", who = who),
        FormKind::Merge => {
            let other = form.other.as_ref().map_or_else(|| "…".to_owned(), |o| named(&o.name, &o.no));
            t!(words, "act.merge_who", other = other, who = who)
        }
        FormKind::Enrol => t!(words, "act.enrol"),
        FormKind::Edit => t!(words, "act.edit_who", who = who),
        FormKind::Unmerge => t!(words, "act.unmerge_who", who = who),
        FormKind::Erase => t!(words, "act.erase_who", who = who),
        FormKind::Log => feedback::log(words, form),
        FormKind::Contact => t!(words, "act.contact", who = who),
        FormKind::Acknowledge => {
            let (code, day) = form.alert.as_ref().map(|of| (of.code.clone(), of.day.to_string())).unwrap_or_default();
            t!(words, "act.acknowledge", code = code, day = day)
        }
        FormKind::Approve => t!(words, "act.approve", who = who),
        FormKind::Case(act) => feedback::work(words, form, act),
        FormKind::Undo => match &draft.reversed {
            Some(operation) => {
                let amount = operation.points.map(|p| format!(" {}", words.signed(p))).unwrap_or_default();
                let what = format!("{}{amount}", words.op_kind(operation.kind));
                if who.trim().is_empty() {
                    return t!(words, "act.undo_it", what = what, seq = operation.seq.0);
                }
                t!(words, "act.undo_what", what = what, seq = operation.seq.0, who = who)
            }
            None => t!(words, "act.undo_last", who = who),
        },
    }
}

/// What was typed into a form and not sent, in one line.
pub fn unsaved(words: Words, form: &Form) -> String {
    let typed = form.fields.iter().filter(|field| !field.is_blank()).filter_map(|of| match &of.value {
        Value::Text(text) => Some((of.id, text.text().to_owned())),
        Value::Area(editor) => Some((of.id, editor.text())),
        Value::Choice(_) => None,
    });
    let lines: Vec<String> = typed.map(|(id, text)| format!("{}: {text}", field(words, id))).collect();
    let (who, typed) = (named(&form.who.name, &form.who.no), lines.join(" · "));
    if who.trim().is_empty() {
        t!(words, "toast.unsaved", typed = typed)
    } else {
        t!(words, "toast.unsaved_of", who = who, typed = typed)
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

pub fn field(words: Words, id: FieldId) -> String {
    match id {
        FieldId::Points => t!(words, "form.points"),
        FieldId::Reason | FieldId::CloseReason | FieldId::CareReason => t!(words, "form.reason"),
        FieldId::Churn => t!(words, "churn.field"),
        FieldId::Order => t!(words, "form.order"),
        FieldId::Note => t!(words, "form.note"),
        FieldId::Reward => t!(words, "form.reward"),
        FieldId::Tier => t!(words, "form.tier"),
        FieldId::Until => t!(words, "form.until"),
        FieldId::Mode => t!(words, "form.mode"),
        FieldId::Profile(of) => words.field(of.word()),
        FieldId::Other => t!(words, "form.other_member"),
        FieldId::LastFour => t!(words, "form.last_four"),
        FieldId::Whom => t!(words, "feedback.whom"),
        FieldId::Kind => t!(words, "feedback.kind"),
        FieldId::Score => t!(words, "feedback.score_label"),
        FieldId::Topic => t!(words, "feedback.topic"),
        FieldId::Channel | FieldId::ContactChannel => t!(words, "feedback.channel"),
        FieldId::Text => t!(words, "feedback.text_label"),
        FieldId::FollowUp => t!(words, "feedback.follow_up"),
        FieldId::Owner => t!(words, "feedback.owner_label"),
        FieldId::Due => t!(words, "feedback.due_label"),
        FieldId::Outcome => t!(words, "contact.outcome_label"),
        FieldId::CallBack => t!(words, "contact.call_back_day"),
        FieldId::Purpose => t!(words, "contact.purpose_label"),
    }
}

pub fn about(words: Words, form: &Form, id: FieldId) -> String {
    match id {
        FieldId::Points if form.act == FormKind::Redeem => t!(words, "form.about_redeem"),
        FieldId::Points => t!(words, "form.about_points"),
        FieldId::Order => t!(words, "form.about_order"),
        FieldId::Note if form.min_note() > 0 => t!(words, "form.about_note_min", n = form.min_note()),
        FieldId::Note => t!(words, "form.about_note"),
        FieldId::Reward => t!(words, "form.about_reward"),
        FieldId::Until => t!(words, "form.about_until"),
        FieldId::Profile(ProfileField::Birthday) => t!(words, "form.about_birthday"),
        FieldId::Profile(ProfileField::Consents | ProfileField::Tags) => t!(words, "form.about_list"),
        FieldId::Other => t!(words, "form.about_other"),
        FieldId::LastFour => t!(words, "form.about_last_four", no = form.who.no),
        FieldId::Score => feedback::scale(words, form),
        FieldId::Channel => t!(words, "feedback.about_channel"),
        FieldId::Text => t!(words, "feedback.about_text"),
        FieldId::Owner if form.act == FormKind::Acknowledge => t!(words, "alerts.about_owner"),
        FieldId::Owner => t!(words, "feedback.about_owner"),
        FieldId::Due => t!(words, "feedback.about_due"),
        FieldId::CallBack => t!(words, "contact.about_call_back"),
        FieldId::Profile(
            ProfileField::MemberNo
            | ProfileField::Name
            | ProfileField::Phone
            | ProfileField::Email
            | ProfileField::JoinedOn
            | ProfileField::Store
            | ProfileField::Channel
            | ProfileField::ReferrerNo,
        )
        | FieldId::Reason
        | FieldId::Tier
        | FieldId::Mode
        | FieldId::Whom
        | FieldId::Kind
        | FieldId::Topic
        | FieldId::FollowUp
        | FieldId::Outcome
        | FieldId::ContactChannel
        | FieldId::CareReason
        | FieldId::Purpose
        | FieldId::Churn
        | FieldId::CloseReason => String::new(),
    }
}

pub fn problem(words: Words, form: &Form, id: FieldId, problem: FieldProblem) -> String {
    match problem {
        FieldProblem::Empty => t!(words, "problem.empty", field = field(words, id)),
        FieldProblem::NotPoints => t!(words, "problem.not_points"),
        FieldProblem::NotAbove => t!(words, "problem.not_above"),
        FieldProblem::NotADay => t!(words, "problem.not_a_day"),
        FieldProblem::NotTheNumber => t!(words, "problem.not_the_number", no = form.who.no),
        FieldProblem::NotOnScale => feedback::scale(words, form),
        FieldProblem::NoSuchMember => t!(words, "problem.no_such_member"),
        FieldProblem::NotABirthday => t!(words, "problem.not_a_birthday"),
        FieldProblem::NotATime => t!(words, "problem.not_a_time"),
    }
}

/// What is missing before there is something to plan.
pub fn missing(words: Words, form: &Form) -> String {
    match form.first_problem() {
        Some((at, FieldProblem::Empty)) => t!(words, "plan.missing", field = field(words, form.fields[at].id)),
        Some((at, wrong)) => problem(words, form, form.fields[at].id, wrong),
        None => t!(words, "plan.working_long"),
    }
}

/// What to do where a question got no answer; nothing where the rules say no, for the same question would get the same answer.
pub fn retry_hint(words: Words, failure: &Failure) -> String {
    match failure {
        Failure::Refused(_) => String::new(),
        Failure::Stale { .. }
        | Failure::Busy
        | Failure::DoneAfterAll { .. }
        | Failure::NotDone { .. }
        | Failure::Unknown { .. }
        | Failure::Trouble(_) => t!(words, "members.failed_hint"),
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
        Failure::Trouble(sentence) => sentence.in_lang(words.lang).to_owned(),
    }
}

/// What was written that is no change of a member.
fn performed(words: Words, done: &TaskResult) -> String {
    match done {
        TaskResult::FilterSaved(name) => t!(words, "toast.saved", name = name),
        TaskResult::FilterDeleted(name) => t!(words, "toast.forgot", name = name),
        TaskResult::FileExists(path) => t!(words, "toast.exists", path = path),
        TaskResult::MembersExported { path, rows } => {
            let n = grouped(i64::try_from(*rows).unwrap_or(i64::MAX));
            t!(words, "toast.exported", path = path, n = n)
        }
        TaskResult::Imported(tally) => {
            let counts = words.import_counts(tally);
            let undo = if tally.operation.is_some() { t!(words, "toast.undo_import") } else { String::new() };
            format!("{counts}{undo}")
        }
        TaskResult::CheckpointSigned { path, key } => t!(words, "toast.signed", path = path, key = key),
        TaskResult::ReportSaved(path) => t!(words, "report.is_saved", path = path),
        TaskResult::AuditRecorded(kind) => words.t(&format!("done.{}", kind.word()), &[]),
        TaskResult::Revealed(_) => words.t("done.reveal", &[]),
        TaskResult::MemberExported(path) => t!(words, "toast.member_exported", path = path),
        TaskResult::Unlocked => t!(words, "lock.unlocked"),
        TaskResult::FeedbackExported { path, rows } => t!(words, "feedback.csv_written", n = rows, path = path),
    }
}

pub fn news(shell: &Shell, words: Words, news: &Notice) -> String {
    match news {
        Notice::Done(done, also) => feedback::also(shell, words, self::done(shell, words, done), *also),
        Notice::DoneAfterAll => t!(words, "toast.done_after_all"),
        Notice::NotDoneAfterAll => t!(words, "toast.not_done_after_all"),
        Notice::Performed(done) => performed(words, done),
        Notice::Copied(text) => t!(words, "toast.copied", text = text),
        Notice::Failed(failure) => self::failure(words, failure),
        Notice::Blocked(why) => blocked(words, why),
        Notice::LookFirst => t!(words, "toast.look_first"),
        Notice::Language(Lang::En) => t!(words, "toast.english"),
        Notice::Language(Lang::Zh) => t!(words, "toast.chinese"),
        Notice::Mouse(true) => t!(words, "toast.mouse_on"),
        Notice::Mouse(false) => t!(words, "toast.mouse_off"),
        Notice::Today => t!(words, "toast.today"),
        Notice::Unsent(n) => t!(words, "toast.unsent", n = *n),
        Notice::NoOption(letter) => t!(words, "toast.no_option", letter = letter),
        Notice::Discarded => {
            let act = shell.kept.discarded().map(|draft| act(words, shell, draft)).unwrap_or_default();
            t!(words, "toast.discarded", act = act)
        }
        Notice::AheadFull => t!(words, "toast.ahead_full"),
        Notice::ImportStopped => t!(words, "toast.import_stopped"),
        Notice::Forgotten => t!(words, "toast.forgotten"),
        Notice::LogLost(why) | Notice::SettingsIgnored(why) => why.in_lang(words.lang).to_owned(),
        Notice::DefaultKeys(problem) => t!(words, "keymap.ignored", why = keymap_problem(words, problem)),
    }
}

/// Why a file of keys can't be used: where, what is wrong, what to do.
pub fn keymap_problem(words: Words, problem: &KeymapProblem) -> String {
    let why = match &problem.fault {
        KeymapFault::Unreadable(told) => t!(words, "keymap.unreadable", told = told),
        KeymapFault::UnknownCommand(name) => t!(words, "keymap.unknown_command", name = name),
        KeymapFault::UnknownKey(key) => t!(words, "keymap.unknown_key", key = key),
        KeymapFault::FixedKey(key) => t!(words, "keymap.fixed_key", key = key.written()),
        KeymapFault::Typed { command, key } => {
            t!(words, "keymap.typed", key = key.written(), command = *command)
        }
        KeymapFault::Unreachable(command) => t!(words, "keymap.unreachable", command = *command),
        KeymapFault::Clash { key, commands: [one, other] } => {
            t!(words, "keymap.clash", key = key.written(), one = *one, other = *other)
        }
    };
    match problem.line {
        Some(line) => t!(words, "keymap.at", line = line, why = why),
        None => t!(words, "keymap.whole", why = why),
    }
}

/// That a role may not, and which ones may.
fn not_allowed(words: Words, role: Role, allowed: &[Role]) -> String {
    let allowed: Vec<String> = allowed.iter().map(|role| words.role(*role)).collect();
    t!(words, "refusal.not_allowed", role = words.role(role), allowed = words.list(&allowed))
}

/// Why a command is not possible now.
pub fn blocked(words: Words, why: &BlockedReason) -> String {
    match why {
        BlockedReason::NoMember => t!(words, "blocked.no_member"),
        BlockedReason::Past(day) => t!(words, "blocked.past", day = day),
        BlockedReason::Unknown => t!(words, "blocked.unknown"),
        BlockedReason::NotHere => t!(words, "blocked.not_here"),
        BlockedReason::NoOperators => t!(words, "blocked.no_operators"),
        BlockedReason::NotAllowed { role, allowed } => not_allowed(words, *role, allowed),
        BlockedReason::NoRecent => t!(words, "blocked.no_recent"),
        BlockedReason::NoList => t!(words, "blocked.no_list"),
        BlockedReason::OfPane(name) => words.t(&format!("blocked.{name}"), &[]),
        BlockedReason::NothingTyped => t!(words, "blocked.nothing_typed"),
        BlockedReason::NothingToImport => t!(words, "blocked.nothing_to_import"),
        BlockedReason::NothingToCopy => t!(words, "blocked.nothing_to_copy"),
    }
}

/// What was written: `+500 points for 张伟: 12,480 → 12,980 · u undoes it`.
fn done(shell: &Shell, words: Words, done: &Committed) -> String {
    let member = done.effect.main_member(done.member);
    let who = member.map(|m| person(&m.name, &m.member_no).to_owned()).unwrap_or_default();
    let text = words.done(shell.program(), done, &who);
    if done.waits_for_others {
        return format!("{text} · {}", t!(words, "toast.waits"));
    }
    match (done.replayed, done.effect.reversible) {
        (true, _) => format!("{text} · {}", t!(words, "toast.replayed")),
        // Of an undo, `u` reverses the change before it; what takes the undo itself back is the redo.
        (false, true) if done.kind == OpKind::Undo => {
            let of_member = done.member.is_some_and(|member| member != MemberId::NOBODY);
            if of_member { format!("{text} · {}", t!(words, "toast.redo_hint")) } else { text }
        }
        (false, true) => format!("{text} · {}", t!(words, "toast.undo_hint")),
        (false, false) => text,
    }
}

/// An option of a choice, by its code.
pub fn choice_option(words: Words, program: &Program, id: FieldId, code: &str) -> String {
    match (id, code) {
        (FieldId::Reason, code) => words.reason(program, code),
        (FieldId::Churn, "") => t!(words, "feedback.unsaid"),
        (FieldId::Churn, code) => words.churn_reason(program, code),
        (FieldId::Tier, code) => words.tier(program, code),
        (FieldId::Mode, "pin") => t!(words, "mode.pin"),
        (FieldId::Mode, _) => t!(words, "mode.floor"),
        (id, code) => option(words, id, code),
    }
}

/// When a form was left that has come back: `draft of 14:03`.
pub fn draft_of(words: Words, shell: &Shell, draft: &FormDraft) -> Option<String> {
    let zone = shell.setup.programs.zone();
    let time = |at| words.time(zone, at).split(' ').next_back().unwrap_or_default().to_owned();
    draft.left_at.map(|at| t!(words, "form.draft_of", time = time(at)))
}
