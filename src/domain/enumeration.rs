//! Enums that know all their values, so that no list beside them can forget one.

/// Declares an enum without data. Its values stand in one table, from which come:
///
/// - `ALL`: every value, in the order of the table;
/// - with `Value => "word"`: `word` and `from_word`, and the same word wherever serde writes names;
/// - with `Value = number => "word"`: also `code` and `from_code`, the number in the file.
///
/// Words and numbers stand in files and scripts: a value may be renamed, they never change.
macro_rules! enumeration {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$note:meta])* $value:ident),+ $(,)? }) => {
        $(#[$meta])*
        $vis enum $name { $($(#[$note])* $value),+ }
        $crate::domain::enumeration::enumeration!(@all $name { $($value)+ });
    };
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$note:meta])* $value:ident => $word:tt),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(::serde::Serialize, ::serde::Deserialize)]
        $vis enum $name { $($(#[$note])* #[serde(rename = $word)] $value),+ }
        $crate::domain::enumeration::enumeration!(@all $name { $($value)+ });
        $crate::domain::enumeration::enumeration!(@words $name { $($value $word)+ });
    };
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$note:meta])* $value:ident = $code:literal => $word:tt),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(::serde::Serialize, ::serde::Deserialize)]
        #[repr(u8)]
        $vis enum $name { $($(#[$note])* #[serde(rename = $word)] $value = $code),+ }
        $crate::domain::enumeration::enumeration!(@all $name { $($value)+ });
        $crate::domain::enumeration::enumeration!(@words $name { $($value $word)+ });
        impl $name {
            /// Its number in the file.
            pub const fn code(self) -> i64 {
                match self { $(Self::$value => $code),+ }
            }

            /// The value of a number in the file.
            pub const fn from_code(code: i64) -> Option<Self> {
                match code { $($code => Some(Self::$value),)+ _ => None }
            }
        }
    };
    (@all $name:ident { $($value:ident)+ }) => {
        impl $name {
            /// Every value, in the order in which they are declared.
            pub const ALL: [Self; [$(Self::$value),+].len()] = [$(Self::$value),+];
        }
    };
    (@words $name:ident { $($value:ident $word:tt)+ }) => {
        impl $name {
            /// Its word in filters, commands, files and JSON.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }

            /// The value of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$value),)+ _ => None }
            }
        }
    };
}

pub(crate) use enumeration;

#[cfg(test)]
mod tests {
    enumeration! {
        /// What a thing weighs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        enum Weight {
            /// Less.
            #[default]
            Light = 3 => "light",
            /// More.
            Heavy = 7 => "very_heavy",
        }
    }

    #[test]
    fn every_value_is_found_by_its_word_and_by_its_number() {
        assert_eq!(Weight::ALL, [Weight::default(), Weight::Heavy]);
        for weight in Weight::ALL {
            assert_eq!(Weight::from_word(weight.word()), Some(weight));
            assert_eq!(Weight::from_code(weight.code()), Some(weight));
            assert_eq!(serde_json::to_value(weight).unwrap(), weight.word());
        }
        assert_eq!((Weight::from_word("medium"), Weight::from_code(0)), (None, None));
        assert_eq!(Weight::Heavy as u8, 7);
    }
}
