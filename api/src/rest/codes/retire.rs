use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::commands::retire_code::retire_code as retire;
use signpost_domain::identifier::CodeId;
use utoipa::ToSchema;

use super::super::{
    extract::{Acting, Body, Expecting, Named, because},
    problem::Problem,
    schema::{CodeView, Faults, ProposalView},
};
use crate::Shared;

/// How a code goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Retirement)]
pub(crate) struct Retirement {
    /// The code that takes over: whoever scans the retired one is sent there.
    successor: Option<String>,
    /// Why, for the history.
    reason: Option<String>,
}

/// Take a code out of use for good
///
/// Whoever scans it sees a page that says so, with status 410, or is sent to the successor. The id is never used again.
#[utoipa::path(
    post, path = "/codes/{id}/retire", tag = "codes",
    params(
        ("id" = String, Path, description = "The code's id, in any case"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = Option<Retirement>,
    responses(
        (status = 200, description = "The code as it is now", body = CodeView, headers(("ETag" = String))),
        (status = 202, description = "Proposed: it counts when another person approves it", body = ProposalView, headers(("Location" = String))),
        (status = 404, description = "There is no such thing", body = Problem), (status = 409, description = "It is retired already", body = Problem),
        (status = 412, description = "It has another version", body = Problem), (status = 422, description = "The successor cannot take over", body = Problem),
    ),
)]
pub(crate) async fn retire_code(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<CodeId>,
    Expecting(expectation): Expecting,
    Body(retirement): Body<Retirement>,
) -> Result<Response, Problem> {
    let caller = because(caller, retirement.reason)?;
    let mut faults = Faults::default();
    let successor = retirement
        .successor
        .and_then(|successor| faults.parse("/successor", &successor));
    faults.check()?;
    let decided = retire(&api.application, &caller, &id, expectation, successor).await?;
    super::answered(&api, decided).await
}
