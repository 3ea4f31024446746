//! Contacts and follow-ups whose ids a test knows before it asks.

use super::{Bank, bank::staff_id, named, noon};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    assignment::{self, AssignmentRole},
    customer_standing,
    follow_up::{self, FollowUpKind, FollowUpOrigin, FollowUpState, Priority},
    holding,
    id::{AssignmentId, CustomerId, FollowUpId, HoldingId, InteractionId},
    interaction::{self, Channel, ContactDirection},
    interaction_memo, interaction_participant,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

impl Bank {
    /// Assigns `customer` to `staff` in support, from an instant on.
    pub(crate) async fn assign_from(&self, staff: &str, customer: &str, from: DateTime<Utc>) {
        self.add(assignment::Model {
            id: AssignmentId(Uuid::now_v7()),
            customer_id: CustomerId(named(customer)),
            staff_id: staff_id(staff),
            role: AssignmentRole::Support,
            valid_from: from,
            valid_to: None,
            reason: "test".into(),
            is_generated: false,
            created_at: noon(1),
        })
        .await;
    }

    /// Lets a holding fall due on a day.
    pub(crate) async fn matures(&self, holding: &str, on: NaiveDate) {
        holding::Entity::update_many()
            .col_expr(holding::Column::MaturesOn, Expr::value(on))
            .filter(holding::Column::Id.eq(HoldingId(named(holding))))
            .exec(&self.rows)
            .await
            .unwrap();
    }

    /// Lets the next visit and the next contact of any kind be due on these days.
    pub(crate) async fn due(&self, customer: &str, visit: NaiveDate, touch: NaiveDate) {
        use customer_standing::Column;
        customer_standing::Entity::update_many()
            .col_expr(Column::VisitDueOn, Expr::value(visit))
            .col_expr(Column::TouchDueOn, Expr::value(touch))
            .filter(Column::CustomerId.eq(CustomerId(named(customer))))
            .exec(&self.rows)
            .await
            .unwrap();
    }

    /// Gives `customer` a contact that `staff` has planned and a follow-up of theirs, anew where
    /// they have been changed.
    pub(crate) async fn contacts(&self, customer: &str, staff: &str) {
        let id = InteractionId(named(&format!("{customer}/i")));
        let memo = interaction_memo::Entity::delete_by_id(id);
        memo.exec(&self.rows).await.unwrap();
        interaction_participant::Entity::delete_many()
            .filter(interaction_participant::Column::InteractionId.eq(id))
            .exec(&self.rows)
            .await
            .unwrap();
        interaction::Entity::delete_by_id(id).exec(&self.rows).await.unwrap();
        let row = planned(id, CustomerId(named(customer)), staff);
        self.add(row).await;
        let id = FollowUpId(named(&format!("{customer}/f")));
        follow_up::Entity::delete_by_id(id).exec(&self.rows).await.unwrap();
        let row = to_do(id, CustomerId(named(customer)), staff);
        self.add(row).await;
    }
}

/// A contact that is planned for the 20th.
pub(crate) fn planned(
    id: InteractionId,
    customer_id: CustomerId,
    staff: &str,
) -> interaction::Model {
    interaction::Model {
        id,
        customer_id,
        author_id: staff_id(staff),
        channel: Channel::Phone,
        direction: ContactDirection::Outbound,
        planned_at: Some(noon(20)),
        started_at: None,
        ended_at: None,
        happens_at: noon(20),
        place: None,
        goal: None,
        maintenance_form: None,
        outcome: None,
        summary: None,
        competitors: "[]".into(),
        rate_asked_millionths: None,
        next_step: None,
        version: 1,
        revision: 1,
        created_at: noon(15),
        updated_at: noon(15),
    }
}

/// A follow-up that is due on the 20th.
pub(crate) fn to_do(id: FollowUpId, customer_id: CustomerId, staff: &str) -> follow_up::Model {
    follow_up::Model {
        id,
        customer_id: Some(customer_id),
        holding_id: None,
        kind: FollowUpKind::Call,
        title: "Call back".into(),
        assignee_id: staff_id(staff),
        author_id: staff_id(staff),
        origin: FollowUpOrigin::Manual,
        origin_id: None,
        due_at: noon(20),
        remind_at: None,
        reminded_at: None,
        priority: Priority::Normal,
        state: FollowUpState::Todo,
        result: None,
        closed_at: None,
        version: 1,
        revision: 1,
        created_at: noon(15),
        updated_at: noon(15),
    }
}
