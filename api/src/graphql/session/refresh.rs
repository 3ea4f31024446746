//! The root that refreshes.

use crate::{
    auth::{cookie, refresh_token::RefreshToken, secret::Secret},
    graphql::{
        context,
        directive::{DataClass, semantic_non_null, sensitive},
        scalar::DateTime,
        user_error::UserError,
    },
    service::{
        error::ServiceError,
        session::{
            limit,
            refresh::{self, Refresh},
        },
    },
};
use async_graphql::{Context, InputObject, Object, SimpleObject};
use entity::session::SessionKind;
use http::header::SET_COOKIE;
use std::fmt;

/// What goes on with a session. A browser sends neither token nor secret: its cookies hold both.
#[derive(InputObject)]
pub struct SessionRefreshInput {
    /// The refresh token.
    refresh_token: Option<String>,
    /// The secret of the device.
    device_secret: Option<String>,
    /// The app as it is now, such as `ios/1.5.0`, so that one that was brought up to date is not
    /// taken for the one that signed in; that one's where it is left out.
    app: Option<String>,
}

impl fmt::Debug for SessionRefreshInput {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SessionRefreshInput(…)")
    }
}

/// What goes on with a session. A token or device that is not good for it is no user error: the
/// answer is UNAUTHENTICATED, and the app signs in.
#[derive(SimpleObject)]
pub struct SessionRefreshPayload<'op> {
    /// Always empty.
    user_errors: Vec<UserError<'op>>,
    /// Goes into `Authorization: Bearer …`.
    #[graphql(directive = sensitive::apply(DataClass::Secret))]
    #[graphql(directive = semantic_non_null::apply(vec![0]))]
    access_token: Option<String>,
    /// When the access token ends.
    #[graphql(directive = semantic_non_null::apply(vec![0]))]
    access_token_expires_at: Option<DateTime>,
    /// Gets the next access token, in place of the one that was sent. Null for browsers, where it
    /// is a cookie.
    #[graphql(directive = sensitive::apply(DataClass::Secret))]
    refresh_token: Option<String>,
}

/// The root that refreshes.
#[derive(Debug, Default)]
pub struct RefreshMutation;

#[Object]
impl RefreshMutation {
    /// Gets the next access token. Needs no token of access. If the answer was lost, send it again:
    /// the answer is the same until half a minute after the new access token was first used. An app
    /// below `apiInfo.minimumAppVersion` is answered `CLIENT_TOO_OLD`; its tokens stay good.
    async fn session_refresh<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What goes on with the session.")] input: SessionRefreshInput,
    ) -> Result<SessionRefreshPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let cookies = &op.caller().cookies;
        let token = match &input.refresh_token {
            Some(text) => RefreshToken::from_text(text),
            None => cookies.refresh.clone(),
        };
        let secret = match &input.device_secret {
            Some(text) => Secret::from_text(text),
            None => cookies.device.clone(),
        };
        let (Some(token), Some(device_secret)) = (token, secret) else {
            return Err(ServiceError::Unauthenticated);
        };
        let input = Refresh { token, device_secret, app: input.app };
        let refreshed = refresh::refresh(op, &input).await?;
        let refresh_token = match refreshed.kind {
            SessionKind::Phone => Some(refreshed.refresh.to_text()),
            SessionKind::Web => {
                let age = limit::absolute(&op.instance().config().session, SessionKind::Web);
                ctx.append_http_header(SET_COOKIE, cookie::refresh(&refreshed.refresh, age));
                None
            }
        };
        Ok(SessionRefreshPayload {
            user_errors: Vec::new(),
            access_token_expires_at: Some(DateTime(refreshed.access.expires_at)),
            access_token: Some(refreshed.access.text),
            refresh_token,
        })
    }
}
