//! The root that writes the memo of an interaction.

use super::{payload::InteractionMemoWritePayload, want};
use crate::{
    auth::policy::Right,
    graphql::{context, directive::auth, id::parsed, want::Selected},
    service::{
        error::ServiceError,
        interaction::{self, MemoDraft, MemoWrite},
        write::Key,
    },
};
use async_graphql::{Context, ID, InputObject, Object};

/// A memo to be written.
#[derive(Debug, InputObject)]
pub struct InteractionMemoWriteInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    pub(in crate::graphql) client_mutation_id: ID,
    /// The interaction's id, `int_…`; one that the viewer has recorded.
    id: ID,
    /// The `memoVersion` that was read; 0 where there was no memo.
    expected_version: i32,
    /// The memo as it is to be, 1 to 4,000 characters.
    memo: String,
    /// Whether only the author, the LEAD in force and the leads and managers above the home unit
    /// read it; true where it is left out.
    memo_is_confidential: Option<bool>,
}

impl InteractionMemoWriteInput {
    /// The write that it stands for.
    ///
    /// # Errors
    /// The id is of another kind.
    pub fn write(self) -> Result<MemoWrite, ServiceError> {
        Ok(MemoWrite {
            id: parsed("id", &self.id)?,
            expected_version: self.expected_version,
            memo: MemoDraft {
                text: self.memo,
                is_confidential: self.memo_is_confidential.unwrap_or(true),
            },
        })
    }
}

/// The root that writes memos.
#[derive(Debug, Default)]
pub struct MemoMutation;

#[Object]
impl MemoMutation {
    /// Writes the memo of an interaction that the viewer has recorded. The interaction's own
    /// version stays as it is, so that nobody else learns of it.
    #[graphql(directive = auth::apply(Right::InteractionWrite.into()))]
    async fn interaction_memo_write<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What to write.")] input: InteractionMemoWriteInput,
    ) -> Result<InteractionMemoWritePayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let key = Key::new(input.client_mutation_id.to_string())?;
        let client_mutation_id = input.client_mutation_id.clone();
        let want = want::of_payload(op, &Selected::root(ctx))?;
        let written = interaction::write_memo(op, key, &input.write()?, &want).await?;
        Ok(InteractionMemoWritePayload::new(op, client_mutation_id, written))
    }
}
