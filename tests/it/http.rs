//! What the front takes, what it refuses, and how it tells either.

use crate::support::{Bank, Http, Told, on_both};
use reqwest::Method;
use serde_json::{Value, json};

on_both! {
    answer_has_its_envelope
    status_follows_the_content_type
    only_one_json_operation_is_taken
    nobody_may_ask_for_little
    failing_root_that_may_not_be_null_nulls_all_data
    hash_stands_for_a_text_sent_once
    production_does_not_show_the_schema
    long_answers_are_compressed
    pages_of_other_origins_are_kept_out
}

const VIEWER: &str = "query Me { viewer { staff { name } } }";
const KIND: &str = "{ __typename }";

async fn asked(http: &Http, body: &str) -> Told {
    Told::of(http.post().bearer_auth(http.token("li")).body(body.to_owned())).await
}

async fn answer_has_its_envelope(bank: Bank) {
    let http = bank.http().await;
    let told = http.ask("li", VIEWER).await;
    assert_eq!(told.status, 200, "{told:?}");
    assert_eq!(told.body["data"]["viewer"]["staff"]["name"], "li");
    assert_eq!(told.body.get("errors"), None);
    let cost = &told.body["extensions"]["cost"];
    let requested = cost["requested"].as_u64().unwrap();
    assert_eq!(cost["available"], 2_000 - requested);
    assert_eq!(cost["restoreRate"], 100);
    assert!(cost["actual"].as_u64().unwrap() >= 1);
    assert_eq!(told.header("content-type"), "application/graphql-response+json; charset=utf-8");
    assert_eq!(told.header("cache-control"), "no-store");
    assert_eq!(told.header("x-content-type-options"), "nosniff");
    assert_eq!(told.header("x-request-id").len(), 32);

    let named = http.post().header("x-request-id", "edge-0001").body(json!({}).to_string());
    let told = Told::of(named).await;
    assert_eq!(told.header("x-request-id"), "edge-0001");
    let extensions = &told.body["errors"][0]["extensions"];
    assert_eq!(extensions["requestId"], "edge-0001");
    assert_eq!(extensions["retryable"], false);
}

async fn status_follows_the_content_type(bank: Bank) {
    let http = bank.http().await;
    let apollo = "multipart/mixed;deferSpec=20220824, application/graphql-response+json, \
                  application/json";
    for (accept, answered, invalid) in [
        ("application/graphql-response+json", "application/graphql-response+json", 400),
        (apollo, "application/graphql-response+json", 400),
        ("application/json", "application/json", 200),
        ("*/*", "application/json", 200),
    ] {
        for (document, status) in [(KIND, 200), ("{ ", invalid), ("{ nope }", invalid)] {
            let body = json!({ "query": document }).to_string();
            let request = http.request(Method::POST, "/graphql").header("accept", accept);
            let request =
                request.header("content-type", "application/json").bearer_auth(http.token("li"));
            let told = Told::of(request.body(body)).await;
            assert_eq!(told.status, status, "{accept} {document}");
            assert_eq!(told.header("content-type"), format!("{answered}; charset=utf-8"));
            if document != KIND {
                assert_eq!(told.refused().1, "BAD_USER_INPUT");
                assert_eq!(told.body.get("data"), None);
            }
        }
    }
    let missing = json!({ "query": "query($id: ID!) { customer(id: $id) { id } }" });
    assert_eq!(asked(&http, &missing.to_string()).await.refused(), (400, "BAD_USER_INPUT"));
    let wrong = json!({ "query": "query($n: Int!) { customers(first: $n) { nodes { id } } }",
        "variables": { "n": "many" } });
    assert_eq!(asked(&http, &wrong.to_string()).await.refused(), (400, "BAD_USER_INPUT"));
}

async fn only_one_json_operation_is_taken(bank: Bank) {
    let http = bank.http().await;
    let body = json!({ "query": KIND }).to_string();
    let post = |media: &str| {
        let request =
            http.request(Method::POST, "/graphql").bearer_auth(http.token("li")).body(body.clone());
        Told::of(request.header("content-type", media))
    };
    assert_eq!(post("application/json; charset=utf-8").await.status, 200);
    for media in ["text/plain", "application/json; charset=latin1", "application/graphql"] {
        assert_eq!(post(media).await.refused(), (415, "BAD_USER_INPUT"), "{media}");
    }
    for body in [format!("[{body}]"), "{".into(), String::new(), json!({}).to_string()] {
        assert_eq!(asked(&http, &body).await.refused(), (400, "BAD_USER_INPUT"), "{body}");
    }
    let large = json!({ "query": KIND, "operationName": "x".repeat(300_000) });
    assert_eq!(asked(&http, &large.to_string()).await.refused(), (413, "COST_EXCEEDED"));

    let told = Told::of(http.request(Method::GET, "/graphql?query={__typename}")).await;
    assert_eq!(told.refused(), (405, "BAD_USER_INPUT"));
    assert_eq!(told.header("allow"), "POST");
    let html = http.request(Method::POST, "/graphql").header("accept", "text/html");
    assert_eq!(Told::of(html.body(body)).await.refused(), (406, "BAD_USER_INPUT"));
}

async fn nobody_may_ask_for_little(bank: Bank) {
    let http = bank.http().await;
    let ask = |document: &str| Told::of(http.post().body(json!({ "query": document }).to_string()));
    assert_eq!(ask("{ apiInfo { version } }").await.status, 200);
    assert_eq!(ask("{ __schema { queryType { name } } }").await.status, 200);
    for document in [
        VIEWER,
        "{ apiInfo { version } ...A } fragment A on Query { ... { a: viewer { locale } } }",
        "mutation { customerUpdate(input: {}) { clientMutationId } }",
    ] {
        let told = ask(document).await;
        assert_eq!(told.refused(), (401, "UNAUTHENTICATED"), "{document}");
        assert_eq!(told.header("www-authenticate"), "Bearer");
    }
    let made_up = http.post().bearer_auth("a.b.c").body(json!({ "query": KIND }).to_string());
    assert_eq!(Told::of(made_up).await.refused(), (401, "UNAUTHENTICATED"));
    let basic = http.post().basic_auth("li", Some("li")).body(json!({ "query": KIND }).to_string());
    assert_eq!(Told::of(basic).await.refused(), (401, "UNAUTHENTICATED"));
}

async fn failing_root_that_may_not_be_null_nulls_all_data(bank: Bank) {
    let http = bank.http().await;
    let told = http.ask("li", "{ apiInfo { version } customers(first: 500) { nodes { id } } }");
    let told = told.await;
    assert_eq!(told.refused(), (200, "BAD_USER_INPUT"), "{told:?}");
    assert_eq!(told.body.get("data"), Some(&Value::Null));
    assert_eq!(told.body["errors"][0]["path"], json!(["customers"]));
}

async fn hash_stands_for_a_text_sent_once(bank: Bank) {
    let http = bank.http().await;
    // SHA-256 of `{ __typename }`.
    let hash = "7f56e67dd21ab3f30d1ff8b7bed08893f0a0db86449836189b361dd1e56ddb4b";
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let ask = async |body: Value| asked(&http, &body.to_string()).await;

    let miss = ask(json!({ "extensions": extensions })).await;
    assert_eq!(miss.refused(), (200, "PERSISTED_QUERY_NOT_FOUND"));
    assert_eq!(miss.body["errors"][0]["message"], "PersistedQueryNotFound");
    let sent = ask(json!({ "query": KIND, "extensions": extensions })).await;
    assert_eq!(sent.body["data"]["__typename"], "Query", "{sent:?}");
    let hit = ask(json!({ "extensions": extensions })).await;
    assert_eq!(hit.body["data"]["__typename"], "Query");
    let other = ask(json!({ "query": "{ a: __typename }", "extensions": extensions })).await;
    assert_eq!(other.refused(), (400, "BAD_USER_INPUT"));
}

async fn production_does_not_show_the_schema(bank: Bank) {
    let http = bank.http_with(|_| ()).await;
    let schema = http.ask("li", "{ __schema { queryType { name } } }").await;
    assert_eq!(schema.refused(), (400, "OPERATION_NOT_ALLOWED"));
    let close = http.ask("li", "{ viewr { locale } }").await;
    let message = close.body["errors"][0]["message"].as_str().unwrap();
    assert!(!message.contains("Did you mean"), "{message}");
    assert_eq!(Told::of(http.request(Method::GET, "/graphiql/")).await.status, 404);

    let http = bank.http().await;
    let close = http.ask("li", "{ viewr { locale } }").await;
    let message = close.body["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("Did you mean"), "{message}");
    assert_eq!(Told::of(http.request(Method::GET, "/graphiql/")).await.status, 200);
}

async fn long_answers_are_compressed(bank: Bank) {
    let http = bank.http().await;
    let types = json!({ "query": "{ __schema { types { name description } } }" }).to_string();
    for coding in ["gzip", "br"] {
        let ask = |body: &str| http.post().header("accept-encoding", coding).body(body.to_owned());
        let long = ask(&types).send().await.unwrap();
        assert_eq!(long.headers()["content-encoding"], coding);
        assert!(!long.bytes().await.unwrap().starts_with(b"{"));
        let short = Told::of(ask(&json!({ "query": KIND }).to_string())).await;
        assert_eq!(short.header("content-encoding"), "");
        assert_eq!(short.status, 200);
    }
}

async fn pages_of_other_origins_are_kept_out(bank: Bank) {
    let http = bank.http_with(|config| config.http.origins = vec!["https://crm.example".into()]);
    let http = http.await;
    let preflight = |origin: &str| {
        let request = http.request(Method::OPTIONS, "/graphql").header("origin", origin);
        Told::of(request.header("access-control-request-method", "POST"))
    };
    let allowed = preflight("https://crm.example").await;
    assert_eq!(allowed.header("access-control-allow-origin"), "https://crm.example");
    assert_eq!(allowed.header("access-control-allow-credentials"), "true");
    let other = preflight("https://evil.example").await;
    assert_eq!(other.header("access-control-allow-origin"), "");

    let own = format!("http://{}", http.address);
    let ask = |origin: &str| {
        let request = http.post().header("origin", origin).bearer_auth(http.token("li"));
        Told::of(request.body(json!({ "query": KIND }).to_string()))
    };
    for origin in ["https://crm.example", &own] {
        assert_eq!(ask(origin).await.status, 200, "{origin}");
    }
    for origin in ["https://evil.example", "https://crm.example.evil.example", "null"] {
        assert_eq!(ask(origin).await.refused(), (403, "FORBIDDEN"), "{origin}");
    }
}
