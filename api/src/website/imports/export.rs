//! The catalogue as a file, all of it or what was found.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::{
    Shared,
    rest::{
        codes::list::{Filter, list_codes},
        extract::Parameters,
    },
    website::{
        Path, WebsiteError,
        lists::{asked::Asked, decisions::reading},
    },
};

/// How the name of a file ends, its media type, and the key of what it is good for.
pub(super) const FORMATS: [(&str, &str, &str); 3] = [
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "export-codes.xlsx",
    ),
    ("csv", "text/csv", "export-codes.csv"),
    ("jsonl", "application/jsonl", "export-codes.jsonl"),
];

/// Answers with the file, which is written as it is read.
pub(super) async fn export(
    State(api): State<Shared>,
    Path(file): Path<String>,
    asked: Asked<Filter>,
) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, .. } = asked;
    let format = FORMATS.iter().find(|(ending, ..)| file == format!("codes.{ending}"));
    let Some((_, media_type, _)) = format else {
        return Err(WebsiteError::not_found(&staff));
    };
    let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(media_type))]);
    let exported = list_codes(State(api), reading(&staff), headers, Parameters(wanted)).await;
    let exported = exported.map_err(|problem| WebsiteError::problem(&staff, problem))?;
    let name = format!("attachment; filename=\"{file}\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], exported).into_response())
}
