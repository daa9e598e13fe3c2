use axum::{Json, extract::State};
use signpost_application::commands::changes;
use signpost_domain::identifier::ChangeId;

use super::super::{
    extract::{Acting, Body, Named},
    problem::Problem,
    schema::{Faults, OrderBody, PreviewView},
};
use crate::Shared;

/// Look at what a change of many codes would do
///
/// Changes nothing. Its `token` stands for exactly what would be done: give it as `previewed` when carrying it out, and nothing
/// is changed unless that is still so.
#[utoipa::path(
    post, path = "/changes/preview", tag = "changes",
    request_body = OrderBody,
    responses(
        (status = 200, description = "What it would do now", body = PreviewView),
        (status = 422, description = "Something in it is not valid, or no code fits", body = Problem),
    ),
)]
pub(crate) async fn preview_change(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Body(body): Body<OrderBody>,
) -> Result<Json<PreviewView>, Problem> {
    let mut faults = Faults::default();
    let read = body.read(&mut faults);
    faults.check()?;
    let order = read.ok_or_else(|| Problem::fault("", "not understood"))?;
    let plan = changes::preview(&api.application, &caller, &order).await?;
    Ok(Json(PreviewView::new(plan)))
}

/// Look at what taking a change back would do
///
/// Changes nothing. Codes that changed since are in `refused`: they would stay as they are.
#[utoipa::path(
    post, path = "/changes/{id}/reverse/preview", tag = "changes",
    params(("id" = String, Path, description = "The change")),
    responses(
        (status = 200, description = "What it would do now", body = PreviewView),
        (status = 404, description = "There is no such thing", body = Problem),
        (status = 409, description = "It retired codes, which is for good", body = Problem),
    ),
)]
pub(crate) async fn preview_reversal(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<ChangeId>,
) -> Result<Json<PreviewView>, Problem> {
    let plan = changes::preview_reversal(&api.application, &caller, &id).await?;
    Ok(Json(PreviewView::new(plan)))
}
