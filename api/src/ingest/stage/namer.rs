//! Ids that a rerun makes again.

use aws_lc_rs::digest::{Context, SHA256};
use chrono::{NaiveDate, NaiveTime};
use uuid::Uuid;

/// Makes ids from keys.
///
/// The shape is `UUIDv7`, so that rows of one time lie together in an index: its time is the
/// row's own date at midnight UTC, and its random bits are a hash over source, noun and key.
#[derive(Clone, Copy, Debug)]
pub struct Namer {
    source: &'static str,
}

impl Namer {
    /// A namer for a source: `pkdd99`, `demo`.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self { source }
    }

    /// The source that it names rows of.
    #[must_use]
    pub const fn source(self) -> &'static str {
        self.source
    }

    /// The id of the `noun` that the source calls `key`. `on` is the row's own date; a row has
    /// the same id only while its source gives it the same date.
    #[must_use]
    pub fn id(self, noun: &str, key: &str, on: NaiveDate) -> Uuid {
        let mut hash = Context::new(&SHA256);
        for part in [self.source, noun, key] {
            // Lengths first: the texts of two keys can then never run into each other.
            hash.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let midnight = on.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        let mut random = [0; 10];
        random.iter_mut().zip(hash.finish().as_ref()).for_each(|(to, from)| *to = *from);
        uuid::Builder::from_unix_timestamp_millis(u64::try_from(midnight).unwrap_or(0), &random)
            .into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 3, 30).unwrap()
    }

    #[test]
    fn a_key_has_one_id_and_no_other_key_has_it() {
        let namer = Namer::new("pkdd99");
        let id = namer.id("movement", "1", day(1994));
        assert_eq!(id, namer.id("movement", "1", day(1994)));
        assert_eq!(id.get_version_num(), 7);
        for other in [
            namer.id("movement", "2", day(1994)),
            namer.id("holding", "1", day(1994)),
            namer.id("movement", "1", day(1995)),
            namer.id("movemen", "t1", day(1994)),
            Namer::new("demo").id("movement", "1", day(1994)),
        ] {
            assert_ne!(id, other);
        }
    }

    #[test]
    fn ids_are_in_the_order_of_their_dates() {
        let namer = Namer::new("pkdd99");
        assert!(namer.id("movement", "2", day(1993)) < namer.id("movement", "1", day(1994)));
    }
}
