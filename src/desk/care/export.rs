//! Exporting the care list: the rows of the file, and the operation that records who took them.

use super::csv::csv;
use crate::desk::Desk;
use crate::desk::ask::ScanWatch;
use crate::desk::export_csv::{ExportError, RecordedCsv};
use crate::desk::export_log::note_export;
use crate::desk::plan::operation_id;
use crate::domain::contact::ContactChannel;
use crate::domain::day::Instant;
use crate::domain::mask::{Disclosure, MaskedText};
use crate::domain::question::ListCare;
use serde_json::json;

impl Desk {
    /// Every row of the care list as CSV; phone and e-mail are whole for who consents to be contacted by them. That it is handed
    /// out is recorded first, with who, the day and how many.
    pub(in crate::desk) fn care_sheet(
        &mut self,
        list: &ListCare,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<RecordedCsv, ExportError> {
        let mut care = self.care_list(&ListCare { limit: usize::MAX, ..list.clone() }, now, watch)?;
        for row in &mut care.rows {
            let Some(profile) = self.store.profile(row.member.id)? else { continue };
            if ContactChannel::Phone.is_consented(&profile.consents) {
                row.member.phone = MaskedText::disclosed(profile.phone, Disclosure::Exported);
            }
            if ContactChannel::Email.is_consented(&profile.consents) {
                row.member.email = MaskedText::disclosed(profile.email, Disclosure::Exported);
            }
        }
        let base = list.base.trim();
        let scope = if matches!(base, "" | "*") { String::new() } else { format!(" in ({base})") };
        let note = format!("care {}{scope} · {} rows · whole with consent", care.day, care.rows.len());
        let what = json!({ "intent": {
            "export": "care", "day": care.day, "rows": care.rows.len(), "note": note,
        }});
        let (operator, op, trust) = (self.operator.name.clone(), operation_id(now), self.clock_trust);
        self.store.write(|tx| note_export(tx, op, &operator, None, Some(&what), now, trust))?;
        Ok(RecordedCsv { op, rows: care.rows.len(), text: csv(&care.rows)? })
    }
}
