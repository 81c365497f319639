//! The words of approval requests.

use super::Words;
use crate::domain::approval_request::RequestState;
use crate::domain::op::plannable::FieldValue;
use crate::domain::plan::outcome::ApprovalTerms;
use crate::domain::program::Programs;
use crate::domain::question::RequestSheet;
use crate::t;

impl Words {
    /// How far an approval request is.
    pub fn request_state(self, state: RequestState) -> String {
        match state {
            RequestState::Open => t!(self, "request_state.open"),
            RequestState::Approved => t!(self, "request_state.approved"),
            RequestState::Rejected => t!(self, "request_state.rejected"),
            RequestState::Withdrawn => t!(self, "request_state.withdrawn"),
            RequestState::Expired => t!(self, "request_state.expired"),
        }
    }

    /// Why somebody else is asked, and how long.
    pub fn proposed(self, terms: &ApprovalTerms) -> String {
        match &terms.why {
            Some(why) => t!(self, "request.proposed_why", why = self.approval(why), day = terms.until),
            None => t!(self, "request.proposed", day = terms.until),
        }
    }

    /// What is asked for, by whom, until when, and how it ended, each with its label.
    pub fn request_facts(self, programs: &Programs, sheet: &RequestSheet) -> Vec<(String, String)> {
        let (row, request) = (&sheet.row, &sheet.row.request);
        let what = match (&sheet.change, &sheet.proposed) {
            (Some(change), Some(effect)) => self.intent(programs, change, effect),
            (_, _) => t!(self, "request.erased", what = self.op_kind(request.act)),
        };
        let (zone, no) = (programs.zone(), request.seq.0.to_string());
        let mut facts = vec![
            (t!(self, "request.title"), format!("#{no} {what}")),
            (t!(self, "request.state"), self.request_state(row.state)),
            (t!(self, "request.proposer"), format!("{} · {}", request.by, self.time(zone, request.at))),
            (t!(self, "request.until"), request.until.to_string()),
        ];
        if let Some(change) = &sheet.change {
            let note = change.fields().into_iter().find(|(field, _)| *field == "note");
            if let Some((_, FieldValue::Text(Some(note)))) = note {
                facts.push((t!(self, "request.note"), note.to_owned()));
            }
        }
        if let Some(end) = &request.end {
            let note = sheet.note.as_deref().map(|note| format!(" · {note}")).unwrap_or_default();
            facts.push((t!(self, "request.answered"), format!("{} · {}{note}", end.by, self.time(zone, end.at))));
        }
        facts
    }
}
