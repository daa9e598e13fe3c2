use axum::{extract::State, http::StatusCode};
use signpost_application::{
    commands::{close_account::close_account as close, revoke_token::revoke},
    queries::tokens::Kind,
};
use signpost_domain::identifier::PrincipalId;

use super::super::{
    extract::{Acting, Expecting, Named},
    problem::Problem,
};
use crate::Shared;

/// Revoke a token
///
/// At once and for good, on every node; a token that is revoked already stays so.
#[utoipa::path(
    delete, path = "/tokens/{id}", tag = "access",
    params(
        ("id" = String, Path, description = "The token's id"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    responses(
        (status = 204, description = "Revoked"),
        (status = 412, description = "It has another version", body = Problem),
    ),
)]
pub(crate) async fn revoke_token(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<PrincipalId>,
    Expecting(expectation): Expecting,
) -> Result<StatusCode, Problem> {
    super::found(&api, &caller.principal, Kind::Token, &id).await?;
    revoke(&api.application, &caller, &id, expectation).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Close an account
///
/// Its holder signs in no more and is signed out everywhere. What they decided stays, and so does their name: see forgetting.
#[utoipa::path(
    delete, path = "/accounts/{id}", tag = "access",
    params(
        ("id" = String, Path, description = "The account's id"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    responses(
        (status = 204, description = "Closed"),
        (status = 412, description = "It has another version", body = Problem),
    ),
)]
pub(crate) async fn close_account(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<PrincipalId>,
    Expecting(expectation): Expecting,
) -> Result<StatusCode, Problem> {
    super::found(&api, &caller.principal, Kind::Account, &id).await?;
    close(&api.application, &api.identity, &caller, &id, expectation).await?;
    Ok(StatusCode::NO_CONTENT)
}
