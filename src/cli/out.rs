//! Standard output and standard error. A reader that has gone away (`loyaltui journal | head`) is no error.

use crate::documents;
use serde::Serialize;
use std::io::{self, ErrorKind, Write};

/// Writes a document as indented JSON and ends the line.
pub fn json(document: &impl Serialize) -> io::Result<()> {
    raw(&documents::pretty(document).map_err(io::Error::other)?)
}

/// Writes text as it is.
pub fn raw(text: &str) -> io::Result<()> {
    bytes(text.as_bytes())
}

/// Writes bytes as they are.
pub fn bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    quiet(out.write_all(bytes).and_then(|()| out.flush()))
}

/// Writes one line to standard error; where that is gone too, nobody is there to be told.
pub fn message(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

fn quiet(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_closed_pipe_is_quiet() {
        assert!(quiet(Err(ErrorKind::BrokenPipe.into())).is_ok());
        assert!(quiet(Err(ErrorKind::StorageFull.into())).is_err());
    }
}
