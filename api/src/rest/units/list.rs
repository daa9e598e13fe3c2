use axum::{Json, extract::State};
use signpost_application::queries::units::units;

use super::super::{
    extract::{Parameters, Reading, paging},
    problem::Problem,
    schema::{PageOf, Part, UnitView},
};
use crate::Shared;

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
