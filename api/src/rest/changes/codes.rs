use axum::{Json, extract::State};
use serde::Deserialize;
use signpost_application::{ports::Page, queries::changes::touches};
use signpost_domain::{decision::Position, identifier::ChangeId};
use utoipa::IntoParams;

use super::super::{
    extract::{Named, Parameters, Reading, paging, parse},
    problem::Problem,
    schema::{PageOf, TouchView},
};
use crate::Shared;

/// Which part of the list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Entries at most, 1 to 1,000; 100 if not given.
    limit: Option<String>,
    /// What the page before said in `next`.
    cursor: Option<String>,
}

/// List what a change decided about each code
#[utoipa::path(
    get, path = "/changes/{id}/codes", tag = "changes",
    params(("id" = String, Path, description = "The change"), Which),
    responses((status = 200, description = "Its decisions on codes, in the order of the log", body = PageOf<TouchView>)),
)]
pub(crate) async fn change_codes(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<ChangeId>,
    Parameters(which): Parameters<Which>,
) -> Result<Json<PageOf<TouchView>>, Problem> {
    let paging = paging(which.limit.as_deref(), which.cursor)?;
    let after: Option<Position> = parse("cursor", paging.cursor.as_deref())?;
    let Page { items, next } = touches(&api.application, &principal, &id, after.unwrap_or_default(), paging.limit).await?;
    let items = items.iter().map(TouchView::from).collect();
    Ok(Json(PageOf { items, next }))
}
