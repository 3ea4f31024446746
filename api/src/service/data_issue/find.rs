//! Looking for customers that are one. Nobody is found by the name alone: it takes one identity
//! number (certain), or one name, day of birth and mobile number, or one credit code (likely).
//!
//! Of several that are one, each is paired with the first of them: so many pairs as customers, not
//! as many as their square. A pair that was found once, whatever became of it, is not found again.

use crate::{
    backend::Bulk,
    service::{change::Change, error::ServiceError, standing::Tell, write::Writer},
};
use entity::{
    data_issue::{self, Certainty, DataIssueKind, DataIssueState},
    id::{CustomerId, DataIssueId, OrgUnitId},
    outbox::{self, Noun, Operation},
};
use sea_orm::{ConnectionTrait, FromQueryResult, IntoActiveModel, Statement};
use uuid::Uuid;

/// What is compared, for each certainty: table of the profile, what must be there, what must be
/// equal. Those that are certain come first, so that a pair is found for its best reason.
const COMPARED: [(Certainty, &str, &str, &str); 3] = [
    (Certainty::Certain, "person_profile", "p.id_number_hash IS NOT NULL", "p.id_number_hash"),
    (
        Certainty::Likely,
        "person_profile",
        "p.birth_date IS NOT NULL AND p.mobile_hash IS NOT NULL",
        "c.name, p.birth_date, p.mobile_hash",
    ),
    (Certainty::Likely, "company_profile", "p.credit_code_hash IS NOT NULL", "p.credit_code_hash"),
];

#[derive(FromQueryResult)]
struct Pair {
    customer: CustomerId,
    home: OrgUnitId,
    other: CustomerId,
    other_home: OrgUnitId,
}

/// Finds duplicates that are not known yet; answers with how many there are.
///
/// # Errors
/// The database does not answer; what was found for one reason stays.
pub async fn find(writer: &Writer, tell: Tell) -> Result<usize, ServiceError> {
    let mut found = 0;
    for (certainty, profile, is_there, equal) in COMPARED {
        let transaction = writer.begin().await?;
        let text = format!(
            "SELECT customer, home, other, other_home FROM \
             (SELECT FIRST_VALUE(c.id) OVER same AS customer, \
             FIRST_VALUE(c.home_unit_id) OVER same AS home, \
             c.id AS other, c.home_unit_id AS other_home \
             FROM {profile} p JOIN customer c ON c.id = p.customer_id \
             WHERE c.deleted_at IS NULL AND c.merged_into_id IS NULL AND {is_there} \
             WINDOW same AS (PARTITION BY {equal} ORDER BY c.id)) AS pair \
             WHERE customer <> other AND NOT EXISTS (SELECT 1 FROM data_issue i \
             WHERE i.kind = 'DUPLICATE' AND i.customer_id = pair.customer \
             AND i.other_id = pair.other)"
        );
        let statement = Statement::from_string(transaction.get_database_backend(), text);
        let pairs = Pair::find_by_statement(statement).all(&transaction).await?;
        found += pairs.len();
        let (mut rows, mut told) = (Vec::new(), Vec::<outbox::ActiveModel>::new());
        for pair in pairs {
            let row = issue(writer, certainty, &pair);
            if tell == Tell::Changes {
                told.extend(told_of(&row, &pair).map(outbox::ActiveModel::from));
            }
            rows.push(row.into_active_model());
        }
        transaction.insert_new(rows).await?;
        transaction.insert_new(told).await?;
        transaction.commit().await?;
        writer.ring();
    }
    Ok(found)
}

fn issue(writer: &Writer, certainty: Certainty, pair: &Pair) -> data_issue::Model {
    data_issue::Model {
        id: DataIssueId(Uuid::now_v7()),
        kind: DataIssueKind::Duplicate,
        certainty,
        state: DataIssueState::Open,
        customer_id: pair.customer,
        other_id: pair.other,
        merged_id: None,
        decided_by_id: None,
        decided_at: None,
        revision: 1,
        created_at: writer.clock().now(),
    }
}

/// Told for both: who sees only one of them is to hear of it too.
fn told_of(row: &data_issue::Model, pair: &Pair) -> [Change; 2] {
    let parties = [(pair.customer, pair.home), (pair.other, pair.other_home)];
    parties.map(|(customer, home)| Change {
        noun: Noun::DataIssue,
        row_id: row.id.0,
        operation: Operation::Create,
        customer_id: Some(customer),
        home_unit_id: Some(home),
        staff_id: None,
        revision: row.revision,
        payload: serde_json::json!({ "v": 1 }),
    })
}
