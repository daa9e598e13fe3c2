use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use signpost_application::queries::designs::sample;
use signpost_domain::identifier::DesignName;

use super::{
    super::{
        extract::{Named, Parameters, Reading, parse},
        problem::Problem,
    },
    show::AtVersion,
};
use crate::Shared;

/// A symbol in a design
///
/// Of a code that there need not be, to see what it looks like.
#[utoipa::path(
    get, path = "/designs/{name}/sample.svg", tag = "designs",
    params(("name" = String, Path, description = "The design's name"), AtVersion),
    responses(
        (status = 200, description = "The symbol", content_type = "image/svg+xml"),
        (status = 404, description = "There is no such design, or it was withdrawn", body = Problem),
    ),
)]
pub(crate) async fn design_sample(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(name): Named<DesignName>,
    Parameters(at): Parameters<AtVersion>,
) -> Result<Response, Problem> {
    let version = parse("version", at.version.as_deref())?;
    let picture = sample(&api.application, &principal, &name, version).await?;
    let headers = [
        (header::CONTENT_TYPE, picture.media_type),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'",
        ),
    ];
    Ok((headers, picture.bytes).into_response())
}
