//! `/admin/changes`: many codes changed in one act. What is to be changed is chosen, looked at, and only then carried out; what was
//! done has a page of its own, which shows how far it is and takes it back.

mod choose;
mod draft;
mod preview;
mod result;

use axum::{
    Router,
    routing::{get, post},
};

use crate::Shared;

/// Their paths.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/admin/change", get(choose::show))
        .route("/admin/change/preview", post(preview::show))
        .route("/admin/change/make", post(preview::make))
        .route("/admin/changes/{id}", get(result::show))
        .route(
            "/admin/changes/{id}/reverse",
            get(preview::show_reversal).post(preview::reverse),
        )
}
