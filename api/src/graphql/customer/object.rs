//! The view of a customer: every field reads the tree, none does I/O.

use super::{
    contacts::CustomerContacts,
    people::CustomerPeople,
    profile::{CompanyProfile, CustomerNumber, CustomerProfile, PersonProfile},
    standing::CustomerStanding,
    value::{CustomerAction, CustomerKind, LifeCycleStage, NeedType, RelationType},
};
use crate::{
    auth::policy::Right,
    graphql::{
        assignment::{
            object::Assignment,
            want::{ask as coverage_ask, list as coverage_list},
        },
        directive::{DataClass, sensitive},
        holding::{
            input::{HoldingFilterInput, ask as holding_ask, list as holding_list},
            object::Holding,
            want,
        },
        movement::{
            input::{MovementFilterInput, ask as movement_ask, list as movement_list},
            object::Movement,
        },
        org_unit::object::OrgUnit,
        page::{self, Connection, Placed},
        scalar::{Date, DateTime, Money},
        staff::object::Staff,
    },
    service::{
        customer::{CustomerTree, Profile},
        error::ServiceError,
        op::Op,
    },
};
use async_graphql::{Context, ID, Object};
use std::sync::Arc;

/// A customer, and the operation that looks at it: all that a field may depend on.
#[derive(Clone, Debug)]
pub struct Customer<'op> {
    /// The rows.
    pub tree: Arc<CustomerTree>,
    /// Who looks at them.
    pub op: &'op Op,
    /// Its place in the list that it was reached through; empty outside of a list.
    pub place: String,
}

impl<'op> Customer<'op> {
    /// A customer outside of a list.
    #[must_use]
    pub fn alone(tree: CustomerTree, op: &'op Op) -> Self {
        Self { tree: Arc::new(tree), op, place: String::new() }
    }
}

/// What was not wanted is a fault, never an empty answer.
pub(super) fn wanted<T>(found: Option<T>) -> Result<T, ServiceError> {
    found.ok_or(ServiceError::Defect("read but not wanted"))
}

/// A person or company that the bank serves, as this viewer may see it.
#[Object]
impl<'op> Customer<'op> {
    // The interfaces of a type call its methods, so these four are not private.
    /// Opaque id, `cus_…`.
    pub(crate) async fn id(&self) -> ID {
        self.tree.customer.id.to_string().into()
    }

    /// Counts what people write; goes back as `expectedVersion`.
    pub(crate) async fn version(&self) -> i32 {
        self.tree.customer.version
    }

    /// When the customer was first known here.
    pub(crate) async fn created_at(&self) -> DateTime {
        DateTime(self.tree.customer.created_at)
    }

    /// When people or feeds last changed it.
    pub(crate) async fn updated_at(&self) -> DateTime {
        DateTime(self.tree.customer.updated_at)
    }

    /// Person or company.
    async fn kind(&self) -> CustomerKind {
        self.tree.customer.kind.into()
    }

    /// Name as the customer writes it.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn name(&self) -> &str {
        &self.tree.customer.name
    }

    /// Whether the name was made up because the source of the rows has none.
    async fn is_generated(&self) -> bool {
        self.tree.customer.is_generated
    }

    /// How close the relation is.
    async fn relation_type(&self) -> RelationType {
        self.tree.customer.relation_type.into()
    }

    /// What the customer needs of a bank; at most one of each.
    async fn need_types(&self) -> Vec<NeedType> {
        let needs = entity::need_type::NeedType::listed(&self.tree.customer.need_types);
        needs.into_iter().map(Into::into).collect()
    }

    /// Where the relation stands in its life.
    async fn stage(&self) -> LifeCycleStage {
        self.tree.customer.stage.into()
    }

    /// Day since which it stands there.
    async fn stage_since(&self) -> Date {
        Date(self.tree.customer.stage_since)
    }

    /// What is known of the person or company.
    async fn profile(&self) -> Result<CustomerProfile<'_>, ServiceError> {
        let op = self.op;
        Ok(match wanted(self.tree.profile.as_ref())? {
            Profile::Person(row) => CustomerProfile::Person(PersonProfile { row, op }),
            Profile::Company(row) => CustomerProfile::Company(CompanyProfile { row, op }),
        })
    }

    /// Numbers in source systems, by system; as many as there are systems, a handful.
    async fn numbers(&self) -> Result<Vec<CustomerNumber<'_>>, ServiceError> {
        let numbers = wanted(self.tree.numbers.as_ref())?;
        Ok(numbers.iter().map(CustomerNumber).collect())
    }

    /// The relationship manager who answers for the customer now; null while there is none.
    async fn lead(&self) -> Option<Staff<'op>> {
        let tree = self.tree.lead.as_ref()?;
        Some(Staff { tree: Arc::clone(tree), op: self.op })
    }

    /// The unit that the customer belongs to: that of its LEAD.
    async fn home_unit(&self) -> Result<OrgUnit<'op>, ServiceError> {
        let tree = wanted(self.tree.home_unit.as_ref())?;
        Ok(OrgUnit { tree: Arc::clone(tree), op: self.op })
    }

    /// Who looks and looked after the customer, the latest first.
    async fn coverage(
        &self,
        #[graphql(desc = "Only what is in force at this instant of business time; the whole \
                          history where it is left out.")]
        at: Option<DateTime>,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
    ) -> Result<Connection<'op, Assignment<'op>>, ServiceError> {
        let ask = coverage_ask(self.op, at, after)?;
        let listed = wanted(self.tree.coverage.get(&ask))?;
        let (op, has_previous) = (self.op, ask.after.is_some());
        let view = |tree| Assignment { tree, op };
        let list = coverage_list(ask.at);
        Ok(Connection::cut(op, list, listed, page::first(Some(first))?, has_previous, view))
    }

    /// What the bank's jobs compute of the customer.
    async fn standing(&self) -> CustomerStanding<'_> {
        CustomerStanding { row: &self.tree.standing, op: self.op }
    }

    /// Assets under management, by the rule of `CustomerStanding.aum`, in the bank's base currency.
    /// Null where no balance of the day or before is known, and where one of that day would have to
    /// be left out, because its currency had no rate of the seven days before.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn aum(
        &self,
        #[graphql(
            desc = "The day at whose close, at most the bank date. Left out, the answer is \
                          that of `standing`, which takes no statement."
        )]
        on: Option<Date>,
    ) -> Result<Option<Money<'_>>, ServiceError> {
        let (locale, standing) = (self.op.locale(), &self.tree.standing);
        let Some(day) = on else {
            let currency = standing.currency.as_str();
            return Ok(Some(Money { minor: standing.aum_minor, currency, locale }));
        };
        let minor = *wanted(self.tree.aum.get(&want::on(self.op, Some(day))?))?;
        let currency = self.op.bank().base_currency.as_str();
        Ok(minor.map(|minor| Money { minor, currency, locale }))
    }

    /// What the customer holds or may act on, oldest first.
    async fn holdings(
        &self,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
        #[graphql(desc = "Which holdings; all where it is left out.")] filter: Option<
            HoldingFilterInput,
        >,
    ) -> Result<Connection<'op, Holding<'op>>, ServiceError> {
        let ask = holding_ask(self.op, after, filter)?;
        let listed = wanted(self.tree.holdings.get(&ask))?;
        let (op, has_previous) = (self.op, ask.after.is_some());
        let view = |tree| Holding { tree, op };
        let list = holding_list(&ask.filter);
        Ok(Connection::cut(op, list, listed, page::first(Some(first))?, has_previous, view))
    }

    /// Movements on everything of which the customer is the primary holder, the latest first.
    async fn movements(
        &self,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
        #[graphql(desc = "Which movements; all where it is left out.")] filter: Option<
            MovementFilterInput,
        >,
    ) -> Result<Connection<'op, Movement<'op>>, ServiceError> {
        let ask = movement_ask(self.op, after, filter)?;
        let listed = wanted(self.tree.movements.get(&ask))?;
        let (op, has_previous) = (self.op, ask.after.is_some());
        let view = |row| Movement { row, op };
        let list = movement_list(&ask.filter);
        Ok(Connection::cut(op, list, listed, page::first(Some(first))?, has_previous, view))
    }

    /// What was and is to be done with the customer stands in a file of its own.
    #[graphql(flatten)]
    async fn contacts(&self, _ctx: &Context<'_>) -> CustomerContacts<'_, 'op> {
        CustomerContacts { tree: &self.tree, op: self.op }
    }

    /// The people of the customer stand in a file of their own.
    #[graphql(flatten)]
    async fn people(&self, _ctx: &Context<'_>) -> CustomerPeople<'_, 'op> {
        CustomerPeople { tree: &self.tree, op: self.op }
    }

    /// What the viewer may do to this customer now; at most one of each.
    async fn allowed_actions(&self) -> Vec<CustomerAction> {
        let actions = [
            (Right::CustomerEdit, CustomerAction::Edit),
            (Right::CustomerReveal, CustomerAction::Reveal),
            (Right::AssignmentChange, CustomerAction::ChangeLead),
        ];
        let allowed = actions.into_iter().filter(|(right, _)| self.op.may(*right));
        allowed.map(|(_, action)| action).collect()
    }
}

impl Placed for Customer<'_> {
    fn place(&self) -> String {
        self.place.clone()
    }
}
