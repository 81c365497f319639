//! `operator list`: who works with a data file.

use crate::domain::day::Instant;
use crate::domain::question::OperatorRecord;
use serde::Serialize;

/// Every operator, by name; none where the data file is one owner's.
#[derive(Debug, Serialize)]
pub struct OperatorsDoc<'a> {
    operators: Vec<OperatorDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct OperatorDoc<'a> {
    name: &'a str,
    role: &'static str,
    member_no: Option<&'a str>,
    state: &'static str,
    locked_until: Option<String>,
}

impl<'a> OperatorsDoc<'a> {
    /// The document of a list.
    pub fn new(operators: &'a [OperatorRecord]) -> Self {
        Self { operators: operators.iter().map(OperatorDoc::new).collect() }
    }
}

impl<'a> OperatorDoc<'a> {
    fn new(one: &'a OperatorRecord) -> Self {
        Self {
            name: &one.name,
            role: one.role.word(),
            member_no: one.member_no.as_deref(),
            state: state(one),
            locked_until: one.locked_until.map(Instant::rfc3339),
        }
    }
}

fn state(one: &OperatorRecord) -> &'static str {
    match (one.is_disabled, one.locked_until, one.has_pin) {
        (true, _, _) => "disabled",
        (false, Some(_), _) => "locked",
        (false, None, false) => "no_pin",
        (false, None, true) => "active",
    }
}
