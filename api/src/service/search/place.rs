//! Where a row stands among those that a search finds, and by what it was found.

use uuid::Uuid;

/// By what a row was found: the first of these that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Match {
    /// The name.
    Name,
    /// Its pinyin.
    Pinyin,
    /// Its initials.
    Initials,
    /// The tail of a mobile or identity number.
    Tail,
    /// A number in a source system, an employee number, a code.
    Number,
}

/// How well a row fits, the best first: what begins with the text before what holds it further in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Rank {
    Name,
    Pinyin,
    Initials,
    Tail,
    Number,
    NameInside,
    PinyinInside,
    InitialsInside,
}

impl Rank {
    pub(super) const ALL: [Self; 8] = [
        Self::Name,
        Self::Pinyin,
        Self::Initials,
        Self::Tail,
        Self::Number,
        Self::NameInside,
        Self::PinyinInside,
        Self::InitialsInside,
    ];

    /// Those of which an index gives the first rows in order.
    pub(super) const INDEXED: [Self; 5] =
        [Self::Name, Self::Pinyin, Self::Initials, Self::Tail, Self::Number];

    /// As it stands in statements and cursors.
    pub(super) const fn number(self) -> i32 {
        match self {
            Self::Name => 0,
            Self::Pinyin => 1,
            Self::Initials => 2,
            Self::Tail => 3,
            Self::Number => 4,
            Self::NameInside => 5,
            Self::PinyinInside => 6,
            Self::InitialsInside => 7,
        }
    }
}

/// Where a row stands: by rank, then by the text that fits, then by id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub(super) rank: i32,
    pub(super) key: String,
    pub(super) id: Uuid,
}

impl Place {
    /// As text, for a cursor.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}:{}:{}", self.rank, self.id, self.key)
    }

    /// Of the text that [`Place::to_text`] has made; none of any other.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let (rank, rest) = text.split_once(':')?;
        let (id, key) = rest.split_once(':')?;
        Some(Self { rank: rank.parse().ok()?, key: key.to_owned(), id: id.parse().ok()? })
    }

    /// By what the row was found.
    #[must_use]
    pub fn matched(&self) -> Match {
        let rank = Rank::ALL.into_iter().find(|rank| rank.number() == self.rank);
        match rank {
            Some(Rank::Pinyin | Rank::PinyinInside) => Match::Pinyin,
            Some(Rank::Initials | Rank::InitialsInside) => Match::Initials,
            Some(Rank::Tail) => Match::Tail,
            Some(Rank::Number) => Match::Number,
            Some(Rank::Name | Rank::NameInside) | None => Match::Name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_and_sorts_by_rank_key_and_id() {
        let place = |rank: Rank, key: &str, id| Place {
            rank: rank.number(),
            key: key.to_owned(),
            id: Uuid::from_u128(id),
        };
        let places = [
            place(Rank::Name, " 张", 9),
            place(Rank::Name, " 张 伟", 1),
            place(Rank::Name, " 张 伟", 2),
            place(Rank::Tail, " a:b", 0),
        ];
        assert!(places.is_sorted());
        for place in places {
            assert_eq!(Place::of_text(&place.to_text()), Some(place));
        }
        assert_eq!(Place::of_text("x"), None);
    }
}
