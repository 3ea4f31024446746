//! Before an identifier is decrypted: may the actor, is it there, is there room in the quota; and
//! the audit of it, in one transaction.

use super::ask::{Bearer, Field, Purpose, Reveal};
use crate::service::{
    audit::Deed,
    error::ServiceError,
    locale::Text,
    op::Op,
    refusal::{Code, Refusal, Stop},
    write::Write,
};
use entity::{
    actor::Actor,
    company_profile, customer, holding, holding_holder,
    id::{CustomerId, StaffId},
    key_person, person_profile, reveal_quota,
    staff_role::Role,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict},
};

/// Longest note, in characters.
const MAX_NOTE: usize = 200;

const NOT_YOUR_PURPOSE: Text = Text {
    zh: "审计员只能以审计为目的查看，其他人员不能以审计为目的。",
    en: "Auditors reveal for the audit only, and nobody else does.",
};
const NOT_ITS_FIELD: Text =
    Text { zh: "该记录没有这个字段。", en: "This kind of row has no such field." };
const NO_VALUE: Text =
    Text { zh: "银行没有这项信息。", en: "The bank has no such value." };
const LONG_NOTE: Text =
    Text { zh: "理由最多 200 个字。", en: "The reason has at most 200 characters." };
const REASON_NEEDED: Text =
    Text { zh: "请填写查看理由。", en: "Give the reason in words." };
const QUOTA_USED_UP: Text =
    Text { zh: "今天的查看次数已用完。", en: "Today's reveals are used up." };

/// Judges, counts, audits and commits; answers with the identifier, still sealed.
pub(super) async fn account(op: &Op, actor: &Actor, reveal: &Reveal) -> Result<Vec<u8>, Stop> {
    let note = judged(actor, reveal)?;
    let mut write = Write::unkeyed(op).await?;
    let transaction = write.connection();
    if !is_visible(transaction, op, actor, reveal.bearer).await? {
        return Err(Refusal::NOT_FOUND.into());
    }
    if note.is_none() && must_explain(transaction, op, actor, reveal.bearer).await? {
        return Err(Refusal::new(Code::Required, &["input", "note"], REASON_NEEDED).into());
    }
    let found = sealed(transaction, reveal).await?;
    let (customer, sealed) =
        found.ok_or(Refusal::new(Code::NotFound, &["input", "field"], NO_VALUE))?;
    count(transaction, op, actor.staff).await?;
    let (subject_noun, subject_id) = reveal.bearer.subject();
    write.audit(
        op,
        &Deed {
            action: "customerReveal",
            subject_noun,
            subject_id: Some(subject_id),
            customer_id: Some(customer),
            fields: vec![reveal.field.name()],
            purpose: Some(reveal.purpose.told(note)),
        },
    );
    write.commit().await?;
    Ok(sealed)
}

/// What can be judged without a row; answers with the note, if there is one.
fn judged<'input>(actor: &Actor, reveal: &'input Reveal) -> Result<Option<&'input str>, Refusal> {
    if actor.is(Role::Auditor) != (reveal.purpose == Purpose::Audit) {
        return Err(Refusal::new(Code::Forbidden, &["input", "purpose"], NOT_YOUR_PURPOSE));
    }
    let has_field = match reveal.bearer {
        Bearer::Customer(_) => reveal.field != Field::AccountNumber,
        Bearer::Holding(_) => reveal.field == Field::AccountNumber,
        Bearer::KeyPerson(_) => reveal.field == Field::Mobile,
    };
    if !has_field {
        return Err(Refusal::new(Code::Invalid, &["input", "field"], NOT_ITS_FIELD));
    }
    let note = reveal.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
    if note.is_some_and(|note| note.chars().count() > MAX_NOTE) {
        return Err(Refusal::new(Code::TooLong, &["input", "note"], LONG_NOTE));
    }
    Ok(note)
}

/// Who sees one of its holders sees a holding, and who sees the customer a key person.
async fn is_visible(
    transaction: &DatabaseTransaction,
    op: &Op,
    actor: &Actor,
    bearer: Bearer,
) -> Result<bool, ServiceError> {
    let ids = match bearer {
        Bearer::Customer(id) => customer::Column::Id.eq(id),
        Bearer::Holding(id) => {
            let holders = holding_holder::Entity::find()
                .select_only()
                .column(holding_holder::Column::CustomerId)
                .filter(holding_holder::Column::HoldingId.eq(id));
            customer::Column::Id.in_subquery(customer::Entity::shown_for(holders.into_query()))
        }
        Bearer::KeyPerson(id) => {
            let owner = key_person::Entity::find_by_id(id)
                .select_only()
                .column(key_person::Column::CustomerId)
                .filter(key_person::Column::DeletedAt.is_null());
            customer::Column::Id.in_subquery(customer::Entity::shown_for(owner.into_query()))
        }
    };
    let seen = customer::Entity::visible(actor, op.now()).filter(ids).one(transaction).await?;
    Ok(seen.is_some())
}

/// A team lead or branch manager says why, unless they look after the customer themselves.
async fn must_explain(
    transaction: &DatabaseTransaction,
    op: &Op,
    actor: &Actor,
    bearer: Bearer,
) -> Result<bool, ServiceError> {
    if !actor.is(Role::TeamLead) && !actor.is(Role::BranchManager) {
        return Ok(false);
    }
    if !actor.is(Role::Rm) {
        return Ok(true);
    }
    let as_manager = Actor { roles: vec![Role::Rm], ..actor.clone() };
    Ok(!is_visible(transaction, op, &as_manager, bearer).await?)
}

/// The identifier, and the customer whom it concerns; none where the bank has no such value.
async fn sealed(
    transaction: &DatabaseTransaction,
    reveal: &Reveal,
) -> Result<Option<(CustomerId, Vec<u8>)>, ServiceError> {
    match reveal.bearer {
        Bearer::Customer(id) if reveal.field == Field::CreditCode => {
            let row = company_profile::Entity::find_by_id(id).one(transaction).await?;
            Ok(row.and_then(|row| Some((id, row.credit_code_cipher?))))
        }
        Bearer::Customer(id) => {
            let row = person_profile::Entity::find_by_id(id).one(transaction).await?;
            let of_field = |row: person_profile::Model| match reveal.field {
                Field::Mobile => row.mobile_cipher,
                _ => row.id_number_cipher,
            };
            Ok(row.and_then(of_field).map(|sealed| (id, sealed)))
        }
        Bearer::Holding(id) => {
            let row = holding::Entity::find_by_id(id).one(transaction).await?;
            Ok(row.map(|row| (row.customer_id, row.account_cipher)))
        }
        Bearer::KeyPerson(id) => {
            let row = key_person::Entity::find_by_id(id).one(transaction).await?;
            Ok(row.and_then(|row| Some((row.customer_id, row.mobile_cipher?))))
        }
    }
}

/// Counts one more on this day, if the quota has room. The row's lock lets calls at the same time
/// pass one by one.
async fn count(transaction: &DatabaseTransaction, op: &Op, staff: StaffId) -> Result<(), Stop> {
    let exceeded = Refusal::new(Code::LimitExceeded, &["input"], QUOTA_USED_UP);
    let most = i32::try_from(op.instance().config().reveal.per_day).unwrap_or(i32::MAX);
    if most == 0 {
        return Err(exceeded.into());
    }
    let row = reveal_quota::ActiveModel {
        staff_id: Set(staff),
        on_date: Set(op.bank().day_of(op.real_now())),
        used: Set(1),
    };
    let used = || Expr::col((reveal_quota::Entity, reveal_quota::Column::Used));
    let one_more =
        OnConflict::columns([reveal_quota::Column::StaffId, reveal_quota::Column::OnDate])
            .value(reveal_quota::Column::Used, used().add(1))
            .action_and_where(used().lt(most))
            .to_owned();
    let counted = reveal_quota::Entity::insert(row)
        .on_conflict(one_more)
        .exec_without_returning(transaction)
        .await?;
    if counted == 0 { Err(exceeded.into()) } else { Ok(()) }
}
