//! A phone that keeps what it is told, and nothing else.

use crate::support::Bank;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a phone keeps of each kind of row.
pub(super) const NODE: &str = "id
    ... on Customer { name version standing { lastContactAt nextTouchDueOn } lead { id } }
    ... on Interaction { version summary memo memoVersion outcome customer { id } }
    ... on FollowUp { version title state assignee { id } of: customer { id } }
    ... on Product { name }";

pub(super) struct Phone {
    pub(super) owner: &'static str,
    pub(super) token: Value,
    pub(super) rows: BTreeMap<String, Value>,
    pub(super) scopes: Value,
    /// How often it was told to begin anew.
    pub(super) resets: u32,
}

impl Phone {
    pub(super) fn new(owner: &'static str) -> Self {
        let scopes = json!(["CUSTOMERS", "INTERACTIONS", "FOLLOW_UPS", "PRODUCTS"]);
        Self { owner, token: Value::Null, rows: BTreeMap::new(), scopes, resets: 0 }
    }

    /// Catches up, in pages of `first`.
    pub(super) async fn sync(&mut self, bank: &Bank, first: usize) {
        while self.page(bank, first).await {}
    }

    /// Does one page; says whether there is more.
    pub(super) async fn page(&mut self, bank: &Bank, first: usize) -> bool {
        let document = format!(
            "query Sync($first: Int!, $token: SyncToken, $scopes: [SyncScope!]!) {{
            sync(first: $first, token: $token, scopes: $scopes) {{
            changes {{ op id typename version node {{ {NODE} }} }}
            nextToken hasMore resetRequired }} }}"
        );
        let variables = json!({ "first": first, "token": self.token, "scopes": self.scopes });
        let page = bank.staff(self.owner).query_with(&document, variables).await.data();
        let page = &page["sync"];
        if page["resetRequired"] == true {
            self.rows.clear();
            self.resets += 1;
        }
        let changes = page["changes"].as_array().unwrap();
        assert!(changes.len() <= first);
        for change in changes {
            self.apply(change);
        }
        self.token = page["nextToken"].clone();
        page["hasMore"] == true
    }

    fn apply(&mut self, change: &Value) {
        let id = change["id"].as_str().unwrap().to_owned();
        if change["op"] == "UPSERT" {
            assert_eq!(change["node"]["id"], change["id"]);
            self.rows.insert(id, change["node"].clone());
            return;
        }
        assert_eq!(change["node"], Value::Null);
        self.rows.remove(&id);
        self.rows.retain(|_, row| row["customer"]["id"] != id && row["of"]["id"] != id);
    }

    /// How many rows it has whose id begins so.
    pub(super) fn count(&self, prefix: &str) -> usize {
        self.rows.keys().filter(|id| id.starts_with(prefix)).count()
    }
}
