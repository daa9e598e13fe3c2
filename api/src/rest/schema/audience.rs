//! Audiences on the wire.

use serde::{Deserialize, Serialize};
use signpost_application::ports::catalogue::AudienceRecord;
use signpost_domain::audience::Definition;
use utoipa::ToSchema;

use super::{ConditionSchema, Faults};

/// An audience.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Audience)]
pub(crate) struct AudienceView {
    /// Its name.
    name: String,
    /// Its name for people.
    label: String,
    /// Who belongs to it.
    #[schema(value_type = ConditionSchema)]
    condition: serde_json::Value,
    /// The number of decisions on it, as in its `ETag`.
    version: u64,
    /// When something about it was last decided.
    #[schema(format = DateTime)]
    changed_at: String,
}

impl AudienceView {
    /// A view of an audience in use.
    pub(crate) fn new(record: &AudienceRecord) -> Self {
        let (label, condition) = match &record.definition {
            Some(Definition { label, condition }) => (label.clone(), serde_json::to_value(condition).unwrap_or_default()),
            None => (String::new(), serde_json::Value::Null),
        };
        let changed_at = record.changed_at.to_string();
        Self {
            name: record.name.to_string(),
            label,
            condition,
            version: record.version,
            changed_at,
        }
    }
}

/// What an audience is called and how it is recognised.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAudience)]
pub(crate) struct AudienceBody {
    /// Its name for people.
    label: String,
    /// Who belongs to it.
    condition: ConditionSchema,
    /// Why, for the history.
    pub(crate) reason: Option<String>,
}

impl AudienceBody {
    pub(crate) fn read(self, faults: &mut Faults) -> Option<Definition> {
        Some(Definition {
            label: self.label,
            condition: self.condition.read("/condition", faults)?,
        })
    }
}
