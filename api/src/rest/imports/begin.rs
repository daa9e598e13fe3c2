use std::{fs::File, io::BufWriter, sync::Arc, time::Duration};

use axum::{
    Extension, Json,
    body::Body,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::StreamExt;
use serde::Deserialize;
use signpost_application::{
    authority::Caller,
    columns::Column,
    commands::imports::{Desk, Imported, Order, Rows, import, must_be_allowed},
    ports::StoreError,
    refusal::Refusal,
};
use signpost_domain::decision::{Reason, Source};
use tokio::{io::AsyncWriteExt, runtime::Handle};
use utoipa::IntoParams;

use super::{
    ImportView,
    registry::{Ended, Import},
};
use crate::{
    Shared,
    rest::{
        extract::{Correlation, Parameters, Reading, Waiting, parse_list},
        problem::Problem,
    },
};

/// Bytes of a table, at most.
const LARGEST: u64 = 1 << 30;
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
    let begun = api.imports.begin(
        caller.correlation.clone(),
        principal.id.clone(),
        order.file.clone(),
        order.dry_run,
    );
    let import = begun.ok_or_else(|| {
        let detail = "this node does as many imports as it does at once; send it again when one has ended";
        Problem::new(StatusCode::CONFLICT, "underway", "Others are under way", detail)
    })?;
    if let Err(problem) = receive(&import, body).await {
        import.end(Ended::Cancelled);
        return Err(problem);
    }
    let working = Arc::clone(&import);
    let runtime = Handle::current();
    let work = tokio::task::spawn_blocking(move || {
        let outcome = work(&api, &runtime, &working, &caller, &order, sheet.as_deref());
        working.end(match outcome {
            Ok(imported) => Ended::Imported(Box::new(imported)),
            Err(Refusal::Cancelled) => Ended::Cancelled,
            Err(refusal) => failed(Problem::from(refusal)),
        });
    });
    let watched = Arc::clone(&import);
    tokio::spawn(async move {
        // A panic ended it: then nobody else says so.
        if work.await.is_err() {
            watched.end(failed(
                Refusal::Store(StoreError::Failed("the import broke off".into())).into(),
            ));
        }
    });
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

fn failed(problem: Problem) -> Ended {
    Ended::Failed(serde_json::to_value(problem).unwrap_or_default())
}

fn order(asked: Asked) -> Result<(Order, Option<String>), Problem> {
    let yes = |name: &str, value: Option<String>| match value.as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Problem::fault(name, "give true or false")),
    };
    let column = |text: &str| {
        let (column, heading) = text
            .split_once(':')
            .ok_or_else(|| Problem::fault("columns", "give COLUMN:HEADING, with commas between several"))?;
        let column: Column = column
            .parse()
            .map_err(|error| Problem::fault("columns", format!("{error}")))?;
        Ok((column, heading.trim().to_owned()))
    };
    let columns = asked.columns.iter().flat_map(|columns| columns.split(',')).map(column);
    let order = Order {
        columns: columns.collect::<Result<_, Problem>>()?,
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

/// Writes what comes in to the disk.
async fn receive(import: &Import, body: Body) -> Result<(), Problem> {
    let unwritten = |error: std::io::Error| {
        Problem::from(Refusal::Store(StoreError::Failed(format!(
            "the table cannot be kept: {error}"
        ))))
    };
    let mut file = tokio::fs::File::create(import.table()).await.map_err(unwritten)?;
    let mut body = body.into_data_stream();
    let mut left = LARGEST;
    while let Some(part) = body.next().await {
        let part = part.map_err(|error| {
            Problem::new(
                StatusCode::BAD_REQUEST,
                "unreadable",
                "The request broke off",
                error.to_string(),
            )
        })?;
        let length = part.len() as u64;
        if length > left {
            let detail = format!("a table has {LARGEST} bytes at most; import it in several parts");
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Too large", detail));
        }
        left -= length;
        file.write_all(&part).await.map_err(unwritten)?;
    }
    file.flush().await.map_err(unwritten)
}

/// Works it through, on a thread that may wait for the disk.
fn work(
    api: &Shared,
    runtime: &Handle,
    begun: &Import,
    caller: &Caller,
    order: &Order,
    sheet: Option<&str>,
) -> Result<Imported, Refusal> {
    let wrong =
        |error: &dyn std::fmt::Display| Refusal::Invalid(vec![signpost_application::refusal::Fault::new("", error.to_string())]);
    let unusable = |error: std::io::Error| Refusal::Store(StoreError::Failed(error.to_string()));
    let (form, mut table) = api.tables.open(&begun.table(), sheet).map_err(|error| wrong(&error))?;
    let out = File::create(begun.result()).map_err(unusable)?;
    let mut result = api.tables.begin(form, Box::new(BufWriter::new(out))).map_err(unusable)?;
    let mut spool = api.tables.spool().map_err(unusable)?;
    let desk = Desk {
        table: &mut *table,
        spool: &mut *spool,
        result: Some(&mut *result),
        course: &begun.course,
    };
    let imported = runtime.block_on(import(&api.application, caller, order, desk))?;
    result.finish().map_err(unusable)?;
    // From here on the result can be had.
    begun.form.get_or_init(|| form);
    Ok(imported)
}
