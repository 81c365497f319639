//! A PIN typed on the terminal: read from the terminal itself, whatever standard input is, and never shown.

use crate::domain::staff::pin::Pin;
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedPin {
    Pin(Pin),
    /// Somebody gave up: ctrl-c, ctrl-d or escape.
    Cancelled,
}

/// The longest line that is taken.
const LONGEST: usize = 256;

const CTRL_C: u8 = 3;
const CTRL_D: u8 = 4;
const CTRL_U: u8 = 21;
const ESCAPE: u8 = 27;
const BACKSPACE: [u8; 2] = [8, 127];

/// Asks on the terminal of the process; `None` where it has none.
pub fn ask(prompt: &str) -> io::Result<Option<TypedPin>> {
    match File::options().read(true).write(true).open("/dev/tty") {
        Ok(tty) => ask_on(&tty, prompt).map(Some),
        Err(_) => Ok(None),
    }
}

/// Asks on a terminal. What is typed is neither shown nor, by ctrl-c, the end of the program with a terminal that shows nothing.
fn ask_on(tty: &File, prompt: &str) -> io::Result<TypedPin> {
    let hidden = HiddenInput::begin(tty)?;
    let (mut input, mut out) = (tty, tty);
    write!(out, "{prompt} ")?;
    out.flush()?;
    let typed = read_line(&mut input);
    drop(hidden);
    writeln!(out)?;
    typed
}

fn read_line(input: &mut impl Read) -> io::Result<TypedPin> {
    let (mut line, mut byte) = (Vec::new(), [0_u8]);
    loop {
        if input.read(&mut byte)? == 0 {
            return Ok(TypedPin::Cancelled);
        }
        match byte[0] {
            b'\r' | b'\n' => return Ok(TypedPin::Pin(Pin::typed(&String::from_utf8_lossy(&line)))),
            CTRL_C | CTRL_D | ESCAPE => return Ok(TypedPin::Cancelled),
            CTRL_U => line.clear(),
            erase if BACKSPACE.contains(&erase) => drop(line.pop()),
            other if line.len() < LONGEST => line.push(other),
            _ => {}
        }
    }
}

/// A terminal that shows nothing and hands every key over at once; as it was when this goes.
struct HiddenInput<'t> {
    tty: &'t File,
    before: Termios,
}

impl<'t> HiddenInput<'t> {
    fn begin(tty: &'t File) -> io::Result<Self> {
        let before = tcgetattr(tty.as_fd())?;
        let mut hidden = before.clone();
        hidden.local_modes &= !(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        hidden.special_codes[SpecialCodeIndex::VMIN] = 1;
        hidden.special_codes[SpecialCodeIndex::VTIME] = 0;
        // What was typed ahead was not meant for this question.
        tcsetattr(tty.as_fd(), OptionalActions::Flush, &hidden)?;
        Ok(Self { tty, before })
    }
}

impl Drop for HiddenInput<'_> {
    fn drop(&mut self) {
        // There is nobody to tell: the terminal itself is what failed.
        let _ = tcsetattr(self.tty.as_fd(), OptionalActions::Now, &self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portable_pty::{NativePtySystem, PtySize, PtySystem};
    use rstest::rstest;

    fn pin(digits: &str) -> TypedPin {
        TypedPin::Pin(Pin::typed(digits))
    }

    #[rstest]
    #[case::enter(b"270418\r", pin("270418"))]
    #[case::line_feed(b"270418\n", pin("270418"))]
    #[case::corrected(b"27041\x7f\x08418\n", pin("270418"))]
    #[case::begun_anew(b"999\x15270418\n", pin("270418"))]
    #[case::ctrl_c(b"2704\x03", TypedPin::Cancelled)]
    #[case::ctrl_d(b"\x04", TypedPin::Cancelled)]
    #[case::escape(b"27\x1b", TypedPin::Cancelled)]
    #[case::end(b"2704", TypedPin::Cancelled)]
    fn a_line_is_read_key_by_key(#[case] typed: &[u8], #[case] answer: TypedPin) {
        assert_eq!(read_line(&mut &typed[..]).unwrap(), answer);
    }

    #[test]
    fn a_terminal_shows_nothing_of_it_and_is_as_before_afterwards() {
        let pair = NativePtySystem::default().openpty(PtySize::default()).unwrap();
        let tty = File::options().read(true).write(true).open(pair.master.tty_name().unwrap()).unwrap();
        let shows = || tcgetattr(tty.as_fd()).unwrap().local_modes.contains(LocalModes::ECHO | LocalModes::ICANON);
        assert!(shows());
        let hidden = HiddenInput::begin(&tty).unwrap();
        assert!(!tcgetattr(tty.as_fd()).unwrap().local_modes.intersects(LocalModes::ECHO | LocalModes::ISIG));
        drop(hidden);
        assert!(shows());
    }
}
