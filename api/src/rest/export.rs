//! Long answers, a part at a time: JSON lines and CSV of any length in constant memory.

use std::{fmt, future::Future};

use axum::{
    Json,
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::stream;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};
use signpost_application::refusal::Refusal;
use signpost_domain::decision::Position;
use utoipa::ToSchema;

use super::{
    extract::{paging, parse},
    problem::Problem,
    schema::PageOf,
};

/// Entries read at a time, at most.
pub(crate) const PART: u32 = 2_000;
/// Entries read at first, where nobody knows yet how long they are.
const FIRST: u32 = 16;
/// Bytes that a part should come to: an entry may have 200 of them or 2,000,000.
const BYTES: usize = 1 << 20;

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

/// What the next part begins with.
struct Next {
    after: Option<Position>,
    left: Option<u64>,
    part: u32,
    header: bool,
}

/// How many entries the next part has after one of these, which came to so many bytes; `most` at most.
fn next_part(entries: usize, bytes: usize, most: u32) -> u32 {
    let fitting = BYTES.saturating_mul(entries) / bytes.max(1);
    // Grows by degrees: after many short entries there may come long ones.
    let grown = entries.saturating_mul(4);
    u32::try_from(fitting.min(grown)).unwrap_or(most).clamp(1, most)
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
    F: Future<Output = Result<Vec<E>, Refusal>> + Send,
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
    F: Future<Output = Result<Vec<E>, Refusal>> + Send,
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
    let first = Next {
        after,
        left: parse::<u64>("limit", limit)?,
        part: part.min(FIRST),
        header: shape == Shape::Csv,
    };
    Ok(stream(shape, first, part, read, view))
}

/// Streams all that `read` gives, part by part. A part that fails ends the answer early, which breaks the connection: what
/// is cut off must not look whole.
fn stream<E, V, F>(
    shape: Shape,
    first: Next,
    most: u32,
    read: impl Fn(Option<Position>, u32) -> F + Send + 'static,
    view: impl Fn(E) -> (Position, V) + Send + 'static,
) -> Response
where
    E: Send + 'static,
    V: Serialize,
    F: Future<Output = Result<Vec<E>, Refusal>> + Send,
{
    let parts = stream::unfold((Some(first), read, view), move |(next, read, view)| async move {
        let Next {
            after,
            left,
            part,
            header,
        } = next?;
        let limit = left.map_or(part, |left| u32::try_from(left).unwrap_or(part).min(part));
        if limit == 0 {
            return None;
        }
        let entries = match read(after, limit).await {
            Ok(entries) => entries,
            Err(refusal) => return Some((Err(std::io::Error::other(refusal.to_string())), (None, read, view))),
        };
        let count = entries.len();
        let mut last = after;
        let views: Vec<V> = entries
            .into_iter()
            .map(|entry| {
                let (position, view) = view(entry);
                last = Some(position);
                view
            })
            .collect();
        let bytes = render(shape, &views, header);
        let more = count == limit as usize;
        let next = more.then(|| Next {
            after: last,
            left: left.map(|left| left - count as u64),
            part: next_part(count, bytes.len(), most),
            header: false,
        });
        if bytes.is_empty() {
            return None;
        }
        Some((Ok(Bytes::from(bytes)), (next, read, view)))
    });
    let media_type = match shape {
        Shape::Csv => "text/csv; charset=utf-8",
        Shape::Lines | Shape::Page => "application/jsonl",
    };
    ([(header::CONTENT_TYPE, media_type)], Body::from_stream(parts)).into_response()
}

/// Rows as CSV, with a header if asked.
pub(crate) fn table<V: Serialize>(views: &[V], header: bool) -> Vec<u8> {
    render(Shape::Csv, views, header)
}

fn render<V: Serialize>(shape: Shape, views: &[V], header: bool) -> Vec<u8> {
    match shape {
        Shape::Lines | Shape::Page => {
            let lines = views.iter().filter_map(|view| serde_json::to_string(view).ok());
            lines.fold(String::new(), |text, line| text + &line + "\n").into_bytes()
        }
        Shape::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            let rows = views.iter().filter_map(|view| {
                let text = serde_json::to_string(view).ok()?;
                serde_json::from_str::<Row>(&text).ok()
            });
            for (place, Row(fields)) in rows.enumerate() {
                // Writing to memory does not fail, and every row has the same fields.
                if header && place == 0 {
                    let _ = writer.write_record(fields.iter().map(|(name, _)| name));
                }
                let _ = writer.write_record(fields.iter().map(|(_, value)| cell(value)));
            }
            writer.into_inner().unwrap_or_default()
        }
    }
}

/// An object's fields in the order in which the view names them; a map of `serde_json` would sort them by name.
struct Row(Vec<(String, serde_json::Value)>);

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Row;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Row(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// Nested values as JSON text: a spreadsheet has no other place for them.
fn cell(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_grow_by_degrees_to_what_memory_is_for_and_have_one_entry_at_least() {
        assert_eq!(next_part(100, 40_000, PART), 400);
        assert_eq!(next_part(1_600, 640_000, PART), 2_000);
        assert_eq!(next_part(400, 2 << 20, PART), 200);
        assert_eq!(next_part(1, 2 << 20, PART), 1);
        assert_eq!(next_part(10, 100, 10), 10);
    }

    #[test]
    fn columns_stand_in_the_order_of_the_view_and_only_the_first_part_has_a_header() {
        #[derive(Serialize)]
        struct View {
            position: u64,
            code: &'static str,
            asset: Vec<&'static str>,
        }
        let views = [View {
            position: 1,
            code: "A,B",
            asset: vec!["x"],
        }];
        let text = |header| String::from_utf8(render(Shape::Csv, &views, header)).unwrap();
        assert_eq!(text(true), "position,code,asset\n1,\"A,B\",\"[\"\"x\"\"]\"\n");
        assert_eq!(text(false), "1,\"A,B\",\"[\"\"x\"\"]\"\n");
    }
}
