//! Lost members as text.

use super::{Renderer, left, right};
use crate::cli::table::Table;
use crate::domain::lost::LostReport;
use crate::t;

/// The churn reasons of each month that has some, the newest first, then who has bought again.
pub fn lost(tell: Renderer<'_>, lost: &LostReport) -> String {
    let words = tell.words;
    let rows = words.churn_rows(tell.program(), lost);
    let reasons = if rows.is_empty() {
        t!(words, "churn.none") + "\n"
    } else {
        let mut table = Table::headed([
            left(t!(words, "targets.month")),
            left(t!(words, "churn.reason")),
            right(t!(words, "overview.n")),
            right(t!(words, "churn.share")),
        ]);
        for row in &rows {
            table.row(row.each_ref().map(String::as_str));
        }
        table.fitted(tell.columns)
    };
    let win_back: String = words.win_back(&lost.win_back).into_iter().map(|line| line + "\n").collect();
    format!("{}\n{reasons}\n{}\n{win_back}", t!(words, "churn.title"), t!(words, "win_back.title"))
}
