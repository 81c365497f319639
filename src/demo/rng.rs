//! A small generator of our own (SplitMix64), so that a seed means the same store in every version and on every machine.

/// The state; equal seeds give equal sequences.
#[derive(Debug, Clone)]
pub(super) struct Rng(u64);

impl Rng {
    /// A sequence of its own for each label, so that a change in one part of the demo leaves the others as they are.
    pub fn new(seed: u64, label: &str) -> Self {
        // FNV-1a spreads the label over the seed.
        let start = label
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
        Self(seed ^ start)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `n − 1`; 0 where `n` is 0 or less.
    pub fn below(&mut self, n: i64) -> i64 {
        let n = u128::try_from(n).unwrap_or_default();
        i64::try_from((u128::from(self.next()) * n) >> 64).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high - low + 1)
    }

    /// As [`Rng::between`], but small numbers are more frequent, as with prices.
    pub fn mostly_low(&mut self, low: i64, high: i64) -> i64 {
        let (a, b) = (self.below(1_000), self.below(1_000));
        low + (high - low) * a * b / 1_000_000
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    /// One of a list that holds something; the first where it holds nothing more.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// The place of one of `n` things.
    pub fn index(&mut self, n: usize) -> usize {
        usize::try_from(self.below(i64::try_from(n).unwrap_or(i64::MAX))).unwrap_or_default()
    }

    /// One of a list, in proportion to the weights.
    pub fn weighted<'a, T>(&mut self, items: &'a [T], weight: impl Fn(&T) -> i64) -> &'a T {
        let mut left = self.below(items.iter().map(&weight).sum());
        let mut last = &items[0];
        for item in items {
            last = item;
            left -= weight(item);
            if left < 0 {
                break;
            }
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_and_a_label_make_the_sequence() {
        let draw = |seed, label| {
            let mut rng = Rng::new(seed, label);
            [rng.below(1_000_000), rng.below(1_000_000), rng.below(1_000_000)]
        };
        assert_eq!(draw(7, "people"), draw(7, "people"));
        assert_ne!(draw(7, "people"), draw(8, "people"));
        assert_ne!(draw(7, "people"), draw(7, "shopping"));
    }

    #[test]
    fn numbers_keep_to_their_range_and_reach_its_ends() {
        let mut rng = Rng::new(1, "x");
        let drawn: Vec<i64> = (0..1_000).map(|_| rng.between(-2, 3)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-2), Some(&3)));
        assert_eq!(rng.below(0), 0);
    }

    #[test]
    fn weights_decide_how_often() {
        let mut rng = Rng::new(1, "w");
        let heavy = (0..1_000).filter(|_| rng.weighted(&[("a", 9), ("b", 1)], |x| x.1).0 == "a").count();
        assert!((850..950).contains(&heavy), "{heavy}");
    }
}
