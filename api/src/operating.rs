//! What operators and their machines ask: is it alive, is it ready, how is it doing.

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use signpost_application::progress::{Follows, Leader, Trouble};

use crate::{Shared, rest::wrong_method};

/// The routes, outside `/api`: a load balancer does not sign in.
pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/healthz", get(health))
        .route("/readyz", get(readiness))
        .route("/metrics", get(metrics))
        .method_not_allowed_fallback(wrong_method)
}

/// Whether the process lives.
async fn health() -> &'static str {
    "ok\n"
}

/// How a node is doing.
#[derive(Serialize)]
struct Readiness {
    /// Whether visitors and staff get right answers here.
    ready: bool,
    /// Every read model.
    projections: Vec<Projection>,
}

#[derive(Serialize)]
struct Projection {
    name: &'static str,
    follows: Follows,
    position: u64,
    lag: u64,
    /// The node that builds it: `here`, another node's id, or `nobody` while the nodes agree.
    led_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
}

/// Whether this node should be sent requests, and if not, why.
async fn readiness(State(api): State<Shared>) -> Response {
    let projections: Vec<Projection> = api
        .application
        .progress
        .standings()
        .into_iter()
        .map(|(name, standing)| Projection {
            name,
            follows: standing.follows,
            position: standing.position.0,
            lag: standing.head.0.saturating_sub(standing.position.0),
            led_by: match standing.leader {
                Leader::Here => "here".to_owned(),
                Leader::Elsewhere(node) => node.to_string(),
                Leader::Nobody => "nobody".to_owned(),
            },
            trouble: standing.trouble.map(|trouble| match trouble {
                Trouble::Stopped(what) => format!("stopped: {what}"),
                Trouble::Retrying(what) => format!("retrying: {what}"),
            }),
        })
        .collect();
    let ready = projections.iter().all(|projection| projection.trouble.is_none());
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        [(header::CACHE_CONTROL, "no-store")],
        Json(Readiness { ready, projections }),
    )
        .into_response()
}

/// Everything counted, for Prometheus.
async fn metrics(State(api): State<Shared>) -> Response {
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, media_type)], api.metrics.text()).into_response()
}
