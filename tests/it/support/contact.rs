//! Contacts and follow-ups whose ids a test knows before it asks.

use super::{Bank, bank::staff_id, named, noon};
use entity::{
    follow_up::{self, FollowUpKind, FollowUpOrigin, FollowUpState, Priority},
    id::{CustomerId, FollowUpId, InteractionId},
    interaction::{self, Channel, ContactDirection},
    interaction_memo, interaction_participant,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

impl Bank {
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
