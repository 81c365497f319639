//! The report as CSV files: what the page shows, as numbers that other programs read. Money is in minor units, shares are from 0 to
//! 1; codes are those of `--json`.

use super::{ReportContent, month};
use crate::domain::formula::safe;
use crate::domain::overview::{Figure, FigureValue, PointFlows, months_to};
use crate::domain::target_rows::TargetRow;
use std::io;

/// A CSV file by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSheet {
    pub name: &'static str,
    pub text: Vec<u8>,
}

/// Every sheet of a report; one without rows has its heading.
pub fn sheets(report: &ReportContent<'_>) -> io::Result<Vec<ReportSheet>> {
    Ok(vec![
        sheet("figures.csv", &["metric", "value", "n", "low", "high", "as_of", "definition"], figures(report))?,
        sheet("months.csv", &["metric", "month", "value"], months(report))?,
        sheet("targets.csv", &["metric", "month", "plan", "actual"], targets(report))?,
        sheet("points.csv", &["month", "flow", "points"], flows(report))?,
        sheet("expiry.csv", &["month", "points"], expiry(report))?,
        sheet("tiers.csv", &["tier", "members"], tiers(report))?,
        sheet("churn.csv", &["month", "reason", "part", "n", "low", "high"], churn(report))?,
    ])
}

fn sheet(name: &'static str, columns: &[&str], rows: Vec<Vec<String>>) -> io::Result<ReportSheet> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(columns)?;
    for row in rows {
        out.write_record(row.iter().map(|cell| safe(cell).into_owned()))?;
    }
    Ok(ReportSheet { name, text: out.into_inner().map_err(csv::IntoInnerError::into_error)? })
}

fn number(value: Option<FigureValue>) -> String {
    value.map(|value| value.number().to_string()).unwrap_or_default()
}

fn figures(report: &ReportContent<'_>) -> Vec<Vec<String>> {
    let bound = |bound: Option<f64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    let row = |figure: &Figure| {
        vec![
            figure.code.word().to_owned(),
            number(figure.value),
            figure.n.map(|n| n.to_string()).unwrap_or_default(),
            bound(figure.interval.map(|(low, _)| low)),
            bound(figure.interval.map(|(_, high)| high)),
            report.overview.day.to_string(),
            report.words.figure_about(figure.code),
        ]
    };
    report.figures().iter().map(row).collect()
}

fn months(report: &ReportContent<'_>) -> Vec<Vec<String>> {
    let months = months_to(report.overview.day);
    let mut rows = Vec::new();
    for figure in report.figures() {
        for ((first, _), value) in months.iter().zip(&figure.months) {
            rows.push(vec![figure.code.word().to_owned(), month(*first), number(*value)]);
        }
    }
    rows
}

fn targets(report: &ReportContent<'_>) -> Vec<Vec<String>> {
    let row = |row: &TargetRow| {
        vec![row.code.word().to_owned(), month(row.month), number(Some(row.plan)), number(row.actual)]
    };
    report.targets.iter().map(row).collect()
}

fn flows(report: &ReportContent<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (first, flows) in &report.points.flows {
        let PointFlows { opening, earned, bonus, adjusted, redeemed, clawed_back, expired } = *flows;
        let named = [
            ("opening", opening),
            ("earned", earned),
            ("bonus", bonus),
            ("adjusted", adjusted),
            ("redeemed", redeemed),
            ("clawed_back", clawed_back),
            ("expired", expired),
        ];
        rows.extend(named.map(|(flow, points)| vec![month(*first), flow.to_owned(), points.to_string()]));
    }
    rows
}

fn expiry(report: &ReportContent<'_>) -> Vec<Vec<String>> {
    let rows = report.points.by_expiry.iter();
    rows.map(|(first, points)| vec![first.map_or_else(|| "never".to_owned(), month), points.to_string()]).collect()
}

fn churn(report: &ReportContent<'_>) -> Vec<Vec<String>> {
    let bound = |bound: Option<f64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    let mut rows = Vec::new();
    for of_month in &report.lost.months {
        for (reason, share) in &of_month.reasons {
            rows.push(vec![
                month(of_month.first),
                reason.clone(),
                share.rate.part.to_string(),
                share.rate.n.to_string(),
                bound(share.interval.map(|told| told.low)),
                bound(share.interval.map(|told| told.high)),
            ]);
        }
    }
    rows
}

fn tiers(report: &ReportContent<'_>) -> Vec<Vec<String>> {
    report.points.tiers.iter().map(|(tier, members)| vec![tier.clone(), members.to_string()]).collect()
}
