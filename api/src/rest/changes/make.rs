use axum::{extract::State, response::Response};
use signpost_application::commands::changes::make;

use super::super::{
    extract::{Acting, Body, Waiting, because},
    problem::Problem,
    proposals,
    schema::{ChangeBody, ChangeView, Faults},
};
use crate::Shared;

/// Change many codes in one act
///
/// All of the codes that fit or none, under one correlation id, which is the change's id. When it answers, everything is decided
/// and counts; with 202, this node's lists do not show all of it yet, and `progress` at `Location` says how far they are.
#[utoipa::path(
    post, path = "/changes", tag = "changes",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("Prefer" = Option<String>, Header, description = "`respond-async` answers as soon as everything is decided"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = ChangeBody,
    responses(
        (status = 201, description = "Done", body = ChangeView, headers(("Location" = String))),
        (status = 202, description = "Done; it does not show everywhere yet. Or, with a proposal at `Location`: it counts when another person approves it", body = ChangeView, headers(("Location" = String))),
        (status = 409, description = "Some codes cannot be changed so, nothing would change, or something changed since the preview", body = Problem),
        (status = 422, description = "Something in it is not valid, or no code fits", body = Problem),
    ),
)]
pub(crate) async fn make_change(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Waiting(wait): Waiting,
    Body(body): Body<ChangeBody>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason.clone())?;
    let terms = body.terms(wait);
    let mut faults = Faults::default();
    let read = body.order().read(&mut faults);
    faults.check()?;
    let order = read.ok_or_else(|| Problem::fault("", "not understood"))?;
    let decided = make(&api.application, &caller, &order, &terms).await?;
    proposals::answer(&api, decided, |record| super::made(&record)).await
}
