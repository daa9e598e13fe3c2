use axum::{extract::State, http::HeaderMap, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use signpost_application::{ports::StoreError, queries::seals::records, refusal::Refusal};
use signpost_domain::decision::Position;
use utoipa::{IntoParams, ToSchema};

use super::super::{
    export,
    extract::{Parameters, Reading, parse},
    problem::Problem,
    schema::PageOf,
};
use crate::Shared;

/// A decision byte for byte as it is sealed, see docs/records.md.
#[derive(Serialize, ToSchema)]
#[serde(transparent)]
#[schema(as = Record, value_type = Object)]
pub(crate) struct RecordView(Box<RawValue>);

#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Those after this position.
    after: Option<String>,
    /// Entries at most, 1 to 1,000; 100 if not given. JSON lines and CSV have no limit unless one is given.
    limit: Option<String>,
}

/// Export the decision log as it is sealed
///
/// What `signpost audit verify --decisions` verifies away from here. As JSON lines (`Accept: application/jsonl`) each line is a record byte for byte; or as CSV
/// (`Accept: text/csv`), or a page of JSON.
#[utoipa::path(
    get, path = "/decisions/records", tag = "logs",
    params(Wanted),
    responses(
        (status = 200, description = "Records in order", content(
            (PageOf<RecordView> = "application/json"), (RecordView = "application/jsonl"), (String = "text/csv"),
        )),
        (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn decision_records(
    State(api): State<Shared>,
    Reading(principal): Reading,
    headers: HeaderMap,
    Parameters(wanted): Parameters<Wanted>,
) -> Result<Response, Problem> {
    let after: Option<Position> = parse("after", wanted.after.as_deref())?;
    let read = move |after: Option<Position>, limit: u32| {
        let (api, principal) = (api.clone(), principal.clone());
        async move {
            let records = records(&api.application, &principal, after.unwrap_or_default(), limit).await?;
            let raw = records.into_iter().map(|(position, encoding)| {
                let text = String::from_utf8(encoding).map_err(|error| StoreError::Unreadable(error.to_string()))?;
                let raw = RawValue::from_string(text).map_err(|error| StoreError::Unreadable(error.to_string()))?;
                Ok((position, raw))
            });
            Ok::<_, Refusal>(raw.collect::<Result<Vec<_>, StoreError>>()?)
        }
    };
    let view = |(position, raw): (Position, Box<RawValue>)| (position, RecordView(raw));
    export::list(&headers, after, wanted.limit.as_deref(), read, view).await
}
