//! Signpost over HTTP: the [`resolver`] for citizens, the [`rest`] API and the [`website`] for staff, and what [`operators`](operating) ask.
//!
//! A handler parses, calls one use case of the application, and renders. What is allowed and what happens is decided below.

pub mod city;
mod entrance;
pub mod metrics;
pub mod operating;
pub mod resolver;
pub mod rest;
pub mod server;
mod strangers;
mod tlog;
pub mod website;

use std::sync::Arc;

use axum::Router;
use ipnet::IpNet;
use signpost_application::{
    Application,
    identity::Identity,
    ports::{authentication::Authenticator, idempotency::Idempotency, journal::Recorder, surroundings::Visitors, tables::Tables},
    resolver::RoutingTable,
};
use tokio::{runtime::Handle, sync::watch};

pub use crate::{entrance::Entrance, rest::imports::Imports, strangers::Strangers};
use crate::{
    metrics::Metrics,
    resolver::{Filling, pages::Pages},
    website::Website,
};

/// Everything the handlers work with.
pub struct Api {
    /// The use cases.
    pub application: Application,
    /// What it takes to know people.
    pub identity: Identity,
    /// The website's words and files.
    pub website: Website,
    /// The resolver's memory.
    pub routes: Arc<RoutingTable>,
    /// Whether that is filled, and where visits are resolved until then.
    pub filling: Filling,
    /// Takes scans.
    pub recorder: Arc<dyn Recorder>,
    /// Tells visitors apart.
    pub visitors: Arc<dyn Visitors>,
    /// Recognises callers.
    pub authenticator: Arc<dyn Authenticator>,
    /// Those who send tokens that are not valid.
    pub strangers: Strangers,
    /// Keeps answers for retried requests.
    pub idempotency: Arc<dyn Idempotency>,
    /// Files with tables in them.
    pub tables: Arc<dyn Tables>,
    /// Imports that this node does or did.
    pub imports: Imports,
    /// Citizens' pages.
    pub pages: Pages,
    /// What is counted.
    pub metrics: Metrics,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Paths below which codes of another system hung before, each with a slash at its beginning and none at its end.
    pub old_paths: Vec<String>,
    /// What this node answers.
    pub serves: Serves,
    /// Whether it has loaded from its store; until then the REST API answers 503.
    pub attached: watch::Receiver<bool>,
}

impl Api {
    /// Whether browsers come here by encrypted connections only.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.application.public_url.starts_with("https://")
    }
}

/// What a node answers, beside what operators ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serves {
    /// Citizens' scans.
    Scans,
    /// The REST API and its documentation.
    Rest,
    /// Both.
    Both,
}

/// What handlers share.
pub type Shared = Arc<Api>;

/// Signpost's HTTP, or the part of it that this node serves. What staff ask for is done at the `desk`.
pub fn entrance(api: Api, desk: Handle) -> Arc<Entrance> {
    let api = Arc::new(api);
    let router = router(&api);
    Arc::new(Entrance::new(api, router, desk))
}

fn router(api: &Shared) -> Router {
    let serves = api.serves;
    let mut router = Router::new().merge(operating::router()).merge(tlog::router());
    router = match serves {
        Serves::Scans => router.nest("/api", Router::new().fallback(rest::not_here)),
        Serves::Rest | Serves::Both => router
            .merge(rest::documentation())
            .merge(website::router(api))
            .nest("/api", rest::router(api)),
    };
    let observe = axum::middleware::from_fn_with_state(Arc::clone(api), metrics::observe);
    router = match serves {
        Serves::Rest => router.fallback(rest::not_here).layer(observe),
        // Behind the layer: what visitors come through has as little around it as can be, and counts for itself.
        Serves::Scans | Serves::Both => router.layer(observe).fallback(resolver::answer),
    };
    router.with_state(Arc::clone(api))
}
