use std::sync::Arc;

use axum::{Json, extract::State};
use signpost_application::{authority::Principal, refusal::Refusal};

use super::{ImportView, registry::Import};
use crate::{
    Api, Shared,
    rest::{
        extract::{Named, Nothing, Parameters, Reading},
        problem::Problem,
    },
};

/// Show an import
///
/// How far it is, or what came of it. Known to whoever began it, on the node that does it, for the last imports of that node; what it did is a change
/// of this id, which every node shows for ever.
#[utoipa::path(
    get, path = "/imports/{id}", tag = "imports",
    params(("id" = String, Path, description = "The import")),
    responses((status = 200, description = "The import", body = ImportView)),
)]
pub(crate) async fn show_import(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Json<ImportView>, Problem> {
    Ok(Json(ImportView::from(&*find(&api, &principal, &id)?)))
}

/// One of somebody's imports.
pub(super) fn find(api: &Api, principal: &Principal, id: &str) -> Result<Arc<Import>, Problem> {
    let found = api.imports.find(id, &principal.id);
    found.ok_or_else(|| {
        Problem::from(Refusal::NotFound {
            kind: "import",
            id: id.to_owned(),
        })
    })
}
