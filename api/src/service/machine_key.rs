//! Keys of machines: made and revoked by an operator, shown once, stored hashed.

use super::{
    audit::Deed,
    error::ServiceError,
    op::Op,
    refusal::{Code, Refusal, Stop},
    write::Write,
};
use crate::{auth::secret::Secret, service::locale::Text};
use chrono::TimeDelta;
use entity::{
    id::MachineKeyId,
    machine_key::{self, MachineKeyKind},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr,
};
use std::net::IpAddr;
use uuid::Uuid;

/// What every machine key begins with, so that one that was published by mistake is recognised.
pub const PREFIX: &str = "rpk_";

/// A key that is to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Whose machine it is for.
    pub kind: MachineKeyKind,
    /// What people call it.
    pub name: String,
    /// Networks that it may be used from, as `10.1.0.0/16` or single addresses; none for all.
    pub addresses: Vec<String>,
    /// How long it is good for.
    pub lifetime: TimeDelta,
}

/// Makes a key, and returns its id and its text, which nobody can be told a second time.
///
/// # Errors
/// An address is none, or the database or the source of randomness fails.
pub async fn add(op: &Op, new: NewKey) -> Result<(MachineKeyId, String), Stop> {
    if !new.addresses.iter().all(|address| is_network(address)) {
        let message = Text { zh: "不是网络地址。", en: "This is no network address." };
        return Err(Refusal::new(Code::Invalid, &["addresses"], message).into());
    }
    let secret = Secret::random().map_err(|_| ServiceError::Defect("no randomness"))?;
    let id = MachineKeyId(Uuid::now_v7());
    let row = machine_key::ActiveModel {
        id: Set(id),
        kind: Set(new.kind),
        name: Set(new.name),
        secret_hash: Set(secret.hash()),
        addresses: Set(new.addresses.join(",")),
        created_at: Set(op.real_now()),
        expires_at: Set(op.real_now() + new.lifetime),
        last_used_at: Set(None),
        revoked_at: Set(None),
    };
    let mut write = Write::unkeyed(op).await?;
    machine_key::Entity::insert(row).exec_without_returning(write.connection()).await?;
    write.audit(op, &deed("key add", id));
    write.commit().await?;
    Ok((id, format!("{PREFIX}{}", secret.to_text())))
}

/// Revokes a key from now on.
///
/// # Errors
/// There is no such key that is still good, or the database fails.
pub async fn revoke(op: &Op, id: MachineKeyId) -> Result<(), Stop> {
    let mut write = Write::unkeyed(op).await?;
    let revoked = machine_key::Entity::update_many()
        .col_expr(machine_key::Column::RevokedAt, Expr::value(op.real_now()))
        .filter(machine_key::Column::Id.eq(id))
        .filter(machine_key::Column::RevokedAt.is_null())
        .exec(write.connection())
        .await?;
    if revoked.rows_affected == 0 {
        return Err(Refusal::NOT_FOUND.into());
    }
    write.audit(op, &deed("key revoke", id));
    write.commit().await
}

fn deed(action: &'static str, id: MachineKeyId) -> Deed {
    Deed {
        action,
        subject_noun: "MachineKey",
        subject_id: Some(id.0),
        customer_id: None,
        fields: Vec::new(),
        purpose: None,
    }
}

/// Whether a text is an address, alone or with the length of its network.
fn is_network(text: &str) -> bool {
    let (address, length) = text.split_once('/').unwrap_or((text, "0"));
    let longest = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    length.parse::<u8>().is_ok_and(|length| length <= longest)
}

#[cfg(test)]
mod tests {
    use super::is_network;

    #[test]
    fn networks_and_nothing_else() {
        for text in ["10.1.0.0/16", "10.1.2.3", "::1", "2001:db8::/32"] {
            assert!(is_network(text), "{text}");
        }
        for text in ["", "10.1.0.0/33", "10.1", "example.cn", "10.1.0.0/", "::1/129"] {
            assert!(!is_network(text), "{text}");
        }
    }
}
