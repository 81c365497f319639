//! Exporting members: the rows of the file, and the operation that records who took them.

use super::ScanWatch;
use super::csv::{ExportedMember, csv};
use super::select::sort_needs_fold;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::export_csv::{ExportError, RecordedCsv};
use crate::desk::export_log::note_export;
use crate::desk::plan::operation_id;
use crate::domain::day::Instant;
use crate::domain::export::MembersExport;
use crate::domain::mask::{Disclosure, MaskedText};
use crate::domain::query::{Condition, Filter, Predicate, WordField};
use serde_json::json;
use uuid::Uuid;

impl Desk {
    /// The rows of a list as CSV. That they are handed out is recorded first, with who, the filter and how many.
    pub(in crate::desk) fn member_sheet(
        &mut self,
        export: &MembersExport,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<RecordedCsv, ExportError> {
        let rows = self.exported_rows(export, now, watch)?;
        let asked = self.as_of_day(export.list.as_of, now)?;
        let words = filter_text(&export.list.query, &self.filter_of(&export.list.query, asked, now)?);
        let op = self.note_members_export(&words, rows.len(), export, now)?;
        let text = csv(&rows, &self.programs()?.newest().program, export.words.as_deref())?;
        Ok(RecordedCsv { op, rows: rows.len(), text })
    }

    fn exported_rows(
        &mut self,
        export: &MembersExport,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Vec<ExportedMember>, DeskError> {
        let list = &export.list;
        let asked = self.as_of_day(list.as_of, now)?;
        let mut filter = self.filter_of(&list.query, asked, now)?;
        if let Some(purpose) = &export.consent {
            let test = Predicate::Word(WordField::Consent, vec![purpose.trim().to_lowercase()]);
            filter.conditions.push(Condition { negated: false, test });
        }
        let models = if export.with_value { Some(self.models(list.as_of, now, watch)?) } else { None };
        let bought = if export.with_value { Some(self.bought(asked.day, watch)?) } else { None };
        let mut selected = self.selected(&filter, asked, !export.with_value || sort_needs_fold(list.sort), watch)?;
        let upto = export.limit.unwrap_or(usize::MAX).min(selected.places.len());
        self.sorted(&mut selected, (list.sort, asked), 0..upto, watch)?;
        let mut rows = Vec::with_capacity(upto);
        for mut row in self.rows_of(&selected, 0..upto, asked)? {
            if list.with_month {
                row.month = Some(self.month_points(row.id, asked.day)?);
            }
            let mut value = None;
            if let (Some(models), Some(bought)) = (&models, &bought) {
                let place = bought.place(row.id).filter(|at| bought.counts(*at));
                value = place.map(|at| self.worth_of(models, bought, at)).transpose()?.flatten();
                if value.is_none() {
                    continue;
                }
            }
            if export.unmasked
                && let Some(contact) = self.store.contact(row.id)?
            {
                let whole = |text: String| MaskedText::disclosed(text, Disclosure::Exported);
                (row.phone, row.email) = (whole(contact.phone), whole(contact.email));
                row.birthday = whole(contact.birthday.map(|day| day.to_string()).unwrap_or_default());
            }
            rows.push((row, value));
        }
        Ok(rows)
    }

    fn note_members_export(
        &mut self,
        words: &str,
        rows: usize,
        export: &MembersExport,
        now: Instant,
    ) -> Result<Uuid, DeskError> {
        let (operator, op, trust) = (self.operator.name.clone(), operation_id(now), self.clock_trust);
        let consent = export.consent.as_ref().map(|purpose| format!(" · consent:{purpose}")).unwrap_or_default();
        let fields = if export.unmasked { "whole" } else { "masked" };
        let note = format!("{words}{consent} · {rows} rows · {fields}");
        let body = json!({ "intent": {
            "export": "segment", "query": words, "consent": export.consent, "whole": export.unmasked, "rows": rows,
            "note": note,
        }});
        self.store.write(|tx| note_export(tx, op, &operator, None, Some(&body), now, trust))?;
        Ok(op)
    }
}

/// The filter as the journal keeps it. Free words may be somebody's name or phone, which no erasure would find there.
fn filter_text(query: &str, filter: &Filter) -> String {
    if filter.words.is_empty() { query.trim().to_owned() } else { format!("({} words)", filter.words.len()) }
}
