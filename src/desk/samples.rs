//! Samples of the audit log: what one would take, which there are, and what an operation's number is in them.

use super::Desk;
use super::ask::{Asking, Serve};
use super::error::DeskError;
use super::journal_filter;
use super::undo::resolve;
use crate::analytics::audit::{attribute_sample, points_sample};
use crate::analytics::sample_result::sample_result;
use crate::domain::drawn_sample::{AuditSample, Judgement, SAMPLE_MAX, SampleDesign, SampleDraw, SampleSheet};
use crate::domain::num::Points;
use crate::domain::operation::OperationRow;
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::{DrawSample, ListSamples, OpenSample};
use crate::store::Store;
use crate::store::listing::{JournalCondition, JournalFilter};

impl Serve<DrawSample> for Desk {
    fn serve(&mut self, question: DrawSample, _: Asking<'_>) -> Result<Box<SampleDraw>, DeskError> {
        let design = sized(question.design)?;
        self.store.read(|store| {
            let query = format!("{} since:{} until:{}", design.query, design.from, design.to);
            let filter = journal_filter::read(store, store.programs()?.zone(), &query)?;
            let size = store.size_at_end_of(design.to)?;
            let operations = store.sampled_operations(&filter, size)?;
            let root = store.tree_root(&(0..size))?;
            let draw = SampleDraw::of(design, size, &root, operations);
            Ok(Box::new(draw.ok_or(Refusal::NothingToSample)?))
        })
    }
}

/// The longest words of a seed, in characters.
const WORDS_MAX: usize = 200;

fn bad(field: &str, value: String, expected: &str) -> DeskError {
    Refusal::BadField { field: field.to_owned(), value, expected: expected.to_owned() }.into()
}

/// The design with its number of operations, which may come of what is tolerable.
fn sized(mut design: SampleDesign) -> Result<SampleDesign, DeskError> {
    design.words = design.words.trim().into();
    if design.words.is_empty() || design.words.chars().count() > WORDS_MAX {
        return Err(bad("seed", design.words, &format!("1…{WORDS_MAX}")));
    }
    if let Some((tolerable, expected)) = design.tolerable {
        let share = f64::from(tolerable) / 10_000.0;
        let is_by_points = design.kind.is_by_points();
        let size = if is_by_points { points_sample(share, expected) } else { attribute_sample(share, expected) };
        design.n = size.ok_or_else(|| bad("tolerable", format!("{}%", 100.0 * share), "0.01%…99%"))?;
    }
    if design.n == 0 || design.n > SAMPLE_MAX {
        return Err(bad("n", design.n.to_string(), &format!("1…{SAMPLE_MAX}")));
    }
    Ok(design)
}

impl Serve<ListSamples> for Desk {
    fn serve(&mut self, _: ListSamples, _: Asking<'_>) -> Result<Vec<SampleSheet>, DeskError> {
        let listed =
            |sample: AuditSample| SampleSheet { result: sample_result(&sample), sample, operations: Vec::new() };
        Ok(self.store.read(|store| store.samples(""))?.into_iter().map(listed).collect())
    }
}

impl Serve<OpenSample> for Desk {
    fn serve(&mut self, question: OpenSample, _: Asking<'_>) -> Result<Box<SampleSheet>, DeskError> {
        self.store.read(|store| {
            let mut found = store.samples(&question.id)?;
            let (Some(sample), true) = (found.pop(), found.is_empty()) else {
                return Err(Refusal::UnknownSample { id: question.id }.into());
            };
            let operations = operations_of(store, &sample)?;
            Ok(Box::new(SampleSheet { result: sample_result(&sample), sample, operations }))
        })
    }
}

fn operations_of(store: &Store, sample: &AuditSample) -> Result<Vec<OperationRow>, DeskError> {
    let places: Vec<_> = sample.draw.operations().collect();
    let (mut rows, _) =
        store.journal_page(&JournalFilter::of(vec![JournalCondition::Places(places.clone())]), places.len())?;
    rows.sort_by_key(|row| places.iter().position(|seq| *seq == row.seq));
    Ok(rows)
}

impl Desk {
    /// The judgement of an operation, given by its id, the beginning of it or its number, that is right, or where so many points would have been.
    pub fn judgement(&self, operation: &str, is_right: bool, right: Option<Points>) -> Result<Judgement, DeskError> {
        self.store.read(|store| {
            let unknown = || Refusal::UnknownOperation { op: operation.to_owned() };
            let row = store.operation_row(resolve(store, operation)?)?.ok_or_else(unknown)?;
            Ok(Judgement { seq: row.seq, is_right, recorded: row.points, right, by: self.operator.name.clone() })
        })
    }
}
