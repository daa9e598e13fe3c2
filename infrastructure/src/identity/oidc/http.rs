//! Asking a provider.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{
    Method, Request, StatusCode,
    body::Bytes,
    header::{self, ACCEPT, AUTHORIZATION, CONTENT_TYPE},
};
use serde::de::DeserializeOwned;
use signpost_application::ports::identity_provider::ProviderError;
use url::{Url, form_urlencoded};

use crate::outgoing::{self, HttpClient, USER_AGENT};

/// Somebody waits before a browser meanwhile.
const PATIENCE: Duration = Duration::from_secs(10);
/// No document of a provider comes near.
const LARGEST: usize = 1 << 20;

/// Asks.
pub(super) struct Http {
    client: HttpClient,
}

/// How a request says who sends it.
pub(super) enum Credentials<'a> {
    None,
    Basic(&'a str, &'a str),
    Bearer(&'a str),
}

/// An answer whose status is that of an error.
pub(super) struct NotDone {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
}

impl Http {
    /// Trusts whom this machine trusts.
    pub(super) fn new() -> Result<Self, std::io::Error> {
        Ok(Self {
            client: outgoing::client()?,
        })
    }

    /// Gets a document.
    pub(super) async fn get<T: DeserializeOwned>(&self, url: &Url, credentials: Credentials<'_>) -> Result<T, ProviderError> {
        let answer = self.ask(Method::GET, url, credentials, Bytes::new()).await?;
        let body = answer.map_err(|answer| unavailable(url, answer.status))?;
        read(url, &body)
    }

    /// Sends a form.
    pub(super) async fn post(
        &self,
        url: &Url,
        credentials: Credentials<'_>,
        fields: &[(&str, &str)],
    ) -> Result<Result<Bytes, NotDone>, ProviderError> {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.ask(Method::POST, url, credentials, form.into()).await
    }

    async fn ask(
        &self,
        method: Method,
        url: &Url,
        credentials: Credentials<'_>,
        body: Bytes,
    ) -> Result<Result<Bytes, NotDone>, ProviderError> {
        let mut request = Request::builder()
            .method(method)
            .uri(url.as_str())
            .header(ACCEPT, "application/json")
            .header(header::USER_AGENT, USER_AGENT);
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        request = match credentials {
            Credentials::None => request,
            Credentials::Bearer(token) => request.header(AUTHORIZATION, format!("Bearer {token}")),
            // Both are encoded as in a form before they are joined (RFC 6749, section 2.3.1).
            Credentials::Basic(id, secret) => {
                let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
                let pair = STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret)));
                request.header(AUTHORIZATION, format!("Basic {pair}"))
            }
        };
        let request = request.body(Full::new(body)).map_err(|error| unavailable(url, error))?;
        let answered = async {
            let answer = self.client.request(request).await.map_err(|error| unavailable(url, error))?;
            let status = answer.status();
            let body = Limited::new(answer.into_body(), LARGEST).collect().await;
            let body = body.map_err(|error| unavailable(url, error))?.to_bytes();
            Ok(if status.is_success() {
                Ok(body)
            } else {
                Err(NotDone { status, body })
            })
        };
        let outcome = tokio::time::timeout(PATIENCE, answered).await;
        outcome.map_err(|_| unavailable(url, "it takes too long"))?
    }
}

/// Reads a document.
pub(super) fn read<T: DeserializeOwned>(url: &Url, body: &[u8]) -> Result<T, ProviderError> {
    // What does not fit is not repeated: it may hold a secret.
    serde_json::from_slice(body)
        .map_err(|error| unavailable(url, format_args!("line {} of its answer does not fit", error.line())))
}

/// Nothing came of asking; `url` without its query, which may hold a secret.
pub(super) fn unavailable(url: &Url, what: impl std::fmt::Display) -> ProviderError {
    let mut url = url.clone();
    url.set_query(None);
    ProviderError::Unavailable(format!("{url}: {what}"))
}
