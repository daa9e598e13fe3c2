use axum::{Json, extract::State};
use signpost_application::queries::batches::batches;

use super::super::{
    extract::{Parameters, Reading, paging},
    problem::Problem,
    schema::{BatchView, PageOf, Part},
};
use crate::Shared;

/// List the batches
#[utoipa::path(
    get, path = "/batches", tag = "batches",
    params(Part),
    responses((status = 200, description = "Batches, by id", body = PageOf<BatchView>)),
)]
pub(crate) async fn list_batches(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Parameters(part): Parameters<Part>,
) -> Result<Json<PageOf<BatchView>>, Problem> {
    let page = batches(&api.application, &principal, &paging(part.limit.as_deref(), part.cursor)?).await?;
    Ok(Json(PageOf {
        items: page.items.iter().map(Into::into).collect(),
        next: page.next,
    }))
}
