use axum::{Json, extract::State};
use signpost_application::queries::audiences::audiences;

use super::super::{
    extract::{Parameters, Reading, paging},
    problem::Problem,
    schema::{AudienceView, PageOf, Part},
};
use crate::Shared;

/// List the audiences in use
#[utoipa::path(
    get, path = "/audiences", tag = "audiences",
    params(Part),
    responses((status = 200, description = "Audiences, by name", body = PageOf<AudienceView>)),
)]
pub(crate) async fn list_audiences(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Parameters(part): Parameters<Part>,
) -> Result<Json<PageOf<AudienceView>>, Problem> {
    let page = audiences(&api.application, &principal, &paging(part.limit.as_deref(), part.cursor)?).await?;
    Ok(Json(PageOf {
        items: page.items.iter().map(AudienceView::new).collect(),
        next: page.next,
    }))
}
