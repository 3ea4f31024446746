//! A customer who is there twice, and what is said of it.

use super::{Answer, Bank, Staff, named};
use entity::{
    assignment::AssignmentRole,
    id::{CustomerId, DataIssueId},
};
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

/// Says something of the issue of the two.
pub(crate) async fn judge(staff: &Staff<'_>, state: &str, verdict: &str) -> Answer {
    let key = format!("{state}/{verdict}");
    let input = json!({ "clientMutationId": key, "id": issue_id(), "expectedState": state,
        "verdict": verdict });
    staff.query_with(JUDGE, json!({ "input": input })).await
}
