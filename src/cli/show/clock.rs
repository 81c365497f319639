//! The clock as text.

use super::Renderer;
use super::list::operations;
use crate::domain::clock::ClockVerdict;
use crate::domain::question::ClockReport;
use crate::t;

/// What the clock reads, whether that can be right, and what was written ahead of it.
pub fn report(tell: Renderer<'_>, report: &ClockReport) -> String {
    let (words, zone) = (tell.words, tell.programs.zone());
    let time = |at| words.time(zone, at);
    let verdict = match report.verdict {
        ClockVerdict::Plausible => t!(words, "cli.clock.plausible"),
        ClockVerdict::Behind => t!(words, "cli.clock.behind"),
        ClockVerdict::FarAhead => t!(words, "cli.clock.far_ahead"),
    };
    let mut lines = vec![
        t!(words, "cli.clock.now", time = time(report.now), verdict = verdict),
        t!(words, "cli.clock.newest", time = time(report.known.newest)),
        t!(words, "cli.clock.built", time = time(report.known.built)),
    ];
    if report.ahead.is_empty() {
        lines.push(t!(words, "cli.clock.nothing_ahead"));
        return lines.join("\n") + "\n";
    }
    lines.push(t!(words, "cli.clock.ahead", n = report.ahead.len()));
    lines.join("\n") + "\n" + &operations(tell, &report.ahead, report.ahead.len() as u64)
}
