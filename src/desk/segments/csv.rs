//! Exported members as the text of a CSV file. Column names are a contract, whatever the language of the screen.

use crate::domain::export::ExportWords;
use crate::domain::formula::safe_text;
use crate::domain::program::{Program, decimal};
use crate::domain::read_models::MemberRow;
use crate::domain::segment_views::SegmentState;
use crate::domain::value::CustomerValue;
use serde::Serialize;
use std::io;

/// The columns; with points of the month those of `MONTH` too, with value and churn risk those of `WORTH`.
const COLUMNS: [&str; 17] = [
    "member_no",
    "name",
    "tier",
    "points",
    "last_on",
    "purchases",
    "net_spend",
    "r",
    "f",
    "m",
    "segment",
    "lifecycle",
    "status",
    "phone",
    "email",
    "store",
    "birthday",
];

const WORTH: [&str; 9] =
    ["x", "t_x_days", "age_days", "mean_repeat", "p_alive", "expected_13w", "expected_26w", "expected_52w", "clv"];

/// With the points of the month; the others stand before them.
const MONTH: [&str; 2] = ["ends_this_month", "earned_this_month"];

/// A line of the file.
pub(super) type ExportedMember = (MemberRow, Option<CustomerValue>);

/// The file's text: one line a member, no cell a formula. `words`: what stands for codes.
pub(super) fn csv(rows: &[ExportedMember], program: &Program, words: Option<&ExportWords>) -> io::Result<Vec<u8>> {
    let with_worth = rows.iter().any(|(_, worth)| worth.is_some());
    let mut out = csv::Writer::from_writer(Vec::new());
    let worth_columns: &[&str] = if with_worth { &WORTH } else { &[] };
    let with_month = rows.iter().any(|(row, _)| row.month.is_some());
    let month_columns: &[&str] = if with_month { &MONTH } else { &[] };
    out.write_record(COLUMNS.iter().chain(month_columns).chain(worth_columns))?;
    for (row, worth) in rows {
        let mut cells = member(row, program, words);
        if with_month {
            let month = row.month.unwrap_or_default();
            cells.extend([month.ends, month.earned].map(|points| points.0.to_string()));
        }
        if let Some(worth) = worth {
            cells.extend(valued(worth, program));
        }
        out.write_record(&cells)?;
    }
    out.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

fn member(row: &MemberRow, program: &Program, words: Option<&ExportWords>) -> Vec<String> {
    let place = SegmentState::of(row.rfm, row.orders);
    let tier = words.and_then(|words| told(&words.tiers, &row.tier)).unwrap_or_else(|| row.tier.clone());
    let place = place
        .map(|place| words.and_then(|words| told(&words.places, &place)).unwrap_or_else(|| place.word().to_owned()));
    let stage = words.and_then(|words| told(&words.stages, &row.stage)).unwrap_or_else(|| row.stage.word().to_owned());
    let status = words.and_then(|words| told(&words.statuses, &row.status)).unwrap_or_else(|| word(row.status));
    let score = |n: Option<u8>| n.map(|n| n.to_string()).unwrap_or_default();
    vec![
        safe_text(&row.member_no).into_owned(),
        safe_text(&row.name).into_owned(),
        safe_text(&tier).into_owned(),
        row.balance.0.to_string(),
        row.last_on.map(|day| day.to_string()).unwrap_or_default(),
        row.orders.to_string(),
        // Money in major units, as files bring it in: `299.90`.
        decimal::plain(row.net_spend.0, program.currency.decimals),
        score(row.rfm.map(|s| s.r)),
        score(row.rfm.map(|s| s.f)),
        score(row.rfm.map(|s| s.m)),
        place.unwrap_or_default(),
        stage,
        status,
        safe_text(&row.phone).into_owned(),
        safe_text(&row.email).into_owned(),
        safe_text(&row.store).into_owned(),
        row.birthday.to_string(),
    ]
}

/// The word of a value.
fn told<T: PartialEq>(words: &[(T, String)], value: &T) -> Option<String> {
    words.iter().find(|(of, _)| of == value).map(|(_, word)| word.clone())
}

fn valued(worth: &CustomerValue, program: &Program) -> Vec<String> {
    let minor_units = (0..program.currency.decimals).fold(1.0, |units, _| units * 10.0);
    let mut cells = vec![worth.x.to_string(), worth.t_x.to_string(), worth.age.to_string()];
    let mean = worth.mean / minor_units;
    cells.extend([mean.to_string(), worth.p_alive.to_string()]);
    cells.extend(worth.expected.map(|n| n.to_string()));
    cells.push(worth.value.map_or_else(|why| why.word().to_owned(), |minor| (minor / minor_units).to_string()));
    cells
}

/// An enum's word in files.
fn word(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
