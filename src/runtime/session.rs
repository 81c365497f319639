//! The console's loop: draw, wait for whatever comes first, take all of it, and draw once.

use super::clipboard;
use super::clock;
use super::decode::{Decoder, ground};
use super::guard::{Guard, Out};
use super::signals::Signals;
use super::wait::Wait;
use super::worker::{WorkerEvent, Workers};
use super::{ConsoleEnd, ConsoleError, Ended, Preferences, environment};
use crate::app::{self, Effect, Model, Msg};
use crate::desk::Stopwatch;
use crate::desk::error::DeskError;
use crate::domain::day::Instant;
use crate::screen;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use rustix::io::Errno;
use rustix::process::{Signal, getpgrp, getpid, getsid, kill_current_process_group, kill_process};
use std::io::{self, Stdin, Stdout, Write as _};
use std::os::fd::AsFd;
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// How long a sequence may stand unfinished before it counts as the escape key. Terminals send a key's bytes at once.
const ESCAPE: Duration = Duration::from_millis(10);

/// How long nothing may come in the middle of a paste until it counts as ended: its end mark was lost on the way, and every
/// key would be taken for a part of it.
const PASTE: Duration = Duration::from_secs(1);

/// How long an answer about the terminal's ground may take, in milliseconds: a slow line and back.
const GROUND_MS: i64 = 1_000;

/// How much input is taken before a frame is drawn in between, in bytes.
const BURST: usize = 1 << 16;

/// How long a stop may take to arrive. Where nobody could continue the process the kernel does not stop it at all.
const STOP: Duration = Duration::from_millis(300);

type Screen = Terminal<CrosstermBackend<Out<Stdout>>>;

/// Everything that the loop holds. The order of the fields is the order of their end: first the terminal is given back,
/// then the workers finish.
pub struct Session<'a> {
    guard: Guard<Stdout>,
    screen: Screen,
    out: Out<Stdout>,
    stdin: Stdin,
    decoder: Decoder,
    /// Since something was last typed or pasted.
    quiet: Stopwatch,
    model: Model,
    inbox: Receiver<WorkerEvent>,
    signals: &'a Signals,
    wait: &'a Wait,
    workers: Workers,
    /// Until when an answer about the terminal's ground changes colours: later somebody has got used to those they see.
    ground_until: Option<Instant>,
}

impl<'a> Session<'a> {
    /// Switches the terminal on.
    pub fn new(
        model: Model,
        title: String,
        (workers, inbox): (Workers, Receiver<WorkerEvent>),
        signals: &'a Signals,
        wait: &'a Wait,
    ) -> io::Result<Self> {
        let (stdin, out) = (environment::stdin(), Out::new(io::stdout()));
        let guard = Guard::enter(&stdin, out.clone(), title, model.shell.setup.mouse)?;
        let screen = Terminal::new(CrosstermBackend::new(out.clone()))?;
        let decoder = Decoder::default();
        let quiet = Stopwatch::start();
        Ok(Self { guard, screen, out, stdin, decoder, quiet, model, inbox, signals, wait, workers, ground_until: None })
    }

    /// Asks the terminal for its ground. Nothing waits for the answer: it is a message like any other, if it comes.
    pub fn ask_ground(&mut self) -> io::Result<()> {
        self.out.write_all(ground::QUESTION.as_bytes())?;
        self.out.flush()?;
        self.decoder.expect_ground();
        self.ground_until = Some(Instant(clock::now().0 + GROUND_MS));
        Ok(())
    }

    /// Runs until somebody leaves, the terminal is gone or something fails.
    pub fn run(mut self, first: Vec<Effect>, remember: impl FnOnce(Preferences)) -> Result<ConsoleEnd, ConsoleError> {
        let mut ended = self.act(first)?;
        while ended.is_none() {
            ended = self.draw()?;
            if ended.is_none() {
                ended = self.turn()?;
            }
        }
        // Whoever sends a second signal does not want to wait for the writer.
        let _ = self.guard.leave();
        self.signals.let_go();
        let shell = &self.model.shell;
        let (lang, mouse, scope) = (shell.setup.lang, shell.setup.mouse, shell.scope.clone());
        let columns = shell.columns.clone();
        remember(Preferences { lang, mouse, scope, columns });
        let lost = self.workers.finish().or_else(|| self.unopened());
        let code = match ended.unwrap_or(Ended::Left) {
            Ended::Left => return Ok(ConsoleEnd { code: 0, lost, unsaved: Vec::new() }),
            Ended::Lost => 128 + 1,
            Ended::Signal(signal) => 128 + signal,
        };
        Ok(ConsoleEnd { code, lost, unsaved: screen::unsaved(&self.model) })
    }

    /// Why a worker could not open the file, where that has come too late to be taken.
    fn unopened(&self) -> Option<DeskError> {
        self.inbox.try_iter().find_map(|news| match news {
            WorkerEvent::NoDesk(error) => Some(error),
            WorkerEvent::Reply(_)
            | WorkerEvent::FileChanged
            | WorkerEvent::FileLost(_)
            | WorkerEvent::FileFound
            | WorkerEvent::Died => None,
        })
    }

    fn draw(&mut self) -> Result<Option<Ended>, ConsoleError> {
        let (model, mut regions) = (&self.model, None);
        self.screen.draw(|frame| regions = Some(screen::draw(frame, model)))?;
        match regions {
            Some(regions) if regions != self.model.shell.regions => self.update(Msg::Drawn(regions)),
            _ => Ok(None),
        }
    }

    /// One wait and everything that came with it.
    fn turn(&mut self) -> Result<Option<Ended>, ConsoleError> {
        let woken = self.wait.wait(self.stdin.as_fd(), Some(self.limit()))?;
        let day = self.model.shell.today;
        let mut ended = self.update(Msg::Clock(clock::now()))?;
        if self.model.shell.today != day {
            self.workers.new_day();
        }
        if let Some(signal) = self.signals.ended_by() {
            return Ok(Some(Ended::Signal(signal)));
        }
        if woken.lost {
            return Ok(Some(Ended::Lost));
        }
        if self.signals.take_continued() {
            // Stopped from outside: whoever had the terminal meanwhile has left it as they liked.
            self.guard.leave()?;
            self.come_back()?;
        }
        if self.signals.take_stopped() {
            ended = ended.or(self.update(Msg::Stop)?);
        }
        if self.signals.take_resized() {
            ended = ended.or(self.resized()?);
        }
        if woken.input {
            ended = ended.or(self.input()?);
        } else if self.decoder.is_waiting() && !woken.called {
            let mut msgs = Vec::new();
            self.decoder.flush(&mut msgs);
            ended = ended.or(self.update_all(msgs)?);
        } else if self.decoder.is_in_paste() && self.quiet.elapsed() >= PASTE {
            let mut msgs = Vec::new();
            self.decoder.end_paste(&mut msgs);
            ended = ended.or(self.update_all(msgs)?);
        }
        Ok(ended.or(self.news()?))
    }

    /// Draws everything again also where the size is what it was: the window may have been smaller in between, and what it
    /// lost then is not known to be missing.
    fn resized(&mut self) -> Result<Option<Ended>, ConsoleError> {
        let size = self.screen.size()?;
        self.screen.resize(Rect::new(0, 0, size.width, size.height))?;
        self.update(Msg::Resize)
    }

    /// The time until something happens by itself.
    fn limit(&self) -> Duration {
        let due = clock::until(self.model.deadline(), clock::now());
        let escape = self.decoder.is_waiting().then_some(ESCAPE);
        let paste = self.decoder.is_in_paste().then(|| PASTE.saturating_sub(self.quiet.elapsed()));
        [escape, paste].into_iter().flatten().fold(due, Duration::min)
    }

    fn input(&mut self) -> Result<Option<Ended>, ConsoleError> {
        self.quiet = Stopwatch::start();
        let (mut bytes, mut taken, mut msgs) = ([0_u8; 4096], 0, Vec::new());
        while taken < BURST {
            match rustix::io::read(&self.stdin, &mut bytes) {
                Ok(0) => return Ok(Some(Ended::Lost)),
                Ok(n) => {
                    self.decoder.feed(&bytes[..n], &mut msgs);
                    taken += n;
                }
                Err(Errno::INTR) => {}
                // Somebody who shares the terminal has made it non-blocking.
                Err(Errno::AGAIN) => break,
                Err(_) => return Ok(Some(Ended::Lost)),
            }
            if !Wait::has_input(self.stdin.as_fd())? {
                break;
            }
        }
        let ended = self.update_all(msgs)?;
        self.workers.look();
        Ok(ended)
    }

    fn news(&mut self) -> Result<Option<Ended>, ConsoleError> {
        let mut ended = None;
        while let Ok(news) = self.inbox.try_recv() {
            let msg = match news {
                WorkerEvent::Reply(reply) => Msg::Reply(reply),
                WorkerEvent::FileChanged => Msg::FileChanged,
                WorkerEvent::FileLost(failure) => Msg::FileLost(failure),
                WorkerEvent::FileFound => Msg::FileFound,
                WorkerEvent::NoDesk(error) => return Err(error.into()),
                WorkerEvent::Died => return Err(ConsoleError::Fault),
            };
            ended = ended.or(self.update(msg)?);
        }
        Ok(ended)
    }

    fn update_all(&mut self, msgs: Vec<Msg>) -> Result<Option<Ended>, ConsoleError> {
        for msg in msgs {
            if let Some(ended) = self.update(msg)? {
                return Ok(Some(ended));
            }
        }
        Ok(None)
    }

    fn update(&mut self, msg: Msg) -> Result<Option<Ended>, ConsoleError> {
        if matches!(msg, Msg::Ground { .. }) && self.ground_until.take().is_none_or(|until| until < clock::now()) {
            return Ok(None);
        }
        let effects = app::update(&mut self.model, msg);
        self.act(effects)
    }

    fn act(&mut self, effects: Vec<Effect>) -> Result<Option<Ended>, ConsoleError> {
        for effect in effects {
            match self.workers.ask(effect) {
                Some(Effect::Copy(text)) => clipboard::copy(&mut self.out, &text)?,
                Some(Effect::Mouse(wanted)) => self.guard.set_mouse(wanted)?,
                Some(Effect::Suspend) => self.suspend()?,
                Some(Effect::Quit) => return Ok(Some(Ended::Left)),
                // One of the desk's threads has it, and gives none of these back.
                None
                | Some(
                    Effect::Ask(..)
                    | Effect::Stop(_)
                    | Effect::StopTask(_)
                    | Effect::Perform(..)
                    | Effect::Commit { .. }
                    | Effect::Approve { .. }
                    | Effect::WarmLists(_)
                    | Effect::DropColumns,
                ) => {}
            }
        }
        Ok(None)
    }

    /// Gives the terminal back and stops the job, until `fg`.
    fn suspend(&mut self) -> Result<(), ConsoleError> {
        // The group of whoever has the session: nobody is there who could continue it.
        if getsid(None).is_ok_and(|session| session == getpgrp()) {
            return Ok(());
        }
        self.guard.leave()?;
        self.signals.take_continued();
        // The whole group, so that `cargo run` stops with us and the shell gets its prompt; this process, which listens to that
        // signal, by the one that nobody can listen to.
        kill_current_process_group(Signal::TSTP).map_err(io::Error::from)?;
        kill_process(getpid(), Signal::STOP).map_err(io::Error::from)?;
        // This thread may be a step ahead of the stop: the call that ends this wait is SIGCONT.
        while !self.signals.take_continued() && self.signals.ended_by().is_none() {
            if !self.wait.wait_for_call(STOP)? {
                break;
            }
        }
        self.signals.take_stopped();
        if self.signals.ended_by().is_none() {
            self.come_back()?;
        }
        Ok(())
    }

    /// Switches the terminal on again and forgets what it showed.
    fn come_back(&mut self) -> Result<(), ConsoleError> {
        self.guard.switch_on()?;
        self.screen = Terminal::new(CrosstermBackend::new(self.out.clone()))?;
        // How long it was away decides whether it comes back locked.
        self.update(Msg::Clock(clock::now()))?;
        self.update(Msg::Resize)?;
        Ok(())
    }
}
