use axum::{Json, extract::State, response::Response};
use signpost_application::{
    commands::change_password::{renew_password, set_password as set},
    queries::tokens::Kind,
    refusal::Refusal,
};
use signpost_domain::identifier::PrincipalId;

use super::super::{
    extract::{Acting, Body, Named, Nothing, Parameters, Reading},
    problem::Problem,
    schema::{PasswordBody, PasswordView},
};
use crate::Shared;

/// Show an account
#[utoipa::path(
    get, path = "/accounts/{id}", tag = "access",
    params(("id" = String, Path, description = "The account's id")),
    responses((status = 200, description = "As asked", body = super::super::schema::AccountView, headers(("ETag" = String)))),
)]
pub(crate) async fn show_account(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<PrincipalId>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Response, Problem> {
    super::shown(&api, &principal, Kind::Account, &id).await
}

/// Give somebody another password
///
/// The one that is sent, or one that nobody chose, which is in this answer and nowhere else. Wherever they are signed in, they are
/// signed out. A password is no decision, so this is not in the history.
#[utoipa::path(
    put, path = "/accounts/{id}/password", tag = "access",
    params(("id" = String, Path, description = "The account's id")),
    request_body = PasswordBody,
    responses((status = 200, description = "Changed", body = PasswordView)),
)]
pub(crate) async fn set_password(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<PrincipalId>,
    Body(body): Body<PasswordBody>,
) -> Result<Json<PasswordView>, Problem> {
    super::found(&api, &caller.principal, Kind::Account, &id).await?;
    let Some(chosen) = body.password else {
        let password = renew_password(&api.application, &api.identity, &caller, &id).await?;
        return Ok(Json(PasswordView {
            password: Some(password),
        }));
    };
    let account = api.identity.accounts.of(&id).await?;
    let account = account.ok_or_else(|| Refusal::NotFound {
        kind: "account",
        id: id.to_string(),
    })?;
    set(&api.application, &api.identity, &caller, &account.login, &chosen).await?;
    Ok(Json(PasswordView { password: None }))
}
