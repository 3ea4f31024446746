//! A customer who is there twice, and what is said of it.

use super::{Answer, Bank, Staff, named};
use chrono::{DateTime, Utc};
use entity::{
    assignment::AssignmentRole,
    customer,
    id::{CustomerId, DataIssueId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

const JUDGE: &str = "mutation Judge($input: DataIssueJudgeInput!) { dataIssueJudge(input: $input) {
    userErrors { code path } dataIssue { state allowedActions mergedId } } }";

/// The id of a customer of this name.
pub(crate) fn of(customer: &str) -> String {
    CustomerId(named(customer)).to_string()
}

/// The id of the issue of the two.
pub(crate) fn issue_id() -> String {
    DataIssueId(named("iss")).to_string()
}

impl Bank {
    /// Huang, who is with li's team and, as Wong, with zhou's.
    pub(crate) async fn twins(&self) {
        self.tier_lines().await;
        self.customer("huang", "north-1", 0).await;
        self.customer("wong", "north-2", 0).await;
        self.assign_as(AssignmentRole::Lead, "li", "huang", None).await;
        self.lead("huang", "li").await;
        self.assign_as(AssignmentRole::Lead, "zhou", "wong", None).await;
        self.lead("wong", "zhou").await;
        for name in ["huang", "wong"] {
            self.identify(name, "13812345678", "110101199001011234").await;
            self.holdings(name, &["DEP"]).await;
        }
        self.issue("iss", "huang", "wong").await;
    }
}

impl Bank {
    /// Merges `merged` into `survivor` at an instant, behind the server's back.
    pub(crate) async fn one(&self, survivor: &str, merged: &str, at: DateTime<Utc>) {
        use customer::{Column, Entity};
        let id = |name| CustomerId(named(name));
        Entity::update_many()
            .col_expr(Column::MergedIntoId, Expr::value(id(survivor)))
            .col_expr(Column::MergedAt, Expr::value(at))
            .filter(Column::Id.eq(id(merged)))
            .exec(&self.rows)
            .await
            .unwrap();
        Entity::update_many()
            .col_expr(Column::MergedCount, Expr::value(1))
            .filter(Column::Id.eq(id(survivor)))
            .exec(&self.rows)
            .await
            .unwrap();
    }
}

/// Says something of the issue of the two.
pub(crate) async fn judge(staff: &Staff<'_>, state: &str, verdict: &str) -> Answer {
    let key = format!("{state}/{verdict}");
    let input = json!({ "clientMutationId": key, "id": issue_id(), "expectedState": state,
        "verdict": verdict });
    staff.query_with(JUDGE, json!({ "input": input })).await
}
