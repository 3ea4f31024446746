//! Browsers: what would be in the body stands in cookies that no script can read.

use super::{OPEN, SIGNED_OUT, is};
use crate::support::{Bank, Http, Told, input, on_both};
use serde_json::{Value, json};

on_both! { a_browser_keeps_cookies }

const REFRESH: &str = "mutation { sessionRefresh(input: {}) { accessToken refreshToken } }";
const SIGN_OUT: &str = "mutation { sessionSignOut(input: {}) { userErrors { code } } }";

/// The cookies that an answer sets, as they are sent back.
fn cookies(told: &Told) -> String {
    let set = told.headers.get_all("set-cookie").iter();
    let pairs = set.map(|cookie| {
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.ends_with("; HttpOnly; Secure; SameSite=Strict"), "{cookie}");
        cookie.split(';').next().unwrap()
    });
    pairs.collect::<Vec<_>>().join("; ")
}

async fn send(http: &Http, cookies: &str, token: Option<&str>, query: &str) -> Told {
    let request = http.post().header("cookie", cookies);
    let request = request.body(json!({ "query": query }).to_string());
    Told::of(match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    })
    .await
}

async fn a_browser_keeps_cookies(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let mut browser = input("li", None);
    browser["app"] = json!("web");
    let told = http.sign_in(browser).await;
    let payload = &told.body["data"]["sessionSignIn"];
    assert_eq!(payload["refreshToken"], Value::Null);
    assert_eq!(payload["deviceSecret"], Value::Null);
    assert!(is(&http.opens(payload["accessToken"].as_str().unwrap()).await, OPEN));
    let kept = cookies(&told);
    let (refresh, device) = kept.split_once("; ").unwrap();

    let told = send(&http, &kept, None, REFRESH).await;
    let payload = &told.body["data"]["sessionRefresh"];
    assert_eq!(payload["refreshToken"], Value::Null, "{told:?}");
    let access = payload["accessToken"].as_str().unwrap().to_owned();
    let next = cookies(&told);
    assert_ne!(next, refresh);
    for alone in [refresh, device, ""] {
        assert_eq!(send(&http, alone, None, REFRESH).await.refused(), SIGNED_OUT);
    }

    let told = send(&http, &format!("{next}; {device}"), Some(&access), SIGN_OUT).await;
    let gone = told.headers.get("set-cookie").unwrap().to_str().unwrap();
    assert!(gone.contains("=; Path=/; Max-Age=0"), "{gone}");
    assert!(is(&http.opens(&access).await, SIGNED_OUT));
}
