//! Lists below a row: the ways in which they are asked for, and what came back for each.
//!
//! Aliases that differ only in the length of their pages share one way of asking, so they cost one
//! statement; each view cuts its own page.

use super::page::First;

/// One way in which a list is asked for.
#[derive(Clone, Debug)]
pub struct Asked<Ask, Want> {
    /// Where the page begins and what is left out.
    pub ask: Ask,
    /// The longest page.
    pub first: First,
    /// Whether the length of the whole list is wanted.
    pub total: bool,
    /// What is wanted of each row.
    pub want: Want,
}

/// All ways in which a list is asked for.
#[derive(Clone, Debug)]
pub struct Asks<Ask, Want>(pub Vec<Asked<Ask, Want>>);

impl<Ask, Want> Default for Asks<Ask, Want> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<Ask: PartialEq, Want> Asks<Ask, Want> {
    /// Adds a way of asking, or widens the equal one.
    pub fn add(
        &mut self,
        ask: Ask,
        first: First,
        total: bool,
        want: Want,
        merge: impl Fn(&mut Want, Want),
    ) {
        if let Some(known) = self.0.iter_mut().find(|known| known.ask == ask) {
            known.first = known.first.max(first);
            known.total |= total;
            merge(&mut known.want, want);
        } else {
            self.0.push(Asked { ask, first, total, want });
        }
    }

    /// Takes in all the ways of another.
    pub fn merge(&mut self, other: Self, merge: impl Fn(&mut Want, Want) + Copy) {
        for Asked { ask, first, total, want } in other.0 {
            self.add(ask, first, total, want, merge);
        }
    }

    /// Whether it is not asked for at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What came back for one way of asking, for one parent.
#[derive(Clone, Debug)]
pub struct Listed<Row> {
    /// The rows, one more than the longest page.
    pub rows: Vec<Row>,
    /// Length of the whole list, where it was wanted.
    pub total: Option<u64>,
}

impl<Row> Listed<Row> {
    /// A list without a row.
    #[must_use]
    pub fn empty(total: bool) -> Self {
        Self { rows: Vec::new(), total: total.then_some(0) }
    }
}

/// What came back for each way of asking.
#[derive(Clone, Debug)]
pub struct Lists<Ask, Row>(Vec<(Ask, Listed<Row>)>);

impl<Ask, Row> Default for Lists<Ask, Row> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<Ask: PartialEq, Row> Lists<Ask, Row> {
    /// Adds what came back.
    pub fn push(&mut self, ask: Ask, listed: Listed<Row>) {
        self.0.push((ask, listed));
    }

    /// What came back for this way of asking; `None` where it was not asked.
    #[must_use]
    pub fn get(&self, ask: &Ask) -> Option<&Listed<Row>> {
        self.0.iter().find(|(known, _)| known == ask).map(|(_, listed)| listed)
    }
}
