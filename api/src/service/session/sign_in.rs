//! Signing in.

use super::{
    app, device, end,
    hot::Hot,
    limit, throttle,
    truth::{self, may_sign_in},
};
use crate::{
    auth::{
        refresh_token::RefreshToken,
        secret::Secret,
        token::{AccessToken, Bearer},
    },
    service::{
        error::ServiceError,
        locale::Text,
        op::Op,
        refusal::{Code, Refusal, Stop},
        write::Write,
    },
};
use entity::{
    actor::Actor,
    id::{DeviceId, SessionId, StaffId},
    session::{self, EndReason, SessionKind},
    staff,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::fmt;
use uuid::Uuid;

/// Longest employee number that is looked for, in characters.
const LONGEST_NUMBER: usize = 64;

/// Who wants to sign in, and on what.
pub struct SignIn {
    /// Number on the badge.
    pub employee_no: String,
    /// Password.
    pub password: String,
    /// Secret of the device, if it has one.
    pub device_secret: Option<Secret>,
    /// What its owner calls the device.
    pub device: String,
    /// The app: `web`, `ios/…` or `android/…`.
    pub app: String,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SignIn").field("app", &self.app).finish_non_exhaustive()
    }
}

/// What a client gets to go on with.
#[derive(Clone)]
pub struct SignedIn {
    /// Whoever has signed in.
    pub actor: Actor,
    /// Opens the next minutes.
    pub access: AccessToken,
    /// Gets the next access token.
    pub refresh: RefreshToken,
    /// The secret of a device that was not known; it is told once.
    pub device_secret: Option<Secret>,
    /// A browser keeps both in cookies, a phone in its own store.
    pub kind: SessionKind,
}

/// Signs somebody in. A wrong password and a person who does not exist answer alike, after the
/// same time.
///
/// # Errors
/// Too many tries, or neither database nor cache can say whether there were.
pub async fn sign_in(op: &Op, input: SignIn) -> Result<Result<SignedIn, Refusal>, ServiceError> {
    match signed_in(op, input).await {
        Ok(signed_in) => Ok(Ok(signed_in)),
        Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

async fn signed_in(op: &Op, input: SignIn) -> Result<SignedIn, Stop> {
    let kind = app::kind_of(&input.app)?;
    app::recent(&op.instance().config().app, &input.app)?;
    limit::checked(&input.device, &["input", "device"])?;
    throttle::by_address(op).await?;
    let truth = op.instance().truth();
    let number: String = input.employee_no.trim().chars().take(LONGEST_NUMBER).collect();
    let staff = staff::Entity::find().filter(staff::Column::EmployeeNo.eq(&number));
    let staff = staff.one(truth).await?.filter(may_sign_in);
    let device = match &input.device_secret {
        Some(secret) => device::known(truth, secret).await?,
        None => None,
    };
    let whose = staff.as_ref().map(|staff| staff.id);
    let known = device.filter(|device| Some(device.staff_id) == whose).map(|device| device.id);

    let attempt = throttle::by_account(op, &number, known).await?;
    let sessions = op.instance().sessions();
    let stored = staff.as_ref().and_then(|staff| staff.password_hash.as_deref());
    let verified = sessions.passwords.verify(input.password, stored).await;
    let is_right = verified.map_err(|_| ServiceError::Defect("a password was not checked"))?;
    let Some(staff) = staff.filter(|_| is_right) else { return Err(WRONG.into()) };
    throttle::succeeded(&sessions.cache, attempt).await;

    let begun = Begun { staff, kind, known, label: input.device, app: input.app };
    begun.begin(op).await
}

const WRONG: Refusal = Refusal::new(
    Code::Invalid,
    &["input", "password"],
    Text { zh: "工号或密码不正确。", en: "The employee number or the password is wrong." },
);

/// Somebody whose password was right.
struct Begun {
    staff: staff::Model,
    kind: SessionKind,
    known: Option<DeviceId>,
    label: String,
    app: String,
}

impl Begun {
    async fn begin(self, op: &Op) -> Result<SignedIn, Stop> {
        let mut write = Write::unkeyed(op).await?;
        let staff = self.locked(&write).await?;
        let (device, device_secret, mut ended) = if let Some(device) = self.known {
            device::signed_in(&write, op, device, &self.label).await?;
            (device, None, Vec::new())
        } else {
            let made = device::make(&mut write, op, staff.id, &self.label).await?;
            (made.id, Some(made.secret), made.ended)
        };
        // Somebody else may hold what the last session on this device left behind.
        let before = session::Column::DeviceId.eq(device);
        ended.extend(end::all(&mut write, op, before, EndReason::Replaced).await?);
        let secret = Secret::random().map_err(|_| ServiceError::Defect("no randomness"))?;
        let row = self.row(op, staff.id, device, &secret);
        let actor = truth::actor(write.connection(), &staff, row.id).await?;
        let acting = op.acting(actor.clone());
        write.audit(&acting, &end::deed("sessionSignIn", row.id));
        let insert = session::ActiveModel::from(row.clone());
        session::Entity::insert(insert).exec_without_returning(write.connection()).await?;
        write.commit().await?;
        end::told(op, ended).await;

        let hot = truth::hot(&row, actor.clone(), staff.rights_version);
        hot.share(op.instance().sessions().cache(), &op.instance().config().session).await;
        let refresh = RefreshToken { session: row.id.0, generation: 0, secret };
        let access = access(op, &hot)?;
        Ok(SignedIn { actor, access, refresh, device_secret, kind: self.kind })
    }

    /// The row as it is now, locked, so that two sign-ins at once count each other's device. What
    /// was verified must still hold.
    async fn locked(&self, write: &Write) -> Result<staff::Model, Stop> {
        let locked = staff::Entity::find_by_id(self.staff.id).lock_exclusive();
        let staff = locked.one(write.connection()).await?.filter(may_sign_in);
        let is_same = |staff: &staff::Model| staff.password_hash == self.staff.password_hash;
        staff.filter(is_same).ok_or_else(|| WRONG.into())
    }

    fn row(&self, op: &Op, staff: StaffId, device: DeviceId, secret: &Secret) -> session::Model {
        let now = op.real_now();
        let lasts = limit::absolute(&op.instance().config().session, self.kind);
        session::Model {
            id: SessionId(Uuid::now_v7()),
            staff_id: staff,
            device_id: device,
            kind: self.kind,
            app: self.app.clone(),
            started_at: now,
            last_seen_at: now,
            expires_at: now + limit::seconds(lasts.as_secs()),
            ended_at: None,
            end_reason: None,
            generation: 0,
            refresh_hash: secret.hash(),
            parent_hash: None,
            generation_used_at: None,
        }
    }
}

/// An access token for a session as it is now.
pub(super) fn access(op: &Op, hot: &Hot) -> Result<AccessToken, ServiceError> {
    let bearer = Bearer {
        staff: hot.actor.staff.0,
        session: hot.actor.session.0,
        generation: hot.generation,
        rights_version: hot.rights_version,
    };
    let issued = op.instance().sessions().tokens.issue(bearer, Uuid::now_v7(), op.real_now());
    issued.map_err(|_| ServiceError::Defect("a token could not be signed"))
}
