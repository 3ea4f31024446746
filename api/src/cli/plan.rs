//! The arguments that say which synthetic bank is wanted, and its making.

use super::{exit::Exit, exit::Fault, output::Progress};
use crate::{
    auth::keyring::Keyring,
    clock::{Clock as _, SystemClock},
    demo::{self, Found, Plan},
    ingest::load::{LoadError, Loaded},
    service::write::Writer,
};
use chrono::{Days, NaiveDate};
use std::sync::Arc;

/// Which bank.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Wanted {
    /// Number of customers.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    customers: u32,
    /// What all chance is drawn from: equal seeds make equal banks.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Last closed day; without it yesterday.
    #[arg(long, value_name = "YYYY-MM-DD")]
    bank_date: Option<NaiveDate>,
}

impl Wanted {
    /// The plan of that bank.
    pub(super) fn plan(&self) -> Plan {
        let today = SystemClock.now().with_timezone(&chrono_tz::Asia::Shanghai).date_naive();
        let yesterday = today - Days::new(1);
        Plan {
            customers: usize::try_from(self.customers).unwrap_or(usize::MAX),
            seed: self.seed,
            bank_date: self.bank_date.unwrap_or(yesterday),
        }
    }
}

/// Fills a database that holds no bank, or goes on where that was cut off.
pub(super) async fn fill(
    plan: Plan,
    writer: Writer,
    keyring: Arc<Keyring>,
) -> Result<Loaded, Fault> {
    match demo::found(&writer).await? {
        Found::Nothing => {}
        Found::Part(date) if date == plan.bank_date => {}
        Found::Part(date) => {
            let text = format!("the database holds a part of a bank: go on by --bank-date {date}");
            return Err(Fault::refused(text));
        }
        Found::Whole | Found::Other => {
            return Err(Fault::refused("the database holds a bank already"));
        }
    }
    let customers = u64::try_from(plan.customers).unwrap_or(u64::MAX);
    let mut progress = Progress::of(customers, "customers");
    Ok(demo::fill(plan, (writer, keyring), |done| progress.reach(done)).await?)
}

impl From<LoadError> for Fault {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Database(error) => error.into(),
            LoadError::Service(error) => error.into(),
            LoadError::Key(error) => error.into(),
            LoadError::OtherBank(_) | LoadError::Backwards { .. } => {
                Self::new(Exit::Refused, error.to_string())
            }
        }
    }
}
