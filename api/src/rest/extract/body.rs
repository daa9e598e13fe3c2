//! The JSON body, with a JSON pointer to whatever does not fit.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request, rejection::BytesRejection},
    http::{StatusCode, header},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};
use signpost_application::authority::Caller;
use signpost_domain::decision::Reason;

use super::super::{LARGEST_BODY, problem::Problem};
use super::NUL;
use crate::Shared;

/// A JSON body.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Shared> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Shared) -> Result<Self, Problem> {
        let media_type = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        if let Some(media_type) = &media_type {
            let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            if essence != "application/json" && !essence.ends_with("+json") {
                let detail = format!(
                    "this call takes JSON, not {essence}; send the header Content-Type: application/json (with curl: --json)"
                );
                return Err(Problem::new(
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    "media-type",
                    "Not JSON",
                    detail,
                ));
            }
        }
        let bytes = Bytes::from_request(request, api)
            .await
            .map_err(|rejection| too_large(&rejection))?;
        // Not every store keeps it, and nobody means it.
        if bytes.windows(6).any(|six| six == b"\\u0000")
            && let Some(pointer) = serde_json::from_slice(&bytes).ok().and_then(|body| with_nul(&body))
        {
            return Err(Problem::fault(pointer, NUL));
        }
        // An empty body says nothing, which is what an empty object says.
        let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        parse(bytes).map(Self)
    }
}

fn too_large(rejection: &BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let detail = format!("a request may have {LARGEST_BODY} bytes at most");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Too large", detail)
    } else {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "unreadable",
            "The request broke off",
            rejection.body_text(),
        )
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        if inner.is_data() {
            Problem::fault(pointer, words(&inner))
        } else {
            not_json(&inner)
        }
    })?;
    deserializer.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

/// Reads a part of a body that stands at `pointer`.
pub(crate) fn reread<T: DeserializeOwned>(at: &str, value: Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value)
        .map_err(|error| Problem::fault(format!("{at}{}", pointer(error.path())), words(error.inner())))
}

fn not_json(error: &serde_json::Error) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "not-json",
        "Not JSON",
        format!("the body is not JSON: {error}"),
    )
}

/// What serde says, without the place in the text: the pointer says where.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ")
        .map_or(text.clone(), |(what, _)| what.to_owned())
}

/// Where the first text with U+0000 stands, or the first field with it in its name.
fn with_nul(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(entries) => entries
            .iter()
            .enumerate()
            .find_map(|(n, entry)| with_nul(entry).map(|below| format!("/{n}{below}"))),
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            if name.contains('\0') {
                return Some(String::new());
            }
            with_nul(field).map(|below| format!("/{}{below}", name.replace('~', "~0").replace('/', "~1")))
        }),
        _ => None,
    }
}

fn pointer(path: &Path) -> String {
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } | Segment::Enum { variant: key } => {
            format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
        }
        Segment::Unknown => pointer,
    })
}

/// Takes the reason from the body, if there is one there.
pub(crate) fn because(mut caller: Caller, reason: Option<String>) -> Result<Caller, Problem> {
    if let Some(reason) = reason {
        caller.reason = Some(Reason::try_from(reason).map_err(|error| Problem::fault("/reason", error.to_string()))?);
    }
    Ok(caller)
}
