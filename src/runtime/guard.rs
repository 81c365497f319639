//! The terminal, switched to a full screen and back. What was switched on is undone, in reverse, and nothing else: at quit,
//! at an error, while a panic unwinds, before a suspension.

use super::fault;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, SetTitle};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::rc::Rc;

/// One buffer before the terminal, shared by the guard and by what draws: bytes leave in the order they were written, and
/// a frame leaves whole.
#[derive(Debug)]
pub struct Out<W: Write>(Rc<RefCell<BufWriter<W>>>);

impl<W: Write> Out<W> {
    /// A buffer before a writer, large enough for a whole frame.
    pub fn new(inner: W) -> Self {
        Self(Rc::new(RefCell::new(BufWriter::with_capacity(1 << 17, inner))))
    }
}

impl<W: Write> Clone for Out<W> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<W: Write> Write for Out<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().flush()
    }
}

/// The title is pushed on the terminal's own stack, so that going back needs no knowledge of the old one.
const PUSH_TITLE: &str = "\x1b[22;0t";
const POP_TITLE: &str = "\x1b[23;0t";

/// Presses and the wheel, with places beyond column 223; no movements.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// One thing that was switched on.
#[derive(Debug)]
enum TerminalMode {
    Raw(Box<Termios>),
    Title,
    Screen,
    Paste,
    Mouse,
    Cursor,
}

/// Holds the terminal while it is switched. Dropping it gives the terminal back.
#[derive(Debug)]
pub struct Guard<W: Write> {
    input: OwnedFd,
    out: Out<W>,
    title: String,
    mouse: bool,
    on: Vec<TerminalMode>,
}

impl<W: Write> Guard<W> {
    /// Switches a terminal on: `input` is its descriptor, `out` writes to it. Where something fails half-way, what was done
    /// is undone. The title must be free of control characters.
    pub fn enter(input: impl AsFd, out: Out<W>, title: String, mouse: bool) -> io::Result<Self> {
        let input = input.as_fd().try_clone_to_owned()?;
        let mut guard = Self { input, out, title, mouse, on: Vec::new() };
        guard.switch_on()?;
        Ok(guard)
    }

    /// Switches on again after [`Guard::leave`].
    pub fn switch_on(&mut self) -> io::Result<()> {
        let before = tcgetattr(&self.input)?;
        let mut raw = before.clone();
        raw.make_raw();
        fault::switched(&self.input, &before);
        tcsetattr(&self.input, OptionalActions::Now, &raw)?;
        self.on.push(TerminalMode::Raw(Box::new(before)));
        queue!(self.out, Print(PUSH_TITLE), SetTitle(&self.title))?;
        self.on.push(TerminalMode::Title);
        queue!(self.out, EnterAlternateScreen)?;
        self.on.push(TerminalMode::Screen);
        queue!(self.out, EnableBracketedPaste)?;
        self.on.push(TerminalMode::Paste);
        if self.mouse {
            queue!(self.out, Print(MOUSE_ON))?;
            self.on.push(TerminalMode::Mouse);
        }
        queue!(self.out, Hide)?;
        self.on.push(TerminalMode::Cursor);
        self.out.flush()
    }

    /// Switches the reporting of the mouse.
    pub fn set_mouse(&mut self, wanted: bool) -> io::Result<()> {
        if wanted == self.mouse {
            return Ok(());
        }
        self.mouse = wanted;
        if wanted {
            self.on.push(TerminalMode::Mouse);
        } else {
            self.on.retain(|on| !matches!(on, TerminalMode::Mouse));
        }
        queue!(self.out, Print(if wanted { MOUSE_ON } else { MOUSE_OFF }))?;
        self.out.flush()
    }

    /// Gives the terminal back. Goes on past errors (a terminal that is gone takes nothing) and returns the first.
    pub fn leave(&mut self) -> io::Result<()> {
        let mut first = Ok(());
        while let Some(on) = self.on.pop() {
            let done = self.undo(on);
            first = first.and(done);
        }
        first
    }

    fn undo(&mut self, on: TerminalMode) -> io::Result<()> {
        match on {
            TerminalMode::Cursor => queue!(self.out, Show),
            TerminalMode::Mouse => queue!(self.out, Print(MOUSE_OFF)),
            TerminalMode::Paste => queue!(self.out, DisableBracketedPaste),
            TerminalMode::Screen => queue!(self.out, LeaveAlternateScreen),
            TerminalMode::Title => queue!(self.out, Print(POP_TITLE)),
            TerminalMode::Raw(before) => {
                let flushed = self.out.flush();
                tcsetattr(&self.input, OptionalActions::Now, &before)?;
                fault::given_back();
                flushed
            }
        }
    }
}

impl<W: Write> Drop for Guard<W> {
    fn drop(&mut self) {
        // There is nobody to tell: the terminal itself is what failed.
        let _ = self.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portable_pty::{MasterPty, NativePtySystem, PtySize, PtySystem};
    use rstest::rstest;
    use rustix::termios::LocalModes;
    use std::fs::File;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// A terminal: its far end (kept open), its near end, and what was written to it.
    struct Bench {
        _master: Box<dyn MasterPty + Send>,
        tty: File,
        written: Rc<RefCell<Vec<u8>>>,
    }

    /// Writes until so many bytes have been taken.
    struct Tape(Rc<RefCell<Vec<u8>>>, usize);

    impl Write for Tape {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut tape = self.0.borrow_mut();
            let room = self.1.saturating_sub(tape.len()).min(bytes.len());
            if room == 0 {
                return Err(io::Error::other("the terminal is gone"));
            }
            tape.extend_from_slice(&bytes[..room]);
            Ok(room)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Bench {
        fn new() -> Self {
            let pair = NativePtySystem::default().openpty(PtySize::default()).unwrap();
            let tty = File::options().read(true).write(true).open(pair.master.tty_name().unwrap()).unwrap();
            Self { _master: pair.master, tty, written: Rc::default() }
        }

        fn enter(&self, mouse: bool, room: usize) -> io::Result<Guard<Tape>> {
            let out = Out::new(Tape(Rc::clone(&self.written), room));
            Guard::enter(&self.tty, out, "loyaltui shop".to_owned(), mouse)
        }

        fn screen(&self) -> vt100::Parser {
            let mut parser = vt100::Parser::default();
            parser.process(&self.written.borrow());
            parser
        }

        fn is_raw(&self) -> bool {
            !tcgetattr(&self.tty).unwrap().local_modes.contains(LocalModes::ICANON)
        }

        /// Everything that is switched with a number is off again, and the title is popped as often as pushed.
        fn assert_given_back(&self) {
            assert!(!self.is_raw());
            let text = String::from_utf8(self.written.borrow().clone()).unwrap();
            for mode in ["1049", "2004", "1000", "1006"] {
                let (on, off) = (format!("\x1b[?{mode}h"), format!("\x1b[?{mode}l"));
                assert_eq!(text.matches(&on).count(), text.matches(&off).count(), "mode {mode} in {text:?}");
            }
            assert_eq!(text.matches("\x1b[?25l").count(), text.matches("\x1b[?25h").count());
            assert_eq!(text.matches(PUSH_TITLE).count(), text.matches(POP_TITLE).count());
        }
    }

    #[rstest]
    #[case::without_mouse(false)]
    #[case::with_mouse(true)]
    fn what_was_switched_on_is_undone(#[case] mouse: bool) {
        let bench = Bench::new();
        let guard = bench.enter(mouse, usize::MAX).unwrap();
        assert!(bench.is_raw());
        let screen = bench.screen();
        assert!(screen.screen().alternate_screen() && screen.screen().bracketed_paste());
        drop(guard);
        bench.assert_given_back();
        assert!(!bench.screen().screen().alternate_screen());
    }

    #[test]
    fn what_was_not_switched_on_is_not_touched() {
        let bench = Bench::new();
        drop(bench.enter(false, usize::MAX).unwrap());
        assert!(!String::from_utf8_lossy(&bench.written.borrow()).contains("1000"));
    }

    #[test]
    fn leaving_and_coming_back_is_even_in_the_end() {
        let bench = Bench::new();
        let mut guard = bench.enter(true, usize::MAX).unwrap();
        guard.leave().unwrap();
        bench.assert_given_back();
        let length = bench.written.borrow().len();
        guard.leave().unwrap();
        assert_eq!(bench.written.borrow().len(), length, "a second leave has nothing to undo");
        guard.switch_on().unwrap();
        assert!(bench.is_raw() && bench.screen().screen().alternate_screen());
        guard.set_mouse(false).unwrap();
        drop(guard);
        bench.assert_given_back();
    }

    #[test]
    fn a_panic_in_the_middle_of_a_frame_gives_it_back() {
        let bench = Bench::new();
        let caught = catch_unwind(AssertUnwindSafe(|| {
            let guard = bench.enter(true, usize::MAX).unwrap();
            guard.out.clone().write_all(b"half a frame").unwrap();
            std::panic::resume_unwind(Box::new("a fault"));
        }));
        assert!(caught.is_err());
        bench.assert_given_back();
        assert!(!bench.screen().screen().contents().contains("half"), "the frame stays on the other screen");
    }

    #[test]
    fn a_terminal_that_takes_nothing_still_leaves_raw_mode() {
        let bench = Bench::new();
        assert!(bench.enter(false, 0).is_err());
        assert!(!bench.is_raw());
    }
}
