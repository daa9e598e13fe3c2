//! Visits that come while a node still fills its memory, which takes a city of millions of codes half a minute: they are resolved from the store.
//!
//! That is slower than memory by a thousand times, and soon over. What the store does not tell waits until the memory is filled, as all did otherwise.

use std::{
    future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use axum::{
    http::{self, HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use signpost_application::{
    ports::stored_routes::StoredRoutes,
    resolver::{RoutingTable, stored_routes},
};
use signpost_domain::identifier::CodeId;
use tokio::sync::{Semaphore, watch};

use super::{code_of, counted, staff, visit, wait};
use crate::{Api, Shared};

/// Visits that ask the store at once: fewer than it has connections, which the memory needs, too.
const LOOKS: usize = 4;

/// Whether the memory is filled, and where visits are resolved until then.
pub struct Filling {
    store: Arc<dyn StoredRoutes>,
    filled: watch::Receiver<bool>,
    /// The same, for whoever asks at every visit.
    is_over: AtomicBool,
    looks: Semaphore,
}

impl Filling {
    /// A memory that is filled once `filled` says so.
    pub fn new(store: Arc<dyn StoredRoutes>, filled: watch::Receiver<bool>) -> Self {
        Self {
            store,
            filled,
            is_over: AtomicBool::new(false),
            looks: Semaphore::new(LOOKS),
        }
    }

    /// Whether visits are resolved from memory.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Acquire) || self.ended()
    }

    #[cold]
    fn ended(&self) -> bool {
        let is_over = *self.filled.borrow();
        self.is_over.store(is_over, Ordering::Release);
        is_over
    }

    /// Waits until the memory is filled.
    async fn over(&self) {
        if self.filled.clone().wait_for(|filled| *filled).await.is_err() {
            // The program ends. Nothing true can be said to whoever waits.
            future::pending::<()>().await;
        }
    }
}

/// Answers a visit. By a task of its own, since whoever hangs up ends this future at its next await, and is counted like any other.
pub(super) async fn answer(api: &Shared, begun: Instant, request: http::Request<()>) -> Response {
    let api = api.clone();
    let answered = tokio::spawn(async move {
        let stored = match code_of(&api, request.uri().path()) {
            Some(code) => stored(&api, &code).await,
            None => None,
        };
        let routes = stored.as_ref().unwrap_or(&api.routes);
        let staff = staff::of(&api, request.headers(), || ()).await;
        let (answer, receipt) = visit(&api, routes, &request, staff);
        wait(&api, receipt).await;
        counted(&api, begun, answer.respond(HeaderMap::new()))
    });
    answered
        .await
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// What the store says of a code; nothing once the memory is filled.
async fn stored(api: &Api, code: &CodeId) -> Option<RoutingTable> {
    let filling = &api.filling;
    let found = async {
        let _place = filling.looks.acquire().await.ok()?;
        stored_routes(&*filling.store, &*api.application.decisions, code)
            .await
            .inspect_err(|error| tracing::debug!("a visit waits for the memory to be filled: {error}"))
            .ok()
    };
    tokio::select! {
        biased;
        () = filling.over() => None,
        Some(routes) = found => Some(routes),
    }
}
