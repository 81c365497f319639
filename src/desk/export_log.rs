//! Records an export in the journal before its rows are handed out.

use super::clock::{ClockTrust, check_clock};
use super::error::DeskError;
use crate::domain::day::Instant;
use crate::domain::num::MemberId;
use crate::domain::operation::OpKind;
use crate::store::journal::OperationHeader;
use crate::store::write::Tx;
use serde_json::Value;
use uuid::Uuid;

/// Puts an `export` into the journal: who takes what along, of whom. Answers when that was.
pub(super) fn note_export(
    tx: &Tx<'_>,
    op: Uuid,
    operator: &str,
    member: Option<MemberId>,
    what: Option<&Value>,
    now: Instant,
    trust: ClockTrust,
) -> Result<Instant, DeskError> {
    check_clock(tx, now, trust)?;
    let programs = tx.programs()?;
    let at = now.max(tx.last_seen()?);
    let said = OperationHeader::new(OpKind::Export, at, programs.zone().day_of(at), operator, programs.at(at).number);
    let body = what.map(Value::to_string);
    tx.entry(op)?.finish(&OperationHeader { member, secret: body.as_deref(), ..said })?;
    Ok(at)
}
