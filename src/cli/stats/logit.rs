//! `loyaltui stats logit`.

use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::show::stats as show;
use crate::desk::experiments;
use crate::documents::stats as documents;
use crate::t;
use crate::text::path_text;
use clap::Args;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What stands for a cell that is not known.
const UNKNOWN: [&str; 4] = ["", "NA", "NaN", "null"];

/// Values at most of a column of words.
const VALUES: usize = 100;

#[derive(Debug, Args)]
#[command(
    after_help = "A column of numbers is one trait; of a column of words each value is one, against the first in the alphabet. A row that lacks a cell of these columns is left out and counted. AUC and Brier score are of the same rows, not of new ones."
)]
pub struct LogitArgs {
    /// CSV file with a heading
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What is a yes, as COLUMN=VALUE
    #[arg(long, value_name = "COLUMN=VALUE")]
    yes: String,
    /// Columns of traits, separated by commas
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', required = true)]
    by: Vec<String>,
    /// Leave out rows that lack any cell of the file too
    #[arg(long)]
    complete: bool,
}

/// A file's columns, the rows that have all cells, and how many do not.
struct CsvTable {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    left_out: u64,
}

/// The traits of all rows, by name.
type Traits = Vec<(String, Vec<f64>)>;

impl LogitArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let words = context.words;
        let CsvTable { columns, rows, left_out } = self.read(context)?;
        let Some((column, value)) = self.yes.split_once('=') else {
            return Err(CliFailure::Usage(t!(words, "stats.no_outcome")));
        };
        let place = |name: &str| {
            let known = columns.join(", ");
            let missing = || CliFailure::Usage(t!(words, "stats.no_column", name = name, known = known));
            columns.iter().position(|column| column == name).ok_or_else(missing)
        };
        let outcome = place(column)?;
        let yes: Vec<bool> = rows.iter().map(|row| row[outcome] == value).collect();
        let mut traits = Traits::new();
        for name in &self.by {
            let at = place(name)?;
            let cells: Vec<&str> = rows.iter().map(|row| row[at].as_str()).collect();
            traits
                .extend(of_column(name, &cells).ok_or_else(|| {
                    CliFailure::Usage(t!(words, "stats.too_many_values", name = name, most = VALUES))
                })?);
        }
        let (names, columns): (Vec<String>, Vec<Vec<f64>>) = traits.into_iter().unzip();
        let found = experiments::logit(&yes, &names, &columns);
        let found = found.map_err(|why| CliFailure::Usage(words.no_logit(why)))?;
        context.print(&documents::logit(&found, left_out), || show::logit(words, &found, left_out))
    }

    /// The names of the columns, the rows that have all cells, and how many do not.
    fn read(&self, context: &CliContext) -> Result<CsvTable, CliFailure> {
        let bytes = std::fs::read(&self.file).map_err(|error| CliFailure::file(&self.file, &error))?;
        let refused = |line: u64| {
            CliFailure::Usage(t!(context.words, "stats.bad_csv", file = path_text(&self.file), line = line))
        };
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let columns: Vec<String> =
            reader.headers().map_err(|_| refused(1))?.iter().map(|c| c.trim().to_owned()).collect();
        let outcome = self.yes.split_once('=').map_or("", |(column, _)| column);
        let used = |at: usize| self.complete || columns[at] == outcome || self.by.contains(&columns[at]);
        let (mut rows, mut left_out) = (Vec::new(), 0);
        for (line, row) in (2..).zip(reader.records()) {
            let row = row.map_err(|_| refused(line))?;
            let cells: Vec<String> = row.iter().map(|cell| cell.trim().to_owned()).collect();
            let lacks = |(at, cell): (usize, &String)| used(at) && UNKNOWN.contains(&cell.as_str());
            if cells.iter().enumerate().any(lacks) {
                left_out += 1;
            } else {
                rows.push(cells);
            }
        }
        Ok(CsvTable { columns, rows, left_out })
    }
}

/// The traits of a column; `None` of too many words.
fn of_column(name: &str, cells: &[&str]) -> Option<Traits> {
    let numbers: Option<Vec<f64>> =
        cells.iter().map(|cell| cell.parse::<f64>().ok().filter(|number| number.is_finite())).collect();
    if let Some(numbers) = numbers {
        return Some(vec![(name.to_owned(), numbers)]);
    }
    let values: BTreeSet<&str> = cells.iter().copied().collect();
    let of = |value: &str| cells.iter().map(|cell| f64::from(u8::from(*cell == value))).collect();
    let rest = values.iter().skip(1);
    (values.len() <= VALUES).then(|| rest.map(|value| (format!("{name}={value}"), of(value))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_against_the_first_in_the_alphabet() {
        let traits = of_column("contract", &["two", "month", "one", "month"]).unwrap();
        let told: Vec<(&str, &[f64])> =
            traits.iter().map(|(name, column)| (name.as_str(), column.as_slice())).collect();
        assert_eq!(told, [("contract=one", &[0.0, 0.0, 1.0, 0.0][..]), ("contract=two", &[1.0, 0.0, 0.0, 0.0])]);
        assert_eq!(of_column("age", &["3", "4.5"]), Some(vec![("age".to_owned(), vec![3.0, 4.5])]));
    }
}
