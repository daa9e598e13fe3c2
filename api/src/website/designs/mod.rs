//! `/admin/designs`: how symbols look in print. A design is looked at before it is kept, and tried before it counts.

mod fields;
mod form;
mod list;

use axum::{
    Router,
    routing::{get, post},
};

use crate::Shared;

/// The pages of designs.
pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/admin/designs", get(list::show))
        .route("/admin/design", get(form::blank).post(form::send))
        .route("/admin/design/look", post(form::look))
        .route("/admin/designs/{name}", get(form::show))
        .route("/admin/designs/{name}/withdraw", post(form::withdraw))
}
