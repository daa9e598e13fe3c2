use axum::{extract::State, http::StatusCode};
use signpost_application::commands::withdraw_audience::withdraw_audience as withdraw;
use signpost_domain::identifier::AudienceName;

use super::super::{
    extract::{Acting, Expecting, Named},
    problem::Problem,
};
use crate::Shared;

/// Withdraw an audience
///
/// Refused while codes have rules for it. Its history stays.
#[utoipa::path(
    delete, path = "/audiences/{name}", tag = "audiences",
    params(
        ("name" = String, Path, description = "The audience's name"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    responses(
        (status = 204, description = "Withdrawn"),
        (status = 404, description = "There is no such thing", body = Problem), (status = 409, description = "Codes still use it", body = Problem), (status = 412, description = "It has another version", body = Problem),
    ),
)]
pub(crate) async fn withdraw_audience(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(name): Named<AudienceName>,
    Expecting(expectation): Expecting,
) -> Result<StatusCode, Problem> {
    withdraw(&api.application, &caller, &name, expectation).await?;
    Ok(StatusCode::NO_CONTENT)
}
