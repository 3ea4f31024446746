//! Everything that has an id, by its id.

use super::{
    assignment::{self, object::Assignment},
    context,
    customer::{self, object::Customer},
    data_issue::object::DataIssue,
    follow_up::{self, object::FollowUp},
    holding::{self, object::Holding},
    interaction::{self, object::Interaction},
    key_person::object::KeyPerson,
    movement::object::Movement,
    org_unit::{self, object::OrgUnit},
    preference::object::Preference,
    product::object::Product,
    relation::{self, object::Relation},
    session::object::Session,
    staff::{self, object::Staff},
    want::Selected,
};
use crate::service::{self, error::ServiceError, op::Op};
use async_graphql::{Context, ID, Interface, Object};
use entity::id::{
    AssignmentId, CustomerId, DataIssueId, FollowUpId, HoldingId, InteractionId, KeyPersonId,
    MovementId, OrgUnitId, PreferenceId, ProductId, RelationId, SessionId, StaffId,
};
use std::{collections::HashMap, str::FromStr};

/// Most ids of one call of `nodes`.
const MAX_IDS: usize = 100;

/// Something that has an id.
#[derive(Clone, Debug, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque id; its prefix tells the kind."))]
pub enum Node<'op> {
    /// An assignment.
    Assignment(Assignment<'op>),
    /// A customer.
    Customer(Customer<'op>),
    /// Something that is wrong with the data of customers.
    DataIssue(DataIssue<'op>),
    /// A holding.
    Holding(Holding<'op>),
    /// A key person of a customer.
    KeyPerson(KeyPerson<'op>),
    /// A follow-up.
    FollowUp(FollowUp<'op>),
    /// An interaction.
    Interaction(Interaction<'op>),
    /// A movement.
    Movement(Movement<'op>),
    /// A unit of the bank.
    OrgUnit(OrgUnit<'op>),
    /// A preference of a customer.
    Preference(Preference),
    /// A product.
    Product(Product),
    /// A relation between customers.
    Relation(Relation<'op>),
    /// A session of the viewer's own.
    Session(Session<'op>),
    /// A member of staff.
    Staff(Staff<'op>),
}

/// Roots that read by id.
#[derive(Debug, Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Anything by its id; null where it does not exist or the viewer may not know that it does.
    async fn node<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "The id; its prefix tells the kind.")] id: ID,
    ) -> Option<Result<Node<'op>, ServiceError>> {
        let found = fetch(ctx, std::slice::from_ref(&id)).await;
        found.map(|mut found| found.pop().flatten()).transpose()
    }

    /// Several at once, at most 100, in the order of the ids; each null as `node` would be. Each
    /// kind is fetched once.
    async fn nodes<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "The ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node<'op>>>, ServiceError> {
        fetch(ctx, &ids).await
    }
}

async fn fetch<'op>(
    ctx: &Context<'op>,
    ids: &[ID],
) -> Result<Vec<Option<Node<'op>>>, ServiceError> {
    if ids.len() > MAX_IDS {
        return Err(ServiceError::BadInput(format!("at most {MAX_IDS} ids")));
    }
    let op = context::op(ctx)?;
    let selected = Selected::root(ctx);
    let mut found = of_customers(op, &selected, ids).await?;
    found.extend(of_contacts(op, &selected, ids).await?);
    found.extend(of_people(op, &selected, ids).await?);
    found.extend(of_accounts(op, &selected, ids).await?);
    found.extend(of_bank(op, &selected, ids).await?);
    let known = |id: &ID| {
        PREFIXES.iter().any(|prefix| id.strip_prefix(prefix).is_some_and(|rest| rest.len() == 26))
    };
    let one = |id: &ID| match found.get(id.as_str()) {
        Some(node) => Ok(Some(node.clone())),
        None if known(id) => Ok(None),
        None => Err(ServiceError::BadInput("this is not an id".into())),
    };
    ids.iter().map(one).collect()
}

const PREFIXES: [&str; 14] = [
    "asg_", "cus_", "fup_", "hld_", "int_", "iss_", "kpe_", "mov_", "prd_", "prf_", "rel_", "ses_",
    "stf_", "unit_",
];

type Found<'op> = HashMap<String, Node<'op>>;

/// Those of the ids that are of one noun.
fn of_noun<Id: FromStr>(ids: &[ID]) -> Vec<Id> {
    ids.iter().filter_map(|id| id.parse().ok()).collect()
}

async fn of_customers<'op>(
    op: &'op Op,
    selected: &Selected<'_>,
    ids: &[ID],
) -> Result<Found<'op>, ServiceError> {
    let mut found = Found::new();
    let customers: Vec<CustomerId> = of_noun(ids);
    if !customers.is_empty() {
        let want = customer::want::of_customer(op, selected)?;
        for tree in service::customer::by_ids(op, &customers, &want).await? {
            let id = tree.customer.id.to_string();
            found.insert(id, Node::Customer(Customer::alone(tree, op)));
        }
    }
    let assignments: Vec<AssignmentId> = of_noun(ids);
    if !assignments.is_empty() {
        let want = assignment::want::of_assignment(op, selected)?;
        for (id, tree) in service::assignment::by_ids(op, &assignments, &want).await? {
            found.insert(id.to_string(), Node::Assignment(Assignment { tree, op }));
        }
    }
    Ok(found)
}

async fn of_contacts<'op>(
    op: &'op Op,
    selected: &Selected<'_>,
    ids: &[ID],
) -> Result<Found<'op>, ServiceError> {
    let mut found = Found::new();
    let interactions: Vec<InteractionId> = of_noun(ids);
    if !interactions.is_empty() {
        let want = interaction::want::of_interaction(op, selected)?;
        for (id, tree) in service::interaction::by_ids(op, &interactions, &want).await? {
            found.insert(id.to_string(), Node::Interaction(Interaction { tree, op }));
        }
    }
    let follow_ups: Vec<FollowUpId> = of_noun(ids);
    if !follow_ups.is_empty() {
        let want = follow_up::want::of_follow_up(op, selected)?;
        for (id, tree) in service::follow_up::by_ids(op, &follow_ups, &want).await? {
            found.insert(id.to_string(), Node::FollowUp(FollowUp { tree, op }));
        }
    }
    Ok(found)
}

async fn of_people<'op>(
    op: &'op Op,
    selected: &Selected<'_>,
    ids: &[ID],
) -> Result<Found<'op>, ServiceError> {
    let mut found = Found::new();
    let key_persons: Vec<KeyPersonId> = of_noun(ids);
    if !key_persons.is_empty() {
        for (id, row) in service::key_person::by_ids(op, &key_persons).await? {
            found.insert(id.to_string(), Node::KeyPerson(KeyPerson { row, op }));
        }
    }
    let issues: Vec<DataIssueId> = of_noun(ids);
    if !issues.is_empty() {
        for (id, tree) in service::data_issue::by_ids(op, &issues).await? {
            found.insert(id.to_string(), Node::DataIssue(DataIssue { tree, op }));
        }
    }
    let preferences: Vec<PreferenceId> = of_noun(ids);
    if !preferences.is_empty() {
        for (id, tree) in service::preference::by_ids(op, &preferences).await? {
            found.insert(id.to_string(), Node::Preference(Preference { tree }));
        }
    }
    let relations: Vec<RelationId> = of_noun(ids);
    if !relations.is_empty() {
        let want = relation::list::of_relation(op, selected)?;
        for tree in service::customer::relations_by_ids(op, &relations, &want).await? {
            let id = tree.side.row.id.to_string();
            found.insert(id, Node::Relation(Relation { tree, op }));
        }
    }
    Ok(found)
}

async fn of_accounts<'op>(
    op: &'op Op,
    selected: &Selected<'_>,
    ids: &[ID],
) -> Result<Found<'op>, ServiceError> {
    let mut found = Found::new();
    let holdings: Vec<HoldingId> = of_noun(ids);
    if !holdings.is_empty() {
        let want = holding::want::of_holding(op, selected)?;
        for (id, tree) in service::holding::by_ids(op, &holdings, &want).await? {
            found.insert(id.to_string(), Node::Holding(Holding { tree, op }));
        }
    }
    let movements: Vec<MovementId> = of_noun(ids);
    if !movements.is_empty() {
        for (id, row) in service::movement::by_ids(op, &movements).await? {
            found.insert(id.to_string(), Node::Movement(Movement { row, op }));
        }
    }
    let products: Vec<ProductId> = of_noun(ids);
    if !products.is_empty() {
        for (id, row) in service::product::by_ids(op, &products).await? {
            found.insert(id.to_string(), Node::Product(Product { row }));
        }
    }
    Ok(found)
}

async fn of_bank<'op>(
    op: &'op Op,
    selected: &Selected<'_>,
    ids: &[ID],
) -> Result<Found<'op>, ServiceError> {
    let mut found = Found::new();
    let people: Vec<StaffId> = of_noun(ids);
    if !people.is_empty() {
        let want = staff::want::of_staff(op, selected)?;
        for (id, tree) in service::staff::by_ids(op, &people, &want).await? {
            found.insert(id.to_string(), Node::Staff(Staff { tree, op }));
        }
    }
    let units: Vec<OrgUnitId> = of_noun(ids);
    if !units.is_empty() {
        let want = org_unit::want::of_unit(op, selected)?;
        for (id, tree) in service::org_unit::by_ids(op, &units, &want).await? {
            found.insert(id.to_string(), Node::OrgUnit(OrgUnit { tree, op }));
        }
    }
    let sessions: Vec<SessionId> = of_noun(ids);
    if !sessions.is_empty() {
        for tree in service::session::list::by_ids(op, &sessions).await? {
            let id = tree.session.id.to_string();
            found.insert(id, Node::Session(Session { tree, op }));
        }
    }
    Ok(found)
}
