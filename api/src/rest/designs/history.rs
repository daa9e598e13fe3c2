use axum::{Json, extract::State};
use signpost_application::queries::history::history;
use signpost_domain::{decision::Subject, identifier::DesignName};

use super::super::{
    decisions::DecisionView,
    extract::{Named, Parameters, Reading, paging},
    problem::Problem,
    schema::{PageOf, Part},
};
use crate::Shared;

/// Every decision on a design, oldest first
#[utoipa::path(
    get, path = "/designs/{name}/history", tag = "designs",
    params(("name" = String, Path, description = "The design's name"), Part),
    responses((status = 200, description = "Decisions", body = PageOf<DecisionView>), (status = 404, description = "There is no such thing", body = Problem)),
)]
pub(crate) async fn design_history(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(name): Named<DesignName>,
    Parameters(part): Parameters<Part>,
) -> Result<Json<PageOf<DecisionView>>, Problem> {
    let paging = paging(part.limit.as_deref(), part.cursor)?;
    if paging.cursor.as_deref().is_some_and(|cursor| cursor.parse::<u64>().is_err()) {
        return Err(Problem::fault("cursor", "give what the page before said in next"));
    }
    let page = history(&api.application, &principal, &Subject::Design(name), &paging).await?;
    Ok(Json(PageOf {
        items: page.items.into_iter().map(Into::into).collect(),
        next: page.next,
    }))
}
