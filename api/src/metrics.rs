//! What is counted about requests, for whoever watches Signpost. Exposed at `/metrics` in the OpenMetrics text format.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use prometheus_client::{
    encoding::{EncodeLabelSet, EncodeLabelValue},
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};
use signpost_domain::scan::Outcome;
use tracing::Instrument;

use crate::Shared;

/// Seconds; a redirect takes microseconds, a long list milliseconds.
const BUCKETS: [f64; 12] = [
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5,
];

/// Which part of Signpost answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
enum Part {
    Resolver,
    Rest,
    Operating,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    part: Part,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PartLabel {
    part: Part,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    outcome: &'static str,
    robot: &'static str,
}

/// Counters and the registry they are in.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    durations: Family<PartLabel, Histogram>,
    /// What a scan counts is found beforehand: looking labels up takes as long as resolving.
    redirects: Counter,
    visits: Histogram,
    scans: [[Counter; 2]; Outcome::ALL.len()],
    impatient: Counter<u64, AtomicU64>,
}

impl Metrics {
    /// Metrics of requests beside whatever is in `registry` already.
    pub fn new(mut registry: Registry) -> Self {
        let requests = Family::<RequestLabels, Counter>::default();
        let durations = Family::<PartLabel, Histogram>::new_with_constructor(|| Histogram::new(BUCKETS));
        let scans = Family::<OutcomeLabels, Counter>::default();
        let impatient = Counter::<u64, AtomicU64>::default();
        registry.register("signpost_requests", "Requests answered", requests.clone());
        registry.register("signpost_request_duration_seconds", "Time to the answer", durations.clone());
        registry.register("signpost_scans", "Scans and choices handed to the journal", scans.clone());
        registry.register(
            "signpost_scans_answered_early",
            "Visitors answered before their scan was safe, because the journal took too long",
            impatient.clone(),
        );
        let redirected = RequestLabels {
            part: Part::Resolver,
            status: StatusCode::FOUND.as_u16(),
        };
        Self {
            registry,
            redirects: requests.get_or_create_owned(&redirected),
            visits: durations.get_or_create_owned(&PartLabel { part: Part::Resolver }),
            scans: Outcome::ALL.map(|outcome| {
                ["false", "true"].map(|robot| {
                    let outcome = outcome.as_str();
                    scans.get_or_create_owned(&OutcomeLabels { outcome, robot })
                })
            }),
            requests,
            durations,
            impatient,
        }
    }

    /// Counts a scan.
    pub(crate) fn scan(&self, outcome: Outcome, robot: bool) {
        self.scans[outcome as usize][usize::from(robot)].inc();
    }

    /// Counts what a citizen was answered.
    pub(crate) fn visit(&self, status: StatusCode, took: Duration) {
        self.visits.observe(took.as_secs_f64());
        if status == StatusCode::FOUND {
            self.redirects.inc();
            return;
        }
        let labels = RequestLabels {
            part: Part::Resolver,
            status: status.as_u16(),
        };
        self.requests.get_or_create(&labels).inc();
    }

    /// Counts an answer that did not wait for its scan.
    pub(crate) fn answered_early(&self) {
        self.impatient.inner().fetch_add(1, Ordering::Relaxed);
    }

    /// All of it as text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = prometheus_client::encoding::text::encode(&mut text, &self.registry);
        text
    }
}

/// Gives every request but those of citizens a span, counts it and times it.
pub(crate) async fn observe(State(api): State<Shared>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let part = match &path {
        Some(path) if !path.starts_with("/api") => Part::Operating,
        _ => Part::Rest,
    };
    // Not the address, the query or the headers: logs are kept longer than visitors would like.
    let method = request.method().clone();
    let path = path.as_deref().unwrap_or("/api");
    let span = tracing::debug_span!("request", %method, path);
    let response = next.run(request).instrument(span).await;
    let status = response.status().as_u16();
    let took = begun.elapsed();
    api.metrics.requests.get_or_create(&RequestLabels { part, status }).inc();
    api.metrics
        .durations
        .get_or_create(&PartLabel { part })
        .observe(took.as_secs_f64());
    match part {
        Part::Rest if status >= 500 => tracing::error!(%method, path, status, ?took, "answered"),
        Part::Rest => tracing::info!(%method, path, status, ?took, "answered"),
        _ => tracing::debug!(%method, path, status, ?took, "answered"),
    }
    response
}
