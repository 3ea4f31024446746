//! Which customers of those that the actor may see: always one more AND on their scope.

use crate::service::{
    error::ServiceError,
    holding::{HoldingFilter, chosen},
    interaction::tree::{InteractionFilter, customers_with},
};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    customer::{Column, CustomerKind, Entity, LifeCycleStage, RelationType},
    customer_standing::{Column as Standing, Tier},
    holding_holder,
    id::{OrgUnitId, StaffId},
    unit_closure,
};
use sea_orm::{
    ColumnTrait, Condition, ExprTrait,
    sea_query::{Expr, Func, LikeExpr, Query, SelectStatement},
};

/// How deep filters may stand in one another.
pub const MAX_DEPTH: usize = 4;

/// How many filters may stand in one, itself counted.
pub(super) const MAX_SIZE: usize = 50;

/// A condition on customers: all of its parts hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerFilter {
    /// Each of these holds.
    pub and: Vec<CustomerFilter>,
    /// Any of these holds; empty for no condition.
    pub or: Vec<CustomerFilter>,
    /// This does not hold.
    pub not: Option<Box<CustomerFilter>>,
    /// The name holds this text.
    pub name_contains: Option<String>,
    /// Of one of these kinds; empty for all.
    pub kind: Vec<CustomerKind>,
    /// In one of these relations; empty for all.
    pub relation_type: Vec<RelationType>,
    /// In one of these stages; empty for all.
    pub stage: Vec<LifeCycleStage>,
    /// In one of these tiers; empty for all.
    pub tier: Vec<Tier>,
    /// Assets of at least so much, in minor units of the base currency.
    pub aum_min: Option<i64>,
    /// Assets of at most so much.
    pub aum_max: Option<i64>,
    /// Not reached since this instant, or never.
    pub last_contact_before: Option<DateTime<Utc>>,
    /// Led by this member of staff.
    pub lead: Option<StaffId>,
    /// Belonging to this unit or one below it.
    pub unit: Option<OrgUnitId>,
    /// To be visited before this day.
    pub visit_due_before: Option<NaiveDate>,
    /// To be contacted before this day.
    pub touch_due_before: Option<NaiveDate>,
    /// On what they hold.
    pub holdings: Option<HoldingsFilter>,
    /// On the contacts with them.
    pub interactions: Option<InteractionsFilter>,
}

/// A condition on the contacts with a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InteractionsFilter {
    /// At least one is such.
    pub some: Option<InteractionFilter>,
    /// None is such.
    pub none: Option<InteractionFilter>,
}

/// A condition on a customer's holdings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HoldingsFilter {
    /// At least one is such.
    pub some: Option<HoldingFilter>,
    /// None is such.
    pub none: Option<HoldingFilter>,
    /// All are such; true of a customer who holds nothing.
    pub every: Option<HoldingFilter>,
}

impl CustomerFilter {
    /// The condition in SQL.
    ///
    /// # Errors
    /// Filters stand in one another too deep, or are too many.
    pub fn condition(&self) -> Result<Condition, ServiceError> {
        if self.size() > MAX_SIZE {
            return Err(ServiceError::BadInput(format!(
                "a filter has {MAX_SIZE} parts at the most"
            )));
        }
        self.at_depth(1)
    }

    /// How many filters it is, with all that stand in it.
    fn size(&self) -> usize {
        let inner = self.and.iter().chain(&self.or).chain(self.not.as_deref());
        1 + inner.map(Self::size).sum::<usize>()
    }

    fn at_depth(&self, depth: usize) -> Result<Condition, ServiceError> {
        if depth > MAX_DEPTH {
            let message = format!("filters may stand in one another {MAX_DEPTH} deep at the most");
            return Err(ServiceError::BadInput(message));
        }
        let mut all = self.own();
        for filter in &self.and {
            all = all.add(filter.at_depth(depth + 1)?);
        }
        if !self.or.is_empty() {
            let mut any = Condition::any();
            for filter in &self.or {
                any = any.add(filter.at_depth(depth + 1)?);
            }
            all = all.add(any);
        }
        if let Some(filter) = &self.not {
            all = all.add(filter.at_depth(depth + 1)?.not());
        }
        Ok(all)
    }

    fn own(&self) -> Condition {
        Condition::all()
            .add_option(self.name_contains.as_deref().map(named))
            .add_option(one_of(Column::Kind, &self.kind))
            .add_option(one_of(Column::RelationType, &self.relation_type))
            .add_option(one_of(Column::Stage, &self.stage))
            .add_option(one_of(Standing::Tier, &self.tier))
            .add_option(self.aum_min.map(|least| Standing::AumMinor.gte(least)))
            .add_option(self.aum_max.map(|most| Standing::AumMinor.lte(most)))
            .add_option(self.last_contact_before.map(|at| Standing::LastContactAt.lt(at)))
            .add_option(self.lead.map(|staff| Column::LeadStaffId.eq(staff)))
            .add_option(self.unit.map(|unit| {
                Column::HomeUnitId.in_subquery(unit_closure::Entity::at_or_below(unit))
            }))
            .add_option(self.visit_due_before.map(|day| Standing::VisitDueOn.lt(day)))
            .add_option(self.touch_due_before.map(|day| Standing::TouchDueOn.lt(day)))
            .add_option(self.holdings.as_ref().map(HoldingsFilter::condition))
            .add_option(self.interactions.as_ref().map(InteractionsFilter::condition))
    }
}

impl InteractionsFilter {
    fn condition(&self) -> Condition {
        let met = |filter: &InteractionFilter| {
            Column::Id.in_subquery(Entity::shown_for(customers_with(filter)))
        };
        Condition::all()
            .add_option(self.some.as_ref().map(met))
            .add_option(self.none.as_ref().map(|filter| met(filter).not()))
    }
}

impl HoldingsFilter {
    fn condition(&self) -> Condition {
        Condition::all()
            .add_option(self.some.as_ref().map(|filter| held(filter, false)))
            .add_option(self.none.as_ref().map(|filter| held(filter, false).not()))
            .add_option(self.every.as_ref().map(|filter| held(filter, true).not()))
    }
}

/// Whether the customer holds something that the filter lets through, or (`other`) does not.
fn held(filter: &HoldingFilter, other: bool) -> Expr {
    use holding_holder::{Column as Holder, Entity as Holders};
    let chosen = chosen(filter);
    let holding = Expr::col((Holders, Holder::HoldingId));
    let holding = if other { holding.not_in_subquery(chosen) } else { holding.in_subquery(chosen) };
    // Whatever was merged into the customer holds for it.
    let of_customer = Expr::col((Holders, Holder::CustomerId)).in_subquery(merged_and_own());
    let rows = Query::select()
        .expr(Expr::value(1))
        .from(Holders)
        .and_where(of_customer)
        .and_where(holding)
        .take();
    Expr::exists(rows)
}

/// Ids of the customer that the statement around looks at and of those merged into it.
fn merged_and_own() -> SelectStatement {
    let shown = Func::coalesce([
        Expr::col(("merged", Column::MergedIntoId)),
        Expr::col(("merged", Column::Id)),
    ]);
    Query::select()
        .column(("merged", Column::Id))
        .from_as(Entity, "merged")
        .and_where(Expr::expr(shown).equals((Entity, Column::Id)))
        .take()
}

/// Whether the name holds a text, letter for letter but for the case of Latin letters, which the
/// two back ends would otherwise judge differently.
fn named(text: &str) -> Expr {
    let mut pattern = String::from("%");
    for character in text.to_lowercase().chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    let name = Expr::expr(Func::lower(Expr::col((Entity, Column::Name))));
    name.like(LikeExpr::new(pattern).escape('\\'))
}

fn one_of<Name>(column: impl ColumnTrait, names: &[Name]) -> Option<Expr>
where
    Name: Copy + Into<sea_orm::Value>,
{
    (!names.is_empty()).then(|| column.is_in(names.iter().copied()))
}
