use axum::{
    body::{Body, Bytes},
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use futures::stream;
use signpost_application::{
    columns::neutralised,
    ports::catalogue::{CodeRecord, Standing},
    queries::series::{Series, series},
    refusal::Refusal,
};

use super::super::{
    extract::{Named, Nothing, Parameters, Reading},
    problem::Problem,
};
use crate::{Api, Shared};

/// Export the codes of a batch
///
/// For print: one code a line, in the order in which they were minted, of any number in constant memory.
#[utoipa::path(
    get, path = "/batches/{id}/codes.csv", tag = "batches",
    params(("id" = String, Path, description = "The batch")),
    responses((status = 200, description = "id, url, label, unit and status of every code", content((String = "text/csv")))),
)]
pub(crate) async fn batch_codes(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Response, Problem> {
    // Begun before the answer, so that whoever asks for what is not there is told so.
    let series = series(&api.application, &principal, &id, 1).await?;
    let parts = stream::unfold(Some(Next::Header(series)), move |next| {
        let api = api.clone();
        async move {
            Some(match part(&api, next?).await {
                Ok((bytes, next)) => (Ok(bytes), next),
                // The connection breaks: what is cut off must not look whole.
                Err(refusal) => (Err(std::io::Error::other(refusal.to_string())), None),
            })
        }
    });
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], Body::from_stream(parts)).into_response())
}

/// What the next part is.
enum Next {
    Header(Series),
    Codes(Series),
}

async fn part(api: &Api, next: Next) -> Result<(Bytes, Option<Next>), Refusal> {
    let mut series = match next {
        Next::Header(series) => {
            let header = Bytes::from_static(b"id,url,label,unit,status\n");
            return Ok((header, Some(Next::Codes(series))));
        }
        Next::Codes(series) => series,
    };
    let records = series.next().await?;
    let more = !records.is_empty();
    let bytes = Bytes::from(render(
        records.into_iter().map(|(_, record)| record),
        &api.application.public_url,
    ));
    Ok((bytes, more.then_some(Next::Codes(series))))
}

fn render(records: impl Iterator<Item = CodeRecord>, public_url: &str) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for CodeRecord { id, code, .. } in records {
        let url = format!("{public_url}/{id}");
        let unit = code.unit.as_ref().map_or("", |unit| unit.as_str());
        // People open it in spreadsheets.
        let (id, label) = (
            neutralised(id.as_str()),
            neutralised(code.label.as_deref().unwrap_or_default()),
        );
        // Writing to memory does not fail, and every row has the same fields.
        let _ = writer.write_record([&*id, &url, &label, unit, Standing::of(&code).as_str()]);
    }
    writer.into_inner().unwrap_or_default()
}
