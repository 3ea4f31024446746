//! What was ended lately: sessions, and rights that were replaced. It is asked before any copy of a
//! session, and an entry outlives every access token that it concerns.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    change_log,
    id::{SessionId, StaffId},
    outbox::{Noun, Operation},
    session, staff,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// The list of one instance.
#[derive(Debug)]
pub(super) struct Ended {
    kept: TimeDelta,
    noted: Mutex<Noted>,
}

#[derive(Debug, Default)]
struct Noted {
    /// How far the change log was read; `None` before the list was first loaded.
    position: Option<i64>,
    sessions: HashMap<SessionId, DateTime<Utc>>,
    rights: HashMap<StaffId, (i32, DateTime<Utc>)>,
}

impl Ended {
    /// An empty list, whose entries are kept for `kept`.
    pub(super) fn new(kept: TimeDelta) -> Self {
        Self { kept, noted: Mutex::default() }
    }

    /// Each holder leaves the list whole, so one that panicked has left it so too.
    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a session was ended lately.
    pub(super) fn holds(&self, session: SessionId) -> bool {
        self.noted().sessions.contains_key(&session)
    }

    /// The version below which the rights of a member of staff are known to be of the past.
    pub(super) fn least_rights(&self, staff: StaffId) -> i32 {
        self.noted().rights.get(&staff).map_or(0, |&(version, _)| version)
    }

    pub(super) fn note_session(&self, session: SessionId, now: DateTime<Utc>) {
        self.noted().sessions.insert(session, now);
    }

    pub(super) fn note_rights(&self, staff: StaffId, version: i32, now: DateTime<Utc>) {
        let mut noted = self.noted();
        let (known, at) = noted.rights.entry(staff).or_insert((version, now));
        (*known, *at) = (Ord::max(version, *known), now);
    }

    fn position(&self) -> Option<i64> {
        self.noted().position
    }

    fn move_to(&self, position: i64, now: DateTime<Utc>) {
        let mut noted = self.noted();
        noted.position = Some(position);
        let kept = self.kept;
        noted.sessions.retain(|_, at| now - *at <= kept);
        noted.rights.retain(|_, (_, at)| now - *at <= kept);
    }

    /// Reads what the change log says since the last time; the first time, what the tables say of
    /// the last minutes.
    ///
    /// # Errors
    /// The database does not answer; the list stays as it was.
    pub(super) async fn catch_up(
        &self,
        truth: &impl ConnectionTrait,
        now: DateTime<Utc>,
    ) -> Result<(), DbErr> {
        // Read before the rows: what commits in between is read twice, never not at all.
        let head = head(truth).await?.unwrap_or(0);
        match self.position() {
            None => load(truth, self, now).await?,
            Some(position) if position < head => read(truth, self, position, head, now).await?,
            Some(_) => {}
        }
        self.move_to(head, now);
        Ok(())
    }
}

async fn head(truth: &impl ConnectionTrait) -> Result<Option<i64>, DbErr> {
    let head = change_log::Entity::find().select_only();
    let head = head.column_as(change_log::Column::Position.max(), "head");
    Ok(head.into_tuple::<Option<i64>>().one(truth).await?.flatten())
}

async fn read(
    truth: &impl ConnectionTrait,
    ended: &Ended,
    position: i64,
    head: i64,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use change_log::Column;
    let rows: Vec<(Noun, Uuid, Operation, i64)> = change_log::Entity::after(position)
        .filter(Column::Position.lte(head))
        .filter(Column::Noun.is_in([Noun::Session, Noun::Staff]))
        .select_only()
        .columns([Column::Noun, Column::RowId, Column::Operation, Column::Revision])
        .into_tuple()
        .all(truth)
        .await?;
    for (noun, row, operation, revision) in rows {
        match (noun, operation) {
            (Noun::Session, Operation::Delete) => ended.note_session(SessionId(row), now),
            (Noun::Staff, _) => {
                ended.note_rights(StaffId(row), i32::try_from(revision).unwrap_or(i32::MAX), now);
            }
            _ => {}
        }
    }
    Ok(())
}

async fn load(
    truth: &impl ConnectionTrait,
    ended: &Ended,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let since = now - ended.kept;
    let sessions: Vec<SessionId> = session::Entity::find()
        .filter(session::Column::EndedAt.gt(since))
        .select_only()
        .column(session::Column::Id)
        .into_tuple()
        .all(truth)
        .await?;
    let rights: Vec<(StaffId, i32)> = staff::Entity::find()
        .filter(staff::Column::UpdatedAt.gt(since))
        .select_only()
        .columns([staff::Column::Id, staff::Column::RightsVersion])
        .into_tuple()
        .all(truth)
        .await?;
    for session in sessions {
        ended.note_session(session, now);
    }
    for (staff, version) in rights {
        ended.note_rights(staff, version, now);
    }
    Ok(())
}
