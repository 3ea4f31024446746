//! The view of a group.

use crate::{
    graphql::{
        directive::{DataClass, sensitive},
        scalar::Money,
    },
    service::{customer::Group, op::Op},
};
use async_graphql::Object;

/// A group, and the operation that looks at it.
#[derive(Clone, Copy, Debug)]
pub struct CustomerGroup<'row> {
    /// What is known of it.
    pub group: &'row Group,
    /// Who looks at it.
    pub op: &'row Op,
}

impl CustomerGroup<'_> {
    fn money(&self, minor: i64) -> Money<'_> {
        Money { minor, currency: &self.op.bank().base_currency, locale: self.op.locale() }
    }
}

/// Customers that stand below one another by `GROUP_PARENT` (集团): everybody below the one at the
/// top, each counted once however many ways lead there. Amounts are of those whom the viewer may
/// see; `hiddenCount` says how many are left out.
#[Object]
impl CustomerGroup<'_> {
    /// Name of the customer at the top; where the viewer may not see it only the beginning.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn root_label(&self) -> &str {
        &self.group.root_label
    }

    /// How many customers it has, whoever may see them.
    async fn member_count(&self) -> i32 {
        i32::try_from(self.group.members).unwrap_or(i32::MAX)
    }

    /// How many of them the viewer may not see.
    async fn hidden_count(&self) -> i32 {
        i32::try_from(self.group.hidden).unwrap_or(i32::MAX)
    }

    /// Assets under management of the members whom the viewer may see.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn aum(&self) -> Money<'_> {
        self.money(self.group.aum_minor)
    }

    /// Their deposits.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn deposits(&self) -> Money<'_> {
        self.money(self.group.deposits_minor)
    }

    /// What they owe on loans.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn loans(&self) -> Money<'_> {
        self.money(self.group.loans_minor)
    }
}
