//! What is printed of a whole batch, as an answer.

use std::str::FromStr;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use signpost_application::{
    ports::artwork::Press,
    queries::{designs::Chosen, print::Run},
};

use super::super::{codes::picture::DESIGN, pipe::Breaker};

/// The highest number of a first code: enough for whatever anyone counts.
const MOST: u64 = 1_000_000_000_000;

/// The number of the first code.
pub(super) struct Numbering(pub(super) u64);

impl Default for Numbering {
    fn default() -> Self {
        Self(1)
    }
}

impl FromStr for Numbering {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = text.parse().ok().filter(|number| *number <= MOST);
        number.map(Self).ok_or_else(|| format!("give a number of 0 to {MOST}"))
    }
}

/// What is said of a file.
pub(super) struct Labelled {
    media_type: &'static str,
    name: String,
    design: Option<Chosen>,
}

impl Labelled {
    pub(super) fn new(media_type: &'static str, name: String, design: Option<Chosen>) -> Self {
        Self {
            media_type,
            name,
            design,
        }
    }
}

/// Prints while the answer is read. Whatever goes wrong on the way breaks the connection.
pub(super) fn answer(run: Run, press: Box<dyn Press>, breaker: Breaker, body: Body, file: Labelled) -> Response {
    tokio::spawn(async move {
        if let Err(error) = run.print(press).await {
            tracing::warn!(%error, "printing a batch ended early");
            breaker.break_off(error).await;
        }
    });
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    // A batch's id is safe in a header.
    if let Ok(disposition) = HeaderValue::try_from(format!("attachment; filename=\"{}\"", file.name)) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    let design = file.design.map(|chosen| HeaderValue::try_from(chosen.to_string()));
    if let Some(Ok(design)) = design {
        headers.insert(HeaderName::from_static(DESIGN), design);
    }
    (headers, body).into_response()
}
