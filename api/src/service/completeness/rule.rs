//! The rule: weights, and what is counted of each field.

/// Whole of a ratio in millionths.
const WHOLE: i32 = 1_000_000;

/// How good a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Seen within the last twelve months.
    Fresh,
    /// There, but older.
    Stale,
    /// Not there.
    Absent,
}

/// Fields of a person's file, by weight; the names are those of the schema.
pub const PERSON: [(&str, i32); 10] = [
    ("name", 10),
    ("idNumber", 15),
    ("mobile", 15),
    ("region", 5),
    ("gender", 5),
    ("occupation", 10),
    ("yearlyIncome", 15),
    ("education", 5),
    ("birthDate", 10),
    ("preferences", 10),
];

/// Fields of a company's file, by weight. Its mobile numbers are those of its key persons.
pub const COMPANY: [(&str, i32); 10] = [
    ("name", 10),
    ("creditCode", 15),
    ("keyPersons", 15),
    ("region", 5),
    ("ownership", 5),
    ("industry", 10),
    ("systemIndustry", 5),
    ("yearlySales", 15),
    ("legalRepresentative", 10),
    ("preferences", 10),
];

/// Completeness in millionths of fields by weight; 0 where no weight is given.
#[must_use]
pub fn completeness(fields: impl IntoIterator<Item = (i32, Freshness)>) -> i32 {
    let (mut halves, mut all) = (0_i64, 0_i64);
    for (weight, freshness) in fields {
        let weight = i64::from(weight);
        all += weight * 2;
        halves += match freshness {
            Freshness::Fresh => weight * 2,
            Freshness::Stale => weight,
            Freshness::Absent => 0,
        };
    }
    if all == 0 {
        return 0;
    }
    i32::try_from((halves * i64::from(WHOLE) + all / 2) / all).unwrap_or(WHOLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_person(freshness: impl Fn(&str) -> Freshness) -> i32 {
        completeness(PERSON.map(|(name, weight)| (weight, freshness(name))))
    }

    #[test]
    fn the_worked_number_is_070() {
        let worked = of_person(|name| match name {
            "occupation" => Freshness::Stale,
            "yearlyIncome" | "preferences" => Freshness::Absent,
            _ => Freshness::Fresh,
        });
        assert_eq!(worked, 700_000);
    }

    #[test]
    fn the_ends_are_nothing_and_the_whole() {
        assert_eq!(of_person(|_| Freshness::Absent), 0);
        assert_eq!(of_person(|_| Freshness::Stale), 500_000);
        assert_eq!(of_person(|_| Freshness::Fresh), WHOLE);
        assert_eq!(completeness([]), 0);
        let weights =
            |fields: [(&str, i32); 10]| fields.iter().map(|(_, weight)| weight).sum::<i32>();
        assert_eq!((weights(PERSON), weights(COMPANY)), (100, 100));
    }
}
