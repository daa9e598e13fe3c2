//! `/admin/imports`: tables come in, are tried before anything is done, and can be left and found again; and the catalogue goes out.

mod export;
mod list;
mod result;
mod show;
mod upload;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use super::{Page, Staff, WebsiteError, lists::table::Cell};
use crate::{
    Shared,
    rest::imports::{Import, state},
};

/// Their paths.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route(
            "/admin/imports",
            // A table is written to the disk as it comes, and cut off there where it is too large.
            get(list::show).post(upload::upload).layer(DefaultBodyLimit::disable()),
        )
        .route("/admin/imports/{id}", get(show::show))
        .route("/admin/imports/{id}/do", post(show::go_on))
        .route("/admin/imports/{id}/cancel", post(show::cancel))
        .route("/admin/imports/{id}/result", get(result::download))
        .route("/admin/exports/{file}", get(export::export))
}

/// One of somebody's own.
fn find(api: &Shared, staff: &Staff, id: &str) -> Result<Arc<Import>, WebsiteError> {
    let found = api.imports.find(id, &staff.principal().id);
    found.ok_or_else(|| WebsiteError::not_found(staff))
}

/// What it is called: the name of its file.
pub(super) fn title(page: &Page, import: &Import) -> String {
    import.file().map_or_else(|| page.t("import-table"), str::to_owned)
}

/// How it stands.
pub(super) fn standing(page: &Page, import: &Import) -> Cell {
    let state = state(import);
    let kind = match state {
        "reading" | "appending" | "tried" => "waits",
        "done" | "unchanged" => "good",
        "refused" | "failed" => "bad",
        _ => "over",
    };
    Cell::Standing {
        kind,
        text: page.t(&format!("import-{state}")),
    }
}
