//! What an empty form begins with.

use super::FormKind;
use crate::domain::contact::CareReason;
use crate::domain::feedback::Measure;

/// What an empty form begins with, where the programme still has it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Preset<'a> {
    /// The reasons chosen last.
    pub reasons: Option<&'a LastReasons>,
    /// The tier the member has; the next one above it is preset.
    pub tier: Option<&'a str>,
    /// The kind of feedback logged last.
    pub measure: Option<Measure>,
    /// The channel of the feedback logged last.
    pub channel: Option<&'a str>,
    pub owner: Option<&'a str>,
    /// Why the care list names the member.
    pub care: Option<CareReason>,
}

/// The reason chosen last in each kind of form: a reason for points is none for a freeze.
#[derive(Debug, Clone, Default)]
pub struct LastReasons(Vec<(FormKind, String)>);

impl LastReasons {
    /// The code of the reason chosen last in forms of a kind.
    pub fn of(&self, kind: FormKind) -> Option<&str> {
        self.0.iter().find(|(of, _)| *of == kind).map(|(_, code)| code.as_str())
    }

    /// Remembers the reason of a form that was written.
    pub fn remember(&mut self, kind: FormKind, code: String) {
        self.0.retain(|(of, _)| *of != kind);
        self.0.push((kind, code));
    }
}
