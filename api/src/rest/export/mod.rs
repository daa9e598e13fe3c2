//! Long answers, a part at a time: JSON lines and CSV of any length in constant memory.

mod ahead;
mod csv;

use std::{future::Future, io};

use axum::{
    Json,
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::stream;
use serde::Serialize;
use signpost_application::refusal::Refusal;
use signpost_domain::decision::Position;
use utoipa::ToSchema;

use self::ahead::Ahead;
use super::{
    extract::{paging, parse},
    problem::Problem,
    schema::PageOf,
};

/// Entries read at a time, at most.
pub(crate) const PART: u32 = 4_000;
/// Entries read at first, where nobody knows yet how long they are.
const FIRST: u32 = 16;

/// How a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A page of JSON.
    Page,
    /// One JSON object a line.
    Lines,
    /// Comma-separated values (RFC 4180) with a header.
    Csv,
}

/// Reads `Accept`.
fn shape(headers: &HeaderMap) -> Result<Shape, Problem> {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("*/*");
    for wanted in accept.split(',') {
        match wanted.split(';').next().unwrap_or_default().trim() {
            "application/json" | "*/*" | "application/*" => return Ok(Shape::Page),
            "application/jsonl" | "application/x-ndjson" | "application/x-jsonlines" => return Ok(Shape::Lines),
            "text/csv" => return Ok(Shape::Csv),
            _ => {}
        }
    }
    let detail = "this list comes as application/json, application/jsonl or text/csv";
    Err(Problem::new(
        StatusCode::NOT_ACCEPTABLE,
        "not-acceptable",
        "Not to be had in that form",
        detail,
    ))
}

/// Answers with a list of a log after `after`, in the shape that `Accept` asks for: a page, or all of it as a stream.
pub(crate) async fn list<E, V, F>(
    headers: &HeaderMap,
    after: Option<Position>,
    limit: Option<&str>,
    read: impl Fn(Option<Position>, u32) -> F + Send + 'static,
    view: impl Fn(E) -> (Position, V) + Send + 'static,
) -> Result<Response, Problem>
where
    E: Send + 'static,
    V: Serialize + ToSchema,
    F: Future<Output = Result<Vec<E>, Refusal>> + Send + 'static,
{
    if shape(headers)? != Shape::Page {
        // Asked once before the answer begins, so that whoever may not is told so.
        read(after, 1).await?;
    }
    begun(headers, after, limit, PART, read, view).await
}

/// The same of a list that was begun, so that whoever may not was told so already; a stream of it reads `part` entries at a time at most.
pub(crate) async fn begun<E, V, F>(
    headers: &HeaderMap,
    after: Option<Position>,
    limit: Option<&str>,
    part: u32,
    read: impl Fn(Option<Position>, u32) -> F + Send + 'static,
    view: impl Fn(E) -> (Position, V) + Send + 'static,
) -> Result<Response, Problem>
where
    E: Send + 'static,
    V: Serialize + ToSchema,
    F: Future<Output = Result<Vec<E>, Refusal>> + Send + 'static,
{
    let shape = shape(headers)?;
    if shape == Shape::Page {
        let limit = paging(limit, None)?.limit;
        let mut last = after;
        let items: Vec<V> = read(after, limit)
            .await?
            .into_iter()
            .map(|entry| {
                let (position, view) = view(entry);
                last = Some(position);
                view
            })
            .collect();
        let next = last.filter(|_| items.len() == limit as usize).map(|last| last.to_string());
        return Ok(Json(PageOf { items, next }).into_response());
    }
    let ahead = Ahead::begin(read, after, parse::<u64>("limit", limit)?, part.min(FIRST), part);
    Ok(streamed(shape, ahead, view))
}

/// Streams all that is read, part by part. A part that cannot be read, or a row that cannot be written, ends the answer early, which breaks the
/// connection: what is cut off must not look whole.
fn streamed<E, V, R, F>(shape: Shape, ahead: Ahead<E, R>, view: impl Fn(E) -> (Position, V) + Send + 'static) -> Response
where
    E: Send + 'static,
    V: Serialize,
    R: Fn(Option<Position>, u32) -> F + Send + 'static,
    F: Future<Output = Result<Vec<E>, Refusal>> + Send + 'static,
{
    let begin = (Some(ahead), view, shape == Shape::Csv);
    let parts = stream::unfold(begin, move |(ahead, view, header)| async move {
        let mut ahead = ahead?;
        let mut part = Vec::new();
        let written = match ahead.next().await {
            Ok(None) => return None,
            Ok(Some(entries)) => {
                let mut last = None;
                let views: Vec<V> = entries
                    .into_iter()
                    .map(|entry| {
                        let (position, view) = view(entry);
                        last = Some(position);
                        view
                    })
                    .collect();
                // The next part is read while this one is written and sent.
                ahead.go_on(last, views.len());
                let written = render(shape, &views, header, &mut part);
                ahead.learn(views.len(), part.len());
                written.map_err(io::Error::other)
            }
            Err(refusal) => Err(io::Error::other(refusal.to_string())),
        };
        Some(match written {
            Ok(()) => (Ok(Bytes::from(part)), (Some(ahead), view, false)),
            Err(error) => {
                tracing::error!("an export was broken off: {error}");
                (Err(error), (None, view, false))
            }
        })
    });
    let media_type = match shape {
        Shape::Csv => "text/csv; charset=utf-8",
        Shape::Lines | Shape::Page => "application/jsonl",
    };
    ([(header::CONTENT_TYPE, media_type)], Body::from_stream(parts)).into_response()
}

/// Rows as CSV, with a header if asked.
pub(crate) fn table<V: Serialize>(views: &[V], header: bool) -> Result<Vec<u8>, serde_json::Error> {
    let mut rows = Vec::new();
    render(Shape::Csv, views, header, &mut rows)?;
    Ok(rows)
}

fn render<V: Serialize>(shape: Shape, views: &[V], header: bool, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    if shape == Shape::Csv {
        return csv::write_rows(views, header, out);
    }
    for view in views {
        serde_json::to_writer(&mut *out, view)?;
        out.push(b'\n');
    }
    Ok(())
}

#[cfg(test)]
mod tests;
