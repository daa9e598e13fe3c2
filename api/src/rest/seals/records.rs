use std::fmt::Display;

use axum::{extract::State, http::HeaderMap, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use signpost_application::{ports::StoreError, queries::seals::records, record::DecisionRecord, refusal::Refusal};
use signpost_domain::decision::Position;
use utoipa::{IntoParams, ToSchema};

use super::super::{
    export,
    extract::{Parameters, Reading, parse},
    problem::Problem,
    schema::PageOf,
};
use crate::Shared;

/// A decision byte for byte as it is sealed, see docs/records.md: its fields stand in the order of their names.
#[derive(Serialize, ToSchema)]
#[schema(as = Record)]
pub(crate) struct RecordView {
    /// What was decided, such as `Retargeted`.
    event: String,
    /// The version of its payload's shape.
    event_version: String,
    /// Which thing it is about.
    id: String,
    /// Kind of thing.
    kind: String,
    /// By whom, why, from where and when.
    #[schema(value_type = Object)]
    metadata: Box<RawValue>,
    /// What was decided.
    #[schema(value_type = Object)]
    payload: Box<RawValue>,
    /// Its place in the log.
    position: u64,
    /// What this is: `signpost decision v1`.
    record: &'static str,
    /// When the store took it in, in microseconds since 1970.
    recorded_at: i64,
    /// The number of decisions on that thing, this one included.
    sequence: u64,
}

impl RecordView {
    fn read(record: DecisionRecord) -> Result<Self, StoreError> {
        let unreadable = |error: &dyn Display| StoreError::Unreadable(format!("decision {}: {error}", record.position));
        let [metadata, payload] = record.canonical().map_err(|error| unreadable(&error))?;
        let raw = |json| RawValue::from_string(json).map_err(|error| unreadable(&error));
        let (metadata, payload) = (raw(metadata)?, raw(payload)?);
        Ok(Self {
            event: record.event,
            event_version: record.event_version,
            id: record.id,
            kind: record.kind,
            metadata,
            payload,
            position: record.position,
            record: DecisionRecord::FORMAT,
            recorded_at: record.recorded_at,
            sequence: record.sequence,
        })
    }
}

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
            Ok::<_, Refusal>(records.into_iter().map(RecordView::read).collect::<Result<Vec<_>, _>>()?)
        }
    };
    let view = |record: RecordView| (Position(record.position), record);
    export::list(&headers, after, wanted.limit.as_deref(), read, view).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_exported_byte_for_byte_as_it_is_sealed() {
        let texts = [
            "Retargeted",
            "\u{e9}\u{1F600}\u{FFFF}",
            "\"\\/\u{8}\u{c}\n\r\t\u{1}\u{1f}\u{7f}\u{2028}",
        ];
        let payloads = [
            r#"{"b": 1e-7, "a": [0.10, -0, 12345678901234567890], "\u00e9": "\/\u0041\u001F"}"#,
            "{}",
        ];
        for (n, (text, payload)) in (1..).zip(texts.into_iter().flat_map(|text| payloads.map(|payload| (text, payload)))) {
            let record = DecisionRecord {
                position: n,
                kind: text.to_owned(),
                id: text.to_owned(),
                sequence: n,
                event: text.to_owned(),
                event_version: "1".to_owned(),
                payload: payload.to_owned(),
                metadata: payload.to_owned(),
                recorded_at: -1,
            };
            let sealed = String::from_utf8(record.encoding().unwrap()).unwrap();
            assert_eq!(serde_json::to_string(&RecordView::read(record).unwrap()).unwrap(), sealed);
        }
    }
}
