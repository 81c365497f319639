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
//! argument `n` reads `1`. A key that is missing shows as `⟦key⟧`; `tests/locales.rs` sees to it that none is.

mod format;
pub mod shown;
mod table;

pub use shown::Shown;
pub use table::{Entry, TABLES, entries};

use std::fmt::Display;

/// A language of the screen and the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The language of a tag as `--lang` and `$LANG` write it: `zh`, `zh_CN.UTF-8`, `en-GB`. `None` for another language.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['_', '-', '.', '@']).next().unwrap_or(tag);
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.tag()))
    }

    /// `en` or `zh`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }
}

/// The words of one language. Small and `Copy`: pass it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Words {
    /// Which language.
    pub lang: Lang,
}

impl Words {
    /// The words of a language.
    pub fn new(lang: Lang) -> Self {
        Self { lang }
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

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("zh_CN.UTF-8", Some(Lang::Zh))]
    #[case("ZH", Some(Lang::Zh))]
    #[case("en-GB", Some(Lang::En))]
    #[case("C", None)]
    #[case("de_DE", None)]
    fn a_tag_names_a_language(#[case] tag: &str, #[case] lang: Option<Lang>) {
        assert_eq!(Lang::from_tag(tag), lang);
    }

    #[test]
    fn a_missing_key_is_visible() {
        assert_eq!(Words::default().t("no.such.key", &[]), "⟦no.such.key⟧");
    }

    #[test]
    fn what_is_filled_in_is_made_safe() {
        let name = "\u{202e}Eve\u{7}";
        assert_eq!(t!(Words::new(Lang::Zh), "common.members", n = name), "Eve\u{fffd} 位会员");
    }
}
