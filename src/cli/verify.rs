//! `loyaltui verify`, `checkpoint` and `rebuild`.

use super::context::Context;
use super::fail::Failure;
use super::json::proof::CheckpointDoc;
use super::show;

/// Prints the newest digest of the journal.
pub fn checkpoint(context: &Context) -> Result<(), Failure> {
    let desk = context.open()?;
    let (programs, newest) = (desk.programs()?, desk.checkpoint()?);
    context.print(&CheckpointDoc::new(newest.as_ref()), || {
        show::proof::checkpoint(context.tell(&programs), newest.as_ref())
    })
}
