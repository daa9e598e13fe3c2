use axum::{Json, extract::State};
use signpost_application::queries::changes::show;
use signpost_domain::identifier::ChangeId;

use super::super::{
    extract::{Named, Nothing, Parameters, Reading},
    problem::Problem,
    schema::ChangeView,
};
use crate::Shared;

/// Show a change
///
/// What it was, who made it and why, how far it shows, and what took it back. Its id is the correlation id of its decisions, as
/// the history of each code names it.
#[utoipa::path(
    get, path = "/changes/{id}", tag = "changes",
    params(("id" = String, Path, description = "The change")),
    responses((status = 200, description = "The change", body = ChangeView)),
)]
pub(crate) async fn show_change(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<ChangeId>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Json<ChangeView>, Problem> {
    let record = show(&api.application, &principal, &id).await?;
    Ok(Json(ChangeView::from(&record)))
}
