//! Asking others: over the same hyper and rustls that everything else here speaks with, and nothing followed elsewhere.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use url::{Host, Url};

/// Asks.
pub(crate) type HttpClient = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// How we call ourselves.
pub(crate) const USER_AGENT: &str = concat!("signpost/", env!("CARGO_PKG_VERSION"));

/// Trusts whom this machine trusts.
pub(crate) fn client() -> Result<HttpClient, std::io::Error> {
    let connector = HttpsConnectorBuilder::new()
        .with_native_roots()?
        .https_or_http()
        .enable_http1();
    Ok(Client::builder(TokioExecutor::new()).build(connector.build()))
}

/// Whether nobody can listen on the way there: encrypted, or on this very machine.
pub(crate) fn is_guarded(url: &Url) -> bool {
    let is_here = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_by_guarded_ways_only() {
        for (url, guarded) in [
            ("https://login.example.org/x", true),
            ("http://127.0.0.1:9/x", true),
            ("http://[::1]:9/x", true),
            ("http://localhost/x", true),
            ("http://login.example.org/x", false),
            ("http://localhost.example.org/x", false),
            ("ftp://127.0.0.1/x", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_guarded(&url.parse().unwrap()), guarded, "{url}");
        }
    }
}
