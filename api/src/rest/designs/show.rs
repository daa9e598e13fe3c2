use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::queries::designs::design;
use signpost_domain::identifier::DesignName;
use utoipa::IntoParams;

use super::super::{
    extract::{Named, Parameters, Reading, etag, parse},
    problem::Problem,
    schema::DesignView,
};
use crate::Shared;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AtVersion {
    /// As it was at this version; left out, as it is now.
    pub(super) version: Option<String>,
}

/// Show a design
#[utoipa::path(
    get, path = "/designs/{name}", tag = "designs",
    params(("name" = String, Path, description = "The design's name"), AtVersion),
    responses(
        (status = 200, description = "As asked", body = DesignView, headers(("ETag" = String))),
        (status = 404, description = "There is no such design, or it was withdrawn", body = Problem),
    ),
)]
pub(crate) async fn show_design(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(name): Named<DesignName>,
    Parameters(at): Parameters<AtVersion>,
) -> Result<Response, Problem> {
    let version = parse("version", at.version.as_deref())?;
    let record = design(&api.application, &principal, &name, version).await?;
    Ok(([etag(record.version)], Json(DesignView::new(record))).into_response())
}
