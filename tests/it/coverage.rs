//! What time alone does to coverage: it is told, and the customer follows its LEAD.

use crate::{
    job::nobody,
    support::{Bank, named, noon, on_both, staff_id, unit},
};
use api::service::assignment::turn::{Stretch, turn};
use chrono::{DateTime, Utc};
use entity::{
    assignment::{self, AssignmentRole},
    customer_standing,
    id::{AssignmentId, CustomerId},
    outbox::{self, Noun, Operation},
};
use sea_orm::{EntityTrait, QueryOrder};
use uuid::Uuid;

on_both! {
    a_lead_that_begins_by_time_moves_the_customer
    an_end_by_time_is_told_to_who_loses_access
    what_lies_outside_the_stretch_is_left_alone
}

/// Has `staff` look after huang from an instant on.
pub(crate) async fn begins(
    bank: &Bank,
    role: AssignmentRole,
    staff: &str,
    valid_from: DateTime<Utc>,
    valid_to: Option<DateTime<Utc>>,
) -> AssignmentId {
    let id = AssignmentId(Uuid::now_v7());
    bank.add(assignment::Model {
        id,
        customer_id: CustomerId(named("huang")),
        staff_id: staff_id(staff),
        role,
        valid_from,
        valid_to,
        reason: "test".into(),
        is_generated: false,
        created_at: noon(1),
    })
    .await;
    id
}

/// What stands in the outbox.
pub(crate) async fn told(bank: &Bank) -> Vec<outbox::Model> {
    outbox::Entity::find().order_by_asc(outbox::Column::Seq).all(&bank.rows).await.unwrap()
}

/// From the 10th to the 15th.
const DAYS: (u32, u32) = (10, 15);

async fn pass(bank: &Bank) -> usize {
    let stretch = Stretch { after: noon(DAYS.0), until: noon(DAYS.1) };
    turn(&nobody(&bank.server), stretch).await.unwrap()
}

async fn a_lead_that_begins_by_time_moves_the_customer(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    let old = begins(&bank, AssignmentRole::Lead, "wang", noon(1), Some(noon(12))).await;
    let new = begins(&bank, AssignmentRole::Lead, "zhou", noon(12), None).await;

    assert_eq!(pass(&bank).await, 1);

    let row = bank.row("huang").await;
    assert_eq!((row.lead_staff_id, row.home_unit_id), (Some(staff_id("zhou")), unit("north-2")));
    assert_eq!((row.version, row.revision), (2, 2));
    let standing = customer_standing::Entity::find().one(&bank.rows).await.unwrap().unwrap();
    assert_eq!(standing.home_unit_id, unit("north-2"));
    let told = told(&bank).await;
    let mut lines: Vec<_> = told
        .iter()
        .map(|row| {
            (row.noun, row.row_id, row.operation, row.staff_id, row.home_unit_id, row.revision)
        })
        .collect();
    lines.sort_by_key(|line| line.3);
    let (north_2, huang) = (Some(unit("north-2")), named("huang"));
    let mut expected = vec![
        (Noun::Customer, huang, Operation::Update, None, north_2, 2),
        (Noun::Assignment, old.0, Operation::Update, Some(staff_id("wang")), north_2, 2),
        (Noun::Assignment, new.0, Operation::Create, Some(staff_id("zhou")), north_2, 2),
    ];
    expected.sort_by_key(|line| line.3);
    assert_eq!(lines, expected);
    let payload = &told.iter().find(|row| row.row_id == old.0).unwrap().payload;
    assert!(payload.contains(&unit("north-1").to_string()), "the unit that loses it: {payload}");
}

async fn an_end_by_time_is_told_to_who_loses_access(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    begins(&bank, AssignmentRole::Lead, "wang", noon(1), Some(noon(12))).await;
    assert_eq!(pass(&bank).await, 1);
    let row = bank.row("huang").await;
    assert_eq!((row.lead_staff_id, row.home_unit_id), (None, unit("north-1")), "it stays there");
    let told = told(&bank).await;
    assert_eq!(told.len(), 1, "no LEAD before, none after: only the assignment has changed");
    assert!(told[0].payload.contains("\"endedAt\":\"2026-01-12T12:00:00Z\""));
}

async fn what_lies_outside_the_stretch_is_left_alone(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    begins(&bank, AssignmentRole::CoRm, "wang", noon(10), None).await;
    begins(&bank, AssignmentRole::CoRm, "zhou", noon(16), None).await;
    begins(&bank, AssignmentRole::Lead, "li", noon(12), Some(noon(12))).await;
    assert_eq!(pass(&bank).await, 0);
    assert_eq!(told(&bank).await.len(), 0);
    assert_eq!(bank.row("huang").await.revision, 1);
}
