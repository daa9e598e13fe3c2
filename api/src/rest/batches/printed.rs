//! What is printed of a whole batch, as an answer.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use signpost_application::{
    authority::Principal,
    ports::artwork::Press,
    queries::{
        designs::{Chosen, chosen},
        print::Run,
        series::{Series, series},
        settled::settled,
    },
};
use signpost_domain::{decision::Position, print::Print};

use super::{
    super::{codes::picture::DESIGN, extract::parse, pipe::Breaker, problem::Problem},
    asked::Asked,
};
use crate::Api;

/// Names the position of the decision log at which labels and units were looked up.
const AS_OF: &str = "signpost-as-of";
/// What `as_of` says for labels and units as they are.
const NOW: &str = "now";
/// The highest number of a first code: enough for whatever anyone counts.
const MOST: u64 = 1_000_000_000_000;

/// What is to be printed of a batch: what was asked for, and where nothing was, what was settled.
pub(super) struct Order {
    batch: String,
    first: u64,
    pub(super) print: Print,
    pub(super) design: Option<Chosen>,
    pub(super) as_of: Position,
}

impl Order {
    pub(super) async fn of(
        api: &Api,
        principal: &Principal,
        batch: String,
        asked: &Asked,
        first: Option<&str>,
        as_of: Option<&str>,
    ) -> Result<Self, Problem> {
        let asked = asked.read().map_err(Problem::invalid)?;
        let settled = settled(&api.application, principal, &batch).await?;
        let print = asked.or(&settled.print());
        let design = match &print.design {
            Some(choice) => Some(chosen(&api.application, principal, choice).await?),
            None => None,
        };
        let first = match parse::<u64>("first", first)? {
            Some(first) if first > MOST => return Err(Problem::fault("first", format!("give a number of 0 to {MOST}"))),
            Some(first) => first,
            None => settled.first(),
        };
        let head = api.application.decisions.head().await?;
        let as_of = match (as_of, settled.as_of) {
            (None, Some(settled)) => settled,
            (None, None) | (Some(NOW), _) => head,
            (text, _) => match parse::<Position>("as_of", text)? {
                Some(position) if position <= head => position,
                _ => return Err(Problem::fault("as_of", format!("give {NOW} or a position of 1 to {head}"))),
            },
        };
        Ok(Self {
            batch,
            first,
            print,
            design,
            as_of,
        })
    }

    /// Its codes.
    pub(super) async fn series(&self, api: &Api, principal: &Principal) -> Result<Series, Problem> {
        Ok(series(&api.application, principal, &self.batch, self.first).await?)
    }
}

/// What is said of a file.
pub(super) struct Labelled {
    media_type: &'static str,
    name: String,
    design: Option<String>,
    as_of: Position,
}

impl Labelled {
    pub(super) fn new(media_type: &'static str, ending: &str, order: &Order) -> Self {
        Self {
            media_type,
            name: format!("{}.{ending}", order.batch),
            design: order.design.as_ref().map(ToString::to_string),
            as_of: order.as_of,
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
    if let Some(Ok(design)) = file.design.map(HeaderValue::try_from) {
        headers.insert(HeaderName::from_static(DESIGN), design);
    }
    headers.insert(HeaderName::from_static(AS_OF), HeaderValue::from(file.as_of.0));
    (headers, body).into_response()
}
