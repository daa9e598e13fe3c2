use axum::{Json, extract::State};

use super::{ImportView, show::find};
use crate::{
    Shared,
    rest::{
        extract::{Named, Nothing, Parameters, Reading},
        problem::Problem,
    },
};

/// Cancel an import
///
/// Nothing is changed then, unless everything was just done: the answer says which.
#[utoipa::path(
    delete, path = "/imports/{id}", tag = "imports",
    params(("id" = String, Path, description = "The import")),
    responses((status = 200, description = "What became of it", body = ImportView)),
)]
pub(crate) async fn cancel_import(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Json<ImportView>, Problem> {
    let import = find(&api, &principal, &id)?;
    import.course.cancel();
    import.wait().await;
    Ok(Json(ImportView::from(&*import)))
}
