use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::stream;
use tokio::{fs::File, io::AsyncReadExt};

use super::show::find;
use crate::{
    Shared,
    rest::{
        extract::{Named, Nothing, Parameters, Reading},
        problem::Problem,
    },
};

/// Bytes that are sent at once.
const PART: usize = 64 << 10;

/// The same rows, and what came of each
///
/// In the form of the table that was sent, with a column `signpost` more: `mint` or `change` and the code, `unchanged`, or `refused` with the column
/// and the reason. Mended, it can be imported again as it is.
#[utoipa::path(
    get, path = "/imports/{id}/result", tag = "imports",
    params(("id" = String, Path, description = "The import")),
    responses(
        (status = 200, description = "The table", content((String = "text/csv"))),
        (status = 409, description = "It has not ended yet, or could not be read to its end", body = Problem),
    ),
)]
pub(crate) async fn import_result(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Response, Problem> {
    let import = find(&api, &principal, &id)?;
    let none = || {
        let detail = "there is no result: the import is still under way, or its table could not be read to its end";
        Problem::new(StatusCode::CONFLICT, "underway", "No result (yet)", detail)
    };
    let form = *import.form.get().ok_or_else(none)?;
    let file = File::open(import.result()).await.map_err(|_| none())?;
    // The import comes along, since its files go with it.
    let parts = stream::unfold((file, import), |(mut file, import)| async move {
        let mut part = vec![0; PART];
        match file.read(&mut part).await {
            Ok(0) => None,
            Ok(read) => {
                part.truncate(read);
                Some((Ok(Bytes::from(part)), (file, import)))
            }
            Err(error) => Some((Err(error), (file, import))),
        }
    });
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
    let name = format!("attachment; filename=\"result.{}\"", form.extension());
    if let Ok(name) = HeaderValue::try_from(name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok((headers, Body::from_stream(parts)).into_response())
}
