//! Units on the wire.

use serde::{Deserialize, Serialize};
use signpost_application::ports::catalogue::UnitRecord;
use signpost_domain::{approval::Approval, unit::HostPolicy, url::HostPattern};
use utoipa::ToSchema;

use super::Faults;

/// Whether another person must approve what sends visitors elsewhere before it counts.
#[derive(ToSchema)]
#[schema(as = Approval, rename_all = "snake_case")]
#[expect(dead_code, reason = "describes Approval, which lives where OpenAPI is not known")]
pub(crate) enum ApprovalSchema {
    /// It counts at once.
    NotNeeded,
    /// It must.
    Required,
}

/// A unit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Unit)]
pub(crate) struct UnitView {
    /// Its name.
    name: String,
    /// Its name for people.
    label: String,
    /// Hosts its codes may lead to; null allows every host.
    allowed_hosts: Option<Vec<String>>,
    /// Whether another person must approve what sends the visitors of its codes elsewhere.
    #[schema(value_type = ApprovalSchema)]
    approval: Approval,
    /// The number of decisions on it, as in its `ETag`.
    version: u64,
    /// When something about it was last decided.
    #[schema(format = DateTime)]
    changed_at: String,
}

impl From<&UnitRecord> for UnitView {
    fn from(record: &UnitRecord) -> Self {
        let hosts = record.policy.allowed_hosts();
        Self {
            name: record.name.to_string(),
            label: record.label.clone(),
            allowed_hosts: hosts.map(|hosts| hosts.iter().map(|host| host.as_str().to_owned()).collect()),
            approval: record.approval,
            version: record.version,
            changed_at: record.changed_at.to_string(),
        }
    }
}

/// What a unit is called and where its codes may lead.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewUnit)]
pub(crate) struct UnitBody {
    /// Its name for people.
    pub(crate) label: String,
    /// Hosts its codes may lead to: `example.org`, or `*.example.org` for every host below it. Left out or null, every host.
    allowed_hosts: Option<Vec<String>>,
    /// Whether another person must approve what sends the visitors of its codes elsewhere; left out, it stays as it is.
    #[schema(value_type = Option<ApprovalSchema>)]
    pub(crate) approval: Option<Approval>,
    /// Why, for the history.
    pub(crate) reason: Option<String>,
}

impl UnitBody {
    pub(crate) fn policy(&self, faults: &mut Faults) -> Option<HostPolicy> {
        let Some(hosts) = &self.allowed_hosts else {
            return Some(HostPolicy::ANY);
        };
        let hosts: Vec<Option<HostPattern>> = hosts
            .iter()
            .enumerate()
            .map(|(n, host)| faults.parse(&format!("/allowed_hosts/{n}"), host))
            .collect();
        hosts.into_iter().collect::<Option<_>>().map(HostPolicy::only)
    }
}
