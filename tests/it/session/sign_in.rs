//! Who gets in.

use super::{OPEN, SIGNED_OUT, is};
use crate::support::{Bank, Phone, Told, input, on_both};
use api::config::ServiceUrl;
use chrono::TimeDelta;
use serde_json::{Value, json};

on_both! {
    somebody_signs_in_and_asks wrong_password_is_like_nobody inputs_are_checked
    unknown_devices_share_few_tries failures_are_counted_for_longer nobody_is_locked_out
    only_five_devices_are_known a_known_device_has_one_session
    nobody_signs_in_where_tries_cannot_be_counted
}

async fn somebody_signs_in_and_asks(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let told = http.sign_in(input("li", None)).await;
    let payload = &told.body["data"]["sessionSignIn"];
    assert_eq!(payload["userErrors"], json!([]), "{told:?}");
    assert_eq!(payload["accessTokenExpiresAt"], "2026-01-15T12:10:00Z");
    let viewer = json!({ "staff": { "employeeNo": "E-li" },
        "permissions": ["CUSTOMER_WRITE", "PII_REVEAL", "INTERACTION_WRITE", "FOLLOW_UP_WRITE",
            "DATA_ISSUE_CONFIRM", "SEARCH"],
        "sessions": [{ "app": "ios/1.4.0", "device": "Her phone", "isCurrent": true }] });
    assert_eq!(payload["viewer"], viewer);
    let access = payload["accessToken"].as_str().unwrap();
    assert!(is(&http.opens(access).await, OPEN));
    assert!(is(&http.opens(&access[1..]).await, SIGNED_OUT));
    assert!(is(&http.opens("rpk_something").await, SIGNED_OUT));
    assert_eq!(bank.deeds("sessionSignIn").await.len(), 1);
}

/// What is the same of two answers whoever asks: everything but the request's name.
fn plain(told: &Told) -> Value {
    let mut body = told.body.clone();
    body["extensions"] = Value::Null;
    body
}

async fn wrong_password_is_like_nobody(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let mut wrong = input("li", None);
    wrong["password"] = json!("correct horse");
    let mut nobody = wrong.clone();
    nobody["employeeNo"] = json!("E-nobody");
    // She works here and has no password.
    let never = input("wang", None);
    let told = http.sign_in(wrong).await;
    let errors = &told.body["data"]["sessionSignIn"]["userErrors"];
    assert_eq!(errors[0]["code"], "INVALID", "{told:?}");
    assert_eq!(told.body["data"]["sessionSignIn"]["accessToken"], Value::Null);
    for input in [nobody, never] {
        assert_eq!(plain(&http.sign_in(input).await), plain(&told));
    }
    assert_eq!(bank.deeds("sessionSignIn").await.len(), 0);
}

async fn inputs_are_checked(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    for (field, value, code) in [
        ("app", "windows/1", "INVALID"),
        ("app", "", "REQUIRED"),
        ("device", " ", "REQUIRED"),
        ("device", &"x".repeat(101), "TOO_LONG"),
    ] {
        let mut changed = input("li", None);
        changed[field] = json!(value);
        let told = http.sign_in(changed).await;
        let error = &told.body["data"]["sessionSignIn"]["userErrors"][0];
        assert_eq!((&error["code"], &error["path"][1]), (&json!(code), &json!(field)), "{told:?}");
    }
}

fn wrong(name: &str, secret: Option<&str>) -> Value {
    let mut input = input(name, secret);
    input["password"] = json!("guess");
    input
}

async fn unknown_devices_share_few_tries(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let made_up = "A".repeat(43);
    for name in ["li", "nobody"] {
        for secret in [None, Some(made_up.as_str()), Some("nonsense")] {
            let told = http.sign_in(wrong(name, secret)).await;
            assert_eq!(told.refused(), (200, ""), "{told:?}");
        }
        let told = http.sign_in(input(name, Some(&made_up))).await;
        assert_eq!(told.refused().1, "RATE_LIMITED", "even with the right password");
        let extensions = &told.body["errors"][0]["extensions"];
        assert_eq!(extensions["retryAfterMs"], 60_000);
    }
    bank.clock.pass(TimeDelta::seconds(61));
    Phone::new(&http, "li").await;
}

async fn failures_are_counted_for_longer(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    for _ in 0..10 {
        assert_eq!(http.sign_in(wrong("li", None)).await.refused(), (200, ""));
        bank.clock.pass(TimeDelta::seconds(61));
    }
    let told = http.sign_in(input("li", None)).await;
    assert_eq!(told.refused().1, "RATE_LIMITED", "ten within half an hour");
    bank.clock.pass(TimeDelta::minutes(20));
    for _ in 0..12 {
        Phone::new(&http, "li").await;
        bank.clock.pass(TimeDelta::seconds(21));
    }
}

async fn nobody_is_locked_out(bank: Bank) {
    bank.passwords(&["li", "wang"]).await;
    let http = bank.live(|_| ()).await;
    let phone = Phone::new(&http, "li").await;
    bank.clock.pass(TimeDelta::seconds(61));
    for _ in 0..4 {
        http.sign_in(wrong("li", None)).await;
    }
    assert_eq!(http.sign_in(input("li", None)).await.refused().1, "RATE_LIMITED");
    let told = http.sign_in(input("li", Some(&phone.secret))).await;
    let payload = &told.body["data"]["sessionSignIn"];
    assert_eq!(payload["userErrors"], json!([]), "a known device has tries of its own");
    assert_eq!(payload["deviceSecret"], Value::Null, "it is told once");

    // Somebody else's device is an unknown one, and has no tries of its own either.
    let told = http.sign_in(input("wang", Some(&phone.secret))).await;
    assert!(told.body["data"]["sessionSignIn"]["deviceSecret"].is_string(), "{told:?}");
    for _ in 0..10 {
        assert_eq!(http.sign_in(wrong("li", Some(&phone.secret))).await.refused(), (200, ""));
    }
    let told = http.sign_in(input("li", Some(&phone.secret))).await;
    assert_eq!(told.refused().1, "RATE_LIMITED", "and not without end");
}

async fn only_five_devices_are_known(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let mut phones = Vec::new();
    for _ in 0..6 {
        phones.push(Phone::new(&http, "li").await);
        bank.clock.pass(TimeDelta::seconds(21));
    }
    assert!(is(&http.opens(&phones[0].access).await, SIGNED_OUT), "the oldest makes room");
    assert!(is(&phones[0].refusal(&http).await, SIGNED_OUT));
    for phone in &phones[1..] {
        assert!(is(&http.opens(&phone.access).await, OPEN));
    }
    let told = http.sign_in(input("li", Some(&phones[0].secret))).await;
    assert!(told.body["data"]["sessionSignIn"]["deviceSecret"].is_string(), "it is unknown now");
}

async fn a_known_device_has_one_session(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let phone = Phone::new(&http, "li").await;
    let told = http.sign_in(input("li", Some(&phone.secret))).await;
    let payload = &told.body["data"]["sessionSignIn"];
    assert_eq!(payload["viewer"]["sessions"].as_array().unwrap().len(), 1);
    assert!(is(&http.opens(&phone.access).await, SIGNED_OUT));
    assert!(is(&http.opens(payload["accessToken"].as_str().unwrap()).await, OPEN));
}

async fn nobody_signs_in_where_tries_cannot_be_counted(bank: Bank) {
    bank.passwords(&["li"]).await;
    let here = bank.live(|_| ()).await;
    let phone = Phone::new(&here, "li").await;
    let away = ServiceUrl::new("redis://127.0.0.1:1");
    let http = bank.live(|config| config.redis.url = Some(away)).await;
    assert_eq!(http.sign_in(input("li", None)).await.refused().1, "UNAVAILABLE");
    assert!(is(&http.opens(&phone.access).await, OPEN), "sessions are judged by the database");
    phone.refreshed(&http).await;
    phone.sign_out(&here, false).await;
    http.wait_until_refused(&phone.access).await;
}
