//! Numbers that look random and are the same on every machine.

/// `SplitMix64`, started from a seed, a noun and a row. Each noun and row has a stream of its own,
/// so that what is generated later, or elsewhere, moves no number of what is there already.
#[derive(Debug, Clone)]
pub struct Stream {
    state: u64,
}

/// The odd constant that the state grows by.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// Stirs one number well enough that neighbours have nothing in common.
fn stirred(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

impl Stream {
    /// The stream of `row` of `noun`.
    #[must_use]
    pub fn new(seed: u64, noun: &str, row: usize) -> Self {
        let noun = noun.bytes().fold(STEP, |hash, byte| stirred(hash ^ u64::from(byte)));
        let row = u64::try_from(row).unwrap_or(u64::MAX);
        Self { state: stirred(stirred(seed ^ noun).wrapping_add(row.wrapping_mul(STEP))) }
    }

    /// The next number.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        stirred(self.state)
    }

    /// A number below `end`, which is not 0.
    fn below(&mut self, end: u64) -> u64 {
        let scaled = (u128::from(self.next()) * u128::from(end)) >> 64;
        u64::try_from(scaled).unwrap_or_default()
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = most.abs_diff(least.min(most)).saturating_add(1);
        least.saturating_add_unsigned(self.below(span))
    }

    /// A place in a list of `length`, which is not 0.
    pub fn index(&mut self, length: usize) -> usize {
        let end = u64::try_from(length).unwrap_or(u64::MAX);
        usize::try_from(self.below(end)).unwrap_or_default()
    }

    /// Whether something happens that happens `per_mille` times in a thousand.
    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// One of a list that is not empty.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.index(list.len())]
    }

    /// One of a list that is not empty, each as often as its weight says.
    pub fn weighted<T: Copy>(&mut self, list: &[(T, u64)]) -> T {
        let mut left = self.below(list.iter().map(|(_, weight)| weight).sum());
        for (item, weight) in list {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        list[0].0
    }

    /// That many decimal digits.
    pub fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b"0123456789"[self.index(10)])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Stream;

    #[test]
    fn a_stream_is_the_same_each_time_and_unlike_its_neighbours() {
        let first = |seed, noun, row| Stream::new(seed, noun, row).next();
        assert_eq!(first(1, "person", 1), first(1, "person", 1));
        assert_eq!(first(1, "person", 1), 2_721_023_203_515_781_574);
        let others = [first(2, "person", 1), first(1, "company", 1), first(1, "person", 2)];
        assert!(!others.contains(&first(1, "person", 1)));
    }

    #[test]
    fn numbers_keep_within_their_bounds_and_reach_them() {
        let mut stream = Stream::new(7, "test", 0);
        let drawn: Vec<i64> = (0..1000).map(|_| stream.between(-2, 2)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-2), Some(&2)));
        let heavy = (0..1000).filter(|_| stream.weighted(&[('a', 9), ('b', 1)]) == 'a').count();
        assert!((850..950).contains(&heavy), "{heavy}");
        assert_eq!(stream.between(5, 5), 5);
    }
}
