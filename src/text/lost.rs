//! Words for lost members.

use super::Words;
use crate::domain::lost::{LostReport, LostShare, WIN_BACK_DAYS, WIN_BACK_LEAST, WinBack};
use crate::domain::num::grouped;
use crate::domain::program::Program;
use crate::t;

impl Words {
    /// Month, reason, how many of how many, and their share with its interval, the newest month first.
    pub fn churn_rows(self, program: &Program, lost: &LostReport) -> Vec<[String; 4]> {
        let mut rows = Vec::new();
        for month in lost.months.iter().rev() {
            for (code, share) in &month.reasons {
                rows.push([
                    month.first.to_string().get(..7).unwrap_or_default().to_owned(),
                    self.churn_reason(program, code),
                    format!("{} / {}", number(share.rate.part), number(share.rate.n)),
                    lost_share(*share),
                ]);
            }
        }
        rows
    }

    /// Who of the lost has bought again: either group, the difference or why there is none, and what is meant.
    pub fn win_back(self, told: &WinBack) -> Vec<String> {
        let group = |share: LostShare| {
            let of = format!("{} / {}", number(share.rate.part), number(share.rate.n));
            format!("{} · n {of}", lost_share(share))
        };
        vec![
            t!(self, "win_back.touched", told = group(told.touched), n = number(told.contacted)),
            t!(self, "win_back.held_out", told = group(told.held_out)),
            match told.difference {
                Some(span) => {
                    let (low, high) = (format!("{:+.1}", 100.0 * span.low), format!("{:+.1}", 100.0 * span.high));
                    t!(self, "win_back.difference", low = low, high = high)
                }
                None if told.has_holdout => t!(self, "win_back.too_few", n = WIN_BACK_LEAST),
                None => t!(self, "win_back.no_holdout"),
            },
            t!(self, "win_back.note", day = told.from, days = WIN_BACK_DAYS),
        ]
    }
}

/// `40.0 % (12–77)`.
fn lost_share(share: LostShare) -> String {
    match (share.rate.share(), share.interval) {
        (Some(value), Some(told)) => {
            format!("{:.1} % ({:.0}–{:.0})", 100.0 * value, 100.0 * told.low, 100.0 * told.high)
        }
        (Some(value), None) => format!("{:.1} %", 100.0 * value),
        (None, _) => "–".to_owned(),
    }
}

fn number(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}
