//! The roots that end sessions.

use super::object::Session;
use crate::{
    auth::cookie,
    graphql::{context, id::parsed, user_error::UserError},
    service::{error::ServiceError, session::end, write::Key},
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use http::header::SET_COOKIE;

/// Which sessions to sign out of.
#[derive(Debug, InputObject)]
pub struct SessionSignOutInput {
    /// All of the viewer's sessions, not this one only.
    #[graphql(default)]
    everywhere: bool,
}

/// What became of signing out.
#[derive(Debug, SimpleObject)]
pub struct SessionSignOutPayload<'op> {
    /// Always empty.
    user_errors: Vec<UserError<'op>>,
}

/// Which session to end.
#[derive(Debug, InputObject)]
pub struct SessionEndInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    client_mutation_id: ID,
    /// The session's id, `ses_…`: one of the viewer's own.
    id: ID,
}

/// What became of it.
#[derive(Debug, SimpleObject)]
pub struct SessionEndPayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The session as it is now; null where nothing was written.
    session: Option<Session<'op>>,
}

/// Roots that end sessions.
#[derive(Debug, Default)]
pub struct EndMutation;

#[Object]
impl EndMutation {
    /// Signs out: within 5 s no instance takes a token of the session any more.
    async fn session_sign_out<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Which sessions.")] input: SessionSignOutInput,
    ) -> Result<SessionSignOutPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        end::sign_out(op, input.everywhere).await?;
        if op.caller().cookies.refresh.is_some() {
            ctx.append_http_header(SET_COOKIE, cookie::no_refresh());
        }
        Ok(SessionSignOutPayload { user_errors: Vec::new() })
    }

    /// Ends one of the viewer's sessions, such as that of a lost phone. Within 5 s no instance takes
    /// a token of it any more.
    async fn session_end<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Which session.")] input: SessionEndInput,
    ) -> Result<SessionEndPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let SessionEndInput { client_mutation_id, id } = input;
        let key = Key::new(client_mutation_id.to_string())?;
        let (session, user_errors) = match end::end(op, key, parsed("id", &id)?).await? {
            Ok(tree) => (tree.map(|tree| Session { tree, op }), Vec::new()),
            Err(refused) => (None, vec![UserError::plain(op, refused.refusal)]),
        };
        Ok(SessionEndPayload { client_mutation_id, user_errors, session })
    }
}
