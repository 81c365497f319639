//! Random input on a stable compiler: samples, mutated and spliced, for as long as one likes.

use crate::random::Random;
use crate::samples::{Samples, samples};
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How long to look, in seconds, unless told otherwise.
const SECONDS: u64 = 10;

/// The longest input that is made.
const LONGEST: usize = 8 << 10;

/// Runs a target: `[SECONDS] [--seed N]`, or the files that failed before.
pub fn main(name: &str, target: fn(&[u8])) -> ExitCode {
    match run(name, target) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(name: &str, target: fn(&[u8])) -> io::Result<ExitCode> {
    let (mut seconds, mut seed, mut files) = (SECONDS, 1, Vec::new());
    let mut words = std::env::args().skip(1);
    let number = |word: &str| word.parse::<u64>().map_err(|_| io::Error::other(format!("{word} is not a number")));
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seed" => seed = number(&words.next().unwrap_or_default())?,
            file if Path::new(file).is_file() => files.push(PathBuf::from(file)),
            other => seconds = number(other)?,
        }
    }
    if files.is_empty() {
        return search(name, target, Duration::from_secs(seconds), seed);
    }
    for file in files {
        target(&fs::read(&file)?);
        println!("{}: nothing is wrong", file.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn search(name: &str, target: fn(&[u8]), time: Duration, seed: u64) -> io::Result<ExitCode> {
    let (samples, mut random) = (samples(name), Random::new(seed));
    let begun = Instant::now();
    let mut tried = 0_u64;
    while begun.elapsed() < time {
        let input = made(&samples, &mut random);
        tried += 1;
        if catch_unwind(AssertUnwindSafe(|| target(&input))).is_err() {
            let file = keep(name, &input)?;
            println!("{name}: input {tried} of seed {seed} fails: {}", file.display());
            return Ok(ExitCode::FAILURE);
        }
    }
    println!("{name}: {tried} inputs in {} s, nothing is wrong", time.as_secs());
    Ok(ExitCode::SUCCESS)
}

fn keep(name: &str, input: &[u8]) -> io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(name);
    fs::create_dir_all(&folder)?;
    let hash = input.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    let file = folder.join(format!("crash-{hash:016x}"));
    fs::write(&file, input)?;
    Ok(file)
}

/// A sample with some changes, behind the bytes that say how it is fed.
fn made(samples: &Samples, random: &mut Random) -> Vec<u8> {
    let mut input = random.pick(samples.whole).to_vec();
    for _ in 0..1 + random.below(8) {
        change(&mut input, samples, random);
        input.truncate(LONGEST);
    }
    let mut fed = random.next().to_le_bytes()[..crate::PIECES].to_vec();
    if random.below(4) == 0 {
        // All in one piece.
        fed.fill(255);
    }
    fed.extend(input);
    fed
}

fn change(input: &mut Vec<u8>, samples: &Samples, random: &mut Random) {
    let at = random.below(input.len() + 1);
    let len = random.below(1 + (input.len() - at).min(64));
    match random.below(9) {
        0 => drop(input.drain(at..at + len)),
        1 => insert(input, at, random.pick(samples.parts)),
        2 => drop(input.splice(at..at + len, random.pick(samples.parts).iter().copied())),
        3 => {
            if let Some(byte) = input.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        4 => insert(input, at, &[random.next().to_le_bytes()[0]]),
        5 => {
            // A piece twice.
            let piece = input[at..at + len].to_vec();
            insert(input, at, &piece);
        }
        6 => {
            // Another sample's end.
            let other = random.pick(samples.whole);
            input.truncate(at);
            input.extend(&other[random.below(other.len() + 1)..]);
        }
        7 => {
            // A number that is hard.
            insert(input, at, random.pick(NUMBERS));
        }
        _ => input.truncate(at),
    }
}

fn insert(input: &mut Vec<u8>, at: usize, piece: &[u8]) {
    drop(input.splice(at..at, piece.iter().copied()));
}

const NUMBERS: &[&[u8]] = &[
    b"0",
    b"-1",
    b"0.1",
    b"1e9",
    b"1000000000000",
    b"9223372036854775807",
    b"-9223372036854775808",
    b"18446744073709551616",
    b"99999999999999999999999999",
    b"2026-02-29",
    b"9999-12-31",
    b"0000-00-00",
    "１２３".as_bytes(),
];
