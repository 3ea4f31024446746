//! Logins, as an operator gives them.

use crate::{
    auth::password::{PasswordError, Passwords},
    service::{
        audit::Deed,
        change::Change,
        error::ServiceError,
        locale::Text,
        op::Op,
        refusal::{Code, Refusal, Stop},
        search::entry,
        session::{
            end,
            list::{self, SessionTree},
        },
        write::Write,
    },
};
use entity::{
    id::StaffId,
    org_unit,
    outbox::{Noun, Operation},
    session::EndReason,
    staff::{self, StaffGrade, StaffStatus},
    staff_role::{self, Role},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _,
    QueryFilter as _, QuerySelect as _, sea_query::Expr,
};
use serde_json::json;
use uuid::Uuid;

/// Somebody whom the bank's own data does not know.
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// Name.
    pub name: String,
    /// Code of the unit.
    pub unit: String,
    /// What they are.
    pub roles: Vec<Role>,
    /// Grade of a relationship manager.
    pub grade: Option<StaffGrade>,
}

/// Lets the member of staff with an employee number sign in with a password from now on; where
/// there is none, makes one of `new`.
///
/// # Errors
/// There is nobody with the number and no `new`, or there is and `new` is given; the unit does not
/// exist; the roles exclude each other; the password is too long.
pub async fn add(
    op: &Op,
    passwords: &Passwords,
    employee_no: &str,
    password: String,
    new: Option<NewStaff>,
) -> Result<StaffId, Stop> {
    let hash = passwords.hash(password).await.map_err(|error| match error {
        PasswordError::TooLong => {
            let message = Text { zh: "密码太长。", en: "The password is too long." };
            Stop::from(Refusal::new(Code::TooLong, &["password"], message))
        }
        PasswordError::Failed => ServiceError::Defect("a password could not be hashed").into(),
    })?;
    let mut write = Write::unkeyed(op).await?;
    let mut ended = Vec::new();
    let id = match (find(write.connection(), employee_no).await?, new) {
        (Some(known), None) => {
            // Whoever signed in with the password of before may not be whom it was given to. A
            // sign-in waits for this row, so none begins between the end and the change.
            let locked = staff::Entity::find_by_id(known).lock_exclusive();
            locked.one(write.connection()).await?;
            ended = end::of_staff(&mut write, op, known, EndReason::Ended).await?;
            give(op, write.connection(), known, hash).await?
        }
        (None, Some(new)) => make(op, write.connection(), employee_no, hash, new).await?,
        (Some(_), Some(_)) => {
            let message = Text { zh: "工号已存在。", en: "This employee number is taken." };
            return Err(Refusal::new(Code::Duplicate, &["employeeNo"], message).into());
        }
        (None, None) => return Err(Refusal::missing(&["employeeNo"]).into()),
    };
    write.audit(op, &deed("user add", id));
    write.commit().await?;
    end::told(op, ended).await;
    Ok(id)
}

/// Lets a member of staff sign in no more, and ends their sessions, within 5 s on every instance.
/// Answers with how many that were.
///
/// # Errors
/// There is nobody with the number, or the database does not answer.
pub async fn disable(op: &Op, employee_no: &str) -> Result<usize, Stop> {
    let mut write = Write::unkeyed(op).await?;
    let locked = staff::Entity::find().filter(staff::Column::EmployeeNo.eq(employee_no));
    let row = locked.lock_exclusive().one(write.connection()).await?;
    let row = row.ok_or(Refusal::missing(&["employeeNo"]))?;
    let rights_version = row.rights_version + 1;
    staff::Entity::update_many()
        .col_expr(staff::Column::PasswordHash, Expr::value(None::<String>))
        .col_expr(staff::Column::RightsVersion, Expr::value(rights_version))
        .col_expr(staff::Column::UpdatedAt, Expr::value(op.real_now()))
        .filter(staff::Column::Id.eq(row.id))
        .exec(write.connection())
        .await?;
    let ended = end::of_staff(&mut write, op, row.id, EndReason::Disabled).await?;
    write.tell(Change {
        noun: Noun::Staff,
        row_id: row.id.0,
        operation: Operation::Update,
        customer_id: None,
        home_unit_id: None,
        staff_id: Some(row.id),
        revision: rights_version.into(),
        payload: json!({ "v": 1 }),
    });
    write.audit(op, &deed("user disable", row.id));
    write.commit().await?;
    op.instance().sessions().note_rights(row.id, rights_version, op.real_now());
    let count = ended.len();
    end::told(op, ended).await;
    Ok(count)
}

/// The live sessions of a member of staff, the newest first.
///
/// # Errors
/// There is nobody with the number, or the database does not answer.
pub async fn sessions(op: &Op, employee_no: &str) -> Result<Vec<SessionTree>, Stop> {
    let found = find(op.reader().await?, employee_no).await?;
    let staff = found.ok_or(Refusal::missing(&["employeeNo"]))?;
    Ok(list::live(op, staff).await?)
}

/// The member of staff with an employee number.
pub(super) async fn find(
    connection: &impl ConnectionTrait,
    employee_no: &str,
) -> Result<Option<StaffId>, ServiceError> {
    let found = staff::Entity::find().filter(staff::Column::EmployeeNo.eq(employee_no));
    Ok(found.one(connection).await?.map(|row| row.id))
}

/// What the audit is told of a deed to a member of staff.
pub(super) fn deed(action: &'static str, id: StaffId) -> Deed {
    Deed {
        action,
        subject_noun: "Staff",
        subject_id: Some(id.0),
        customer_id: None,
        fields: Vec::new(),
        purpose: None,
    }
}

async fn give(
    op: &Op,
    connection: &impl ConnectionTrait,
    id: StaffId,
    hash: String,
) -> Result<StaffId, Stop> {
    staff::Entity::update_many()
        .col_expr(staff::Column::PasswordHash, Expr::value(hash))
        .col_expr(staff::Column::UpdatedAt, Expr::value(op.real_now()))
        .filter(staff::Column::Id.eq(id))
        .exec(connection)
        .await?;
    Ok(id)
}

async fn make(
    op: &Op,
    connection: &DatabaseTransaction,
    employee_no: &str,
    hash: String,
    new: NewStaff,
) -> Result<StaffId, Stop> {
    let NewStaff { name, unit, mut roles, grade } = new;
    roles.sort_unstable();
    roles.dedup();
    if roles.is_empty() || roles.len() > 1 && roles.iter().any(|role| role.stands_alone()) {
        let message =
            Text { zh: "角色不能并存。", en: "These roles cannot be held together." };
        return Err(Refusal::new(Code::Invalid, &["roles"], message).into());
    }
    let unit = org_unit::Entity::find().filter(org_unit::Column::Code.eq(unit)).one(connection);
    let unit = unit.await?.ok_or(Refusal::missing(&["unit"]))?;
    let (id, now) = (StaffId(Uuid::now_v7()), op.real_now());
    let row = staff::ActiveModel {
        id: Set(id),
        employee_no: Set(employee_no.to_owned()),
        name: Set(name),
        is_generated: Set(false),
        org_unit_id: Set(unit.id),
        grade: Set(grade),
        grade_since: Set(grade.map(|_| op.bank().bank_date)),
        status: Set(StaffStatus::Active),
        password_hash: Set(Some(hash)),
        rights_version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    staff::Entity::insert(row).exec_without_returning(connection).await?;
    let roles = roles
        .into_iter()
        .map(|role| staff_role::ActiveModel { staff_id: Set(id), role: Set(role) });
    staff_role::Entity::insert_many(roles).exec_without_returning(connection).await?;
    entry::staff(connection, &[id]).await?;
    Ok(id)
}
