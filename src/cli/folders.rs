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

/// loyaltui's folder in the user's state folder (XDG everywhere): keys, and how far each data file was when it was seen last.
pub fn state_folder() -> Result<PathBuf, CliFailure> {
    let state = choose_base_strategy().map_err(|_| CliFailure::NoHome)?.state_dir();
    state.map(|state| state.join("loyaltui")).ok_or(CliFailure::NoHome)
}
