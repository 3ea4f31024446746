//! Which path leads where, and what every answer has: a request id, no place in any cache, and a
//! figure in the metrics.

use super::{
    answer,
    fault::Fault,
    front::Front,
    graphiql, graphql,
    health::Health,
    metrics,
    negotiate::Media,
    request_id::{self, RequestId},
};
use axum::{
    Router,
    extract::{MatchedPath, Request},
    middleware::{self, Next},
    response::Response,
    routing::post,
};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use std::{
    any::Any,
    time::{Duration, Instant},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel, predicate::SizeAbove},
    cors::{AllowOrigin, CorsLayer},
    set_header::SetResponseHeaderLayer,
};

/// Smallest answer that is compressed, bytes.
const COMPRESSED_FROM: u64 = 1_024;

/// How long a browser may go on with what it knows of the allowed origins.
const CORS_LIFE: Duration = Duration::from_mins(10);

/// Paths that figures are told by; any other is "other", so that nobody fills the metrics.
const ROUTES: [&str; 4] = ["/graphql", "/graphiql/", "/live", "/ready"];

/// The whole router of an instance. `logins` are shown by the page to try the API on, which is there
/// where the schema is shown.
pub fn of(front: Front, health: &Health, logins: graphiql::Logins) -> Router {
    let origins = &front.parts().instance.config().http.origins;
    let cors = cors(origins);
    let page = front.mode().shows_schema().then(|| graphiql::router(logins));
    let level = CompressionLevel::Fastest;
    let compression =
        CompressionLayer::new().quality(level).compress_when(SizeAbove::new(COMPRESSED_FROM));
    let unless_set = |name: HeaderName, value| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/graphql", post(graphql::post).fallback(graphql::not_post))
        .with_state(front)
        .merge(health.router())
        .merge(page.unwrap_or_default())
        .fallback(async || StatusCode::NOT_FOUND)
        // The last one is the outermost.
        .layer(compression)
        .layer(cors)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(unless_set(header::CACHE_CONTROL, "no-store"))
        .layer(unless_set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(middleware::from_fn(observe))
        .layer(middleware::from_fn(request_id::name))
}

/// Pages of these origins may call the API. The page that the server itself shows needs no leave.
fn cors(origins: &[String]) -> CorsLayer {
    let origins = origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::POST])
        .allow_headers([
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            request_id::HEADER,
        ])
        .expose_headers([request_id::HEADER, header::RETRY_AFTER])
        .allow_credentials(true)
        .max_age(CORS_LIFE)
}

/// Counts a request and its answer.
async fn observe(request: Request, next: Next) -> Response {
    let _running = metrics::Running::begin();
    let start = Instant::now();
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let route = ROUTES.into_iter().find(|route| path == Some(route)).unwrap_or("other");
    let response = next.run(request).await;
    metrics::answered(route, response.status().as_u16(), start.elapsed());
    response
}

/// The answer in place of one that panicked. The panic's text goes to standard error only.
fn panicked(_text: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request panicked");
    answer::refuse(&[Fault::internal()], Media::Json, &RequestId::unknown(), None)
}
