//! The care list as CSV.

use crate::domain::care::{CareCause, CareRow};
use crate::domain::formula::safe;
use std::io;

const COLUMNS: [&str; 10] =
    ["member_no", "name", "phone", "email", "store", "tier", "reasons", "since", "net_spend_365", "last_contact"];

/// The rows, every cell safe to open in a spreadsheet; money in minor units.
pub(super) fn csv(rows: &[CareRow]) -> io::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for row in rows {
        let reasons: Vec<&str> = row.causes.iter().map(|cause| cause.reason().word()).collect();
        let cells = [
            row.member.member_no.clone(),
            row.member.name.clone(),
            row.member.phone.to_string(),
            row.member.email.to_string(),
            row.member.store.clone(),
            row.member.tier.clone(),
            reasons.join(" "),
            row.causes.first().map(|cause: &CareCause| cause.since().to_string()).unwrap_or_default(),
            row.spend.0.to_string(),
            row.last_contact.map(|(day, outcome)| format!("{day} {}", outcome.word())).unwrap_or_default(),
        ];
        out.write_record(cells.iter().map(|cell| safe(cell).into_owned()))?;
    }
    out.into_inner().map_err(csv::IntoInnerError::into_error)
}
