//! A real terminal for tests: a PTY whose far end is read into a screen. Tests wait for conditions, never for a time.

use crate::world::keys::bytes;
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, NativePtySystem, PtySize, PtySystem};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::num::NonZero;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long a condition may take on a busy machine before the test counts as failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Do not make a terminal this process opens its controlling one (the same number on every Linux but MIPS and Alpha).
const O_NOCTTY: i32 = rustix::fs::OFlags::NOCTTY.bits().cast_signed();

/// What has come out of the terminal.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    /// Nothing more will come.
    closed: bool,
    /// The window is to be closed.
    hang_up: bool,
}

/// A program in a terminal.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    exit: Receiver<ExitStatus>,
    ended: bool,
    name: PathBuf,
    /// The process started in the terminal.
    pub pid: Pid,
}

impl Terminal {
    /// Starts a command in a new terminal.
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let size = PtySize { rows, cols: columns, ..PtySize::default() };
        let pair = NativePtySystem::default().openpty(size).unwrap();
        let mut child: Box<dyn Child + Send + Sync> = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let pid = Pid::from_raw(child.process_id().unwrap().try_into().unwrap()).unwrap();
        let name = pair.master.tty_name().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let seen = Seen {
            parser: vt100::Parser::new(cells(rows), cells(columns), 0),
            bytes: Vec::new(),
            closed: false,
            hang_up: false,
        };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let taken = Arc::clone(&seen);
        thread::spawn(move || {
            let mut bytes = [0_u8; 4096];
            loop {
                let n = reader.read(&mut bytes).unwrap_or(0);
                let mut seen = taken.0.lock().unwrap();
                seen.parser.process(&bytes[..n]);
                seen.bytes.extend_from_slice(&bytes[..n]);
                seen.closed = n == 0 || seen.hang_up;
                taken.1.notify_all();
                if seen.closed {
                    break;
                }
            }
        });
        let (ended, exit) = mpsc::channel();
        thread::spawn(move || ended.send(child.wait().unwrap()));
        Self { master: Some(pair.master), keys: Some(keys), seen, exit, ended: false, name, pid }
    }

    /// Presses keys, one behind the other.
    pub fn keys(&mut self, written: &str) {
        self.send(&bytes(written));
    }

    /// Sends what no single keys make: a paste, a line for a shell.
    pub fn send(&mut self, bytes: &str) {
        let keys = self.keys.as_mut().unwrap();
        keys.write_all(bytes.as_bytes()).unwrap();
        keys.flush().unwrap();
    }

    /// Waits until the screen is as wanted.
    pub fn until(&self, what: &str, mut wanted: impl FnMut(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap();
        while !wanted(seen.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !seen.closed,
                "not seen: {what}. The screen:\n{}",
                seen.parser.screen().contents()
            );
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until a text stands somewhere on the screen.
    pub fn until_text(&self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the process has written nothing and worked not a single tick for so long.
    pub fn until_idle(&self, quiet: Duration) {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap();
        loop {
            let before = (seen.bytes.len(), self.processor_ticks());
            let begun = Instant::now();
            while begun.elapsed() < quiet {
                seen = self.seen.1.wait_timeout(seen, quiet.saturating_sub(begun.elapsed())).unwrap().0;
            }
            if (seen.bytes.len(), self.processor_ticks()) == before {
                return;
            }
            assert!(Instant::now() < deadline, "never idle for {quiet:?}");
        }
    }

    /// Hundredths of a second that the process has worked, as the kernel counts them.
    fn processor_ticks(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid.as_raw_nonzero())).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    }

    /// The screen as it is.
    pub fn text(&self) -> String {
        self.seen.0.lock().unwrap().parser.screen().contents()
    }

    /// Everything that was ever written, as text.
    pub fn written(&self) -> String {
        String::from_utf8_lossy(&self.seen.0.lock().unwrap().bytes).into_owned()
    }

    /// Another size, told to the program by SIGWINCH.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.seen.0.lock().unwrap().parser.screen_mut().set_size(cells(rows), cells(columns));
        let size = PtySize { rows, cols: columns, ..PtySize::default() };
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// Sends a signal to the process.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// Waits for the end of the process. Its exit code; `Err` with the name of the signal that ended it.
    pub fn exit(&mut self) -> Result<u32, String> {
        let status = self.exit.recv_timeout(PATIENCE);
        let status = status.unwrap_or_else(|_| panic!("the process has not ended. The screen:\n{}", self.text()));
        self.ended = true;
        match status.signal() {
            Some(signal) => Err(signal.to_owned()),
            None => Ok(status.exit_code()),
        }
    }

    /// Whether the process ends within a limit.
    pub fn ends_within(&mut self, limit: Duration) -> bool {
        self.ended = self.exit.recv_timeout(limit).is_ok();
        self.ended
    }

    /// Closes the window. The thread that reads holds the last descriptor and sleeps; a byte from the near end wakes it. Where
    /// it is awake it may have closed the window before the byte comes, which then fails.
    pub fn hang_up(&mut self) {
        let mut near = OpenOptions::new().write(true).custom_flags(O_NOCTTY).open(&self.name).unwrap();
        (self.keys, self.master) = (None, None);
        self.seen.0.lock().unwrap().hang_up = true;
        let _ = near.write_all(b"\0");
    }

    /// Whether the terminal passes keys on one by one.
    pub fn is_raw(&self) -> bool {
        !tcgetattr(self.near_end()).unwrap().local_modes.contains(LocalModes::ICANON)
    }

    /// Waits until everything that was switched on is off again: raw mode, and every numbered mode as often off as on.
    pub fn until_given_back(&self) {
        self.until("a terminal given back", |screen| {
            !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor() && !self.is_raw()
        });
        let written = self.written();
        for mode in ["1049", "2004", "1000", "1006"] {
            let count = |end: &str| written.matches(&format!("\x1b[?{mode}{end}")).count();
            assert_eq!(count("h"), count("l"), "mode {mode}");
        }
        assert_eq!(written.matches("\x1b[22;0t").count(), written.matches("\x1b[23;0t").count(), "titles");
    }

    fn near_end(&self) -> File {
        OpenOptions::new().read(true).custom_flags(O_NOCTTY).open(&self.name).unwrap()
    }
}

impl Drop for Terminal {
    /// A test that failed leaves nothing running.
    fn drop(&mut self) {
        if !self.ended && self.exit.try_recv().is_err() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

fn cells(n: u16) -> NonZero<u16> {
    NonZero::new(n).unwrap()
}

/// The command line of the program under test, on a store.
pub fn loyaltui(store: &std::path::Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_loyaltui"));
    command.args(["--lang", "en", "--as", "mei", "--db"]);
    command.arg(store);
    command.env("TERM", "xterm-256color");
    command.env("XDG_CONFIG_HOME", store.with_extension("config"));
    command.env("XDG_STATE_HOME", store.with_extension("state"));
    command.env_remove("NO_COLOR");
    command
}
