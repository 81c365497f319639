//! The languages that loyaltui speaks.

use super::enumeration::enumeration;

enumeration! {
    /// A language of the screen and the command line.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum Lang {
        #[default]
        En,
        Zh,
    }
}

impl Lang {
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
