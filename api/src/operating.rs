//! What operators and their machines ask: is it alive, is it ready, how is it doing.

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use signpost_application::progress::{Follows, Leader, Progress, Trouble};

use crate::{
    Serves, Shared,
    rest::{not_here, wrong_method},
};

/// The routes, outside `/api`: a load balancer does not sign in.
pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/healthz", get(health))
        .route("/readyz", get(readiness))
        .route("/readyz/scans", get(readiness_for_scans))
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
    /// Whether all that this node is for works here.
    ready: bool,
    /// Whether it resolves scans, for which it needs nothing but itself.
    scans: bool,
    /// Whether its store answers.
    store: bool,
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

/// Whether this node should be sent visitors, whatever becomes of its store: no other node could do better for them.
async fn readiness_for_scans(State(api): State<Shared>) -> Response {
    match api.serves {
        Serves::Scans | Serves::Both => ([(header::CACHE_CONTROL, "no-store")], "ok\n").into_response(),
        Serves::Rest => not_here().await.into_response(),
    }
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
    let scans = api.serves != Serves::Rest;
    let store = store_answers(&api.application.progress, *api.attached.borrow());
    let is_whole = store && projections.iter().all(|projection| projection.trouble.is_none());
    // Visitors are answered in any case, and a node for nothing else does not go away with its store.
    let ready = is_whole || api.serves == Serves::Scans;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        [(header::CACHE_CONTROL, "no-store")],
        Json(Readiness {
            ready,
            scans,
            store,
            projections,
        }),
    )
        .into_response()
}

/// Whether the store answered whoever asked it last.
pub fn store_answers(progress: &Progress, attached: bool) -> bool {
    let fails = |trouble: &Option<Trouble>| matches!(trouble, Some(Trouble::Retrying(_)));
    attached && !progress.standings().iter().any(|(_, standing)| fails(&standing.trouble))
}

/// Everything counted, for Prometheus.
async fn metrics(State(api): State<Shared>) -> Response {
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, media_type)], api.metrics.text()).into_response()
}
