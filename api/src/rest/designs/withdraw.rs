use axum::{extract::State, http::StatusCode};
use signpost_application::commands::withdraw_design::withdraw_design as withdraw;
use signpost_domain::identifier::DesignName;

use super::super::{
    extract::{Acting, Expecting, Named},
    problem::Problem,
};
use crate::Shared;

/// Withdraw a design
///
/// What was printed with it can be printed again, by naming its version.
#[utoipa::path(
    delete, path = "/designs/{name}", tag = "designs",
    params(
        ("name" = String, Path, description = "The design's name"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    responses(
        (status = 204, description = "Withdrawn"),
        (status = 404, description = "There is no such thing", body = Problem), (status = 412, description = "It has another version", body = Problem),
    ),
)]
pub(crate) async fn withdraw_design(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(name): Named<DesignName>,
    Expecting(expectation): Expecting,
) -> Result<StatusCode, Problem> {
    withdraw(&api.application, &caller, &name, expectation).await?;
    Ok(StatusCode::NO_CONTENT)
}
