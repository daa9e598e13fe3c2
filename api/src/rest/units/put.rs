use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use signpost_application::{commands::put_unit::put_unit as put, ports::catalogue::UnitRecord};
use signpost_domain::identifier::UnitName;

use super::super::{
    extract::{Acting, Body, Expecting, Named, because, etag},
    problem::Problem,
    proposals,
    schema::{Faults, ProposalView, UnitBody, UnitView},
};
use crate::Shared;

/// Found a unit, or change its policy
///
/// A narrower policy counts for what is decided from now on; where codes lead already stays as it is.
#[utoipa::path(
    put, path = "/units/{name}", tag = "units",
    params(
        ("name" = String, Path, description = "1 to 60 of a-z, 0-9, - and _"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("If-None-Match" = Option<String>, Header, description = "*: only if there is none yet"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = UnitBody,
    responses(
        (status = 200, description = "Changed", body = UnitView, headers(("ETag" = String))),
        (status = 202, description = "Proposed: it counts when another person approves it", body = ProposalView, headers(("Location" = String))),
        (status = 201, description = "Founded", body = UnitView, headers(("ETag" = String))),
        (status = 403, description = "The role does not allow it", body = Problem), (status = 412, description = "It has another version", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn put_unit(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(name): Named<UnitName>,
    Expecting(expectation): Expecting,
    Body(body): Body<UnitBody>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason.clone())?;
    let mut faults = Faults::default();
    let policy = body.policy(&mut faults);
    faults.check()?;
    let policy = policy.ok_or_else(|| Problem::fault("/allowed_hosts", "not understood"))?;
    let decided = put(
        &api.application,
        &caller,
        &name,
        expectation,
        body.label,
        policy,
        body.approval,
    )
    .await?;
    let done = |(record, is_new): (UnitRecord, bool)| {
        let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
        (status, [etag(record.version)], Json(UnitView::from(&record))).into_response()
    };
    proposals::answer(&api, decided, done).await
}
