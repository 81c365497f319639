//! Which keys mean something now.

use super::command::KeyContext::{
    self, Adjust, Always, Cases, Choice, Desk, Editor, Entry, File, Filter, Form, Grid, List, Move, Picker, Plan,
    Prompt, Rows, Score, Scores, Search,
};
use super::draft::FormDraft;
use super::field::TextField;
use super::form::{FieldId, FormFocus, Value};
use super::model::Model;
use super::overlay::Overlay;
use super::pane::feedback::FeedbackView;
use super::pane::members::Focus;
use super::pane::segments::dialog::Dialog;
use super::panes::Pane;

impl Model {
    /// The contexts in force, the nearest first: the topmost overlay, else the text field, else the focused part.
    pub fn contexts(&self) -> &'static [KeyContext] {
        match self.overlays.last() {
            Some(Overlay::Help { .. } | Overlay::Counted(_)) => &[Move, Always],
            Some(Overlay::Palette(_)) => &[KeyContext::Palette, Always],
            Some(Overlay::Day { .. } | Overlay::Csv(_)) => &[Prompt, Always],
            Some(Overlay::Why(_)) => &[KeyContext::Why, Move, Always],
            Some(Overlay::Language(_) | Overlay::Narrow { .. }) => &[Picker, Move, Always],
            Some(Overlay::Segments(dialog)) => dialog_contexts(dialog),
            Some(Overlay::Change(draft)) => match form_position(draft) {
                FormPosition::Text => &[Entry, Form, Always],
                FormPosition::Area => &[Editor, Form, Always],
                FormPosition::Choice => &[Choice, Entry, Form, Always],
                FormPosition::Score => &[Score, Choice, Entry, Form, Always],
                FormPosition::Plan => &[Plan, Form, Always],
            },
            None => self.pane_contexts(),
        }
    }

    fn pane_contexts(&self) -> &'static [KeyContext] {
        match self.pane {
            Pane::Members => match self.members.focus {
                Focus::Search => &[Search, Always],
                Focus::List => &[List, Move, Desk, Always],
                Focus::File => &[File, Move, Desk, Always],
            },
            Pane::Feedback if self.feedback.view == FeedbackView::Scores => &[Scores, Move, Desk, Always],
            Pane::Feedback => &[Cases, Move, Desk, Always],
            Pane::Segments if self.segments.filter.has_keys => &[Filter, Always],
            Pane::Segments if self.segments.drill.is_some() => &[Rows, Grid, Move, Desk, Always],
            Pane::Segments => &[Grid, Move, Desk, Always],
            Pane::Adjust => match self.draft().map(form_position) {
                None => &[Desk, Always],
                Some(FormPosition::Text) => &[Entry, Form, Adjust, Always],
                Some(FormPosition::Area) => &[Editor, Form, Adjust, Always],
                Some(FormPosition::Choice | FormPosition::Score) => &[Choice, Entry, Form, Adjust, Desk, Always],
                Some(FormPosition::Plan) => &[Plan, Form, Adjust, Desk, Always],
            },
        }
    }

    /// The text field that takes printable keys.
    pub fn text_field(&self) -> Option<&TextField> {
        match self.overlays.last() {
            Some(Overlay::Palette(palette)) => return Some(&palette.field),
            Some(Overlay::Day { field, .. } | Overlay::Csv(field)) => return Some(field),
            Some(Overlay::Segments(dialog)) => return dialog.field(),
            Some(
                Overlay::Help { .. }
                | Overlay::Why(_)
                | Overlay::Language(_)
                | Overlay::Narrow { .. }
                | Overlay::Counted(_),
            ) => {
                return None;
            }
            Some(Overlay::Change(_)) | None => {}
        }
        match self.draft() {
            Some(draft) => draft.form.focused().and_then(|field| match &field.value {
                Value::Text(text) => Some(text),
                Value::Choice(_) | Value::Area(_) => None,
            }),
            None => match self.pane {
                Pane::Members => (self.members.focus == Focus::Search).then_some(&self.members.search.field),
                Pane::Segments => self.segments.filter.has_keys.then_some(&self.segments.filter.field),
                Pane::Adjust | Pane::Feedback => None,
            },
        }
    }

    pub(super) fn text_field_mut(&mut self) -> Option<&mut TextField> {
        if self.overlays.is_empty() && self.pane == Pane::Segments {
            return self.segments.filter.has_keys.then_some(&mut self.segments.filter.field);
        }
        let in_dialog = matches!(self.overlays.last(), Some(Overlay::Change(_)));
        if self.overlays.is_empty() && self.pane == Pane::Members {
            return (self.members.focus == Focus::Search).then_some(&mut self.members.search.field);
        }
        if in_dialog || self.overlays.is_empty() {
            return self.draft_mut().and_then(|draft| draft.form.focused_text());
        }
        match self.overlays.last_mut() {
            Some(Overlay::Palette(palette)) => Some(&mut palette.field),
            Some(Overlay::Day { field, .. } | Overlay::Csv(field)) => Some(field),
            Some(Overlay::Segments(dialog)) => dialog.field_mut(),
            _ => None,
        }
    }
}

impl Model {
    /// The text of several lines that takes printable keys.
    pub(super) fn editor_mut(&mut self) -> Option<&mut super::editor::Editor> {
        self.draft_mut().and_then(|draft| draft.form.focused_editor())
    }
}

fn dialog_contexts(dialog: &Dialog) -> &'static [KeyContext] {
    match dialog {
        Dialog::Sort(_) => &[Picker, Move, Always],
        Dialog::Name { .. } | Dialog::Forget(_) | Dialog::Days { .. } => &[Prompt, Always],
        Dialog::Export(form) if form.field().is_some() => &[Prompt, Form, Always],
        Dialog::Export(_) => &[Choice, Prompt, Form, Always],
        Dialog::Legend(_) => &[Move, Always],
    }
}

enum FormPosition {
    Text,
    Area,
    Score,
    Choice,
    Plan,
}

fn form_position(draft: &FormDraft) -> FormPosition {
    match (draft.form.spot, draft.form.focused().map(|f| &f.value)) {
        (FormFocus::Plan, _) | (_, None) => FormPosition::Plan,
        (_, Some(Value::Text(_))) => FormPosition::Text,
        (_, Some(Value::Area(_))) => FormPosition::Area,
        (_, Some(Value::Choice(_))) if draft.form.focused().is_some_and(|f| f.id == FieldId::Score) => {
            FormPosition::Score
        }
        (_, Some(Value::Choice(_))) => FormPosition::Choice,
    }
}
