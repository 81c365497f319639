//! Taking a segment along: the rows of a file, and the operation that says who took them.

use super::ScanWatch;
use super::model::CustomerValue;
use super::select::sort_needs_fold;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::export_log::note_export;
use crate::desk::plan::operation_id;
use crate::domain::day::{Day, Instant};
use crate::domain::query::{Condition, Filter, Predicate, WordField};
use crate::domain::read_models::MemberRow;
use crate::domain::segment_views::Sort;
use serde_json::json;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, Default)]
pub struct ExportRequest<'a> {
    /// Whom: `*`, a segment, a saved filter's name, or a filter.
    pub query: &'a str,
    /// The day; today by default.
    pub as_of: Option<Day>,
    pub sort: Sort,
    /// At most this many rows are returned.
    pub limit: Option<usize>,
    /// Only members who consent to this purpose.
    pub consent: Option<&'a str>,
    /// Contact fields whole instead of masked.
    pub whole: bool,
    /// With value and churn risk (then members who never bought are left out).
    pub worth: bool,
}

#[derive(Debug, Clone)]
pub struct ExportedMembers {
    /// The operation that says so.
    pub op: Uuid,
    pub rows: Vec<(MemberRow, Option<CustomerValue>)>,
}

impl Desk {
    /// The rows of an export. That they are handed out is written down first, with who, the filter and how many.
    pub fn export_segment(
        &mut self,
        take: ExportRequest<'_>,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<ExportedMembers, DeskError> {
        let asked = self.as_of_day(take.as_of, now)?;
        let mut filter = self.filter_of(take.query, asked, now)?;
        let said = said_of(take.query, &filter);
        if let Some(purpose) = take.consent {
            let test = Predicate::Word(WordField::Consent, vec![purpose.trim().to_lowercase()]);
            filter.conditions.push(Condition { negated: false, test });
        }
        let models = if take.worth { Some(self.models(take.as_of, now, watch)?) } else { None };
        let bought = if take.worth { Some(self.bought(asked.day, watch)?) } else { None };
        let mut selected = self.selected(&filter, asked, !take.worth || sort_needs_fold(take.sort), watch)?;
        let upto = take.limit.unwrap_or(usize::MAX).min(selected.places.len());
        self.sorted(&mut selected, take.sort, 0..upto)?;
        let mut rows = Vec::with_capacity(upto);
        for mut row in self.rows_of(&selected, 0..upto, asked)? {
            let mut worth = None;
            if let (Some(models), Some(bought)) = (&models, &bought) {
                let place = bought.place(row.id).filter(|at| bought.counts(*at));
                worth = place.map(|at| self.worth_of(models, bought, at)).transpose()?.flatten();
                if worth.is_none() {
                    continue;
                }
            }
            if take.whole
                && let Some(contact) = self.store.contact(row.id)?
            {
                (row.phone, row.email) = (contact.phone, contact.email);
            }
            rows.push((row, worth));
        }
        let op = self.note_export(&said, rows.len(), take, now)?;
        Ok(ExportedMembers { op, rows })
    }

    fn note_export(
        &mut self,
        said: &str,
        rows: usize,
        take: ExportRequest<'_>,
        now: Instant,
    ) -> Result<Uuid, DeskError> {
        let (operator, op) = (self.operator.name.clone(), operation_id(now));
        let consent = take.consent.map(|purpose| format!(" · consent:{purpose}")).unwrap_or_default();
        let fields = if take.whole { "whole" } else { "masked" };
        let note = format!("{said}{consent} · {rows} rows · {fields}");
        let body = json!({ "intent": {
            "export": "segment", "query": said, "consent": take.consent, "whole": take.whole, "rows": rows, "note": note,
        }});
        self.store.write(|tx| note_export(tx, op, &operator, None, Some(&body), now))?;
        Ok(op)
    }
}

/// The filter as the journal keeps it. Free words may be somebody's name or phone, which no erasure would find there.
fn said_of(query: &str, filter: &Filter) -> String {
    if filter.words.is_empty() { query.trim().to_owned() } else { format!("({} words)", filter.words.len()) }
}
