use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use signpost_application::commands::draw_design::draw_design as draw;
use signpost_domain::identifier::DesignName;

use super::super::{
    extract::{Acting, Body, Expecting, Named, because, etag},
    problem::Problem,
    schema::{DesignBody, DesignView, Faults},
};
use crate::Shared;

/// Draw a design, or change it
///
/// Before it counts it is tried: its contrast and quiet zone, whether error correction makes good what its logo hides, and whether a reader
/// reads it at its size in print, blurred, tilted and in bad light. What cannot be read is refused and says why.
#[utoipa::path(
    put, path = "/designs/{name}", tag = "designs",
    params(
        ("name" = String, Path, description = "1 to 60 of a-z, 0-9, - and _"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("If-None-Match" = Option<String>, Header, description = "*: only if there is none yet"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = DesignBody,
    responses(
        (status = 200, description = "Changed", body = DesignView, headers(("ETag" = String))),
        (status = 201, description = "Drawn", body = DesignView, headers(("ETag" = String))),
        (status = 412, description = "It has another version", body = Problem), (status = 422, description = "Something in it is not valid, or no phone could read it", body = Problem),
    ),
)]
pub(crate) async fn draw_design(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(name): Named<DesignName>,
    Expecting(expectation): Expecting,
    Body(body): Body<DesignBody>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason.clone())?;
    let mut faults = Faults::default();
    let specification = body.read(&mut faults);
    faults.check()?;
    let specification = specification.ok_or_else(|| Problem::fault("", "not understood"))?;
    let (record, is_new) = draw(&api.application, &caller, &name, expectation, specification).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, [etag(record.version)], Json(DesignView::new(record))).into_response())
}
