//! Changing what people state of a customer.

use super::{
    name::{checked, name_key},
    shape::{CustomerTree, CustomerWant},
    tree::by_id,
};
use crate::{
    auth::policy::Right,
    service::{
        audit::Deed,
        change::Change,
        completeness,
        error::ServiceError,
        locale::Text,
        op::Op,
        refusal::{Code, Refusal, Stop, Written, answered},
        search::entry,
        write::{Begun, Intent, Key, Write},
    },
};
use entity::{
    actor::Actor,
    customer::{self, CustomerKind, RelationType},
    id::CustomerId,
    need_type::NeedType,
    outbox::{Noun, Operation},
    person_profile,
};
use sea_orm::{
    ActiveEnum, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, UpdateMany,
    sea_query::{Expr, OnConflict},
};
use serde_json::json;

/// Longest occupation, in characters.
const MAX_OCCUPATION: usize = 100;

/// What to change. A field that is `None` stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerUpdate {
    /// Of whom.
    pub id: CustomerId,
    /// The version that the actor has seen.
    pub expected_version: i32,
    /// The new name.
    pub name: Option<String>,
    /// The new relation.
    pub relation_type: Option<RelationType>,
    /// What it needs, in place of what stood there.
    pub need_types: Option<Vec<NeedType>>,
    /// The new occupation of a person; empty for none.
    pub occupation: Option<String>,
}

impl CustomerUpdate {
    /// Names of the fields that it sends.
    pub(in crate::service) fn fields(&self) -> Vec<&'static str> {
        let sent = [
            ("name", self.name.is_some()),
            ("relationType", self.relation_type.is_some()),
            ("needTypes", self.need_types.is_some()),
            ("occupation", self.occupation.is_some()),
        ];
        sent.into_iter().filter(|(_, is_sent)| *is_sent).map(|(name, _)| name).collect()
    }
}

/// Changes a customer.
///
/// # Errors
/// The actor may change no customer at all, or the database does not answer.
pub async fn update(
    op: &Op,
    key: Key,
    update: &CustomerUpdate,
    want: &CustomerWant,
) -> Result<Written<CustomerTree>, ServiceError> {
    update_onto(op, key, update, None, want).await
}

/// Changes a customer, or another version of it that the change can be laid onto.
///
/// # Errors
/// The actor may change no customer at all, or the database does not answer.
pub async fn update_onto(
    op: &Op,
    key: Key,
    update: &CustomerUpdate,
    onto: Option<i32>,
    want: &CustomerWant,
) -> Result<Written<CustomerTree>, ServiceError> {
    op.allowed(Right::CustomerEdit)?;
    let version = onto.unwrap_or(update.expected_version);
    let changed = change(op, key, update, version).await;
    answer(op, update.id, changed, want).await
}

/// What a write to a customer answers: the customer as it is afterwards, or why it was refused.
pub(in crate::service) async fn answer(
    op: &Op,
    id: CustomerId,
    changed: Result<(), Stop>,
    want: &CustomerWant,
) -> Result<Written<CustomerTree>, ServiceError> {
    // A snapshot that was taken before would not hold what has been written.
    let op = op.renewed();
    answered(changed, by_id(&op, id, want)).await
}

/// Lock, judge, change, tell: in this order in every mutation. Until `commit` nothing has happened.
async fn change(op: &Op, key: Key, update: &CustomerUpdate, version: i32) -> Result<(), Stop> {
    let actor = op.actor()?;
    let relation = update.relation_type.map(|relation| relation.to_value());
    let needs = update.need_types.as_deref().map(NeedType::joined);
    let input = json!({ "id": update.id.to_string(), "expectedVersion": update.expected_version,
        "name": update.name, "relationType": relation, "needTypes": needs,
        "occupation": update.occupation });
    let intent = Intent { mutation: "customerUpdate", key, input, outcome: update.id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(_) => return Ok(()),
    };
    let locked = customer::Entity::visible(actor, op.now())
        .filter(customer::Column::Id.eq(update.id))
        .lock_exclusive();
    let row = locked.one(write.connection()).await?.ok_or(Refusal::NOT_FOUND)?;
    if row.version != version {
        return Err(Refusal::STALE.into());
    }
    let name = update.name.as_deref().map(checked).transpose()?;
    let occupation = update.occupation.as_deref().map(|text| job(text, row.kind)).transpose()?;

    let (version, revision) = (row.version + 1, row.revision + 1);
    let changed = stated(op, actor, update, name, (version, revision));
    if changed.exec(write.connection()).await?.rows_affected == 0 {
        return Err(Refusal::NOT_FOUND.into());
    }
    if let Some(name) = name {
        entry::rename(write.connection(), update.id, name).await?;
    }
    if let Some(occupation) = occupation {
        state_occupation(&write, update.id, occupation).await?;
    }
    if update.name.is_some() || update.occupation.is_some() {
        completeness::observe(op, &write, update.id, &update.fields()).await?;
        completeness::keep(op, &mut write, update.id).await?;
    }
    write.audit(op, &deed(update));
    write.tell(Change {
        noun: Noun::Customer,
        row_id: update.id.0,
        operation: Operation::Update,
        customer_id: Some(update.id),
        home_unit_id: Some(row.home_unit_id),
        staff_id: None,
        revision,
        payload: json!({ "v": 1, "version": version, "fields": update.fields() }),
    });
    write.commit().await
}

/// The change to the customer's own row.
fn stated(
    op: &Op,
    actor: &Actor,
    update: &CustomerUpdate,
    name: Option<&str>,
    (version, revision): (i32, i64),
) -> UpdateMany<customer::Entity> {
    let mut changed = customer::Entity::change(actor, op.now(), update.id)
        .col_expr(customer::Column::Version, version.into())
        .col_expr(customer::Column::Revision, revision.into())
        .col_expr(customer::Column::UpdatedAt, op.now().into());
    if let Some(name) = name {
        changed = changed
            .col_expr(customer::Column::Name, name.into())
            .col_expr(customer::Column::NameKey, name_key(name).into())
            .col_expr(customer::Column::IsGenerated, false.into());
    }
    if let Some(relation) = update.relation_type {
        changed = changed.col_expr(customer::Column::RelationType, Expr::value(relation));
    }
    if let Some(needs) = &update.need_types {
        changed = changed.col_expr(customer::Column::NeedTypes, NeedType::joined(needs).into());
    }
    changed
}

fn deed(update: &CustomerUpdate) -> Deed {
    Deed {
        action: "customerUpdate",
        subject_noun: "customer",
        subject_id: Some(update.id.0),
        customer_id: Some(update.id),
        fields: update.fields(),
        purpose: None,
    }
}

/// The profile may not be there yet, since feeds may send it after the customer.
async fn state_occupation(
    write: &Write,
    customer: CustomerId,
    occupation: Option<String>,
) -> Result<(), Stop> {
    let row = person_profile::ActiveModel {
        customer_id: sea_orm::Set(customer),
        occupation: sea_orm::Set(occupation),
        ..Default::default()
    };
    let replace = OnConflict::column(person_profile::Column::CustomerId)
        .update_column(person_profile::Column::Occupation)
        .to_owned();
    person_profile::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(write.connection())
        .await?;
    Ok(())
}

/// An occupation as it is kept; none for an empty text.
fn job(text: &str, kind: CustomerKind) -> Result<Option<String>, Refusal> {
    const PATH: &[&str] = &["input", "occupation"];
    let text = text.trim();
    if kind == CustomerKind::Company {
        let message =
            Text { zh: "公司客户没有职业。", en: "A company has no occupation." };
        return Err(Refusal::new(Code::Invalid, PATH, message));
    }
    if text.chars().count() > MAX_OCCUPATION {
        let message = Text { zh: "职业最多100个字。", en: "It may have 100 characters." };
        return Err(Refusal::new(Code::TooLong, PATH, message));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}
