//! Integers with a meaning: money, points and the numbers that name rows.
//!
//! Nothing here wraps. A sum that does not fit, or whose size exceeds [`LIMIT`], is an [`Overflow`] and the caller refuses.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The largest size of any amount of money (minor units) or points: 10^12.
pub const LIMIT: i64 = 1_000_000_000_000;

/// A number grew beyond what the programme accepts; nothing was written.
///
/// ```
/// use loyaltui::domain::num::{Money, Overflow};
///
/// assert_eq!(Money(999_999_999_999).plus(Money(1)), Ok(Money(1_000_000_000_000)));
/// assert_eq!(Money(1_000_000_000_000).plus(Money(1)), Err(Overflow));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sum exceeds 10^12")]
pub struct Overflow;

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0);

            /// The sum, or [`Overflow`] beyond [`LIMIT`].
            pub fn plus(self, other: Self) -> Result<Self, Overflow> {
                Self::checked(i128::from(self.0) + i128::from(other.0))
            }

            /// The difference, or [`Overflow`] beyond [`LIMIT`].
            pub fn minus(self, other: Self) -> Result<Self, Overflow> {
                Self::checked(i128::from(self.0) - i128::from(other.0))
            }

            /// The value if its size is at most [`LIMIT`].
            pub fn checked(value: i128) -> Result<Self, Overflow> {
                let narrow = i64::try_from(value).map_err(|_| Overflow)?;
                if (-LIMIT..=LIMIT).contains(&narrow) { Ok(Self(narrow)) } else { Err(Overflow) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

quantity!(
    /// Whole points.
    Points
);
quantity!(
    /// Money in the minor unit of the programme's currency (fen, cents).
    Money
);

/// Bits of a number within its own data file; above them stands the number of the file.
const OWN_BITS: u32 = 40;

/// The first number of a row that came from another data file: own rows stay below it.
pub const FIRST_JOINED: i64 = 1 << OWN_BITS;

/// The number of a data file among those that join one another: given once, the same everywhere and for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileNumber(i64);

impl FileNumber {
    /// The file that a row stands in, where nothing else is said; a file that has not been given a number.
    pub const NONE: Self = Self(0);

    /// The largest number of a file.
    pub const LAST: Self = Self(4_194_303);

    /// A file's number, 1 to [`FileNumber::LAST`].
    ///
    /// ```
    /// use loyaltui::domain::num::FileNumber;
    ///
    /// assert!(FileNumber::new(3).is_some());
    /// assert_eq!((FileNumber::new(0), FileNumber::new(4_194_304)), (None, None));
    /// ```
    pub fn new(number: i64) -> Option<Self> {
        (1..=Self::LAST.0).contains(&number).then_some(Self(number))
    }

    /// The number; 0 for none.
    pub fn get(self) -> i64 {
        self.0
    }

    /// The first number of its rows in other files; 0 for the file that rows stand in.
    pub fn first_row(self) -> i64 {
        self.0 << OWN_BITS
    }

    /// The first number behind all of its rows.
    pub fn end(self) -> i64 {
        (self.0 + 1) << OWN_BITS
    }

    /// The file whose row has a number; [`FileNumber::NONE`] for a row of the file that it stands in.
    pub fn of(number: i64) -> Self {
        Self(number.max(0) >> OWN_BITS)
    }
}

/// The number by which all other files know a row that `file` knows by `number`. A number of another file stays, and so does 0,
/// which stands for nothing.
///
/// ```
/// use loyaltui::domain::num::{FileNumber, joined, within};
///
/// let third = FileNumber::new(3).unwrap();
/// assert_eq!(joined(17, third), 3_298_534_883_345);
/// assert_eq!(within(3_298_534_883_345, third), 17);
/// ```
pub fn joined(number: i64, file: FileNumber) -> i64 {
    let is_own = number > 0 && FileNumber::of(number) == FileNumber::NONE;
    if is_own { file.first_row() | number } else { number }
}

/// The number by which `file` itself knows a row that all others know by `number`.
///
/// ```
/// use loyaltui::domain::num::{FileNumber, within};
///
/// let third = FileNumber::new(3).unwrap();
/// assert_eq!(within(third.first_row() + 17, third), 17);
/// assert_eq!(within(17, third), 17);
/// ```
pub fn within(number: i64, file: FileNumber) -> i64 {
    let is_theirs = number >= FIRST_JOINED && FileNumber::of(number) == file;
    if is_theirs { number & (FIRST_JOINED - 1) } else { number }
}

macro_rules! row_number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// The file whose row it is; [`FileNumber::NONE`] for a row of the file that it stands in.
            pub fn file(self) -> FileNumber {
                FileNumber::of(self.0)
            }

            /// The number it has in its own file.
            #[must_use]
            pub fn own(self) -> Self {
                Self(within(self.0, self.file()))
            }

            /// The number by which all other files know the row that `file` knows by this one (see [`joined`]).
            #[must_use]
            pub fn joined(self, file: FileNumber) -> Self {
                Self(joined(self.0, file))
            }

            /// The number by which `file` itself knows the row (see [`within`]).
            #[must_use]
            pub fn within(self, file: FileNumber) -> Self {
                Self(within(self.0, file))
            }
        }
    };
}

row_number!(
    /// The row of a member in the store; never shown (people see the member number).
    MemberId
);
impl MemberId {
    /// Stands where something is about nobody we know.
    pub const NOBODY: Self = Self(0);
}

row_number!(
    /// The row of a fact or of a member event: one shared, growing sequence.
    FactId
);
row_number!(
    /// The place of an operation in the journal, from 1.
    OpSeq
);
row_number!(
    /// A store or channel label; 0 stands for none.
    LabelId
);

/// Writes `12480` as `12,480`, the sign first.
///
/// ```
/// use loyaltui::domain::num::grouped;
///
/// assert_eq!((grouped(12_480), grouped(-1_000), grouped(999)), ("12,480".into(), "-1,000".into(), "999".into()));
/// ```
pub fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        out.push('-');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn file(number: i64) -> FileNumber {
        FileNumber::new(number).unwrap()
    }

    #[test]
    fn row_17_of_file_3_is_known_elsewhere_by_its_file() {
        let row = FactId(17).joined(file(3));
        assert_eq!(row, FactId(3_298_534_883_345));
        assert_eq!((row.file(), row.own(), row.within(file(3))), (file(3), FactId(17), FactId(17)));
        assert_eq!((row.joined(file(5)), row.within(file(5))), (row, row), "to a third file it stays what it is");
    }

    #[rstest]
    #[case::nothing(0, 3, 0)]
    #[case::first(1, 1, 1_099_511_627_777)]
    #[case::last_row(FIRST_JOINED - 1, 1, 2 * FIRST_JOINED - 1)]
    #[case::last_file(1, 4_194_303, ((1 << 22) - 1) * FIRST_JOINED + 1)]
    #[case::last_of_all(FIRST_JOINED - 1, 4_194_303, (1 << 62) - 1)]
    fn numbers_join(#[case] number: i64, #[case] of: i64, #[case] expected: i64) {
        let row = OpSeq(number).joined(file(of));
        assert_eq!((row.0, row.own().0), (expected, number));
    }

    #[test]
    fn a_row_of_a_file_without_a_number_keeps_its_own() {
        assert_eq!(MemberId(7).joined(FileNumber::NONE), MemberId(7));
        assert_eq!((MemberId(7).file(), MemberId(7).own()), (FileNumber::NONE, MemberId(7)));
        assert_eq!((LabelId(-1).file(), LabelId(-1).own()), (FileNumber::NONE, LabelId(-1)));
    }

    proptest! {
        #[test]
        fn joining_and_going_back_is_the_identity(number in 0..FIRST_JOINED, of in 1..=FileNumber::LAST.0) {
            prop_assert_eq!(within(joined(number, file(of)), file(of)), number);
        }

        #[test]
        fn rows_are_ordered_by_file_then_by_number(a in (1..=FileNumber::LAST.0, 1..FIRST_JOINED), b in (1..=FileNumber::LAST.0, 1..FIRST_JOINED)) {
            let row = |(of, number)| FactId(number).joined(file(of));
            prop_assert_eq!(row(a).cmp(&row(b)), a.cmp(&b));
        }
    }

    #[test]
    fn a_sum_beyond_the_limit_is_refused() {
        assert_eq!(Points(LIMIT).plus(Points(1)), Err(Overflow));
        assert_eq!(Points(i64::MAX).plus(Points(i64::MAX)), Err(Overflow));
        assert_eq!(Money(-LIMIT).minus(Money(0)), Ok(Money(-LIMIT)));
    }

    #[test]
    fn thousands_are_grouped_and_the_sign_comes_first() {
        assert_eq!(grouped(-1_234_567), "-1,234,567");
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(i64::MIN), "-9,223,372,036,854,775,808");
    }
}
