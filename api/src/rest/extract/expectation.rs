//! `If-Match` and `If-None-Match` (RFC 9110, section 13.1), and the `ETag` they speak of: the version in quotes.

use axum::{
    extract::FromRequestParts,
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
};
use signpost_application::commands::Expectation;

use super::super::problem::Problem;
use crate::Shared;

/// What the caller believes of a thing.
pub(crate) struct Expecting(pub(crate) Expectation);

impl FromRequestParts<Shared> for Expecting {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Problem> {
        let value = |name: HeaderName| {
            let value = parts.headers.get(&name)?;
            Some(value.to_str().map(str::trim).map_err(|_| refuse(&name, "")))
        };
        if let Some(value) = value(header::IF_MATCH) {
            let value = value?;
            let version = value
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'))
                .and_then(|text| text.parse().ok());
            return match (value, version) {
                ("*", _) => Ok(Self(Expectation::Exists)),
                (_, Some(version)) => Ok(Self(Expectation::Version(version))),
                _ => Err(refuse(&header::IF_MATCH, value)),
            };
        }
        match value(header::IF_NONE_MATCH).transpose()? {
            None => Ok(Self(Expectation::Any)),
            Some("*") => Ok(Self(Expectation::New)),
            Some(value) => Err(refuse(&header::IF_NONE_MATCH, value)),
        }
    }
}

fn refuse(name: &HeaderName, value: &str) -> Problem {
    let allowed = if *name == header::IF_MATCH {
        "one version as the ETag gives it, such as \"7\", or *"
    } else {
        "*"
    };
    let detail = format!("{name}: {value} is not understood; give {allowed}");
    Problem::new(StatusCode::BAD_REQUEST, "bad-header", "A header is not understood", detail)
}

/// The `ETag` of a version.
pub(crate) fn etag(version: u64) -> (HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(&format!("\"{version}\"")).expect("digits and quotes make a header");
    (header::ETAG, value)
}
