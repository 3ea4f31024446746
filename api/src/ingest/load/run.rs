//! A run from its begin to its end: the bank, its date, the checkpoint, the counts.

use crate::{
    auth::keyring::KeyError,
    backend::Bulk,
    ingest::stage,
    service::{
        change::Change,
        error::ServiceError,
        standing::{self, Computed},
        write::Writer,
    },
};
use chrono::NaiveDate;
use entity::{
    bank::{self, Clock},
    import_run,
    outbox::{self, Noun, Operation},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    sea_query::OnConflict,
};
use uuid::Uuid;

/// Why records cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The database does not answer, or refuses a row.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// What is computed of customers could not be.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// An identifier could not be sealed.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database holds another bank than that of the source.
    #[error("the database holds another bank: {0}")]
    OtherBank(String),
    /// The bank date would go back.
    #[error("the bank date is {have} already and cannot go back to {asked}")]
    Backwards {
        /// That of the bank.
        have: NaiveDate,
        /// That of the import.
        asked: NaiveDate,
    },
}

/// What a run has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// For each noun, in the order of loading.
    pub counts: Vec<NounCount>,
    /// What was computed afterwards; nothing where nothing has changed.
    pub computed: Option<Computed>,
    /// Whether everything was there already.
    pub unchanged: bool,
}

/// Rows of one noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NounCount {
    /// The noun, in the plural.
    pub noun: &'static str,
    /// Rows that were inserted, or whose balance or end has changed.
    pub written: u64,
    /// Rows that were there already.
    pub known: u64,
}

/// Counts under way.
#[derive(Debug, Default)]
pub(super) struct Counts(Vec<NounCount>);

impl Counts {
    pub(super) fn note(&mut self, noun: &'static str, all: usize, written: u64) {
        let known = u64::try_from(all).unwrap_or(u64::MAX).saturating_sub(written);
        match self.0.iter_mut().find(|count| count.noun == noun) {
            Some(count) => {
                count.written += written;
                count.known += known;
            }
            None => self.0.push(NounCount { noun, written, known }),
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        for count in &other.0 {
            let all = usize::try_from(count.written + count.known).unwrap_or(usize::MAX);
            self.note(count.noun, all, count.written);
        }
    }

    pub(super) fn written(&self) -> u64 {
        self.0.iter().map(|count| count.written).sum()
    }

    pub(super) fn into_rows(self) -> Vec<NounCount> {
        self.0
    }
}

/// A run of a source.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) source: &'static str,
    pub(super) base_currency: String,
    pub(super) bank_date: NaiveDate,
    /// Whether the bank was empty before.
    pub(super) is_first: bool,
    /// Whether the run before this one came to its end.
    pub(super) was_done: bool,
    pub(super) resumed_after: Option<u64>,
}

impl Run {
    pub(super) async fn begin(
        writer: &Writer,
        source: &'static str,
        bank: &stage::Bank,
        bank_date: NaiveDate,
    ) -> Result<Self, LoadError> {
        let transaction = writer.begin().await?;
        let found = bank::Entity::find().one(&transaction).await?;
        let is_new = found.is_none();
        match found {
            Some(found) => same_bank(&found, bank, bank_date)?,
            None => make_bank(&transaction, writer, bank, bank_date).await?,
        }
        let before = import_run::Entity::find_by_id(source).one(&transaction).await?;
        let cut_off = before.as_ref().filter(|run| !run.is_done);
        let is_first = is_new || cut_off.is_some_and(|run| run.is_first);
        let run = Self {
            source,
            base_currency: bank.base_currency.clone(),
            bank_date,
            is_first,
            was_done: before.as_ref().is_some_and(|run| run.is_done),
            resumed_after: cut_off.map(|run| u64::try_from(run.rows_read).unwrap_or(0)),
        };
        let row = run.row(writer, false, 0);
        let again = OnConflict::column(import_run::Column::Source)
            .update_columns([
                import_run::Column::IsDone,
                import_run::Column::IsFirst,
                import_run::Column::BankDate,
                import_run::Column::UpdatedAt,
            ])
            .to_owned();
        transaction.upsert(vec![row.into_active_model()], again).await?;
        transaction.commit().await?;
        Ok(run)
    }

    /// Moves the bank date on; says whether it had to be.
    pub(super) async fn move_bank_date(&self, writer: &Writer) -> Result<bool, LoadError> {
        let transaction = writer.begin().await?;
        let found = bank::Entity::find().one(&transaction).await?;
        let Some(found) = found.filter(|bank| bank.bank_date < self.bank_date) else {
            return Ok(false);
        };
        let mut row = found.into_active_model();
        row.bank_date = Set(self.bank_date);
        row.bank_date_set_at = Set(writer.clock().now());
        bank::Entity::update(row).exec(&transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Notes that the run has come to its end, and tells of the bank.
    pub(super) async fn end(&self, writer: &Writer, moved: bool) -> Result<(), LoadError> {
        let transaction = writer.begin().await?;
        let run = import_run::Entity::find_by_id(self.source).one(&transaction).await?;
        let read = run.map_or(0, |run| run.rows_read);
        let row = self.row(writer, true, read).into_active_model().reset_all();
        import_run::Entity::update(row).exec(&transaction).await?;
        let operation = match (self.is_first, moved) {
            (true, _) => Some(Operation::Reset),
            (false, true) => Some(Operation::Update),
            (false, false) => None,
        };
        if let Some(operation) = operation {
            let epoch = bank::Entity::find().one(&transaction).await?.map(|bank| bank.epoch);
            let told = of_bank(epoch.unwrap_or_default(), operation, self.bank_date);
            transaction.insert_new(vec![told]).await?;
        }
        transaction.commit().await?;
        writer.ring();
        Ok(())
    }

    fn row(&self, writer: &Writer, is_done: bool, rows_read: i64) -> import_run::Model {
        import_run::Model {
            source: self.source.to_owned(),
            is_done,
            is_first: self.is_first,
            rows_read,
            bank_date: self.bank_date,
            updated_at: writer.clock().now(),
        }
    }
}

fn of_bank(epoch: Uuid, operation: Operation, bank_date: NaiveDate) -> outbox::ActiveModel {
    Change {
        noun: Noun::Bank,
        row_id: epoch,
        operation,
        customer_id: None,
        home_unit_id: None,
        staff_id: None,
        // Days, so that a later bank date is a later revision.
        revision: i64::from(chrono::Datelike::num_days_from_ce(&bank_date)),
        payload: serde_json::json!({ "v": 1 }),
    }
    .into()
}

fn clock(bank: &stage::Bank) -> Clock {
    if bank.replay { Clock::Replay } else { Clock::Live }
}

fn same_bank(found: &bank::Model, bank: &stage::Bank, date: NaiveDate) -> Result<(), LoadError> {
    let same = found.base_currency == bank.base_currency
        && found.time_zone == bank.time_zone
        && found.name == bank.name
        && found.clock == clock(bank);
    if !same {
        return Err(LoadError::OtherBank(found.name.clone()));
    }
    if date < found.bank_date {
        return Err(LoadError::Backwards { have: found.bank_date, asked: date });
    }
    Ok(())
}

async fn make_bank(
    transaction: &DatabaseTransaction,
    writer: &Writer,
    bank: &stage::Bank,
    bank_date: NaiveDate,
) -> Result<(), LoadError> {
    let now = writer.clock().now();
    let row = bank::Model {
        id: 1,
        name: bank.name.clone(),
        base_currency: bank.base_currency.clone(),
        time_zone: bank.time_zone.clone(),
        locale: bank.locale.clone(),
        bank_date,
        clock: clock(bank),
        bank_date_set_at: now,
        epoch: Uuid::now_v7(),
    };
    transaction.insert_new(vec![row.into_active_model()]).await?;
    transaction.insert_new(vec![standing::shipped(now)]).await?;
    Ok(())
}
