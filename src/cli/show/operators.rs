//! Operators as a table.

use super::{Renderer, left};
use crate::cli::table::{RoomRules, Table};
use crate::domain::question::OperatorRecord;
use crate::t;

/// Every operator, or that there is none.
pub fn list(tell: Renderer<'_>, operators: &[OperatorRecord]) -> String {
    let words = tell.words;
    if operators.is_empty() {
        return t!(words, "cli.operator.none") + "\n";
    }
    let mut table = Table::headed([
        left(t!(words, "cli.operator.name")),
        left(t!(words, "cli.operator.role")),
        left(words.field("member_no")),
        left(t!(words, "cli.label.status")),
    ])
    .giving_way(RoomRules { cut: &[], leave: &[2], names: &[0], folds: Some(3) });
    for one in operators {
        let state = match (one.is_disabled, one.locked_until, one.has_pin) {
            (true, _, _) => t!(words, "cli.operator.disabled"),
            (false, Some(until), _) => {
                t!(words, "cli.operator.locked", time = words.time(tell.programs.zone(), until))
            }
            (false, None, false) => t!(words, "cli.operator.no_pin"),
            (false, None, true) => t!(words, "cli.operator.active"),
        };
        table.row([&one.name, &words.role(one.role), one.member_no.as_deref().unwrap_or_default(), &state]);
    }
    table.fitted(tell.columns)
}
