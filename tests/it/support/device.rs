//! A phone or a browser with somebody in front of it.

use super::{Bank, Http, Told};
use api::service::staff::login;
use entity::audit_entry;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "correct horse battery";

const SIGN_IN: &str =
    "mutation SignIn($input: SessionSignInInput!) { sessionSignIn(input: $input) {
    userErrors { code message path } accessToken accessTokenExpiresAt refreshToken deviceSecret
    viewer { staff { employeeNo } permissions sessions { app device isCurrent } } } }";
const REFRESH: &str = "mutation Refresh($input: SessionRefreshInput!) {
    sessionRefresh(input: $input) { accessToken accessTokenExpiresAt refreshToken } }";
const SIGN_OUT: &str = "mutation SignOut($input: SessionSignOutInput!) {
    sessionSignOut(input: $input) { userErrors { code } } }";

impl Bank {
    /// Gives members of staff a password.
    pub(crate) async fn passwords(&self, names: &[&str]) {
        let op = self.staff("admin").op();
        let passwords = self.server.sessions().passwords();
        for name in names {
            let number = format!("E-{name}");
            login::add(&op, passwords, &number, PASSWORD.into(), None).await.unwrap();
        }
    }

    /// What the audit says of an action.
    pub(crate) async fn deeds(&self, action: &str) -> Vec<audit_entry::Model> {
        let deeds = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq(action));
        deeds.all(&self.rows).await.unwrap()
    }
}

impl Http {
    /// An operation, with or without a token.
    pub(crate) async fn send(&self, token: Option<&str>, query: &str, variables: Value) -> Told {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request = self.post().body(body);
        Told::of(match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
        .await
    }

    /// Tries to sign in.
    pub(crate) async fn sign_in(&self, input: Value) -> Told {
        self.send(None, SIGN_IN, json!({ "input": input })).await
    }

    /// Tries to refresh.
    pub(crate) async fn refresh(&self, token: &str, device: &str) -> Told {
        let input = json!({ "refreshToken": token, "deviceSecret": device });
        self.send(None, REFRESH, json!({ "input": input })).await
    }

    /// Until a token opens nothing any more, which must not take 5 s.
    pub(crate) async fn wait_until_refused(&self, token: &str) {
        self.wait_for(token, (401, "UNAUTHENTICATED")).await;
    }

    /// Until a token is told this, which must not take 5 s.
    pub(crate) async fn wait_for(&self, token: &str, told: (u16, &str)) {
        let start = Instant::now();
        loop {
            let (status, code) = self.opens(token).await;
            if (status, code.as_str()) == told {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(5), "still {status} {code}");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Whether a token opens anything: the status, and the code of the refusal.
    pub(crate) async fn opens(&self, token: &str) -> (u16, String) {
        let told = self.send(Some(token), "{ viewer { staff { name } } }", json!({})).await;
        let (status, code) = told.refused();
        (status, code.to_owned())
    }
}

/// What an app on a phone keeps.
#[derive(Clone, Debug)]
pub(crate) struct Phone {
    pub(crate) access: String,
    pub(crate) refresh: String,
    pub(crate) secret: String,
}

impl Phone {
    /// A phone that nobody has seen before.
    pub(crate) async fn new(http: &Http, name: &str) -> Self {
        let told = http.sign_in(input(name, None)).await;
        let payload = &told.body["data"]["sessionSignIn"];
        assert_eq!(payload["userErrors"], json!([]), "{told:?}");
        let text = |field: &str| payload[field].as_str().unwrap().to_owned();
        Self {
            access: text("accessToken"),
            refresh: text("refreshToken"),
            secret: text("deviceSecret"),
        }
    }

    /// Gets the next tokens.
    pub(crate) async fn refreshed(&self, http: &Http) -> Self {
        let told = http.refresh(&self.refresh, &self.secret).await;
        let payload = &told.body["data"]["sessionRefresh"];
        let text =
            |field: &str| payload[field].as_str().unwrap_or_else(|| panic!("{told:?}")).to_owned();
        Self {
            access: text("accessToken"),
            refresh: text("refreshToken"),
            secret: self.secret.clone(),
        }
    }

    /// Tries to get them; the status and the code of the refusal.
    pub(crate) async fn refusal(&self, http: &Http) -> (u16, String) {
        let told = http.refresh(&self.refresh, &self.secret).await;
        let (status, code) = told.refused();
        (status, code.to_owned())
    }

    pub(crate) async fn sign_out(&self, http: &Http, everywhere: bool) {
        let input = json!({ "input": { "everywhere": everywhere } });
        let told = http.send(Some(&self.access), SIGN_OUT, input).await;
        assert_eq!(told.body["data"]["sessionSignOut"]["userErrors"], json!([]), "{told:?}");
    }
}

/// What a phone sends to sign somebody in.
pub(crate) fn input(name: &str, secret: Option<&str>) -> Value {
    json!({ "employeeNo": format!("E-{name}"), "password": PASSWORD, "deviceSecret": secret,
        "device": "Her phone", "app": "ios/1.4.0" })
}
