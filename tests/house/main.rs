//! The house rules, held against the source: who may import whom, and that every word is said in both languages.

#![expect(clippy::unwrap_used, reason = "a source that can't be read fails the test")]

mod architecture;
mod locales;
mod source;
