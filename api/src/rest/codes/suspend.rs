use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::commands::suspend_code::{resume_code as resume, suspend_code as suspend};
use signpost_domain::identifier::CodeId;
use utoipa::ToSchema;

use super::super::{
    extract::{Acting, Body, Expecting, Named, because},
    problem::Problem,
    schema::{CodeView, ProposalView},
};
use crate::Shared;

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Why)]
pub(crate) struct Why {
    /// Why, for the history.
    reason: Option<String>,
}

/// Take a code out of use for now
///
/// Whoever scans it sees a page that says so, with status 503.
#[utoipa::path(
    post, path = "/codes/{id}/suspend", tag = "codes",
    params(
        ("id" = String, Path, description = "The code's id, in any case"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = Option<Why>,
    responses(
        (status = 200, description = "The code as it is now", body = CodeView, headers(("ETag" = String))),
        (status = 202, description = "Proposed: it counts when another person approves it", body = ProposalView, headers(("Location" = String))),
        (status = 404, description = "There is no such thing", body = Problem), (status = 409, description = "It is retired", body = Problem), (status = 412, description = "It has another version", body = Problem),
    ),
)]
pub(crate) async fn suspend_code(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<CodeId>,
    Expecting(expectation): Expecting,
    Body(why): Body<Why>,
) -> Result<Response, Problem> {
    let caller = because(caller, why.reason)?;
    let decided = suspend(&api.application, &caller, &id, expectation).await?;
    super::answered(&api, decided).await
}

/// Put a suspended code into use again
#[utoipa::path(
    post, path = "/codes/{id}/resume", tag = "codes",
    params(
        ("id" = String, Path, description = "The code's id, in any case"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = Option<Why>,
    responses(
        (status = 200, description = "The code as it is now", body = CodeView, headers(("ETag" = String))),
        (status = 202, description = "Proposed: it counts when another person approves it", body = ProposalView, headers(("Location" = String))),
        (status = 404, description = "There is no such thing", body = Problem), (status = 409, description = "It is retired", body = Problem), (status = 412, description = "It has another version", body = Problem),
    ),
)]
pub(crate) async fn resume_code(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<CodeId>,
    Expecting(expectation): Expecting,
    Body(why): Body<Why>,
) -> Result<Response, Problem> {
    let caller = because(caller, why.reason)?;
    let decided = resume(&api.application, &caller, &id, expectation).await?;
    super::answered(&api, decided).await
}
