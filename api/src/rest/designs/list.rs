use axum::{Json, extract::State};
use serde::Deserialize;
use signpost_application::queries::designs::designs;
use utoipa::IntoParams;

use super::super::{
    extract::{Parameters, Reading, paging, parse},
    problem::Problem,
    schema::{DesignView, PageOf},
};
use crate::Shared;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Those that belong to this unit; left out, all.
    unit: Option<String>,
    /// Entries at most, 1 to 1,000; 100 if not given.
    limit: Option<String>,
    /// What the page before said in `next`.
    cursor: Option<String>,
}

/// List the designs in use
#[utoipa::path(
    get, path = "/designs", tag = "designs",
    params(Wanted),
    responses((status = 200, description = "Designs, by name", body = PageOf<DesignView>)),
)]
pub(crate) async fn list_designs(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Parameters(wanted): Parameters<Wanted>,
) -> Result<Json<PageOf<DesignView>>, Problem> {
    let unit = parse("unit", wanted.unit.as_deref())?;
    let paging = paging(wanted.limit.as_deref(), wanted.cursor)?;
    let page = designs(&api.application, &principal, unit.as_ref(), &paging).await?;
    Ok(Json(PageOf {
        items: page.items.into_iter().map(DesignView::new).collect(),
        next: page.next,
    }))
}
