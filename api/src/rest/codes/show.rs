use axum::{extract::State, http::StatusCode, response::Response};
use signpost_application::queries::codes::code;

use super::super::{
    extract::{Named, Nothing, Parameters, Reading},
    problem::Problem,
    schema::CodeView,
};
use crate::Shared;

/// Show a code
#[utoipa::path(
    get, path = "/codes/{id}", tag = "codes",
    params(("id" = String, Path, description = "The code's id, in any case")),
    responses(
        (status = 200, description = "The code as it is now", body = CodeView, headers(("ETag" = String))),
        (status = 404, description = "There is no such code", body = Problem),
    ),
)]
pub(crate) async fn show_code(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<signpost_domain::identifier::CodeId>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Response, Problem> {
    let record = code(&api.application, &principal, &id).await?;
    Ok(super::response(&api, StatusCode::OK, &record))
}
