//! A decision as it is stored.

use super::{RecordError, json};

/// An entry of the decision log, with what is in it left as it is: events of old versions, and of versions to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRecord {
    /// Its place in the log.
    pub position: u64,
    /// The kind of thing decided on.
    pub kind: String,
    /// Which one.
    pub id: String,
    /// Its number among the decisions on that one, from 1.
    pub sequence: u64,
    /// What kind of decision.
    pub event: String,
    /// The version of its payload's shape.
    pub event_version: String,
    /// What was decided, as JSON.
    pub payload: String,
    /// By whom, why, from where and when, as JSON.
    pub metadata: String,
    /// When the store took it in, in microseconds since 1970.
    pub recorded_at: i64,
}

impl DecisionRecord {
    /// What its bytes say that they are.
    pub const FORMAT: &str = "signpost decision v1";

    /// Its metadata and its payload as they stand in its bytes.
    pub fn canonical(&self) -> Result<[String; 2], RecordError> {
        let canonical = |part, text: &String| {
            let mut out = String::with_capacity(text.len());
            json::write_canonical(text, &mut out).map_err(|what| RecordError::Json { part, what })?;
            Ok(out)
        };
        Ok([canonical("metadata", &self.metadata)?, canonical("payload", &self.payload)?])
    }

    /// Its bytes: canonical JSON (RFC 8785), with every number exact.
    pub fn encoding(&self) -> Result<Vec<u8>, RecordError> {
        let Self {
            position,
            recorded_at,
            sequence,
            ..
        } = self;
        let mut out = String::with_capacity(256 + self.payload.len() + self.metadata.len());
        for (name, text) in [
            ("{\"event\":", &self.event),
            (",\"event_version\":", &self.event_version),
            (",\"id\":", &self.id),
            (",\"kind\":", &self.kind),
        ] {
            out.push_str(name);
            json::write_text(text, &mut out);
        }
        for (part, name, text) in [
            ("metadata", ",\"metadata\":", &self.metadata),
            ("payload", ",\"payload\":", &self.payload),
        ] {
            out.push_str(name);
            json::write_canonical(text, &mut out).map_err(|what| RecordError::Json { part, what })?;
        }
        let numbers = format!(
            ",\"position\":{position},\"record\":\"{}\",\"recorded_at\":{recorded_at},\"sequence\":{sequence}}}",
            Self::FORMAT
        );
        out.push_str(&numbers);
        Ok(out.into_bytes())
    }
}
