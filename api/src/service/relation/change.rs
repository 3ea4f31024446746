//! Adding and removing a relation.

use super::edge::EDGES;
use crate::{
    auth::policy::Right,
    service::{
        audit::Deed,
        below::{self, Row},
        error::ServiceError,
        locale::Text,
        op::Op,
        refusal::{Code, Refusal, Stop},
        write::{Begun, Intent, Key, Write},
    },
};
use entity::{
    customer::{self, CustomerKind},
    id::{CustomerId, RelationId},
    outbox::{Noun, Operation},
    relation::{Column, Entity, Model, RelationKind},
};
use sea_orm::{
    ActiveEnum, ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    IntoActiveModel, QueryFilter, QuerySelect, QueryTrait, Statement, TryInsertResult,
    sea_query::UnionType,
};
use serde_json::json;
use uuid::Uuid;

/// A new relation: the first is `kind` of the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelationAdd {
    /// The id, where the client has minted one.
    pub id: Option<RelationId>,
    /// Who is it.
    pub from: CustomerId,
    /// To whom.
    pub to: CustomerId,
    /// What.
    pub kind: RelationKind,
}

/// Adds a relation between two customers whom the actor sees. Answers with its id.
///
/// # Errors
/// The actor may change no customer at all, or the database does not answer.
pub async fn add(
    op: &Op,
    key: Key,
    add: &RelationAdd,
) -> Result<Result<RelationId, Refusal>, ServiceError> {
    op.allowed(Right::CustomerEdit)?;
    match insert(op, key, add).await {
        Ok(id) => Ok(Ok(id)),
        Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// Removes a relation of which the actor sees one end; the row stays and is shown no more. One
/// that has changed cannot be: nothing of a relation changes but its end.
///
/// # Errors
/// The actor may change no customer at all, or the database does not answer.
pub async fn remove(
    op: &Op,
    key: Key,
    id: RelationId,
) -> Result<Result<(), Refusal>, ServiceError> {
    op.allowed(Right::CustomerEdit)?;
    match delete(op, key, id).await {
        Ok(()) => Ok(Ok(())),
        Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

async fn insert(op: &Op, key: Key, add: &RelationAdd) -> Result<RelationId, Stop> {
    let id = add.id.unwrap_or_else(|| RelationId(Uuid::now_v7()));
    let input = json!({ "id": add.id.map(|id| id.to_string()), "fromId": add.from.to_string(),
        "toId": add.to.to_string(), "kind": add.kind.to_value() });
    let intent = Intent { mutation: "relationAdd", key, input, outcome: id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(done) => return Ok(RelationId(done)),
    };
    let paths: [&[&str]; 2] = [&["input", "fromId"], &["input", "toId"]];
    let [from, to] = below::locked_pair(op, &write, [add.from, add.to], paths).await?;
    // Those that were merged into others meanwhile are these now.
    let add = &RelationAdd { from: from.id, to: to.id, ..*add };
    if add.from == add.to {
        return Err(ITSELF.into());
    }
    fits(add.kind, &from, &to)?;
    if is_known(&write, add).await? {
        return Err(ALREADY.into());
    }
    if add.kind == RelationKind::GroupParent && is_below(&write, add.from, add.to).await? {
        return Err(CIRCLE.into());
    }
    let row = Model {
        id,
        from_id: add.from,
        to_id: add.to,
        kind: add.kind,
        version: 1,
        revision: 1,
        created_at: op.now(),
        updated_at: op.now(),
        deleted_at: None,
    };
    let inserted = Entity::insert(row.clone().into_active_model())
        .on_conflict_do_nothing()
        .exec_without_returning(write.connection())
        .await?;
    if !matches!(inserted, TryInsertResult::Inserted(1)) {
        return Err(Refusal::TAKEN.into());
    }
    note(op, &mut write, [&from, &to], &row, ("relationAdd", Operation::Create));
    write.commit().await?;
    Ok(id)
}

/// A legal representative is a person, and so is family.
fn fits(kind: RelationKind, from: &customer::Model, to: &customer::Model) -> Result<(), Refusal> {
    let fits = match kind {
        RelationKind::LegalRep => {
            from.kind == CustomerKind::Person && to.kind == CustomerKind::Company
        }
        RelationKind::Family => {
            from.kind == CustomerKind::Person && to.kind == CustomerKind::Person
        }
        _ => from.id != to.id,
    };
    if fits { Ok(()) } else { Err(UNFIT) }
}

/// Whether the same is stated already, from either end: whose supplier one is, that one is its
/// buyer.
async fn is_known(write: &Write, add: &RelationAdd) -> Result<bool, Stop> {
    let stated = |from: CustomerId, kind: RelationKind, to: CustomerId| {
        Condition::all()
            .add(Column::FromId.in_subquery(customer::Entity::shown_under(from)))
            .add(Column::Kind.eq(kind))
            .add(Column::ToId.in_subquery(customer::Entity::shown_under(to)))
    };
    let turned = match add.kind {
        RelationKind::Family => Some(RelationKind::Family),
        RelationKind::Supplier => Some(RelationKind::Buyer),
        RelationKind::Buyer => Some(RelationKind::Supplier),
        _ => None,
    };
    let known = Condition::any()
        .add(stated(add.from, add.kind, add.to))
        .add_option(turned.map(|kind| stated(add.to, kind, add.from)));
    let rows = Entity::find().filter(Column::DeletedAt.is_null()).filter(known);
    Ok(rows.one(write.connection()).await?.is_some())
}

/// Whether `below` stands below `top` in a group.
async fn is_below(write: &Write, below: CustomerId, top: CustomerId) -> Result<bool, Stop> {
    let text = format!(
        "WITH RECURSIVE edge AS NOT MATERIALIZED ({EDGES}), down(id) AS \
         (SELECT id FROM customer WHERE id = $1 \
         UNION SELECT edge.child_id FROM edge JOIN down ON down.id = edge.parent_id) \
         SELECT id FROM down WHERE id = $2"
    );
    let backend = write.connection().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, text, [top.0.into(), below.0.into()]);
    Ok(write.connection().query_one_raw(statement).await?.is_some())
}

async fn delete(op: &Op, key: Key, id: RelationId) -> Result<(), Stop> {
    let input = json!({ "id": id.to_string() });
    let intent = Intent { mutation: "relationRemove", key, input, outcome: id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(_) => return Ok(()),
    };
    let rows = Entity::find_by_id(id).filter(Column::DeletedAt.is_null());
    let end = |column: Column| rows.clone().select_only().column(column).into_query();
    let mut ends = end(Column::FromId);
    ends.union(UnionType::All, end(Column::ToId));
    below::locked(op, &write, ends.clone(), Refusal::NOT_FOUND).await?;
    let row = rows.clone().lock_exclusive().one(write.connection()).await?;
    let mut row = row.ok_or(Refusal::NOT_FOUND)?;
    row.version += 1;
    row.revision += 1;
    row.updated_at = op.now();
    row.deleted_at = Some(op.now());
    let shown = customer::Entity::find()
        .filter(customer::Column::Id.in_subquery(customer::Entity::shown_for(ends)))
        .all(write.connection())
        .await?;
    Entity::update(row.clone().into_active_model().reset_all()).exec(write.connection()).await?;
    note(op, &mut write, shown.iter(), &row, ("relationRemove", Operation::Delete));
    write.commit().await
}

/// Told for both ends: who sees only one of them is to hear of it too.
fn note<'ends>(
    op: &Op,
    write: &mut Write,
    ends: impl IntoIterator<Item = &'ends customer::Model>,
    row: &Model,
    (action, operation): (&'static str, Operation),
) {
    let (id, version, revision) = (row.id.0, row.version, row.revision);
    for end in ends {
        let changed = Row { noun: Noun::Relation, id, version, revision };
        write.tell(below::told(end, &changed, operation, &["kind"]));
    }
    let deed = Deed {
        action,
        subject_noun: "relation",
        subject_id: Some(id),
        customer_id: Some(row.from_id),
        fields: vec!["fromId", "toId", "kind"],
        purpose: None,
    };
    write.audit(op, &deed);
}

const ITSELF: Refusal = Refusal::new(
    Code::RuleViolated,
    &["input", "toId"],
    Text {
        zh: "客户不能与自身建立关系。", en: "Nobody is in a relation to themselves."
    },
);

const ALREADY: Refusal = Refusal::new(
    Code::Duplicate,
    &["input", "kind"],
    Text { zh: "该关系已存在。", en: "This relation is known already." },
);

const CIRCLE: Refusal = Refusal::new(
    Code::RuleViolated,
    &["input", "fromId"],
    Text {
        zh: "集团关系不能形成循环。", en: "Nobody stands above the one they stand below."
    },
);

const UNFIT: Refusal = Refusal::new(
    Code::RuleViolated,
    &["input", "kind"],
    Text {
        zh: "法定代表人须为个人，亲属须均为个人。",
        en: "A person represents a company, and family are persons.",
    },
);
