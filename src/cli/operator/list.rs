//! `loyaltui operator list`.

use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::show;
use crate::documents::operators::OperatorsDoc;
use crate::domain::question::ListOperators;

/// Prints every operator.
pub fn run(context: &CliContext) -> Result<(), CliFailure> {
    let mut desk = context.open()?;
    let operators = context.ask(&mut desk, ListOperators)?;
    let programs = desk.programs()?;
    context.print(&OperatorsDoc::new(&operators), || show::operators::list(context.tell(&programs), &operators))
}
