//! What a request meets first.
//!
//! Nearly all requests are visits that name a code and nothing else. Most of these are answered from the bytes that came; the others are
//! recognised by their path and go to the resolver as they are. All else goes through the router, and what only staff ask for does on threads of its own:
//! visitors shall not wait for it.

use std::{net::SocketAddr, panic::resume_unwind, sync::Arc, time::Duration};

use axum::{
    Router,
    http::{Method, StatusCode},
    response::{IntoResponse, Response},
};
use hyper::{Request, body::Incoming};
use tokio::runtime::Handle;
use tokio_util::task::AbortOnDropHandle;
use tower::Service;

use crate::{
    Serves, Shared,
    resolver::{self, Express, SentOn},
    server::arriving,
};

/// Signpost's HTTP, or the part of it that this node serves.
pub struct Entrance {
    api: Shared,
    /// The path that the city put its codes under.
    prefix: Box<str>,
    router: Router,
    /// Where staff are answered.
    desk: Handle,
}

impl Entrance {
    pub(crate) fn new(api: Shared, router: Router, desk: Handle) -> Self {
        Self {
            desk,
            prefix: resolver::path_of(&api.application.public_url).into(),
            api,
            router,
        }
    }

    /// Answers a request that came from `peer` as bytes, if it is a plain visit; see [`express`](resolver::express).
    pub(crate) fn express(&self, came: &[u8], peer: SocketAddr, answer: &mut Vec<u8>) -> Express {
        if self.api.serves == Serves::Rest || !self.api.filling.is_over() {
            return Express::Other;
        }
        resolver::express(&self.api, &self.prefix, came, peer.ip(), answer)
    }

    /// Waits until the scan of a plain visit is safe.
    pub(crate) async fn recorded(&self, sent_on: SentOn) {
        sent_on.recorded(&self.api).await;
    }

    /// Answers a request from `peer`, whose body must have come within some time.
    pub(crate) async fn answer(self: Arc<Self>, request: Request<Incoming>, peer: SocketAddr, within: Duration) -> Response {
        if self.api.serves != Serves::Rest
            && *request.method() == Method::GET
            && let Some(code) = resolver::plain(request.uri().path(), &self.prefix)
        {
            return resolver::scan(&self.api, request, peer, code).await;
        }
        let is_of_staff = is_of_staff(request.uri().path());
        let mut router = self.router.clone();
        let answer = async move {
            let answer = router.call(arriving(request, peer, within)).await;
            answer.unwrap_or_else(|never| match never {})
        };
        if !is_of_staff {
            return answer.await;
        }
        // Whoever hangs up ends it there as here.
        let answer = AbortOnDropHandle::new(self.desk.spawn(answer)).await;
        answer.unwrap_or_else(|error| match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The program ends.
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        })
    }
}

/// Whether a path is below what only staff ask for.
fn is_of_staff(path: &str) -> bool {
    let below = |place: &str| {
        path.strip_prefix(place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    below("/api") || below("/admin")
}
