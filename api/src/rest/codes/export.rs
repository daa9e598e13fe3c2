//! Codes as tables and as JSON lines, as many as there are, in constant memory.

use std::io::{self, Write};

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use signpost_application::{
    authority::Principal,
    ports::{
        catalogue::{CodeFilter, CodeRecord},
        tables::Form,
    },
    queries::exported::{Exported, exported, write_codes, write_headings},
};
use tokio::runtime::Handle;

use super::super::{
    pipe::{Writer, pipe},
    problem::Problem,
    schema::CodeView,
};
use crate::{Api, Shared};

/// In which form codes are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A page of JSON.
    Page,
    /// One JSON object a line.
    Lines,
    /// A table.
    Table(Form),
}

/// Reads `Accept`.
pub(super) fn shape(headers: &HeaderMap) -> Result<Shape, Problem> {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("*/*");
    for wanted in accept.split(',') {
        match wanted.split(';').next().unwrap_or_default().trim() {
            "application/json" | "*/*" | "application/*" => return Ok(Shape::Page),
            "application/jsonl" | "application/x-ndjson" | "application/x-jsonlines" => return Ok(Shape::Lines),
            "text/csv" => return Ok(Shape::Table(Form::CSV)),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => return Ok(Shape::Table(Form::Workbook)),
            _ => {}
        }
    }
    let detail = format!(
        "codes come as application/json, application/jsonl, text/csv or {}",
        Form::Workbook.media_type()
    );
    Err(Problem::new(
        StatusCode::NOT_ACCEPTABLE,
        "not-acceptable",
        "Not to be had in that form",
        detail,
    ))
}

/// A code as a line of JSON.
pub fn line(record: &CodeRecord, public_url: &str) -> String {
    // Texts, numbers and lists of them can always be written.
    let mut line = serde_json::to_string(&CodeView::new(record, public_url)).unwrap_or_default();
    line.push('\n');
    line
}

/// Answers with all codes that fit, as they are read. What fails on the way breaks the connection: what is cut off must not look whole.
pub(super) async fn export(
    api: Shared,
    principal: &Principal,
    filter: CodeFilter,
    form: Option<Form>,
) -> Result<Response, Problem> {
    let codes = exported(&api.application, principal, filter).await?;
    let (writer, breaker, body) = pipe();
    let runtime = Handle::current();
    // On a thread of its own, which may wait for whoever reads.
    tokio::task::spawn_blocking(move || {
        let written = match form {
            Some(form) => table(&api, &runtime, codes, form, writer),
            None => lines(&api, &runtime, codes, writer),
        };
        if let Err(error) = written {
            tracing::warn!(%error, "an export of codes ended early");
            runtime.block_on(breaker.break_off(error));
        }
    });
    let media_type = form.map_or("application/jsonl", Form::media_type);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if form == Some(Form::Workbook) {
        headers.insert(
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"codes.xlsx\""),
        );
    }
    Ok((headers, body).into_response())
}

fn table(api: &Api, runtime: &Handle, mut codes: Exported, form: Form, writer: Writer) -> io::Result<()> {
    let mut table = api.tables.begin(form, Box::new(writer))?;
    write_headings(&mut *table)?;
    loop {
        let part = runtime.block_on(codes.next()).map_err(io::Error::other)?;
        if part.is_empty() {
            return table.finish();
        }
        write_codes(&mut *table, &part, &api.application.public_url)?;
    }
}

fn lines(api: &Api, runtime: &Handle, mut codes: Exported, mut writer: Writer) -> io::Result<()> {
    loop {
        let part = runtime.block_on(codes.next()).map_err(io::Error::other)?;
        if part.is_empty() {
            return writer.flush();
        }
        for record in &part {
            writer.write_all(line(record, &api.application.public_url).as_bytes())?;
        }
    }
}
