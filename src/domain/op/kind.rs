//! What an operation did, as the journal files it.

use serde::{Deserialize, Serialize};

/// Makes the kinds of the table's lines.
macro_rules! kinds {
    ($($room:ident: $($Intent:ident)? => $($Kind:ident = $code:literal $word:literal),+;)+) => {
        /// What an operation did. The numbers are the file's.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum OpKind {
            $($(
                #[doc = concat!("The operation `", $word, "`.")]
                #[serde(rename = $word)]
                $Kind = $code,
            )+)+
        }

        impl OpKind {
            /// Every kind, in the file's numbering.
            pub const ALL: &[Self] = &[$($(Self::$Kind,)+)+];

            /// The word used in JSON, in queries and in the names of its texts.
            pub fn word(self) -> &'static str {
                match self {
                    $($(Self::$Kind => $word,)+)+
                }
            }

            /// Whether it begins with an intent; an import and an export are written as they go.
            pub fn has_intent(self) -> bool {
                match self {
                    $($(Self::$Kind)|+ => !stringify!($($Intent)?).is_empty(),)+
                }
            }
        }
    };
}

operations!(kinds);

impl OpKind {
    /// The file's number of this kind.
    pub fn code(self) -> i64 {
        i64::from(self as u8)
    }

    /// The kind of a number in the file.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// The kind of a word, in upper or lower case.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word().eq_ignore_ascii_case(word))
    }
}
