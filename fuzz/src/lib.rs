//! What random input is held against. Each target is a function from bytes: it panics where something does not hold.

#![cfg_attr(not(fuzzing), forbid(unsafe_code))]

mod decode;
mod filter;
mod keys;
mod program;
mod random;
mod samples;
mod split;
#[cfg(not(fuzzing))]
pub mod stable;

pub use decode::decode;
pub use filter::filter;
pub use keys::keys;
pub use program::program;
pub use samples::samples;
pub use split::split;

/// Makes a binary of the function of that name: libFuzzer's where `cargo fuzz` builds it, else one that mutates the samples.
#[macro_export]
macro_rules! target {
    ($name:ident) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $crate::$name(data));

        #[cfg(not(fuzzing))]
        fn main() -> std::process::ExitCode {
            $crate::stable::main(stringify!($name), $crate::$name)
        }
    };
}

/// Takes bytes from the front of the input that say how it is to be fed, so that whatever finds inputs also finds the pieces.
fn pieces(data: &[u8]) -> (&[u8], &[u8]) {
    data.split_at(data.len().min(PIECES))
}

const PIECES: usize = 4;

/// Cuts a text into pieces of the sizes that `plan` says, again and again: 1 to 32 bytes, or all that is left.
fn cut<'a>(plan: &'a [u8], mut data: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if data.is_empty() {
            return None;
        }
        let size = plan.get(at % plan.len().max(1)).map_or(usize::MAX, |byte| match byte {
            255 => usize::MAX,
            byte => 1 + usize::from(byte % 32),
        });
        at += 1;
        let (piece, rest) = data.split_at(size.min(data.len()));
        data = rest;
        Some(piece)
    })
}
