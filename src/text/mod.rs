//! Words for people, in English and Chinese, and the one type through which text from outside reaches a cell.
//!
//! There is no global language. Whoever speaks holds a small [`Words`] (`Copy`) and asks it through the macro:
//!
//! ```
//! use loyaltui::t;
//! use loyaltui::text::{Lang, Words};
//!
//! let words = Words::new(Lang::En);
//! assert_eq!(t!(words, "common.members", n = 2), "2 members");
//! ```
//!
//! The tables are `assets/locales/*.toml`, one file a room, both languages of a key side by side:
//! `"common.members" = { en = "{n} {n:member|members}", zh = "{n} 位会员" }`. `{n}` is filled with the argument `n` (anything
//! that is `Display`; it passes [`Shown`], so what `t!` returns may be drawn as it is), `{n:one|many}` chooses by whether the
//! argument `n` reads `1`. A key that is missing shows as `⟦key⟧`; `tests/house/locales.rs` sees to it that none is.

mod alerts;
mod audit;
mod contact;
mod definitions;
mod errors;
mod feedback;
mod format;
mod import;
mod lost;
mod names;
mod numbers;
pub mod operation;
mod outcome;
mod overview;
mod path;
mod query;
mod requests;
pub mod shown;
mod table;
#[cfg(test)]
mod tests;
pub mod value;
mod wrap;

pub use crate::domain::lang::Lang;
pub use path::path_text;
pub use shown::Shown;
pub use table::{TABLES, TextEntry, entries};
pub use wrap::{packed, words, wrapped};

use std::fmt::Display;

/// The words of one language. Small and `Copy`: pass it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Words {
    pub lang: Lang,
}

impl Words {
    /// The words of a language.
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// Whether a key has words.
    pub fn has(self, key: &str) -> bool {
        table::find(key).is_some()
    }

    /// The words of a key, filled with the arguments; use the [`t!`](crate::t) macro, whose keys a test can see.
    pub fn t(self, key: &str, args: &[(&str, &dyn Display)]) -> String {
        match table::find(key) {
            Some(entry) => format::fill(entry.of(self.lang), args),
            None => format!("⟦{key}⟧"),
        }
    }
}

/// The words of a key: `t!(words, "toast.undone", op = id)`. See [`text`](crate::text).
#[macro_export]
macro_rules! t {
    ($words:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text::Words::t($words, $key, &[$((stringify!($name), &$value as &dyn ::std::fmt::Display)),*])
    };
}
