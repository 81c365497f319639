//! Recomputing everything that the file says of itself, and naming the first thing that is wrong.
//!
//! The work is cut into tasks in a fixed order: the file's shape, the chain of operations, the rows that each of them wrote, the same of every file
//! that has joined, SQLite's own indexes, the pointers between facts, the small tables, the search index, and every member's profile and state. Threads take one task after the
//! other, each with a connection of its own; what is named is what the earliest task in the order found, so the answer does
//! not depend on the threads.
//! Rows and operations are never changed, so tasks may look at the file at different moments.

mod ahead;
mod chain;
mod cursor;
mod desk_events;
mod extras;
mod feedback;
mod gather;
mod interactions;
mod keys;
mod operation_rows;
mod pointers;
mod rows;
mod states;
mod tables;

use super::error::StoreError;
use super::{Stopwatch, Store, schema};
use crate::domain::journal::Digest;
use crate::domain::num::{FileNumber, MemberId, OpSeq};
use crate::domain::proof::TreeHead;
use crate::domain::verification::{Checkpoint, Discrepancy, ExpectedDigest, VerifyReport};
use gather::CheckedMembers;
use keys::OrderKeySum;
use pointers::Stretch;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use uuid::Uuid;

/// Rows that one task digests, about.
const ROWS_A_TASK: i64 = 100_000;

/// Members that one task folds.
const MEMBERS_A_TASK: i64 = 10_000;

/// More threads than this wait for the disk, not for the processor.
const THREADS_MAX: usize = 8;

/// A part of the work.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Task {
    /// What SQLite has noted of the file's shape.
    Schema,
    Chain,
    /// The operations of a file that has joined.
    ChainOf(FileNumber),
    /// The rows that a range of one file's operations wrote.
    Rows(Range<i64>),
    /// A table against its indexes.
    Indexes(String),
    Pointers,
    Keys,
    /// Small tables; among them what the folds leave out.
    Tables,
    Feedback,
    Interactions,
    DeskEvents,
    /// The search index against the members' rows.
    Search,
    /// Profiles and states of a range of members.
    States(Range<i64>),
}

#[derive(Debug, Default)]
struct TaskResult {
    operations: u64,
    facts: u64,
    /// Member events and desk events.
    events: u64,
    members: u64,
    checkpoint: Option<Checkpoint>,
    expected: Option<ExpectedDigest>,
    erased: Vec<Uuid>,
    /// The facts that were read, and what points to them.
    stretch: Stretch,
    /// Order references of the facts that were read.
    references: OrderKeySum,
    /// What the table of order references has.
    filed: OrderKeySum,
    wrong: Option<Discrepancy>,
    /// What is wrong with a member; told where nothing is wrong with what members are made of.
    wrong_member: Option<(i64, Discrepancy)>,
}

/// What all tasks are given.
struct VerifyInput<'a> {
    /// A digest noted earlier.
    expect: Option<Digest>,
    /// Checkpoints noted earlier.
    heads: &'a [TreeHead],
    done: CheckedMembers,
}

impl TaskResult {
    fn wrong(wrong: Discrepancy) -> Self {
        Self { wrong: Some(wrong), ..Self::default() }
    }
}

impl Store {
    /// Recomputes chain, digests, secrets, profiles, folds, caches and what members are found by. `expect` is a digest noted earlier, `heads`
    /// are checkpoints that were signed earlier. `progress` hears
    /// how many of how many parts are done.
    pub fn verify(
        &self,
        expect: Option<Digest>,
        heads: &[TreeHead],
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<VerifyReport, StoreError> {
        let began = Stopwatch::start();
        let (tasks, last_member) = self.read(Self::tasks)?;
        let given = VerifyInput { expect, heads, done: CheckedMembers::up_to(last_member) };
        let mut outcomes = match self.path() {
            Some(path) => in_threads(path, &tasks, &given, progress)?,
            None => one_by_one(self, &tasks, &given, progress)?,
        };
        self.check_pointers(&tasks, &mut outcomes)?;
        let (mut all, references, filed) = summed(outcomes);
        if all.wrong.is_none() && references != filed {
            all.wrong = self.read(|store| keys::mismatch(store, references, filed))?;
        }
        all.took = began.elapsed();
        Ok(all)
    }

    /// Where facts and pointers don't tie out, and nothing before them is wrong, names what it is.
    fn check_pointers(&self, tasks: &[Task], outcomes: &mut [TaskResult]) -> Result<(), StoreError> {
        let Some(at) = tasks.iter().position(|task| *task == Task::Pointers) else { return Ok(()) };
        let Some((last, before)) = outcomes.get_mut(..=at).and_then(<[_]>::split_last_mut) else { return Ok(()) };
        let stretches = tasks.iter().zip(&*before).filter(|(task, _)| matches!(task, Task::Rows(_)));
        let stretches = stretches.map(|(_, outcome)| &outcome.stretch);
        let is_first = before.iter().all(|outcome| outcome.wrong.is_none());
        if is_first && !pointers::tie_out(&last.stretch, stretches) {
            let answer = self.read(pointers::one_by_one).map(|wrong| TaskResult { wrong, ..TaskResult::default() });
            last.wrong = unreadable_as_discrepancy(answer, "fact")?.wrong.or(last.wrong.take());
        }
        Ok(())
    }

    /// The tasks, and the newest member.
    fn tasks(&self) -> Result<(Vec<Task>, i64), StoreError> {
        let mut tasks = vec![Task::Schema, Task::Chain];
        self.tasks_of_rows(FileNumber::NONE, &mut tasks)?;
        for file in self.files_present()? {
            tasks.push(Task::ChainOf(file));
            self.tasks_of_rows(file, &mut tasks)?;
        }
        // By now the rows themselves are known to be right: whatever differs is an index.
        tasks.extend(schema::tables(&self.db)?.into_iter().map(Task::Indexes));
        tasks.extend([Task::Pointers, Task::Keys, Task::Tables, Task::Feedback, Task::Interactions, Task::DeskEvents]);
        let last: i64 = self.db.query_row("SELECT COALESCE(MAX(id), 0) FROM member", [], |row| row.get(0))?;
        for from in (1..=last).step_by(usize::try_from(MEMBERS_A_TASK).unwrap_or(usize::MAX)) {
            tasks.push(Task::States(from..(from + MEMBERS_A_TASK).min(last + 1)));
        }
        // A profile that was changed is named as such, not as what the index says of it.
        tasks.push(Task::Search);
        Ok((tasks, last))
    }

    /// All rows of a file, so many a task.
    fn tasks_of_rows(&self, file: FileNumber, tasks: &mut Vec<Task>) -> Result<(), StoreError> {
        let step = usize::try_from(ROWS_A_TASK).unwrap_or(usize::MAX);
        let mut from = file.first_row() + 1;
        for id in (file.first_row() + ROWS_A_TASK..self.newest_id_of(file)?).step_by(step) {
            let to = self.operation_of_row(id)?;
            if to > from && to < file.end() {
                tasks.push(Task::Rows(from..to));
                from = to;
            }
        }
        let sql = "SELECT COALESCE(MAX(seq), ?1) FROM operation WHERE seq < ?2";
        let newest: i64 = self.db.query_row(sql, [file.first_row(), file.end()], |row| row.get(0))?;
        tasks.push(Task::Rows(from..newest + 1));
        Ok(())
    }

    /// The operation of the first fact from an id on.
    fn operation_of_row(&self, id: i64) -> Result<i64, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT op FROM fact WHERE id >= ?1 ORDER BY id LIMIT 1")?;
        let mut rows = statement.query([id])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?.unwrap_or(0))
    }

    /// Runs one task on one state of the file.
    fn run(&self, task: &Task, given: &VerifyInput<'_>) -> Result<TaskResult, StoreError> {
        let (answer, table) = match task {
            Task::Schema => (self.read(check_schema), "sqlite_schema"),
            Task::Indexes(name) => (self.read(|store| check_indexes(store, name)), name.as_str()),
            Task::Chain => (self.read(|store| chain::check(store, given.expect, given.heads)), "operation"),
            Task::ChainOf(file) => (self.read(|store| chain::check_joined(store, *file)), "operation"),
            Task::Rows(operations) => (self.read(|store| rows::check(store, operations, &given.done)), "fact"),
            Task::Pointers => (self.read(pointers::check), "fact"),
            Task::States(members) => (self.read(|store| gather::check(store, members, &given.done)), "state"),
            Task::Keys => (self.read(keys::check), "order_key"),
            Task::Tables => (self.read(tables::check), "meta"),
            Task::Feedback => (self.read(feedback::check), "feedback"),
            Task::Interactions => (self.read(interactions::check), "interaction_day"),
            Task::DeskEvents => (self.read(desk_events::check), "desk_event"),
            Task::Search => (self.read(tables::check_search), "search_page"),
        };
        unreadable_as_discrepancy(answer, table)
    }
}

fn check_schema(store: &Store) -> Result<TaskResult, StoreError> {
    let wrong = schema::differences(&store.db)?.into_iter().next();
    let wrong = wrong.map(|it| Discrepancy::Schema { object: it.object, problem: it.problem });
    Ok(wrong.map_or_else(TaskResult::default, TaskResult::wrong))
}

fn check_indexes(store: &Store, table: &str) -> Result<TaskResult, StoreError> {
    let wrong = schema::wrong_index(&store.db, table)?;
    let wrong = wrong.map(|reason| Discrepancy::Index { table: table.to_owned(), reason });
    Ok(wrong.map_or_else(TaskResult::default, TaskResult::wrong))
}

/// The first thing that is wrong with what a file has brought: its chain, the rows its operations wrote, their pointers. Inside
/// the transaction that has taken it in.
pub(super) fn wrong_in_joined(store: &Store, file: FileNumber) -> Result<Option<Discrepancy>, StoreError> {
    let chain = unreadable_as_discrepancy(chain::check_joined(store, file), "operation")?;
    if chain.wrong.is_some() {
        return Ok(chain.wrong);
    }
    let mut tasks = Vec::new();
    store.tasks_of_rows(file, &mut tasks)?;
    let done = CheckedMembers::up_to(0);
    for task in &tasks {
        if let Task::Rows(operations) = task {
            let rows = unreadable_as_discrepancy(rows::check(store, operations, &done), "fact")?;
            if rows.wrong.is_some() {
                return Ok(rows.wrong);
            }
        }
    }
    Ok(None)
}

/// What can't be read is an answer, not a failure.
fn unreadable_as_discrepancy(answer: Result<TaskResult, StoreError>, table: &str) -> Result<TaskResult, StoreError> {
    match answer {
        Err(StoreError::Damaged(reason) | StoreError::Sql(reason)) => {
            Ok(TaskResult::wrong(Discrepancy::Unreadable { table: table.to_owned(), reason }))
        }
        other => other,
    }
}

fn one_by_one(
    store: &Store,
    tasks: &[Task],
    given: &VerifyInput<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<TaskResult>, StoreError> {
    let mut outcomes = Vec::new();
    for (n, task) in tasks.iter().enumerate() {
        let outcome = store.run(task, given)?;
        let stop = outcome.wrong.is_some();
        outcomes.push(outcome);
        progress(n + 1, tasks.len());
        if stop {
            break;
        }
    }
    Ok(outcomes)
}

fn in_threads(
    path: &Path,
    tasks: &[Task],
    given: &VerifyInput<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<TaskResult>, StoreError> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX);
    let (order, next) = (running_order(tasks), AtomicUsize::new(0));
    // Tasks behind the first one that found something need not be done, those before it must.
    let first_wrong = AtomicUsize::new(usize::MAX);
    let work = |answers: mpsc::Sender<(usize, Result<TaskResult, StoreError>)>| {
        let store = match Store::open(path) {
            Ok(store) => store,
            Err(error) => return drop(answers.send((0, Err(error)))),
        };
        while let Some(&n) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            if n > first_wrong.load(Ordering::Relaxed) {
                continue;
            }
            let answer = store.run(&tasks[n], given);
            if !matches!(&answer, Ok(outcome) if outcome.wrong.is_none()) {
                first_wrong.fetch_min(n, Ordering::Relaxed);
            }
            if answers.send((n, answer)).is_err() {
                return;
            }
        }
    };
    let mut outcomes = thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..threads {
            let sender = sender.clone();
            scope.spawn(|| work(sender));
        }
        drop(sender);
        let mut outcomes = Vec::new();
        for (n, answer) in receiver {
            outcomes.push((n, answer?));
            progress(outcomes.len(), tasks.len());
        }
        Ok::<_, StoreError>(outcomes)
    })?;
    outcomes.sort_by_key(|(n, _)| *n);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

/// The tasks' places in the order in which they are begun. The search index and the indexes of a large table are long tasks: begun last, they would keep one
/// thread busy while the others have nothing left to do.
fn running_order(tasks: &[Task]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..tasks.len()).collect();
    order.sort_by_key(|n| !matches!(tasks[*n], Task::Search | Task::Indexes(_)));
    order
}

/// All outcomes in one, the references of the facts, and those of their table.
fn summed(outcomes: Vec<TaskResult>) -> (VerifyReport, OrderKeySum, OrderKeySum) {
    let (mut references, mut filed) = (OrderKeySum::default(), OrderKeySum::default());
    let mut wrong_member: Option<(i64, Discrepancy)> = None;
    let mut all = VerifyReport {
        operations: 0,
        facts: 0,
        events: 0,
        members: 0,
        checkpoint: None,
        erased: Vec::new(),
        expected: None,
        wrong: None,
        took: Duration::ZERO,
    };
    for outcome in outcomes {
        all.operations += outcome.operations;
        all.facts += outcome.facts;
        all.events += outcome.events;
        all.members += outcome.members;
        all.checkpoint = all.checkpoint.or(outcome.checkpoint);
        all.expected = all.expected.or(outcome.expected);
        all.erased.extend(outcome.erased);
        all.wrong = all.wrong.or(outcome.wrong);
        let found = wrong_member.into_iter().chain(outcome.wrong_member);
        wrong_member = found.min_by_key(|(member, _)| *member);
        references.plus(outcome.references);
        filed.plus(outcome.filed);
    }
    all.wrong = all.wrong.or(wrong_member.map(|(_, wrong)| wrong));
    (all, references, filed)
}

/// The name of the column that a row could not be read for.
fn column_of(error: &rusqlite::Error, columns: &str) -> String {
    use rusqlite::Error as E;
    let index = match error {
        E::IntegralValueOutOfRange(index, _)
        | E::InvalidColumnType(index, ..)
        | E::FromSqlConversionFailure(index, ..) => *index,
        _ => 0,
    };
    columns.split(',').nth(index).unwrap_or_default().trim().to_owned()
}

/// The number of a member, where its row is there.
fn number_of(store: &Store, member: i64) -> Result<Option<String>, StoreError> {
    store.member_no(MemberId(member))
}

/// An operation as a finding names it.
fn operation(seq: OpSeq, op: Option<Uuid>, column: &str) -> Discrepancy {
    Discrepancy::Operation { seq, op, column: column.to_owned() }
}
