//! Fields and which form has which.

use super::{FormKind, Preset};
use crate::domain::day::Day;
use crate::domain::fact::Status;
use crate::domain::member::ProfileField;
use crate::domain::op;
use crate::domain::program::Program;
use crate::shell::editor::Editor;
use crate::shell::field::TextField;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldId {
    /// Points, signed in the points form.
    Points,
    Reason,
    Order,
    Note,
    Reward,
    Tier,
    /// This day is the last one included.
    Until,
    Mode,
    /// A field of the member, by its word.
    Profile(ProfileField),
    /// The other member of a merge, found by any fragment.
    Other,
    /// The last four of the member number.
    LastFour,
    /// Whether feedback is from the member or from nobody known.
    Whom,
    Kind,
    Score,
    Topic,
    Channel,
    /// In the member's own words.
    Text,
    /// Whether the member wants to hear back.
    FollowUp,
    Owner,
    /// Until when a case shall be closed.
    Due,
    CloseReason,
    /// Why a member left.
    Churn,
    /// What came of a contact.
    Outcome,
    /// The day to call back.
    CallBack,
    /// How a member was contacted.
    ContactChannel,
    /// Why a member was contacted.
    CareReason,
    /// What a contact was for.
    Purpose,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The codes to choose from; never empty.
    pub options: Vec<String>,
    pub at: usize,
    /// Whether it stands on what the last form of this kind had, and nobody has touched it since.
    pub is_carried: bool,
    /// The first letters of a label, as far as they have been typed in a row.
    letters: String,
}

impl Choice {
    /// A choice that stands on a code, on its first option where it has no such code.
    pub fn on(options: Vec<String>, preset: Option<&str>) -> Self {
        let at = preset.and_then(|code| options.iter().position(|o| o == code)).unwrap_or(0);
        Self { options, at, is_carried: false, letters: String::new() }
    }

    /// The next or the one before, around the ends.
    pub fn turn(&mut self, forward: bool) {
        self.touch();
        let n = self.options.len().max(1);
        self.at = if forward { (self.at + 1) % n } else { (self.at + n - 1) % n };
    }

    /// The `n`th, from 1, where there is one.
    pub fn pick(&mut self, n: usize) {
        self.touch();
        if (1..=self.options.len()).contains(&n) {
            self.at = n - 1;
        }
    }

    /// Chooses by the first letters of a label or of a code. A letter that goes on with none begins anew, behind the option
    /// that it stands on. Says whether an option begins so.
    pub fn find(&mut self, letter: char, labels: &[String]) -> bool {
        let typed: String = self.letters.chars().chain(letter.to_lowercase()).collect();
        let alone: String = letter.to_lowercase().collect();
        let found = self.beginning(&typed, self.at, labels).map(|at| (at, typed));
        let found = found.or_else(|| self.beginning(&alone, self.at + 1, labels).map(|at| (at, alone)));
        self.touch();
        let Some((at, letters)) = found else { return false };
        (self.at, self.letters) = (at, letters);
        true
    }

    /// The first option from `from` on, around the end, whose label or code begins with some letters.
    fn beginning(&self, letters: &str, from: usize, labels: &[String]) -> Option<usize> {
        let n = self.options.len();
        let begins = |text: &String| text.to_lowercase().starts_with(letters);
        (0..n).map(|step| (from + step) % n).find(|&at| labels.get(at).is_some_and(begins) || begins(&self.options[at]))
    }

    /// Somebody has chosen: nothing is carried over any more, and letters begin anew.
    fn touch(&mut self) {
        self.is_carried = false;
        self.letters.clear();
    }
}

#[derive(Debug, Clone)]
pub enum Value {
    Text(TextField),
    Choice(Choice),
    /// Typed text of several lines.
    Area(Box<Editor>),
}

#[derive(Debug, Clone)]
pub struct Field {
    pub id: FieldId,
    pub value: Value,
}

impl Field {
    /// The typed line or the chosen code; of a text of several lines the first.
    pub fn text(&self) -> &str {
        match &self.value {
            Value::Text(text) => text.text(),
            Value::Choice(choice) => choice.options.get(choice.at).map_or("", String::as_str),
            Value::Area(editor) => editor.lines().first().map_or("", String::as_str),
        }
    }

    /// Whether nothing but blanks stands in it.
    pub fn is_blank(&self) -> bool {
        match &self.value {
            Value::Area(editor) => editor.is_blank(),
            Value::Text(_) | Value::Choice(_) => self.text().trim().is_empty(),
        }
    }
}

/// The codes of [`OverrideMode`](crate::domain::fact::OverrideMode), in the order of the mode field.
pub const MODES: [&str; 2] = ["floor", "pin"];

pub(super) fn of(act: FormKind, program: &Program, today: Day, preset: Preset<'_>) -> Vec<Field> {
    let reason = || {
        let carried = preset.reasons.and_then(|last| last.of(act));
        let mut choice = Choice::on(reasons(act, program), carried);
        choice.is_carried = choice.options.get(choice.at).map(String::as_str) == carried;
        Field { id: FieldId::Reason, value: Value::Choice(choice) }
    };
    let (order, note) = (|| text(FieldId::Order, ""), || text(FieldId::Note, ""));
    match act {
        FormKind::Points => vec![text(FieldId::Points, ""), reason(), order(), note()],
        FormKind::Redeem => vec![text(FieldId::Points, ""), text(FieldId::Reward, ""), order()],
        FormKind::Tier => {
            let tiers: Vec<String> = program.tiers.iter().map(|t| t.code.clone()).collect();
            let above = preset.tier.and_then(|code| tiers.get(program.tier_rank(code) + 1).cloned());
            let until = today.plus_months(program.tier.validity_months).to_string();
            let modes = MODES.map(str::to_owned).to_vec();
            vec![
                choice(FieldId::Tier, tiers, above.as_deref().or(preset.tier)),
                text(FieldId::Until, &until),
                choice(FieldId::Mode, modes, None),
                reason(),
                note(),
            ]
        }
        FormKind::Merge => vec![text(FieldId::Other, ""), reason(), note()],
        FormKind::Close => [reason()].into_iter().chain(churn(program)).chain([note()]).collect(),
        FormKind::Freeze | FormKind::Unfreeze => vec![reason(), note()],
        FormKind::Unmerge => vec![reason()],
        FormKind::Erase => vec![text(FieldId::LastFour, "")],
        // What members say, contacts and members' own fields have rooms of their own: `form::feedback`, `contact`, `alert`, `profile`.
        FormKind::Enrol
        | FormKind::Edit
        | FormKind::Undo
        | FormKind::Approve
        | FormKind::Log
        | FormKind::Contact
        | FormKind::Acknowledge
        | FormKind::Case(_) => Vec::new(),
    }
}

/// Why the member left, where the programme knows reasons; none is chosen yet.
pub(super) fn churn(program: &Program) -> Option<Field> {
    let codes = program.churn_reasons.iter().map(|reason| reason.code.clone());
    let codes: Vec<String> = codes.chain([String::new()]).collect();
    (codes.len() > 1).then(|| choice(FieldId::Churn, codes, Some("")))
}

/// The reasons that fit a form: those of its own operation, else the programme's.
fn reasons(act: FormKind, program: &Program) -> Vec<String> {
    let own: &[&str] = match act {
        FormKind::Freeze => op::SetStatus::reasons_for(Status::Frozen),
        FormKind::Unfreeze => op::SetStatus::reasons_for(Status::Active),
        FormKind::Close => op::SetStatus::reasons_for(Status::Closed),
        FormKind::Merge => &op::Merge::OWN_REASONS,
        FormKind::Unmerge => &op::Unmerge::OWN_REASONS,
        FormKind::Points
        | FormKind::Redeem
        | FormKind::Tier
        | FormKind::Erase
        | FormKind::Enrol
        | FormKind::Edit
        | FormKind::Undo
        | FormKind::Approve
        | FormKind::Log
        | FormKind::Contact
        | FormKind::Acknowledge
        | FormKind::Case(_) => return program.reasons.iter().map(|reason| reason.code.clone()).collect(),
    };
    own.iter().map(|&code| code.to_owned()).collect()
}

pub(super) fn text(id: FieldId, preset: &str) -> Field {
    Field { id, value: Value::Text(TextField::with(preset)) }
}

pub(super) fn choice(id: FieldId, options: Vec<String>, preset: Option<&str>) -> Field {
    Field { id, value: Value::Choice(Choice::on(options, preset)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Chosen from labels of both languages, their codes beside them.
    #[rstest]
    #[case::by_a_label("b", Some(1))]
    #[case::by_several_letters("se", Some(2))]
    #[case::by_a_code("mis", Some(3))]
    #[case::the_same_letter_again_goes_on("ss", Some(4))]
    #[case::around_the_end("sss", Some(2))]
    #[case::in_capitals("S", Some(2))]
    #[case::in_chinese("补", Some(3))]
    #[case::no_such("q", None)]
    #[case::what_fits_nothing_begins_anew("sb", Some(1))]
    fn letters_choose_by_the_beginning(#[case] typed: &str, #[case] at: Option<usize>) {
        let codes = ["goodwill", "birthday", "service", "missing_purchase", "system"].map(str::to_owned);
        let labels = ["goodwill", "birthday", "service recovery", "补登消费", "system"].map(str::to_owned);
        let mut choice = Choice::on(codes.to_vec(), None);
        let found = typed.chars().fold(true, |_, letter| choice.find(letter, &labels));
        assert_eq!(found.then_some(choice.at), at);
    }

    #[test]
    fn what_is_chosen_is_not_carried_over_any_more() {
        let mut choice = Choice::on(vec!["a".to_owned(), "b".to_owned()], Some("b"));
        choice.is_carried = true;
        choice.find('b', &[]);
        assert!(!choice.is_carried);
    }
}
