//! How one refund is apart: what of it goes back as money, and what as points.

/// An amount and the part of it that was, or goes back, as points; in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// All of it.
    pub amount: i64,
    pub points_paid: i64,
}

impl Parts {
    pub fn money(self) -> i64 {
        self.amount - self.points_paid
    }

    /// What is left of a sale after what has gone back of it.
    ///
    /// ```
    /// use loyaltui::domain::refund::Parts;
    ///
    /// let sale = Parts { amount: 10_000, points_paid: 2_000 };
    /// let left = sale.less(Parts { amount: 5_000, points_paid: 1_000 });
    /// assert_eq!((left.amount, left.money()), (5_000, 4_000));
    /// ```
    #[must_use]
    pub fn less(self, gone: Self) -> Self {
        Self { amount: self.amount - gone.amount, points_paid: self.points_paid - gone.points_paid }
    }
}

/// The least and the most of a refund that can go back as points: neither part of the sale gives more than is left of it.
///
/// ```
/// use loyaltui::domain::refund::{Parts, points_limits};
///
/// // ¥50.00 are left, ¥10.00 of them paid with points: of a refund of ¥45.00 at least ¥5.00 are points.
/// assert_eq!(points_limits(Parts { amount: 5_000, points_paid: 1_000 }, 4_500), (500, 1_000));
/// ```
pub fn points_limits(left: Parts, amount: i64) -> (i64, i64) {
    let least = (amount - left.money()).max(0);
    (least, left.points_paid.min(amount).max(least))
}

/// The part of a refund that goes back as points: what the refund says, else the sale's proportion over all its refunds,
/// within what is left of both parts.
///
/// ```
/// use loyaltui::domain::refund::{Parts, points_part};
///
/// // Of ¥100.00, ¥20.00 were paid with points. A refund of ¥50.00 gives back ¥10.00 of it in points and ¥40.00 in money.
/// let sale = Parts { amount: 10_000, points_paid: 2_000 };
/// assert_eq!(points_part(sale, Parts::default(), 5_000, None), 1_000);
/// assert_eq!(points_part(sale, Parts::default(), 5_000, Some(2_000)), 2_000);
/// ```
pub fn points_part(sale: Parts, gone: Parts, amount: i64, said: Option<i64>) -> i64 {
    let (least, most) = points_limits(sale.less(gone), amount);
    let in_proportion = || proportion(sale.points_paid, gone.amount + amount, sale.amount) - gone.points_paid;
    said.unwrap_or_else(in_proportion).clamp(least, most)
}

/// Returns `floor(whole × part / of)`, and the whole where there is nothing to divide by. Nothing overflows on the way.
///
/// ```
/// use loyaltui::domain::refund::proportion;
///
/// // ¥299.90 earned 299 points. Refunds of 100.00, 100.00 and 99.90 claw back 100, 100 and 99 of them: each time so much that the
/// // points kept are those of the money kept, floored.
/// let kept = [19_990, 9_990, 0].map(|money| proportion(299, money, 29_990));
/// assert_eq!(kept, [199, 99, 0]);
/// ```
pub fn proportion(whole: i64, part: i64, of: i64) -> i64 {
    if of <= 0 {
        return whole;
    }
    let value = i128::from(whole) * i128::from(part) / i128::from(of);
    i64::try_from(value).unwrap_or(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::in_proportion((10_000, 2_000), (0, 0), 5_000, None, 1_000)]
    #[case::as_said((10_000, 2_000), (0, 0), 5_000, Some(2_000), 2_000)]
    #[case::the_rest_after_one_in_proportion((10_000, 4_253), (5_000, 2_126), 5_000, None, 2_127)]
    #[case::all_money_is_gone((10_000, 9_000), (1_000, 0), 1_000, None, 1_000)]
    #[case::no_more_money_than_is_left((10_000, 4_253), (5_000, 2_126), 5_000, Some(0), 2_127)]
    #[case::no_more_points_than_are_left((10_000, 2_000), (5_000, 1_500), 3_000, Some(3_000), 500)]
    fn a_refund_is_taken_apart(
        #[case] sale: (i64, i64),
        #[case] gone: (i64, i64),
        #[case] amount: i64,
        #[case] said: Option<i64>,
        #[case] points: i64,
    ) {
        let parts = |(amount, points_paid)| Parts { amount, points_paid };
        assert_eq!(points_part(parts(sale), parts(gone), amount, said), points);
    }
}
