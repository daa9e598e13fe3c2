//! Codes.

pub(crate) mod aliases;
pub(crate) mod approval;
pub(crate) mod as_of;
pub(crate) mod describe;
pub(crate) mod diff;
pub(crate) mod evidence;
pub(crate) mod explain;
pub mod export;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod mint;
pub(crate) mod picture;
pub(crate) mod restore;
pub(crate) mod retarget;
pub(crate) mod retire;
pub(crate) mod rules;
pub(crate) mod scans;
pub(crate) mod show;
pub(crate) mod suspend;
pub(crate) mod transfer;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use signpost_application::{commands::Decided, ports::catalogue::CodeRecord};

use super::{extract::etag, problem::Problem, proposals, schema::CodeView};
use crate::Api;

/// A code as an answer, with its version as `ETag`.
pub(crate) fn response(api: &Api, status: StatusCode, record: &CodeRecord) -> Response {
    let view = CodeView::new(record, &api.application.public_url);
    let mut response = (status, [etag(record.version)], Json(view)).into_response();
    if status == StatusCode::CREATED
        && let Ok(location) = HeaderValue::from_str(&format!("/api/v1/codes/{}", record.id))
    {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// A changed code as an answer, or the proposal to change it.
pub(crate) async fn answered(api: &Api, decided: Decided<CodeRecord>) -> Result<Response, Problem> {
    proposals::answer(api, decided, |record| response(api, StatusCode::OK, &record)).await
}
