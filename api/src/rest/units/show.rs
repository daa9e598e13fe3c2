use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use signpost_application::queries::units::unit;
use signpost_domain::identifier::UnitName;

use super::super::{
    extract::{Named, Nothing, Parameters, Reading, etag},
    problem::Problem,
    schema::UnitView,
};
use crate::Shared;

/// Show a unit
#[utoipa::path(
    get, path = "/units/{name}", tag = "units",
    params(("name" = String, Path, description = "The unit's name")),
    responses((status = 200, description = "As asked", body = UnitView, headers(("ETag" = String))), (status = 404, description = "There is no such thing", body = Problem)),
)]
pub(crate) async fn show_unit(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(name): Named<UnitName>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Response, Problem> {
    let record = unit(&api.application, &principal, &name).await?;
    Ok(([etag(record.version)], Json(UnitView::from(&record))).into_response())
}
