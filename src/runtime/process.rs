//! What holds for the whole process, whatever it was told to do.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use signal_hook::consts::SIGXFSZ;
use signal_hook::flag;
use std::sync::Arc;

/// Sees to it that no image of the memory, in which members' names and phones are, is left on a disk when the program dies, and
/// that a file which may not grow any further is an error of the write rather than the end of the program.
pub fn harden() {
    let no_core = Rlimit { current: Some(0), ..getrlimit(Resource::Core) };
    // Where the system does not let itself be told, the program does its work all the same.
    let _ = setrlimit(Resource::Core, no_core);
    let _ = flag::register(SIGXFSZ, Arc::default());
}
