//! Apps that are too old.

use super::{OPEN, is};
use crate::support::{Bank, Http, Phone, Told, input, on_both};
use serde_json::{Value, json};

on_both! {
    an_old_app_does_not_sign_in an_old_app_does_not_refresh_and_a_new_one_goes_on
    a_session_stays_on_what_it_began_on minimum_versions_are_told_to_anybody
}

const TOO_OLD: (u16, &str) = (426, "CLIENT_TOO_OLD");

async fn strict(bank: &Bank) -> Http {
    bank.live(|config| config.app.minimum_ios = "1.4.1".parse().unwrap()).await
}

async fn signed_in(http: &Http, app: &str) -> Told {
    let mut input = input("li", None);
    input["app"] = json!(app);
    http.sign_in(input).await
}

/// Refreshes, as the app that is named.
async fn refreshed(http: &Http, phone: &Phone, app: &str) -> Told {
    let text = "mutation Refresh($input: SessionRefreshInput!) {
        sessionRefresh(input: $input) { accessToken } }";
    let input = json!({ "refreshToken": phone.refresh, "deviceSecret": phone.secret, "app": app });
    http.send(None, text, json!({ "input": input })).await
}

async fn an_old_app_does_not_sign_in(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = strict(&bank).await;
    for app in ["ios/1.4.0", "ios"] {
        let told = signed_in(&http, app).await;
        assert_eq!(told.refused(), TOO_OLD, "{told:?}");
        assert_eq!(told.body["data"], Value::Null);
        let error = &told.body["errors"][0];
        let message = "This app is too old: version 1.4.1 or a later one is needed.";
        assert_eq!(
            (&error["message"], &error["extensions"]["retryable"]),
            (&json!(message), &json!(false))
        );
    }
    for app in ["ios/1.4.1", "android/0.1", "web"] {
        let told = signed_in(&http, app).await;
        assert!(told.body["data"]["sessionSignIn"]["accessToken"].is_string(), "{app}: {told:?}");
        bank.clock.pass(chrono::TimeDelta::seconds(61));
    }
}

async fn an_old_app_does_not_refresh_and_a_new_one_goes_on(bank: Bank) {
    bank.passwords(&["li"]).await;
    let phone = Phone::new(&bank.live(|_| ()).await, "li").await;
    let http = strict(&bank).await;
    assert!(is(&http.opens(&phone.access).await, OPEN), "until the access token ends");
    assert!(is(&phone.refusal(&http).await, TOO_OLD));
    assert_eq!(refreshed(&http, &phone, "ios/1.4").await.refused(), TOO_OLD);

    let told = refreshed(&http, &phone, "ios/1.5.0").await;
    let access = told.body["data"]["sessionRefresh"]["accessToken"].as_str().unwrap();
    let sessions = "{ viewer { sessions { app } } }";
    let told = http.send(Some(access), sessions, json!({})).await;
    assert_eq!(told.body["data"]["viewer"]["sessions"], json!([{ "app": "ios/1.5.0" }]));
    let next = phone.refreshed(&http).await;
    assert!(is(&http.opens(&next.access).await, OPEN), "it need not say so again");
}

async fn a_session_stays_on_what_it_began_on(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let phone = Phone::new(&http, "li").await;
    for app in ["web", "windows/1", ""] {
        let told = refreshed(&http, &phone, app).await;
        assert_eq!(told.refused(), (200, "BAD_USER_INPUT"), "{told:?}");
    }
    assert!(is(&http.opens(&phone.refreshed(&http).await.access).await, OPEN));
}

async fn minimum_versions_are_told_to_anybody(bank: Bank) {
    let http = strict(&bank).await;
    let text = "{ apiInfo { ios: minimumAppVersion(platform: IOS) web: minimumAppVersion(platform: WEB) } }";
    let told = http.send(None, text, json!({})).await;
    assert_eq!(told.body["data"]["apiInfo"], json!({ "ios": "1.4.1", "web": "0.0.0" }));
}
