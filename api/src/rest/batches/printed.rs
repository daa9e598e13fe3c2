//! What is printed of a whole batch, as an answer.

use std::io::{self, Write};

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use signpost_application::{
    authority::Principal,
    ports::artwork::Press,
    queries::{
        designs::{Chosen, chosen},
        print::{Run, Texts, prepare},
        series::series,
        settled::settled,
    },
};
use signpost_domain::{decision::Position, print::Print};

use super::{
    super::{
        codes::picture::DESIGN,
        extract::parse,
        pipe::{Breaker, pipe},
        problem::Problem,
    },
    asked::Asked,
};
use crate::Api;

/// Names the position of the decision log at which labels and units were looked up.
const AS_OF: &str = "signpost-as-of";
/// What `as_of` says for labels and units as they are.
const NOW: &str = "now";
/// The highest number of a first code: enough for whatever anyone counts.
const MOST: u64 = 1_000_000_000_000;

/// What comes of it: pictures in an archive, or sheets of labels.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Zip,
    Pdf,
}

/// What is to be printed of a batch: what was asked for, and where nothing was, what was settled.
pub(super) struct Order {
    batch: String,
    first: u64,
    pub(super) print: Print,
    pub(super) design: Option<Chosen>,
    as_of: Position,
}

impl Order {
    pub(super) async fn of(api: &Api, principal: &Principal, batch: String, asked: &Asked) -> Result<Self, Problem> {
        let print = asked.read().map_err(Problem::invalid)?;
        let settled = settled(&api.application, principal, &batch).await?;
        let print = print.or(&settled.print());
        let design = match &print.design {
            Some(choice) => Some(chosen(&api.application, principal, choice).await?),
            None => None,
        };
        let first = match parse::<u64>("first", asked.first.as_deref())? {
            Some(first) if first > MOST => return Err(Problem::fault("first", format!("give a number of 0 to {MOST}"))),
            Some(first) => first,
            None => settled.first(),
        };
        let head = api.application.decisions.head().await?;
        let as_of = match (asked.as_of.as_deref(), settled.as_of) {
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

    /// Prints all of it on what `press` makes, and the first code on another one before, so that whoever asks for what cannot be printed is told.
    pub(super) async fn carry_out(
        &self,
        api: &Api,
        principal: &Principal,
        kind: Kind,
        texts: Texts,
        press: impl Fn(Box<dyn Write + Send>) -> Box<dyn Press>,
    ) -> Result<Response, Problem> {
        let codes = series(&api.application, principal, &self.batch, self.first).await?;
        let try_out = |impression: &_| press(Box::new(io::sink())).print(impression);
        let run = prepare(codes, texts, self.as_of, try_out).await?;
        let (writer, breaker, body) = pipe();
        print(run, press(Box::new(writer)), breaker);
        Ok((self.headers(kind), body).into_response())
    }

    fn headers(&self, kind: Kind) -> HeaderMap {
        let (media_type, ending) = match kind {
            Kind::Zip => ("application/zip", "zip"),
            Kind::Pdf => ("application/pdf", "pdf"),
        };
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        // A batch's id is safe in a header.
        if let Ok(disposition) = HeaderValue::try_from(format!("attachment; filename=\"{}.{ending}\"", self.batch)) {
            headers.insert(header::CONTENT_DISPOSITION, disposition);
        }
        if let Some(Ok(design)) = self.design.as_ref().map(|design| HeaderValue::try_from(design.to_string())) {
            headers.insert(HeaderName::from_static(DESIGN), design);
        }
        headers.insert(HeaderName::from_static(AS_OF), HeaderValue::from(self.as_of.0));
        headers
    }
}

/// Prints while the answer is read. Whatever goes wrong on the way breaks the connection.
fn print(run: Run, press: Box<dyn Press>, breaker: Breaker) {
    tokio::spawn(async move {
        if let Err(error) = run.print(press).await {
            tracing::warn!(%error, "printing a batch ended early");
            breaker.break_off(error).await;
        }
    });
}
