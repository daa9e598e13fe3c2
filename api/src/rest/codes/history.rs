use axum::{Json, extract::State};
use signpost_application::queries::history::history;
use signpost_domain::{decision::Subject, identifier::CodeId};

use super::super::{
    decisions::DecisionView,
    extract::{Named, Parameters, Reading, paging},
    problem::Problem,
    schema::{PageOf, Part},
};
use crate::Shared;

/// Every decision on a code, oldest first
#[utoipa::path(
    get, path = "/codes/{id}/history", tag = "codes",
    params(("id" = String, Path, description = "The code's id, in any case"), Part),
    responses((status = 200, description = "Decisions", body = PageOf<DecisionView>), (status = 404, description = "There is no such thing", body = Problem)),
)]
pub(crate) async fn code_history(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<CodeId>,
    Parameters(part): Parameters<Part>,
) -> Result<Json<PageOf<DecisionView>>, Problem> {
    let paging = paging(part.limit.as_deref(), part.cursor)?;
    if paging.cursor.as_deref().is_some_and(|cursor| cursor.parse::<u64>().is_err()) {
        return Err(Problem::fault("cursor", "give what the page before said in next"));
    }
    let page = history(&api.application, &principal, &Subject::Code(id), &paging).await?;
    Ok(Json(PageOf {
        items: page.items.into_iter().map(Into::into).collect(),
        next: page.next,
    }))
}
