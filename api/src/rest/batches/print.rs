use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use signpost_application::{commands::settle_print::settle_print as settle, queries::settled::settled};
use signpost_domain::identifier::BatchId;

use super::super::{
    extract::{Acting, Body, Expecting, Named, Nothing, Parameters, Reading, because, etag},
    problem::Problem,
    schema::{PrintBody, PrintView},
};
use crate::Shared;

/// Show how a batch is printed
///
/// By whoever prints it and says nothing else.
#[utoipa::path(
    get, path = "/batches/{id}/print", tag = "batches",
    params(("id" = String, Path, description = "The batch")),
    responses((status = 200, description = "As it was settled; null if it was not", body = PrintView, headers(("ETag" = String)))),
)]
pub(crate) async fn show_print(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<BatchId>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Response, Problem> {
    let settled = settled(&api.application, &principal, id.as_str()).await?;
    Ok(([etag(settled.version)], Json(PrintView::new(&settled))).into_response())
}

/// Settle how a batch is printed
///
/// From now on its pictures and labels are so wherever nothing else is asked for: in the design as it is now, whatever becomes of it, and with the
/// labels and units that its codes have now. That gives the same bytes for ever.
#[utoipa::path(
    put, path = "/batches/{id}/print", tag = "batches",
    params(
        ("id" = String, Path, description = "The batch"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = PrintBody,
    responses(
        (status = 200, description = "Settled", body = PrintView, headers(("ETag" = String))),
        (status = 404, description = "There is no such thing", body = Problem), (status = 412, description = "It has another version", body = Problem),
        (status = 422, description = "No phone could read that, or there is no such sheet or design", body = Problem),
    ),
)]
pub(crate) async fn settle_print(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<BatchId>,
    Expecting(expectation): Expecting,
    Body(body): Body<PrintBody>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason.clone())?;
    let print = body.read("").map_err(Problem::invalid)?;
    let settled = settle(&api.application, &caller, &id, expectation, &print).await?;
    Ok(([etag(settled.version)], Json(PrintView::new(&settled))).into_response())
}
