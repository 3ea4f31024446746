//! Enums of the sync, and its token.

use crate::graphql::label::labelled;
use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

labelled! {
    /// A kind of rows that a phone keeps.
    SyncScope of "crate::service::sync::Scope" {
        /// Customers, with what is computed of them.
        Customers = "CUSTOMERS", "客户", "Customers";
        /// Contacts with them.
        Interactions = "INTERACTIONS", "联系记录", "Interactions";
        /// What is to be done for them, and work of one's own.
        FollowUps = "FOLLOW_UPS", "待办", "Follow-ups";
        /// Products.
        Products = "PRODUCTS", "产品", "Products";
    }
}

labelled! {
    /// What a phone does to a row.
    SyncOp of "crate::service::sync::Effect" {
        /// Keep it as `node` is now, instead of what was kept before.
        Upsert = "UPSERT", "更新", "Keep";
        /// Drop it: it is no more.
        Delete = "DELETE", "删除", "Drop";
        /// Drop it and everything below it: access was lost.
        Revoke = "REVOKE", "失去权限", "Access lost";
    }
}

labelled! {
    /// What became of a write of a phone.
    SyncResultStatus of "crate::service::sync::Status" {
        /// It was carried out.
        Applied = "APPLIED", "已执行", "Applied";
        /// It was carried out on top of what others had changed meanwhile, in other fields.
        Merged = "MERGED", "已合并", "Merged";
        /// It had been carried out before; nothing more was done.
        Duplicate = "DUPLICATE", "重复提交", "Sent before";
        /// It was not carried out; `userErrors` says why.
        Rejected = "REJECTED", "已拒绝", "Rejected";
    }
}

/// See the description of the scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncToken(pub String);

/// How far a phone has come. Opaque and sealed: it is worth nothing to anybody else, with other
/// rights, scopes or schema, and 30 days after it was given.
#[Scalar]
impl ScalarType for SyncToken {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = value else { return Err(InputValueError::expected_type(value)) };
        Ok(Self(text))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
