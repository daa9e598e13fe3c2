//! A decision as `/api/v1/decisions/records` gives it.

use serde::Deserialize;
use serde_json::value::RawValue;
use signpost_application::record::DecisionRecord;

use super::Exported;

/// What every record says of itself.
const RECORD: &str = "signpost decision v1";

/// As it is sealed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line<T> {
    event: String,
    event_version: String,
    id: String,
    kind: String,
    metadata: T,
    payload: T,
    position: u64,
    record: String,
    recorded_at: i64,
    sequence: u64,
}

impl<T> Line<T> {
    fn record(self, json: impl Fn(T) -> String) -> Result<DecisionRecord, String> {
        if self.record != RECORD {
            return Err(format!("it is no {RECORD:?}"));
        }
        Ok(DecisionRecord {
            position: self.position,
            kind: self.kind,
            id: self.id,
            sequence: self.sequence,
            event: self.event,
            event_version: self.event_version,
            payload: json(self.payload),
            metadata: json(self.metadata),
            recorded_at: self.recorded_at,
        })
    }
}

impl TryFrom<Line<Box<RawValue>>> for DecisionRecord {
    type Error = String;

    fn try_from(line: Line<Box<RawValue>>) -> Result<Self, String> {
        line.record(|json| Box::<str>::from(json).into_string())
    }
}

impl TryFrom<Line<String>> for DecisionRecord {
    type Error = String;

    fn try_from(line: Line<String>) -> Result<Self, String> {
        line.record(|json| json)
    }
}

impl Exported for DecisionRecord {
    type Line = Line<Box<RawValue>>;
    type Row = Line<String>;
}
