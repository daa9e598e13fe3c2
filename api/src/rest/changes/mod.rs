//! Changes of many codes in one act.

pub(crate) mod codes;
pub(crate) mod make;
pub(crate) mod preview;
pub(crate) mod reverse;
pub(crate) mod show;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use signpost_application::queries::changes::ChangeRecord;

use super::schema::ChangeView;

/// A change that was just made, as an answer: 202 while it does not show everywhere yet.
pub(crate) fn made(record: &ChangeRecord) -> Response {
    let status = if record.shown < record.making.decisions {
        StatusCode::ACCEPTED
    } else {
        StatusCode::CREATED
    };
    let mut response = (status, Json(ChangeView::from(record))).into_response();
    if let Ok(location) = HeaderValue::from_str(&format!("/api/v1/changes/{}", record.id)) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
