use axum::{
    body::{Body, Bytes},
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use futures::stream;
use signpost_application::{
    authority::Principal,
    ports::{
        Page, Paging,
        catalogue::{CodeFilter, CodeRecord, Standing},
    },
    queries::{batches::batch, codes::codes},
    refusal::Refusal,
};

use super::super::{
    extract::{Named, Nothing, Parameters, Reading},
    problem::Problem,
};
use crate::{Api, Shared};

/// Codes read at a time.
const PART: u32 = 2_000;

/// Export the codes of a batch
///
/// For print: one code a line, by id, of any number in constant memory.
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
    // Asked before the answer begins, so that whoever asks for what is not there is told so.
    let id = batch(&api.application, &principal, &id).await?.id;
    let filter = CodeFilter {
        batch: Some(id),
        ..CodeFilter::default()
    };
    let parts = stream::unfold(Some(Next::Header), move |next| {
        let (api, principal, filter) = (api.clone(), principal.clone(), filter.clone());
        async move {
            Some(match part(&api, &principal, &filter, next?).await {
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
    Header,
    After(Option<String>),
}

async fn part(api: &Api, principal: &Principal, filter: &CodeFilter, next: Next) -> Result<(Bytes, Option<Next>), Refusal> {
    let Next::After(cursor) = next else {
        return Ok((Bytes::from_static(b"id,url,label,unit,status\n"), Some(Next::After(None))));
    };
    let paging = Paging { limit: PART, cursor };
    let Page { items, next } = codes(&api.application, principal, filter, &paging).await?;
    let bytes = Bytes::from(render(&items, &api.application.public_url));
    Ok((bytes, next.map(|cursor| Next::After(Some(cursor)))))
}

fn render(records: &[CodeRecord], public_url: &str) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for CodeRecord { id, code, .. } in records {
        let url = format!("{public_url}/{id}");
        let unit = code.unit.as_ref().map_or("", |unit| unit.as_str());
        let label = code.label.as_deref().unwrap_or_default();
        // Writing to memory does not fail, and every row has the same fields.
        let _ = writer.write_record([id.as_str(), &url, label, unit, Standing::of(code).as_str()]);
    }
    writer.into_inner().unwrap_or_default()
}
