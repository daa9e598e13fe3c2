//! What a request meets first.
//!
//! Nearly all requests are visits that name a code and nothing else. Most of these are answered from the bytes that came; the others are
//! recognised by their path and go to the resolver as they are. All else goes through the router.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, http::Method, response::Response};
use hyper::{Request, body::Incoming};
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
}

impl Entrance {
    pub(crate) fn new(api: Shared, router: Router) -> Self {
        Self {
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
        let answer = self.router.clone().call(arriving(request, peer, within));
        answer.await.unwrap_or_else(|never| match never {})
    }
}
