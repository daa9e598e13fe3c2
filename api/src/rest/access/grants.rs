use axum::{extract::State, response::Response};
use signpost_application::{
    authority::Caller,
    commands::{Expectation, change_grants::change_grants},
    queries::tokens::Kind,
};
use signpost_domain::identifier::PrincipalId;

use super::super::{
    extract::{Acting, Body, Expecting, Named, because},
    problem::Problem,
    schema::{AccountView, Faults, GrantsBody, TokenView, read_grants},
};
use crate::{Api, Shared};

/// Change what a token is for
///
/// To exactly this; each role that is granted or revoked with it is a decision.
#[utoipa::path(
    put, path = "/tokens/{id}/grants", tag = "access",
    params(
        ("id" = String, Path, description = "The token's id"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = GrantsBody,
    responses(
        (status = 200, description = "Changed", body = TokenView, headers(("ETag" = String))),
        (status = 412, description = "It has another version", body = Problem),
    ),
)]
pub(crate) async fn change_token_grants(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<PrincipalId>,
    Expecting(expectation): Expecting,
    Body(body): Body<GrantsBody>,
) -> Result<Response, Problem> {
    change(&api, caller, Kind::Token, &id, expectation, body).await
}

/// Change what somebody who signs in may do
///
/// To exactly this; each role that is granted or revoked with it is a decision.
#[utoipa::path(
    put, path = "/accounts/{id}/grants", tag = "access",
    params(
        ("id" = String, Path, description = "The account's id"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = GrantsBody,
    responses(
        (status = 200, description = "Changed", body = AccountView, headers(("ETag" = String))),
        (status = 412, description = "It has another version", body = Problem),
    ),
)]
pub(crate) async fn change_account_grants(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<PrincipalId>,
    Expecting(expectation): Expecting,
    Body(body): Body<GrantsBody>,
) -> Result<Response, Problem> {
    change(&api, caller, Kind::Account, &id, expectation, body).await
}

async fn change(
    api: &Api,
    caller: Caller,
    kind: Kind,
    id: &PrincipalId,
    expectation: Expectation,
    body: GrantsBody,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason)?;
    let mut faults = Faults::default();
    let grants = read_grants(&body.grants, &mut faults);
    faults.check()?;
    super::found(api, &caller.principal, kind, id).await?;
    change_grants(&api.application, &caller, id, expectation, &grants).await?;
    super::shown(api, &caller.principal, kind, id).await
}
