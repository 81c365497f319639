//! Fields and which form has which.

use super::{FormKind, Preset};
use crate::domain::day::Day;
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
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The codes to choose from; never empty.
    pub options: Vec<String>,
    pub at: usize,
}

impl Choice {
    /// The next or the one before, around the ends.
    pub fn turn(&mut self, forward: bool) {
        let n = self.options.len().max(1);
        self.at = if forward { (self.at + 1) % n } else { (self.at + n - 1) % n };
    }

    /// The `n`th, from 1, where there is one.
    pub fn pick(&mut self, n: usize) {
        if (1..=self.options.len()).contains(&n) {
            self.at = n - 1;
        }
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
    let reason = || choice(FieldId::Reason, program.reasons.iter().map(|r| r.code.clone()).collect(), preset.reason);
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
        FormKind::Freeze | FormKind::Unfreeze | FormKind::Close | FormKind::Merge => vec![reason(), note()],
        FormKind::Unmerge => vec![reason()],
        FormKind::Erase => vec![text(FieldId::LastFour, "")],
        // What members say has its own fields: see `form::feedback`.
        FormKind::Undo | FormKind::Log | FormKind::Case(_) => Vec::new(),
    }
}

pub(super) fn text(id: FieldId, preset: &str) -> Field {
    Field { id, value: Value::Text(TextField::with(preset)) }
}

pub(super) fn choice(id: FieldId, options: Vec<String>, preset: Option<&str>) -> Field {
    let at = preset.and_then(|code| options.iter().position(|o| o == code)).unwrap_or(0);
    Field { id, value: Value::Choice(Choice { options, at }) }
}
