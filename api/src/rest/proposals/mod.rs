//! Proposals: what counts when another person approves it.

pub(crate) mod end;
pub(crate) mod list;
pub(crate) mod show;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use signpost_application::{commands::Decided, ports::proposals::ProposalRecord, queries::proposals::one};

use super::{problem::Problem, schema::ProposalView};
use crate::Api;

/// What was decided, as `done` shows it, or 202 with the proposal that it is until another person approves it.
pub(crate) async fn answer<T>(api: &Api, decided: Decided<T>, done: impl FnOnce(T) -> Response) -> Result<Response, Problem> {
    match decided {
        Decided::Done(thing) => Ok(done(thing)),
        Decided::Proposed(record) => proposed(api, *record).await,
    }
}

/// A proposal that was just made, as an answer.
pub(crate) async fn proposed(api: &Api, record: ProposalRecord) -> Result<Response, Problem> {
    let location = HeaderValue::from_str(&format!("/api/v1/proposals/{}", record.id));
    let view = ProposalView::from(one(&api.application, record).await?);
    let mut response = (StatusCode::ACCEPTED, Json(view)).into_response();
    if let Ok(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}
