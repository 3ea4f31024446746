//! The canonical records: what every source produces, and the one loader takes.
//!
//! A record bears its id, minted by `Namer` from the source and the source's own key, and names
//! others by theirs. So whoever reads a file twice, or a longer version of it, names the same rows
//! again, and the loader adds only those that are not there.

mod account;
mod customer;
mod namer;
mod organisation;

pub use account::{
    Balance, Category, Direction, Holder, HolderRole, Holding, Initiator, Movement, MovementKind,
    Product, Rate,
};
pub use customer::{
    Assignment, AssignmentRole, Company, Customer, Gender, Number, Person, Profile,
};
pub use namer::Namer;
pub use organisation::{Bank, Grade, Role, Staff, Unit, UnitKind};

/// What a source hands over at once. Within a batch the order of the fields is the order of
/// loading; between batches it is the order of sending, and a record may name only rows of this
/// batch or an earlier one.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Units of the bank, a parent before its children.
    pub units: Vec<Unit>,
    /// Members of staff.
    pub staff: Vec<Staff>,
    /// What is sold.
    pub products: Vec<Product>,
    /// Customers.
    pub customers: Vec<Customer>,
    /// Who covers whom, and since when.
    pub assignments: Vec<Assignment>,
    /// Accounts, loans, cards.
    pub holdings: Vec<Holding>,
    /// What has been booked.
    pub movements: Vec<Movement>,
    /// Balances at the end of days.
    pub balances: Vec<Balance>,
    /// Exchange rates.
    pub rates: Vec<Rate>,
    /// Lines of the source read so far, for the checkpoint and the progress bar.
    pub read: u64,
}

impl Batch {
    /// How many records it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.units.len()
            + self.staff.len()
            + self.products.len()
            + self.customers.len()
            + self.assignments.len()
            + self.holdings.len()
            + self.movements.len()
            + self.balances.len()
            + self.rates.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
