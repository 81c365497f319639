//! Changes that need a second person: `loyaltui propose …`, `proposals`, `approve`, `reject`, `withdraw`.

mod answer;
mod approve;
mod list;
mod propose;

pub use answer::{RejectArgs, WithdrawArgs};
pub use approve::ApproveArgs;
pub use list::ProposalsArgs;
pub use propose::ProposeArgs;

use clap::Args;

/// An approval request.
#[derive(Debug, Args)]
pub struct RequestId {
    /// Id of the approval request, the beginning of it, or its number in the audit log
    #[arg(value_name = "ID")]
    id: String,
}
