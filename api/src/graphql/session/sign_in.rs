//! The root that signs in.

use crate::{
    auth::{cookie, secret::Secret},
    graphql::{
        context,
        directive::{DataClass, sensitive},
        scalar::DateTime,
        user_error::UserError,
        viewer::object::Viewer,
    },
    service::{
        error::ServiceError,
        op::Op,
        session::{
            limit,
            sign_in::{self, SignedIn},
        },
    },
};
use async_graphql::{Context, InputObject, Object};
use entity::session::SessionKind;
use http::header::SET_COOKIE;
use std::fmt;

/// Who wants to sign in, and on what.
#[derive(InputObject)]
pub struct SessionSignInInput {
    /// Number on the badge.
    employee_no: String,
    /// Password.
    password: String,
    /// The secret that this device got at its first sign-in. A device without it is an unknown
    /// one, and all unknown devices of an account share few tries. A browser leaves it out: its
    /// cookie holds it.
    device_secret: Option<String>,
    /// What its owner calls the device, 1 to 100 characters.
    device: String,
    /// The app, 1 to 100 characters: `web`, or `ios` or `android` with a version, as `ios/1.4.0`.
    /// Web sessions end sooner, and their refresh token is a cookie that scripts cannot read.
    app: String,
}

impl fmt::Debug for SessionSignInInput {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SessionSignInInput").field("app", &self.app).finish_non_exhaustive()
    }
}

/// See the description of the type.
pub struct SessionSignInPayload<'op> {
    user_errors: Vec<UserError<'op>>,
    /// Who has signed in, and what they got.
    granted: Option<(SignedIn, Op)>,
}

impl SessionSignInPayload<'_> {
    fn signed_in(&self) -> Option<&SignedIn> {
        self.granted.as_ref().map(|(signed_in, _)| signed_in)
    }

    /// What is in the body for phones and in a cookie for browsers.
    fn on_phone(&self) -> Option<&SignedIn> {
        self.signed_in().filter(|signed_in| signed_in.kind == SessionKind::Phone)
    }
}

/// What became of signing in. What is null where nobody was signed in, `userErrors` tells of.
#[Object]
impl<'op> SessionSignInPayload<'op> {
    /// Why nobody was signed in; empty where somebody was.
    async fn user_errors(&self) -> &Vec<UserError<'op>> {
        &self.user_errors
    }

    /// Goes into `Authorization: Bearer …`.
    #[graphql(directive = sensitive::apply(DataClass::Secret))]
    async fn access_token(&self) -> Option<&str> {
        self.signed_in().map(|signed_in| signed_in.access.text.as_str())
    }

    /// When the access token ends.
    async fn access_token_expires_at(&self) -> Option<DateTime> {
        self.signed_in().map(|signed_in| DateTime(signed_in.access.expires_at))
    }

    /// Gets the next access token. Null for browsers, where it is a cookie.
    #[graphql(directive = sensitive::apply(DataClass::Secret))]
    async fn refresh_token(&self) -> Option<String> {
        self.on_phone().map(|signed_in| signed_in.refresh.to_text())
    }

    /// Makes this device known: keep it for good. Told once, for a new device; null for browsers,
    /// where it is a cookie.
    #[graphql(directive = sensitive::apply(DataClass::Secret))]
    async fn device_secret(&self) -> Option<String> {
        self.on_phone()?.device_secret.as_ref().map(Secret::to_text)
    }

    /// Whoever has signed in.
    async fn viewer(&self) -> Option<Viewer<'_>> {
        self.granted.as_ref().map(|(_, op)| Viewer { op })
    }
}

/// The root that signs in.
#[derive(Debug, Default)]
pub struct SignInMutation;

#[Object]
impl SignInMutation {
    /// Signs in. A wrong password and an employee number that does not exist answer alike. Needs
    /// no token. Sent again it signs in again. An app below `apiInfo.minimumAppVersion` is answered
    /// `CLIENT_TOO_OLD`, whoever asks.
    async fn session_sign_in<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Who, and on what.")] input: SessionSignInInput,
    ) -> Result<SessionSignInPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let SessionSignInInput { employee_no, password, device_secret, device, app } = input;
        let device_secret = match device_secret {
            Some(text) => Secret::from_text(&text),
            None => op.caller().cookies.device.clone(),
        };
        let who = sign_in::SignIn { employee_no, password, device_secret, device, app };
        match sign_in::sign_in(op, who).await? {
            Ok(signed_in) => {
                if signed_in.kind == SessionKind::Web {
                    hand_cookies(ctx, op, &signed_in);
                }
                let acting = op.acting(signed_in.actor.clone());
                let granted = Some((signed_in, acting));
                Ok(SessionSignInPayload { user_errors: Vec::new(), granted })
            }
            Err(refusal) => {
                let user_errors = vec![UserError::plain(op, refusal)];
                Ok(SessionSignInPayload { user_errors, granted: None })
            }
        }
    }
}

fn hand_cookies(ctx: &Context<'_>, op: &Op, signed_in: &SignedIn) {
    let age = limit::absolute(&op.instance().config().session, SessionKind::Web);
    ctx.append_http_header(SET_COOKIE, cookie::refresh(&signed_in.refresh, age));
    if let Some(secret) = &signed_in.device_secret {
        ctx.append_http_header(SET_COOKIE, cookie::device(secret));
    }
}
