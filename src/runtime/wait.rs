//! One wait for everything: the terminal, and a pipe that signals and workers write to. No polling; idle costs nothing.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

/// Ends the wait from another thread. Cheap to clone, never blocks.
#[derive(Debug, Clone)]
pub struct Waker(Arc<OwnedFd>);

impl Waker {
    /// Ends the wait, now or as soon as it begins.
    pub fn wake(&self) {
        // A full pipe wakes as well as one byte more; a closed one has nobody left to wake.
        let _ = rustix::io::write(&self.0, b"w");
    }

    /// Another handle on the pipe, for the signal handlers.
    pub(super) fn pipe(&self) -> io::Result<OwnedFd> {
        self.0.try_clone()
    }
}

/// The place where the screen's thread waits.
#[derive(Debug)]
pub struct Wait {
    pipe: OwnedFd,
    waker: Waker,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Woken {
    /// The terminal has bytes to read.
    pub input: bool,
    pub lost: bool,
    /// A signal or a worker asked for attention.
    pub called: bool,
}

impl Wait {
    /// A wait with its pipe.
    pub fn new() -> io::Result<Self> {
        let (pipe, write) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
        Ok(Self { pipe, waker: Waker(Arc::new(write)) })
    }

    /// The handle for those who want to end it.
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Waits until something happens, or no longer than `limit`; `None` waits as long as it takes. The pipe is emptied
    /// before this returns, so what was announced through it is looked at once.
    pub fn wait(&self, terminal: BorrowedFd<'_>, limit: Option<Duration>) -> io::Result<Woken> {
        // One that does not fit is longer than anybody waits.
        let limit = limit.and_then(|l| Timespec::try_from(l).ok());
        let mut fds = [PollFd::from_borrowed_fd(terminal, PollFlags::IN), PollFd::new(&self.pipe, PollFlags::IN)];
        match poll(&mut fds, limit.as_ref()) {
            Ok(_) => {}
            // A signal; its handler has written to the pipe.
            Err(Errno::INTR) => return Ok(Woken { called: self.empty(), ..Woken::default() }),
            Err(error) => return Err(error.into()),
        }
        let (terminal, pipe) = (fds[0].revents(), fds[1].revents());
        Ok(Woken {
            input: terminal.contains(PollFlags::IN),
            lost: terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
            called: pipe.contains(PollFlags::IN) && self.empty(),
        })
    }

    /// Whether the terminal has more bytes to read right now.
    pub fn has_input(terminal: BorrowedFd<'_>) -> io::Result<bool> {
        let mut fds = [PollFd::from_borrowed_fd(terminal, PollFlags::IN)];
        match poll(&mut fds, Some(&Timespec::default())) {
            Ok(_) => Ok(fds[0].revents().contains(PollFlags::IN)),
            Err(Errno::INTR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Waits for the pipe alone.
    pub fn wait_for_call(&self, limit: Duration) -> io::Result<bool> {
        let limit = Timespec::try_from(limit).ok();
        match poll(&mut [PollFd::new(&self.pipe, PollFlags::IN)], limit.as_ref()) {
            Ok(_) | Err(Errno::INTR) => Ok(self.empty()),
            Err(error) => Err(error.into()),
        }
    }

    fn empty(&self) -> bool {
        let (mut bytes, mut any) = ([0_u8; 256], false);
        while let Ok(1..) = rustix::io::read(self.pipe.as_fd(), &mut bytes) {
            any = true;
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portable_pty::{NativePtySystem, PtySize, PtySystem};
    use std::fs::File;

    const LONG: Option<Duration> = Some(Duration::from_secs(20));

    fn pty() -> (Box<dyn portable_pty::MasterPty + Send>, File) {
        let pair = NativePtySystem::default().openpty(PtySize::default()).unwrap();
        let terminal = File::options().read(true).write(true).open(pair.master.tty_name().unwrap()).unwrap();
        (pair.master, terminal)
    }

    #[test]
    fn calls_made_before_the_wait_end_it_once() {
        let (_master, terminal) = pty();
        let wait = Wait::new().unwrap();
        for _ in 0..100_000 {
            wait.waker().wake();
        }
        let called = Woken { called: true, ..Woken::default() };
        assert_eq!(wait.wait(terminal.as_fd(), LONG).unwrap(), called);
        assert_eq!(wait.wait(terminal.as_fd(), Some(Duration::ZERO)).unwrap(), Woken::default());
    }

    #[test]
    fn a_call_from_another_thread_ends_it() {
        let (_master, terminal) = pty();
        let wait = Wait::new().unwrap();
        let waker = wait.waker();
        let thread = std::thread::spawn(move || waker.wake());
        assert!(wait.wait(terminal.as_fd(), LONG).unwrap().called);
        thread.join().unwrap();
    }

    #[test]
    fn a_key_is_input_and_a_closed_window_is_a_loss() {
        let (master, terminal) = pty();
        let wait = Wait::new().unwrap();
        let mut keys = master.take_writer().unwrap();
        keys.write_all(b"x\r").unwrap();
        let input = Woken { input: true, ..Woken::default() };
        assert_eq!(wait.wait(terminal.as_fd(), LONG).unwrap(), input);
        drop((keys, master));
        assert!(wait.wait(terminal.as_fd(), LONG).unwrap().lost);
    }
}
