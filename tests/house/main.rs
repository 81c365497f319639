//! The house rules, held against the source: who may import whom, that every word is said in both
//! languages, and that what the documents name is there.

#![expect(clippy::unwrap_used, reason = "a source that can't be read fails the test")]

mod architecture;
mod documents;
mod examples;
mod locales;
mod matches;
mod source;
mod texts;
