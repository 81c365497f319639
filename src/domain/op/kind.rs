//! What an operation did, as the journal files it.

use crate::domain::enumeration::enumeration;

/// Makes the kinds of the table's lines.
macro_rules! kinds {
    ($($room:ident: $($Intent:ident)? => $($Kind:ident = $code:literal $word:literal),+;)+) => {
        enumeration! {
            /// What an operation did. The numbers are the file's.
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            pub enum OpKind {
                $($(
                    #[doc = concat!("The operation `", $word, "`.")]
                    $Kind = $code => $word,
                )+)+
            }
        }

        impl OpKind {
            /// Whether it begins with an intent; an import, an export and a joining file are written as they go.
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
    /// Whether an undo takes it out of every fold with all it wrote, instead of writing counter-entries (see `op::voided`).
    pub fn is_undone_whole(self) -> bool {
        matches!(self, Self::Import | Self::Void | Self::Move)
    }
}
