//! How long a session lasts.

use super::{OPEN, SIGNED_OUT, is};
use crate::support::{Bank, Http, Phone, input, on_both};
use chrono::TimeDelta;
use serde_json::json;

on_both! { a_phone_may_be_idle_for_eight_hours a_browser_for_fifteen_minutes
seven_days_are_the_end_on_a_phone eight_hours_are_the_end_in_a_browser
use_is_noted_once_a_minute }

async fn browser(http: &Http) -> (String, String) {
    let mut browser = input("li", None);
    browser["app"] = json!("web");
    let told = http.sign_in(browser).await;
    let access = told.body["data"]["sessionSignIn"]["accessToken"].as_str().unwrap().to_owned();
    let cookies = told.headers.get_all("set-cookie").iter();
    let pairs = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap());
    (access, pairs.collect::<Vec<_>>().join("; "))
}

async fn a_phone_may_be_idle_for_eight_hours(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let phone = Phone::new(&http, "li").await;
    bank.clock.pass(TimeDelta::hours(8));
    let phone = phone.refreshed(&http).await;
    bank.clock.pass(TimeDelta::hours(8) + TimeDelta::seconds(1));
    assert!(is(&phone.refusal(&http).await, SIGNED_OUT));
}

async fn a_browser_for_fifteen_minutes(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|config| config.session.access_seconds = 7_200).await;
    let (access, _) = browser(&http).await;
    for _ in 0..3 {
        bank.clock.pass(TimeDelta::minutes(15));
        assert!(is(&http.opens(&access).await, OPEN), "each request gives another fifteen");
    }
    bank.clock.pass(TimeDelta::minutes(15) + TimeDelta::seconds(1));
    assert!(is(&http.opens(&access).await, SIGNED_OUT));
}

async fn seven_days_are_the_end_on_a_phone(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let mut phone = Phone::new(&http, "li").await;
    for _ in 0..27 {
        bank.clock.pass(TimeDelta::hours(6));
        phone = phone.refreshed(&http).await;
    }
    bank.clock.pass(TimeDelta::hours(6) - TimeDelta::seconds(1));
    phone = phone.refreshed(&http).await;
    assert!(is(&http.opens(&phone.access).await, OPEN));
    bank.clock.pass(TimeDelta::seconds(1));
    assert!(is(&http.opens(&phone.access).await, SIGNED_OUT));
    assert!(is(&phone.refusal(&http).await, SIGNED_OUT));
}

async fn eight_hours_are_the_end_in_a_browser(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|config| config.session.access_seconds = 86_400).await;
    let (access, _) = browser(&http).await;
    for _ in 0..32 {
        assert!(is(&http.opens(&access).await, OPEN));
        bank.clock.pass(TimeDelta::minutes(15));
    }
    assert!(is(&http.opens(&access).await, SIGNED_OUT));
}

async fn use_is_noted_once_a_minute(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let phone = Phone::new(&http, "li").await;
    let seen = async || {
        use sea_orm::EntityTrait;
        let row = entity::session::Entity::find().one(&bank.rows).await.unwrap().unwrap();
        (row.last_seen_at - row.started_at).num_seconds()
    };
    for (later, noted) in [(0, 0), (59, 0), (1, 60), (30, 60), (30, 120)] {
        bank.clock.pass(TimeDelta::seconds(later));
        assert!(is(&http.opens(&phone.access).await, OPEN));
        assert_eq!(seen().await, noted);
    }
}
