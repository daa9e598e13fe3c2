//! Access: people, their accounts and tokens, and what each is trusted with.

pub(crate) mod accounts;
pub(crate) mod grants;
pub(crate) mod issue;
pub(crate) mod people;
pub(crate) mod revoke;
pub(crate) mod tokens;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use signpost_application::{
    authority::Principal,
    queries::tokens::{Holding, Kind, one, person},
};
use signpost_domain::identifier::PrincipalId;

use super::{
    extract::etag,
    idempotency::WithoutSecret,
    problem::Problem,
    schema::{AccountView, IssuedView, OpenedView, PersonView, TokenView},
};
use crate::Api;

/// A token or account as it is now, with its version.
pub(super) async fn found(api: &Api, principal: &Principal, kind: Kind, id: &PrincipalId) -> Result<(Holding, u64), Problem> {
    Ok(one(&api.application, &api.identity, principal, kind, id).await?)
}

/// A token or account, as an answer.
pub(super) async fn shown(api: &Api, principal: &Principal, kind: Kind, id: &PrincipalId) -> Result<Response, Problem> {
    let (holding, version) = found(api, principal, kind, id).await?;
    Ok(match kind {
        Kind::Token => ([etag(version)], Json(TokenView::of(&holding, api.application.clock.now()))).into_response(),
        Kind::Account => ([etag(version)], Json(AccountView::from(&holding.record))).into_response(),
    })
}

/// What was made, at its place. What is kept for retries has no secret in it.
fn made<T: Serialize>(path: &str, sent: &T, kept: &T) -> Response {
    let mut response = (StatusCode::CREATED, Json(sent)).into_response();
    if let Ok(location) = HeaderValue::from_str(path) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    let kept = serde_json::to_vec(kept).unwrap_or_default();
    response.extensions_mut().insert(WithoutSecret(kept));
    response
}

/// A token that was just issued, as an answer.
async fn issued(api: &Api, principal: &Principal, id: &PrincipalId, secret: Option<String>) -> Result<Response, Problem> {
    let (holding, _) = found(api, principal, Kind::Token, id).await?;
    let view = |token| IssuedView {
        about: TokenView::of(&holding, api.application.clock.now()),
        token,
    };
    Ok(made(&format!("/api/v1/tokens/{id}"), &view(secret), &view(None)))
}

/// Somebody who may sign in from now on, as an answer.
async fn opened(api: &Api, principal: &Principal, id: &PrincipalId, secret: Option<String>) -> Result<Response, Problem> {
    let (holding, _) = found(api, principal, Kind::Account, id).await?;
    let person = person(&api.identity, principal, &holding.person).await?;
    let uses = api.identity.uses.all().await?;
    let view = |password| OpenedView {
        person: PersonView::of(person.clone(), &uses, api.application.clock.now()),
        password,
    };
    let path = format!("/api/v1/people/{}", person.id);
    Ok(made(&path, &view(secret), &view(None)))
}

/// The answer to a request about somebody's access that was carried out and could not be answered: without the secret, which is lost.
/// `None` for those that do nothing more when they are carried out again.
pub(super) async fn recovered(
    api: &Api,
    principal: &Principal,
    path: &str,
    id: &PrincipalId,
) -> Result<Option<Response>, Problem> {
    match path.split('?').next().unwrap_or_default() {
        path if path.ends_with("/tokens") => issued(api, principal, id, None).await.map(Some),
        path if path.ends_with("/people") => opened(api, principal, id, None).await.map(Some),
        _ => Ok(None),
    }
}
