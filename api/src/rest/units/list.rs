use axum::{Json, extract::State};
use serde::Deserialize;
use signpost_application::queries::units::units;
use utoipa::IntoParams;

use super::super::{
    extract::{Parameters, Reading, paging},
    problem::Problem,
    schema::{PageOf, UnitView},
};
use crate::Shared;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// Entries at most, 1 to 1,000; 100 if not given.
    limit: Option<String>,
    /// What the page before said in `next`.
    cursor: Option<String>,
}

/// List the units
#[utoipa::path(
    get, path = "/units", tag = "units",
    params(Part),
    responses((status = 200, description = "Units, by name", body = PageOf<UnitView>)),
)]
pub(crate) async fn list_units(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Parameters(part): Parameters<Part>,
) -> Result<Json<PageOf<UnitView>>, Problem> {
    let page = units(&api.application, &principal, &paging(part.limit.as_deref(), part.cursor)?).await?;
    Ok(Json(PageOf {
        items: page.items.iter().map(Into::into).collect(),
        next: page.next,
    }))
}
