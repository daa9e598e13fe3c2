use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::commands::demand_approval::demand_approval as demand;
use signpost_domain::{approval::Approval, identifier::CodeId};
use utoipa::ToSchema;

use super::super::{
    extract::{Acting, Body, Expecting, Named, because},
    problem::Problem,
    schema::{ApprovalSchema, CodeView, ProposalView},
};
use crate::Shared;

/// Whether another person must approve.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Demand)]
pub(crate) struct Demand {
    /// `required` or `not_needed`.
    #[schema(value_type = ApprovalSchema)]
    approval: Approval,
    /// Why, for the history.
    reason: Option<String>,
}

/// Demand that another person approves where a code leads, or do without
///
/// Counts for this code beside what its unit demands. To do without must itself be approved.
#[utoipa::path(
    put, path = "/codes/{id}/approval", tag = "codes",
    params(
        ("id" = String, Path, description = "The code's id, in any case"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = Demand,
    responses(
        (status = 200, description = "The code as it is now", body = CodeView, headers(("ETag" = String))),
        (status = 202, description = "Proposed: it counts when another person approves it", body = ProposalView, headers(("Location" = String))),
        (status = 404, description = "There is no such thing", body = Problem), (status = 409, description = "It is retired", body = Problem),
        (status = 412, description = "It has another version", body = Problem),
    ),
)]
pub(crate) async fn demand_approval(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<CodeId>,
    Expecting(expectation): Expecting,
    Body(body): Body<Demand>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason)?;
    let decided = demand(&api.application, &caller, &id, expectation, body.approval).await?;
    super::answered(&api, decided).await
}
