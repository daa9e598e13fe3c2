use axum::{extract::State, response::Response};
use signpost_application::commands::issue_token::{NewToken, issue_token as issue};

use super::super::{
    extract::{Acting, Body, because},
    problem::Problem,
    schema::{Faults, IssuedView, TokenBody, read_grants, read_time},
};
use crate::Shared;

/// Issue a token
///
/// The token itself is in this answer and nowhere else: not in the store, and not in the answer that is repeated for the same
/// `Idempotency-Key`, where it is null. Whoever lost it revokes it and issues another one.
#[utoipa::path(
    post, path = "/tokens", tag = "access",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer, without the token"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = TokenBody,
    responses(
        (status = 201, description = "Issued", body = IssuedView, headers(("Location" = String))),
        (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn issue_token(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Body(body): Body<TokenBody>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason)?;
    let mut faults = Faults::default();
    let grants = read_grants(&body.grants, &mut faults);
    let expires_at = read_time("/expires_at", body.expires_at.as_deref(), &mut faults);
    faults.check()?;
    let new = NewToken {
        name: body.name,
        grants,
        expires_at,
    };
    let issued = issue(&api.application, &*api.identity.names, &caller, &new).await?;
    super::issued(&api, &caller.principal, &issued.id, Some(issued.secret)).await
}
