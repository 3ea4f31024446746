//! Refreshing: the next access token, and the next refresh token of the family.
//!
//! A successor is derived from its parent, so a parent that is repeated gets the same one: a phone
//! whose answer was lost goes on, and of twenty refreshes at once one family lives on. Half a
//! minute after a request has carried the successor's generation the parent is dead. Who uses it
//! then has a copy that they should not have, and the family ends.

use super::{app, end, hot::Hot, limit, sign_in::access, truth};
use crate::{
    auth::{refresh_token::RefreshToken, secret::Secret, token::AccessToken},
    service::{audit::Deed, error::ServiceError, op::Op, refusal::Stop, write::Write},
};
use entity::{
    device,
    id::SessionId,
    session::{self, Column, EndReason, SessionKind},
    staff,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use std::fmt;

/// How far back a token of the family is recognised. A session of seven days has some thousand.
const FURTHEST: i32 = 10_000;

/// What a client gets to go on with.
#[derive(Clone)]
pub struct Refreshed {
    /// Opens the next minutes.
    pub access: AccessToken,
    /// Gets the next access token.
    pub refresh: RefreshToken,
    /// A browser keeps it in a cookie, a phone in its own store.
    pub kind: SessionKind,
}

/// Who wants to go on with a session.
pub struct Refresh {
    /// The refresh token.
    pub token: RefreshToken,
    /// The secret of the device.
    pub device_secret: Secret,
    /// The app as it is now; that of before where it does not say.
    pub app: Option<String>,
}

impl fmt::Debug for Refresh {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Refresh").field("app", &self.app).finish_non_exhaustive()
    }
}

/// What a refresh token is to its session.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kinship {
    /// The one that is good now.
    Current,
    /// The one before it, still good for the successor that it got.
    Parent(Secret),
    /// One that was replaced, and whose time is over.
    Dead,
    /// None of the family.
    Stranger,
}

/// Refreshes a session. Always asks the database.
///
/// # Errors
/// The token, or the device, is not good for it: `Unauthenticated`, whatever the reason. Or the app
/// is too old, or no longer of the kind that signed in; the token stays as good as it was. Or the
/// database does not answer.
pub async fn refresh(op: &Op, input: &Refresh) -> Result<Refreshed, ServiceError> {
    match refreshed(op, input).await {
        Ok(refreshed) => Ok(refreshed),
        Err(Stop::Failed(error)) => Err(error),
        Err(Stop::Refused(_)) => Err(ServiceError::Unauthenticated),
    }
}

async fn refreshed(op: &Op, input: &Refresh) -> Result<Refreshed, Stop> {
    let Refresh { token, device_secret: secret, .. } = input;
    let stranger = || Stop::Failed(ServiceError::Unauthenticated);
    let write = Write::unkeyed(op).await?;
    let locked = session::Entity::find_by_id(SessionId(token.session)).lock_exclusive();
    let mut row = locked.one(write.connection()).await?.ok_or_else(stranger)?;
    let device = device::Entity::find_by_id(row.device_id).one(write.connection()).await?;
    let is_bound = device
        .is_some_and(|device| device.revoked_at.is_none() && secret.has_hash(&device.secret_hash));
    if row.ended_at.is_some() || row.expires_at <= op.real_now() || !is_bound {
        return Err(stranger());
    }
    let successor = match kinship(op, &row, token) {
        Kinship::Stranger => return Err(stranger()),
        Kinship::Dead => return Err(end_as(write, op, &row, EndReason::TokenReused).await),
        Kinship::Current => op.instance().keyring().derive_refresh(&token.secret),
        Kinship::Parent(successor) => successor,
    };
    let config = &op.instance().config().session;
    if limit::is_idle(config, row.kind, row.last_seen_at, op.real_now()) {
        return Err(end_as(write, op, &row, EndReason::Idle).await);
    }
    let staff = staff::Entity::find_by_id(row.staff_id).one(write.connection()).await?;
    let staff = staff.filter(truth::may_sign_in).ok_or_else(stranger)?;
    row.app = current_app(op, &row, input.app.as_deref())?;
    let actor = truth::actor(write.connection(), &staff, row.id).await?;
    let row = advance(&write, op, row, token, &successor).await?;
    write.commit().await?;

    let hot = truth::hot(&row, actor, staff.rights_version);
    answer(op, &row, &hot, successor).await
}

async fn answer(
    op: &Op,
    row: &session::Model,
    hot: &Hot,
    secret: Secret,
) -> Result<Refreshed, Stop> {
    hot.share(op.instance().sessions().cache(), &op.instance().config().session).await;
    let access = access(op, hot)?;
    let refresh = RefreshToken { session: row.id.0, generation: row.generation, secret };
    Ok(Refreshed { access, refresh, kind: row.kind })
}

/// The app that goes on. How long a session lasts hangs on what the app runs on, so that stays.
fn current_app(op: &Op, row: &session::Model, told: Option<&str>) -> Result<String, ServiceError> {
    let bad = |text: &str| ServiceError::BadInput(format!("`app`: {text}"));
    if let Some(told) = told {
        let kind = app::kind_of(told).map_err(|refusal| bad(refusal.message.en))?;
        if kind != row.kind {
            return Err(bad("Another kind of app has signed in."));
        }
    }
    let app = told.unwrap_or(&row.app);
    app::recent(&op.instance().config().app, app)?;
    Ok(app.to_owned())
}

/// Moves the family on to `successor`, unless the repeat of a parent has found it there.
async fn advance(
    write: &Write,
    op: &Op,
    mut row: session::Model,
    token: &RefreshToken,
    successor: &Secret,
) -> Result<session::Model, Stop> {
    row.last_seen_at = op.real_now();
    if token.generation == row.generation {
        row.generation += 1;
        row.refresh_hash = successor.hash();
        row.parent_hash = Some(token.secret.hash());
        row.generation_used_at = None;
    }
    session::Entity::update_many()
        .col_expr(Column::App, Expr::value(row.app.clone()))
        .col_expr(Column::LastSeenAt, Expr::value(row.last_seen_at))
        .col_expr(Column::Generation, Expr::value(row.generation))
        .col_expr(Column::RefreshHash, Expr::value(row.refresh_hash.clone()))
        .col_expr(Column::ParentHash, Expr::value(row.parent_hash.clone()))
        .col_expr(Column::GenerationUsedAt, Expr::value(row.generation_used_at))
        .filter(Column::Id.eq(row.id))
        .exec(write.connection())
        .await?;
    Ok(row)
}

/// Ends the family, and is the error that its bearer gets.
async fn end_as(mut write: Write, op: &Op, row: &session::Model, reason: EndReason) -> Stop {
    let ended = async {
        let ended = end::all(&mut write, op, Column::Id.eq(row.id), reason).await?;
        if reason == EndReason::TokenReused {
            let purpose = Some("a dead refresh token was used".to_owned());
            write.audit(op, &Deed { purpose, ..end::deed("sessionRefresh", row.id) });
        }
        write.commit().await?;
        end::told(op, ended).await;
        Ok(())
    };
    match ended.await {
        Ok(()) => Stop::Failed(ServiceError::Unauthenticated),
        Err(stop) => stop,
    }
}

fn kinship(op: &Op, row: &session::Model, token: &RefreshToken) -> Kinship {
    let keys = op.instance().keyring();
    if token.generation == row.generation {
        let is_current = token.secret.has_hash(&row.refresh_hash);
        return if is_current { Kinship::Current } else { Kinship::Stranger };
    }
    if token.generation.checked_add(1) == Some(row.generation) {
        if !row.parent_hash.as_ref().is_some_and(|hash| token.secret.has_hash(hash)) {
            return Kinship::Stranger;
        }
        let grace = limit::seconds(op.instance().config().session.refresh_grace_seconds);
        let is_over = row.generation_used_at.is_some_and(|used| op.real_now() - used > grace);
        let successor =
            keys.successors(&token.secret).find(|next| next.has_hash(&row.refresh_hash));
        return match successor {
            Some(successor) if !is_over => Kinship::Parent(successor),
            _ => Kinship::Dead,
        };
    }
    // A forged token must not end anybody's session: what is older proves itself by leading to
    // the current one.
    let steps = row.generation.checked_sub(token.generation);
    let Some(steps) = steps.filter(|steps| (2..=FURTHEST).contains(steps)) else {
        return Kinship::Stranger;
    };
    let descendant =
        (0..steps).fold(token.secret.clone(), |secret, _| keys.derive_refresh(&secret));
    if descendant.has_hash(&row.refresh_hash) { Kinship::Dead } else { Kinship::Stranger }
}
