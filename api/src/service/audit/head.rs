//! A signed head of the chain: what nobody can take back once it is known outside.

use crate::{
    auth::keyring::{HeadSignature, Keyring},
    service::{error::ServiceError, op::Op},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use entity::{audit_head, audit_seal};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

/// Keeps what is signed here apart from all else that a key might be made to sign.
const PURPOSE: &[u8] = b"rapport audit head 1\0";

/// A head as it is logged and kept in a file: with it a chain that was cut, or written anew by
/// somebody who can write everything in the database, is found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedHead {
    /// Place of the last seal that it covers.
    pub seq: i64,
    /// Hash of that seal, base64.
    pub hash: String,
    /// Id of the key that signed.
    pub key_id: String,
    /// Ed25519 signature over place, hash and time, base64.
    pub signature: String,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
}

impl SavedHead {
    /// The row that it was made of.
    ///
    /// # Errors
    /// Hash or signature are not base64.
    pub fn row(&self) -> Result<audit_head::Model, ServiceError> {
        let bytes = |text: &str| {
            let wrong = |_| ServiceError::BadInput("the saved head is damaged".to_owned());
            STANDARD.decode(text).map_err(wrong)
        };
        Ok(audit_head::Model {
            seq: self.seq,
            hash: bytes(&self.hash)?,
            key_id: self.key_id.clone(),
            signature: bytes(&self.signature)?,
            signed_at: self.signed_at,
        })
    }
}

impl From<audit_head::Model> for SavedHead {
    fn from(row: audit_head::Model) -> Self {
        Self {
            seq: row.seq,
            hash: STANDARD.encode(row.hash),
            key_id: row.key_id,
            signature: STANDARD.encode(row.signature),
            signed_at: row.signed_at,
        }
    }
}

/// Signs the head of the chain, if it has grown since it was signed last, and logs it: the log
/// store keeps what the database might lose.
///
/// # Errors
/// The database does not answer; nothing was signed.
pub async fn sign(op: &Op) -> Result<Option<SavedHead>, ServiceError> {
    let pool = op.instance().writer().pool();
    let Some(seal) = last_seal(pool).await? else { return Ok(None) };
    if last(pool).await?.is_some_and(|head| head.seq >= seal.seq) {
        return Ok(None);
    }
    let signed_at = op.real_now();
    let signed = op.instance().keyring().sign_audit_head(&message(seal.seq, &seal.hash, signed_at));
    let HeadSignature { key_id, signature } = signed;
    let row = audit_head::Model { seq: seal.seq, hash: seal.hash, key_id, signature, signed_at };
    // Another instance may have been faster; one signature is enough.
    audit_head::Entity::insert(row.clone().into_active_model())
        .on_conflict_do_nothing()
        .exec_without_returning(pool)
        .await?;
    let head = SavedHead::from(row);
    let SavedHead { seq, hash, key_id, signature, .. } = &head;
    tracing::info!(seq, %hash, %key_id, %signature, signed_at = %signed_at.to_rfc3339(), "audit head");
    Ok(Some(head))
}

/// The head that was signed last.
///
/// # Errors
/// The database does not answer.
pub async fn last(
    connection: &impl ConnectionTrait,
) -> Result<Option<audit_head::Model>, ServiceError> {
    let newest = audit_head::Entity::find().order_by_desc(audit_head::Column::Seq).limit(1);
    Ok(newest.one(connection).await?)
}

/// The seal that was set last.
pub(super) async fn last_seal(
    connection: &impl ConnectionTrait,
) -> Result<Option<audit_seal::Model>, ServiceError> {
    let newest = audit_seal::Entity::find().order_by_desc(audit_seal::Column::Seq).limit(1);
    Ok(newest.one(connection).await?)
}

/// Whether a key of ours has signed this.
pub(super) fn is_signed(keyring: &Keyring, head: &audit_head::Model) -> bool {
    let signed = HeadSignature { key_id: head.key_id.clone(), signature: head.signature.clone() };
    keyring.verify_audit_head(&message(head.seq, &head.hash, head.signed_at), &signed)
}

/// What is signed. The hash comes last, so that its length needs no mark.
fn message(seq: i64, hash: &[u8], signed_at: DateTime<Utc>) -> Vec<u8> {
    let [seq, at] = [seq, signed_at.timestamp_micros()].map(i64::to_be_bytes);
    [PURPOSE, &seq, &at, hash].concat()
}
