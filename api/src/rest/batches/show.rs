use axum::{Json, extract::State};
use signpost_application::queries::batches::batch;

use super::super::{
    extract::{Named, Nothing, Parameters, Reading},
    problem::Problem,
    schema::BatchView,
};
use crate::Shared;

/// Show a batch
#[utoipa::path(
    get, path = "/batches/{id}", tag = "batches",
    params(("id" = String, Path, description = "The batch")),
    responses((status = 200, description = "The batch, and how its codes stand", body = BatchView)),
)]
pub(crate) async fn show_batch(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Json<BatchView>, Problem> {
    let record = batch(&api.application, &principal, &id).await?;
    Ok(Json(BatchView::from(&record)))
}
