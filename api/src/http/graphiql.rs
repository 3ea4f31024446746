//! `GraphiQL` under `/graphiql/`, with a menu of the demo's users. Only where the schema is shown.
//!
//! The page is built in `web/`. A binary that was built without it sends the page's one source file,
//! with its imports taken from a CDN in the same versions.

use axum::{
    Json, Router,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use futures_util::future::BoxFuture;
use http::{HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, fmt, sync::Arc};

/// What `npm run build` made, if it was run.
#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Built;

/// The page's source, its styles, and the versions that it needs.
const PAGE: &str = include_str!("../../../web/src/page.js");
const STYLE: &str = include_str!("../../../web/src/page.css");
const PACKAGE: &str = include_str!("../../../web/package.json");

/// A user of the demo, ready to be used.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Login {
    /// Name and branch.
    pub label: String,
    /// Roles.
    pub role: String,
    /// What the user signs in with.
    pub employee_no: String,
    /// An access token of a session that has just begun.
    pub token: String,
}

/// Signs the demo's users in; none outside the demo.
#[derive(Clone)]
pub struct Logins(Arc<Fresh>);

type Fresh = dyn Fn() -> BoxFuture<'static, Vec<Login>> + Send + Sync;

impl Logins {
    /// Logins that `fresh` makes, each time that somebody looks.
    pub fn new(fresh: impl Fn() -> BoxFuture<'static, Vec<Login>> + Send + Sync + 'static) -> Self {
        Self(Arc::new(fresh))
    }

    /// No logins.
    #[must_use]
    pub fn none() -> Self {
        Self::new(|| Box::pin(async { Vec::new() }))
    }
}

impl fmt::Debug for Logins {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Logins")
    }
}

/// The page and what it asks for.
pub fn router(logins: Logins) -> Router {
    Router::new()
        .route("/graphiql", get(async || Redirect::permanent("/graphiql/")))
        .route("/graphiql/", get(page))
        .route("/graphiql/logins", get(list))
        .route("/graphiql/{*path}", get(asset))
        .with_state(logins)
}

async fn list(State(Logins(fresh)): State<Logins>) -> Json<Vec<Login>> {
    Json(fresh().await)
}

async fn page() -> Response {
    match Built::get("index.html") {
        Some(built) => sent(built.data.into_owned(), "text/html; charset=utf-8"),
        None => sent(from_cdn().into_bytes(), "text/html; charset=utf-8"),
    }
}

async fn asset(Path(path): Path<String>) -> Response {
    let Some(built) = Built::get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = sent(built.data.into_owned(), media(&path));
    // The names hold a hash of the content.
    let for_ever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, for_ever);
    response
}

fn sent(bytes: Vec<u8>, media: &'static str) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(media))], bytes).into_response()
}

fn media(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "ttf" => "font/ttf",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// What is read of `package.json`.
#[derive(Debug, Default, Deserialize)]
struct Package {
    dependencies: HashMap<String, String>,
}

/// The page without a build.
fn from_cdn() -> String {
    let package: Package = serde_json::from_str(PACKAGE).unwrap_or_default();
    let at = |name: &str| {
        let version = package.dependencies.get(name).map_or("", String::as_str);
        format!("https://esm.sh/{name}@{version}")
    };
    let (react, dom, language) = (at("react"), at("react-dom"), at("graphql"));
    let (page, toolkit, parts) = (at("graphiql"), at("@graphiql/toolkit"), at("@graphiql/react"));
    let imports = serde_json::json!({
        "react": react,
        "react/": format!("{react}/"),
        "react-dom": dom,
        "react-dom/": format!("{dom}/"),
        "graphql": language,
        "graphiql": format!("{page}?standalone&external=react,react-dom,@graphiql/react,graphql"),
        "graphiql/": format!("{page}/"),
        "@graphiql/react":
            format!("{parts}?standalone&external=react,react-dom,graphql,@graphiql/toolkit,@emotion/is-prop-valid"),
        "@graphiql/toolkit": format!("{toolkit}?standalone&external=graphql"),
        // Asked for by a library that can do without.
        "@emotion/is-prop-valid": "data:text/javascript,",
    });
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <title>rapport · GraphiQL</title><link rel=\"icon\" href=\"data:,\">\n\
         <link rel=\"stylesheet\" href=\"{page}/dist/style.css\">\n<style>\n{STYLE}</style>\n\
         <script type=\"importmap\">{{\"imports\": {imports}}}</script>\n\
         </head><body><div id=\"root\">Loading …</div>\n<script type=\"module\">\n\
         import 'graphiql/setup-workers/esm.sh';\n{PAGE}\n\
         show(document.getElementById('root'));\n</script></body></html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::from_cdn;

    #[test]
    fn page_from_the_cdn_has_the_versions_of_the_build() {
        let page = from_cdn();
        assert!(page.contains("https://esm.sh/graphiql@5."), "{page}");
        assert!(!page.contains("@\""), "a version is missing: {page}");
        assert!(page.contains("show(document.getElementById('root'));"));
    }
}
