use axum::{extract::State, response::Response};
use serde_json::Value;
use signpost_application::commands::retarget::retarget;
use signpost_domain::identifier::CodeId;

use super::super::{
    extract::{Acting, Body, Expecting, Named, because, reread},
    problem::Problem,
    schema::{CodeView, Faults, ProposalView, TargetBody, TargetSchema},
};
use crate::Shared;

/// Change where a code leads
///
/// Counts from the next scan on. `null` takes the target away.
#[utoipa::path(
    put, path = "/codes/{id}/target", tag = "codes",
    params(
        ("id" = String, Path, description = "The code's id, in any case"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("reason" = Option<String>, Query, description = "Why, for the history; also taken as a field of the body"),
    ),
    request_body = Option<TargetSchema>,
    responses(
        (status = 200, description = "The code as it is now", body = CodeView, headers(("ETag" = String))),
        (status = 202, description = "Proposed: it counts when another person approves it", body = ProposalView, headers(("Location" = String))),
        (status = 404, description = "There is no such thing", body = Problem), (status = 409, description = "It is retired", body = Problem),
        (status = 412, description = "It has another version", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn retarget_code(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<CodeId>,
    Expecting(expectation): Expecting,
    Body(mut body): Body<Value>,
) -> Result<Response, Problem> {
    let reason = body.as_object_mut().and_then(|body| body.remove("reason"));
    let caller = because(caller, reason.map(|reason| reread("/reason", reason)).transpose()?)?;
    let target: Option<TargetBody> = reread("", body)?;
    let mut faults = Faults::default();
    let target = target.and_then(|target| target.read("", &mut faults));
    faults.check()?;
    let decided = retarget(&api.application, &caller, &id, expectation, target).await?;
    super::answered(&api, decided).await
}
