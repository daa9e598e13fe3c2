use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use signpost_application::queries::audiences::audience;
use signpost_domain::identifier::AudienceName;

use super::super::{
    extract::{Named, Nothing, Parameters, Reading, etag},
    problem::Problem,
    schema::AudienceView,
};
use crate::Shared;

/// Show an audience
#[utoipa::path(
    get, path = "/audiences/{name}", tag = "audiences",
    params(("name" = String, Path, description = "The audience's name")),
    responses(
        (status = 200, description = "As asked", body = AudienceView, headers(("ETag" = String))),
        (status = 404, description = "There is no such audience, or it was withdrawn", body = Problem),
    ),
)]
pub(crate) async fn show_audience(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(name): Named<AudienceName>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Response, Problem> {
    let record = audience(&api.application, &principal, &name).await?;
    Ok(([etag(record.version)], Json(AudienceView::new(&record))).into_response())
}
