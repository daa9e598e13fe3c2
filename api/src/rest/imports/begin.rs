use std::time::Duration;

use axum::{
    Extension, Json,
    body::Body,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::{
    authority::Caller,
    columns::Column,
    commands::imports::{Order, Rows, must_be_allowed},
};
use signpost_domain::decision::{Reason, Source};
use utoipa::IntoParams;

use super::{ImportView, registry::Ordered, work};
use crate::{
    Shared,
    rest::{
        extract::{Correlation, Parameters, Reading, Waiting, parse_list},
        problem::Problem,
    },
};

/// How long an answer waits for the end.
const PATIENCE: Duration = Duration::from_secs(5);

/// How a table is to be imported.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The name of the file, for the record.
    file: Option<String>,
    /// Headings of columns that are not called as exports call them: `id:Number,label:Name of the bench`.
    columns: Option<String>,
    /// The sheet of a workbook; the first if not given.
    sheet: Option<String>,
    /// What rows may do: `mint`, `change`, or `both`, which is usual; `new` mints what is not there and leaves alone what is.
    rows: Option<String>,
    /// `true` to do the rows that can be done and leave the others out, rather than doing nothing.
    leave_out: Option<String>,
    /// `true` to tell what would be done, and do nothing.
    dry_run: Option<String>,
    /// Why, for the history.
    reason: Option<String>,
}

/// Import a table
///
/// The body is the file itself: CSV, in any usual encoding and with any usual separator, or an Excel workbook (`.xlsx`). Each row mints a code or changes
/// one, and all of it is one act in the history: a change of many codes with this id. Every row is tried before anything is changed.
///
/// What takes less than five seconds is answered at its end, with 200; else with 202, and `Location` tells how far it is.
#[utoipa::path(
    post, path = "/imports", tag = "imports",
    params(
        Asked,
        ("Prefer" = Option<String>, Header, description = "`respond-async` answers at once"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer; with it, a table has 1 MiB at most"),
    ),
    request_body(content = String, content_type = "text/csv", description = "The table"),
    responses(
        (status = 200, description = "It ended", body = ImportView, headers(("Location" = String))),
        (status = 202, description = "It is under way", body = ImportView, headers(("Location" = String))),
        (status = 409, description = "Too many are under way", body = Problem),
        (status = 422, description = "Something asked for is not valid", body = Problem),
    ),
)]
pub(crate) async fn begin_import(
    State(api): State<Shared>,
    Reading(principal): Reading,
    correlation: Option<Extension<Correlation>>,
    Waiting(wait): Waiting,
    Parameters(asked): Parameters<Asked>,
    body: Body,
) -> Result<Response, Problem> {
    must_be_allowed(&principal)?;
    let reason = asked.reason.clone().map(Reason::try_from).transpose();
    let (order, sheet) = order(asked)?;
    let entropy = &api.application.entropy;
    let caller = Caller {
        principal: (*principal).clone(),
        source: Source::Rest,
        reason: reason.map_err(|error| Problem::fault("reason", error.to_string()))?,
        correlation: match correlation {
            Some(Extension(Correlation(correlation))) => correlation,
            None => format!("{:016x}{:016x}", entropy.bits(), entropy.bits()),
        },
    };
    let begun = work::begin(&api, &caller)?;
    begun.receive(body.into_data_stream()).await?;
    let import = begun.work_on(&api, caller, Ordered { order, sheet }, work::in_plain_words());
    if wait {
        let _ = tokio::time::timeout(PATIENCE, import.wait()).await;
    }
    let status = if import.ended().is_some() {
        StatusCode::OK
    } else {
        StatusCode::ACCEPTED
    };
    let location = format!("/api/v1/imports/{}", import.id);
    Ok((status, [(header::LOCATION, location)], Json(ImportView::from(&*import))).into_response())
}

fn order(asked: Asked) -> Result<(Order, Option<String>), Problem> {
    let yes = |name: &str, value: Option<String>| match value.as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Problem::fault(name, "give true or false")),
    };
    let order = Order {
        columns: columns(asked.columns.as_deref().unwrap_or_default())?,
        rows: match parse_list("rows", asked.rows.as_deref(), &Rows::ALL, Rows::as_str)?[..] {
            [] => Rows::default(),
            [rows] => rows,
            _ => return Err(Problem::fault("rows", "give one of them")),
        },
        leave_out: yes("leave_out", asked.leave_out)?,
        dry_run: yes("dry_run", asked.dry_run)?,
        file: asked.file.filter(|file| !file.is_empty()),
    };
    if order.file.as_ref().is_some_and(|file| file.chars().count() > 200) {
        return Err(Problem::fault("file", "a name has 200 characters at most"));
    }
    Ok((order, asked.sheet))
}

/// Reads which columns are called otherwise: `COLUMN:HEADING`, with commas between several.
pub(crate) fn columns(text: &str) -> Result<Vec<(Column, String)>, Problem> {
    let column = |text: &str| {
        let (column, heading) = text
            .split_once(':')
            .ok_or_else(|| Problem::fault("columns", "give COLUMN:HEADING, with commas between several"))?;
        let column: Column = column
            .trim()
            .parse()
            .map_err(|error| Problem::fault("columns", format!("{error}")))?;
        Ok((column, heading.trim().to_owned()))
    };
    let given = text.split([',', '\n']).filter(|column| !column.trim().is_empty());
    given.map(column).collect()
}
