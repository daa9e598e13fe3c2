use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use signpost_application::{commands::define_audience::define_audience as define, ports::catalogue::AudienceRecord};
use signpost_domain::identifier::AudienceName;

use super::super::{
    extract::{Acting, Body, Expecting, Named, because, etag},
    problem::Problem,
    proposals,
    schema::{AudienceBody, AudienceView, Faults, ProposalView},
};
use crate::Shared;

/// Define an audience, or change its definition
///
/// Counts at once for every code whose rules name it.
#[utoipa::path(
    put, path = "/audiences/{name}", tag = "audiences",
    params(
        ("name" = String, Path, description = "1 to 60 of a-z, 0-9, - and _"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("If-None-Match" = Option<String>, Header, description = "*: only if there is none yet"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = AudienceBody,
    responses(
        (status = 200, description = "Changed", body = AudienceView, headers(("ETag" = String))),
        (status = 202, description = "Proposed: it counts when another person approves it", body = ProposalView, headers(("Location" = String))),
        (status = 201, description = "Defined", body = AudienceView, headers(("ETag" = String))),
        (status = 412, description = "It has another version", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn define_audience(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(name): Named<AudienceName>,
    Expecting(expectation): Expecting,
    Body(body): Body<AudienceBody>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason.clone())?;
    let mut faults = Faults::default();
    let definition = body.read(&mut faults);
    faults.check()?;
    let definition = definition.ok_or_else(|| Problem::fault("/condition", "not understood"))?;
    let decided = define(&api.application, &caller, &name, expectation, definition).await?;
    let done = |(record, is_new): (AudienceRecord, bool)| {
        let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
        (status, [etag(record.version)], Json(AudienceView::new(&record))).into_response()
    };
    proposals::answer(&api, decided, done).await
}
