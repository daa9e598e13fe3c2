//! From names to addresses that may be asked. What is looked at here is what is connected to: a name that leads elsewhere the next time gains nothing.

use std::{
    fmt, io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    vec,
};

use hyper_util::client::legacy::connect::dns::Name;
use tower::Service;

use super::networks::Networks;

/// Looks names up, and gives of their addresses those that may be asked.
#[derive(Debug, Clone)]
pub(super) struct Resolving(pub(super) Arc<Networks>);

/// A name has addresses, and none that may be asked.
#[derive(Debug)]
pub(super) struct NotEverybodys;

impl fmt::Display for NotEverybodys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it lies in a network that is not everybody's")
    }
}

impl std::error::Error for NotEverybodys {}

impl Service<Name> for Resolving {
    type Response = vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, io::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let networks = Arc::clone(&self.0);
        Box::pin(async move {
            // The connector puts in the port itself.
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let allowed: Vec<SocketAddr> = found.iter().copied().filter(|found| networks.allow(found.ip())).collect();
            if allowed.is_empty() && !found.is_empty() {
                return Err(io::Error::other(NotEverybodys));
            }
            Ok(allowed.into_iter())
        })
    }
}
