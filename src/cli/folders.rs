//! Where the user's files lie, as XDG has it everywhere.

use super::fail::CliFailure;
use etcetera::{BaseStrategy, choose_base_strategy};
use std::path::PathBuf;

/// loyaltui's folder in the user's data folder (XDG everywhere).
pub fn data_folder() -> Result<PathBuf, CliFailure> {
    choose_base_strategy().map(|base| base.data_dir().join("loyaltui")).map_err(|_| CliFailure::NoHome)
}

/// loyaltui's folder in the user's configuration folder (XDG everywhere).
pub fn config_folder() -> Result<PathBuf, CliFailure> {
    choose_base_strategy().map(|base| base.config_dir().join("loyaltui")).map_err(|_| CliFailure::NoHome)
}
