use axum::{Json, extract::State};
use serde::Deserialize;
use signpost_application::{
    commands::proposals::{approve, reject, withdraw},
    queries::proposals::one,
};
use signpost_domain::identifier::ProposalId;
use utoipa::ToSchema;

use super::super::{
    extract::{Acting, Body, Named, because},
    problem::Problem,
    schema::ProposalView,
};
use crate::Shared;

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Verdict)]
pub(crate) struct Verdict {
    /// Why, for the history and for whoever proposed it.
    reason: Option<String>,
}

/// Approve a proposal
///
/// What it proposes is decided in the same act, exactly that. If what it is about changed since, nothing is: `errors[]` tells
/// what changed.
#[utoipa::path(
    post, path = "/proposals/{id}/approve", tag = "proposals",
    params(
        ("id" = String, Path, description = "The proposal"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = Option<Verdict>,
    responses(
        (status = 200, description = "Approved; it counts", body = ProposalView),
        (status = 403, description = "The role does not allow it, or you proposed it yourself", body = Problem),
        (status = 404, description = "There is no such thing", body = Problem),
        (status = 409, description = "It is not open any more, or does not fit any more", body = Problem),
    ),
)]
pub(crate) async fn approve_proposal(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<ProposalId>,
    Body(verdict): Body<Verdict>,
) -> Result<Json<ProposalView>, Problem> {
    let caller = because(caller, verdict.reason)?;
    let record = approve(&api.application, &caller, &id).await?;
    Ok(Json(one(&api.application, record).await?.into()))
}

/// Reject a proposal
///
/// With a reason, in the body or the query.
#[utoipa::path(
    post, path = "/proposals/{id}/reject", tag = "proposals",
    params(
        ("id" = String, Path, description = "The proposal"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = Option<Verdict>,
    responses(
        (status = 200, description = "Rejected", body = ProposalView),
        (status = 403, description = "The role does not allow it, or you proposed it yourself", body = Problem),
        (status = 404, description = "There is no such thing", body = Problem),
        (status = 409, description = "It is not open any more", body = Problem),
    ),
)]
pub(crate) async fn reject_proposal(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<ProposalId>,
    Body(verdict): Body<Verdict>,
) -> Result<Json<ProposalView>, Problem> {
    let caller = because(caller, verdict.reason)?;
    let record = reject(&api.application, &caller, &id).await?;
    Ok(Json(one(&api.application, record).await?.into()))
}

/// Withdraw your own proposal
///
/// With whichever of your tokens.
#[utoipa::path(
    post, path = "/proposals/{id}/withdraw", tag = "proposals",
    params(
        ("id" = String, Path, description = "The proposal"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = Option<Verdict>,
    responses(
        (status = 200, description = "Withdrawn", body = ProposalView),
        (status = 403, description = "Somebody else proposed it", body = Problem),
        (status = 404, description = "There is no such thing", body = Problem),
        (status = 409, description = "It is not open any more", body = Problem),
    ),
)]
pub(crate) async fn withdraw_proposal(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<ProposalId>,
    Body(verdict): Body<Verdict>,
) -> Result<Json<ProposalView>, Problem> {
    let caller = because(caller, verdict.reason)?;
    let record = withdraw(&api.application, &caller, &id).await?;
    Ok(Json(one(&api.application, record).await?.into()))
}
