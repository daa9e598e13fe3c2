//! Whether the caller waits until what was done shows: `Prefer: respond-async` (RFC 7240, section 4.1) does not.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{header::HeaderName, request::Parts},
};

use crate::Shared;

/// Whether the caller waits.
pub(crate) struct Waiting(pub(crate) bool);

impl FromRequestParts<Shared> for Waiting {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Infallible> {
        let preferences = parts.headers.get_all(HeaderName::from_static("prefer"));
        let mut preferences = preferences
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','));
        Ok(Self(
            !preferences.any(|preference| preference.trim().eq_ignore_ascii_case("respond-async")),
        ))
    }
}
