//! Batches: series of codes, minted in one act.

pub(crate) mod asked;
pub(crate) mod codes;
pub(crate) mod images;
pub(crate) mod labels;
pub(crate) mod list;
pub(crate) mod mint;
pub(crate) mod print;
mod printed;
pub(crate) mod show;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use signpost_application::commands::mint_batch::Minted;

use super::schema::BatchView;

/// A batch that was just minted, as an answer: 202 while it does not show everywhere yet.
pub(crate) fn minted(Minted { record, shown }: &Minted) -> Response {
    let status = if *shown { StatusCode::CREATED } else { StatusCode::ACCEPTED };
    let mut response = (status, Json(BatchView::from(record))).into_response();
    if let Ok(location) = HeaderValue::from_str(&format!("/api/v1/batches/{}", record.id)) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
