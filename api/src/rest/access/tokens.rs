use axum::{Json, extract::State, response::Response};
use signpost_application::queries::tokens::{Kind, part, tokens};
use signpost_domain::identifier::PrincipalId;

use super::super::{
    extract::{Named, Nothing, Parameters, Reading, paging},
    problem::Problem,
    schema::{PageOf, Part, TokenView},
};
use crate::Shared;

/// List the tokens, the latest first
///
/// Also those that are revoked or expired.
#[utoipa::path(
    get, path = "/tokens", tag = "access",
    params(Part),
    responses((status = 200, description = "Tokens, without their secrets", body = PageOf<TokenView>)),
)]
pub(crate) async fn list_tokens(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Parameters(wanted): Parameters<Part>,
) -> Result<Json<PageOf<TokenView>>, Problem> {
    let paging = paging(wanted.limit.as_deref(), wanted.cursor)?;
    let all = tokens(&api.identity, &principal).await?;
    let page = part(all, &paging, |token| token.record.id.as_str())?;
    let now = api.application.clock.now();
    Ok(Json(PageOf {
        items: page.items.iter().map(|token| TokenView::of(token, now)).collect(),
        next: page.next,
    }))
}

/// Show a token
///
/// What it is for and when it was last used; never the token itself.
#[utoipa::path(
    get, path = "/tokens/{id}", tag = "access",
    params(("id" = String, Path, description = "The token's id")),
    responses((status = 200, description = "As asked", body = TokenView, headers(("ETag" = String)))),
)]
pub(crate) async fn show_token(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<PrincipalId>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Response, Problem> {
    super::shown(&api, &principal, Kind::Token, &id).await
}
