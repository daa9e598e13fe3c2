//! A code's picture: shown on its page, and downloaded.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::ports::artwork::Format;
use signpost_domain::identifier::CodeId;

use crate::{
    Shared,
    rest::codes::picture::{Look, draw},
    website::{Path, Query, Staff, WebsiteError},
};

/// How it is asked for.
#[derive(Deserialize)]
pub(super) struct Wanted {
    /// Given where it is to be kept.
    download: Option<String>,
    #[serde(flatten)]
    look: Look,
}

/// Draws it.
pub(super) async fn show(
    State(api): State<Shared>,
    staff: Staff,
    Path((id, format)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebsiteError> {
    let format = Format::ALL.into_iter().find(|known| known.as_str() == format);
    let (Ok(id), Some(format)) = (id.parse::<CodeId>(), format) else {
        return Err(WebsiteError::not_found(&staff));
    };
    let drawn = draw(&api, staff.principal(), &id, &wanted.look, format).await;
    let mut response = drawn.map_err(|problem| WebsiteError::problem(&staff, problem))?;
    if wanted.download.is_some()
        && let Ok(name) = HeaderValue::try_from(format!("attachment; filename=\"{id}.{}\"", format.as_str()))
    {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response.into_response())
}
