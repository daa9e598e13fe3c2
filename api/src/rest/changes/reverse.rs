use axum::{extract::State, response::Response};
use signpost_application::commands::changes::reverse;
use signpost_domain::identifier::ChangeId;

use super::super::{
    extract::{Acting, Body, Named, Waiting, because},
    problem::Problem,
    proposals,
    schema::{ChangeView, ReversalBody},
};
use crate::Shared;

/// Take a change back
///
/// As a change of its own, in one act: every code on which nothing was decided since is again what it was before. The others stay
/// as they are and are named in `exceptions`. It can be taken back like any other change.
#[utoipa::path(
    post, path = "/changes/{id}/reverse", tag = "changes",
    params(
        ("id" = String, Path, description = "The change"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("Prefer" = Option<String>, Header, description = "`respond-async` answers as soon as everything is decided"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = Option<ReversalBody>,
    responses(
        (status = 201, description = "Done: the new change", body = ChangeView, headers(("Location" = String))),
        (status = 202, description = "Done; it does not show everywhere yet. Or, with a proposal at `Location`: it counts when another person approves it", body = ChangeView, headers(("Location" = String))),
        (status = 404, description = "There is no such thing", body = Problem),
        (status = 409, description = "It retired codes, every code changed since, or something changed since the preview", body = Problem),
    ),
)]
pub(crate) async fn reverse_change(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<ChangeId>,
    Waiting(wait): Waiting,
    Body(body): Body<ReversalBody>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason.clone())?;
    let decided = reverse(&api.application, &caller, &id, &body.terms(wait)).await?;
    proposals::answer(&api, decided, |record| super::made(&record)).await
}
