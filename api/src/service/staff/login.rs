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
        session::{end, list},
        write::Write,
    },
};
use entity::{
    id::StaffId,
    org_unit,
    outbox::{Noun, Operation},
    session::{self, EndReason},
    staff::{self, StaffGrade, StaffStatus},
    staff_role::{self, Role},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    sea_query::Expr,
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
/// there is none, makes one of `new`. Returns who it is.
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
) -> Result<(StaffId, String), Stop> {
    let hash = passwords.hash(password).await.map_err(|error| match error {
        PasswordError::TooLong => {
            let message = Text { zh: "密码太长。", en: "The password is too long." };
            Stop::from(Refusal::new(Code::TooLong, &["password"], message))
        }
        PasswordError::Failed => ServiceError::Defect("a password could not be hashed").into(),
    })?;
    let mut write = Write::unkeyed(op).await?;
    let (id, name) = match (find(write.connection(), employee_no).await?, new) {
        (Some(known), None) => {
            give(op, write.connection(), known.id, hash).await?;
            (known.id, known.name)
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
    Ok((id, name))
}

/// Takes the login of a member of staff away for good, and ends all sessions, within seconds on
/// every instance. Returns how many sessions there were.
///
/// # Errors
/// There is nobody with the number, or the database does not answer.
pub async fn disable(op: &Op, employee_no: &str) -> Result<usize, Stop> {
    let mut write = Write::unkeyed(op).await?;
    let known = find(write.connection(), employee_no).await?;
    let known = known.ok_or(Refusal::missing(&["employeeNo"]))?;
    let version = known.rights_version + 1;
    staff::Entity::update_many()
        .col_expr(staff::Column::PasswordHash, Expr::value(None::<String>))
        .col_expr(staff::Column::RightsVersion, Expr::value(version))
        .col_expr(staff::Column::UpdatedAt, Expr::value(op.real_now()))
        .filter(staff::Column::Id.eq(known.id))
        .exec(write.connection())
        .await?;
    let ended = end::of_staff(&mut write, op, known.id, EndReason::Disabled).await?;
    write.tell(Change {
        noun: Noun::Staff,
        row_id: known.id.0,
        operation: Operation::Update,
        customer_id: None,
        home_unit_id: None,
        staff_id: Some(known.id),
        revision: i64::from(version),
        payload: json!({ "v": 1 }),
    });
    write.audit(op, &deed("user disable", known.id));
    write.commit().await?;
    let sessions = ended.len();
    op.instance().sessions().note_rights(known.id, version, op.real_now());
    end::told(op, ended).await;
    Ok(sessions)
}

/// Ends all sessions of a member of staff, who may sign in again. Returns how many there were.
///
/// # Errors
/// There is nobody with the number, or the database does not answer.
pub async fn end_sessions(op: &Op, employee_no: &str) -> Result<usize, Stop> {
    let mut write = Write::unkeyed(op).await?;
    let known = find(write.connection(), employee_no).await?;
    let known = known.ok_or(Refusal::missing(&["employeeNo"]))?;
    let ended = end::of_staff(&mut write, op, known.id, EndReason::Ended).await?;
    write.audit(op, &deed("user sessions", known.id));
    write.commit().await?;
    let sessions = ended.len();
    end::told(op, ended).await;
    Ok(sessions)
}

/// The live sessions of a member of staff, the newest first.
///
/// # Errors
/// There is nobody with the number, or the database does not answer.
pub async fn sessions(op: &Op, employee_no: &str) -> Result<Vec<session::Model>, Stop> {
    let truth = op.instance().truth();
    let known = find(truth, employee_no).await?;
    let known = known.ok_or(Refusal::missing(&["employeeNo"]))?;
    Ok(list::of_staff(op, truth, known.id).await?)
}

/// The member of staff with an employee number.
async fn find(
    connection: &impl ConnectionTrait,
    employee_no: &str,
) -> Result<Option<staff::Model>, ServiceError> {
    let found = staff::Entity::find().filter(staff::Column::EmployeeNo.eq(employee_no));
    Ok(found.one(connection).await?)
}

/// What the audit is told of a deed to a member of staff.
fn deed(action: &'static str, id: StaffId) -> Deed {
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
) -> Result<(), ServiceError> {
    staff::Entity::update_many()
        .col_expr(staff::Column::PasswordHash, Expr::value(hash))
        .col_expr(staff::Column::UpdatedAt, Expr::value(op.real_now()))
        .filter(staff::Column::Id.eq(id))
        .exec(connection)
        .await?;
    Ok(())
}

async fn make(
    op: &Op,
    connection: &impl ConnectionTrait,
    employee_no: &str,
    hash: String,
    new: NewStaff,
) -> Result<(StaffId, String), Stop> {
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
        name: Set(name.clone()),
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
    Ok((id, name))
}
