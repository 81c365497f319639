//! Integers with a meaning: money, points and the numbers that name rows.
//!
//! Nothing here wraps. A sum that does not fit, or whose size exceeds [`LIMIT`], is an [`Overflow`] and the caller refuses.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The largest size of any amount of money (minor units) or points: 10^12.
pub const LIMIT: i64 = 1_000_000_000_000;

/// A number grew beyond what the programme accepts; nothing was written.
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

macro_rules! row_number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
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
