//! Batches: series of codes, minted in one act.

pub(crate) mod codes;
pub(crate) mod list;
pub(crate) mod mint;
pub(crate) mod show;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use signpost_application::ports::catalogue::BatchRecord;

use super::schema::BatchView;

/// A batch that was just minted, as an answer.
pub(crate) fn minted(record: &BatchRecord) -> Response {
    let mut response = (StatusCode::CREATED, Json(BatchView::from(record))).into_response();
    if let Ok(location) = HeaderValue::from_str(&format!("/api/v1/batches/{}", record.id)) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
