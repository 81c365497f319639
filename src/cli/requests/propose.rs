//! `loyaltui propose CHANGE…`.

use crate::cli::args;
use clap::Args;
use std::ffi::OsString;

/// Ask a second person to approve a change
#[derive(Debug, Args)]
#[command(
    after_help = "The change is given as its own command: `loyaltui propose points adjust M0012345 600 --reason goodwill`. Nothing of it happens \
    before another operator approves it (`loyaltui approve`), who needs the role and the limits for it. Possible are points adjust, points redeem, tier set, \
    purchase void, purchase move, undo, and of member freeze, unfreeze, close, merge, unmerge, erase."
)]
pub struct ProposeArgs {
    /// The change, as its own command
    #[arg(value_name = "CHANGE", required = true, num_args = 1.., trailing_var_arg = true, allow_hyphen_values = true)]
    change: Vec<OsString>,
}

impl ProposeArgs {
    /// The command of the change, as it would be given by itself.
    pub fn line(&self) -> Vec<OsString> {
        let change = self.change.iter().map(|word| match word.to_str() {
            Some(text) => OsString::from(args::unprotected(text)),
            None => word.clone(),
        });
        std::iter::once("loyaltui".into()).chain(change).collect()
    }
}
