//! What a process takes: time on the wall and on the processor, and memory.

use std::error::Error;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// What a process took.
#[derive(Clone, Copy, Default)]
pub struct Cost {
    pub wall: Duration,
    /// Clock ticks (a hundredth of a second) in user mode and in the kernel.
    ticks: u64,
    pub peak_kib: u64,
}

impl Cost {
    /// Seconds on the processor.
    pub fn cpu(&self) -> f64 {
        Duration::from_millis(self.ticks * 10).as_secs_f64()
    }
}

/// Runs a command to its end, looking at it while it runs: what a process took is gone with it.
pub fn measured(command: &mut Command) -> Outcome<Cost> {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let mut cost = Cost::default();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        look(&child, &mut cost);
        thread::sleep(Duration::from_millis(2));
    };
    cost.wall = begun.elapsed();
    if status.success() { Ok(cost) } else { Err(format!("{command:?}: {status}").into()) }
}

fn look(child: &Child, cost: &mut Cost) {
    let read = |name: &str| fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap_or_default();
    let stat = read("stat");
    // Behind the name, which may hold blanks: state is the first, user and kernel time the twelfth and thirteenth.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let tick = |n: usize| fields.get(n).and_then(|f| f.parse::<u64>().ok()).unwrap_or(0);
    cost.ticks = cost.ticks.max(tick(11) + tick(12));
    let status = read("status");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or(0);
    cost.peak_kib = cost.peak_kib.max(kib);
}
