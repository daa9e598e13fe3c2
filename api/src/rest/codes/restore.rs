use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::commands::restore_code::restore_code as restore;
use signpost_domain::{decision::Position, identifier::CodeId};
use utoipa::ToSchema;

use super::super::{
    extract::{Acting, Body, Expecting, Named, because},
    problem::Problem,
    schema::{CodeView, ProposalView},
};
use crate::Shared;

/// What to put back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Restore)]
pub(crate) struct RestoreBody {
    /// After the decision at this position of the decision log, as the code's history names it.
    position: u64,
    /// Why, for the history.
    reason: Option<String>,
}

/// Let a code do again what it did then
///
/// Its status, target and rules become what they were after that decision; label, tags, asset and unit stay. It is a new
/// decision, `Restored`, and history keeps what was in between.
#[utoipa::path(
    post, path = "/codes/{id}/restore", tag = "codes",
    params(
        ("id" = String, Path, description = "The code's id, in any case"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = RestoreBody,
    responses(
        (status = 200, description = "The code as it is now", body = CodeView, headers(("ETag" = String))),
        (status = 202, description = "Proposed: it counts when another person approves it", body = ProposalView, headers(("Location" = String))),
        (status = 404, description = "There is no such thing", body = Problem), (status = 409, description = "It is retired", body = Problem),
        (status = 412, description = "It has another version", body = Problem),
        (status = 422, description = "There is nothing to restore at that position, or it is not allowed any more", body = Problem),
    ),
)]
pub(crate) async fn restore_code(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<CodeId>,
    Expecting(expectation): Expecting,
    Body(body): Body<RestoreBody>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason)?;
    let decided = restore(&api.application, &caller, &id, expectation, Position(body.position)).await?;
    super::answered(&api, decided).await
}
