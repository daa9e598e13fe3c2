use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::commands::transfer_code::transfer_code as transfer;
use signpost_domain::identifier::CodeId;
use utoipa::ToSchema;

use super::super::{
    extract::{Acting, Body, Expecting, Named, because},
    problem::Problem,
    schema::{CodeView, Faults, ProposalView},
};
use crate::Shared;

/// To whom.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Transfer)]
pub(crate) struct Transfer {
    /// The department; null for none. It must be given: what was forgotten is not what was meant.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    unit: Option<String>,
    /// Why, for the history.
    reason: Option<String>,
}

/// Give a code to another unit
///
/// The new unit's policy must allow everything the code leads to.
#[utoipa::path(
    post, path = "/codes/{id}/transfer", tag = "codes",
    params(
        ("id" = String, Path, description = "The code's id, in any case"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = Transfer,
    responses(
        (status = 200, description = "The code as it is now", body = CodeView, headers(("ETag" = String))),
        (status = 202, description = "Proposed: it counts when another person approves it", body = ProposalView, headers(("Location" = String))),
        (status = 404, description = "There is no such thing", body = Problem), (status = 412, description = "It has another version", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn transfer_code(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<CodeId>,
    Expecting(expectation): Expecting,
    Body(to): Body<Transfer>,
) -> Result<Response, Problem> {
    let caller = because(caller, to.reason)?;
    let mut faults = Faults::default();
    let unit = to.unit.and_then(|unit| faults.parse("/unit", &unit));
    faults.check()?;
    let decided = transfer(&api.application, &caller, &id, expectation, unit).await?;
    super::answered(&api, decided).await
}
