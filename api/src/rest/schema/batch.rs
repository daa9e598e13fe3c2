//! Batches on the wire.

use serde::{Deserialize, Serialize};
use signpost_application::{
    commands::mint_batch::Order,
    ports::catalogue::{BatchRecord, Standing},
};
use utoipa::ToSchema;

use super::{Faults, PrintBody, read_tags};

/// A series of codes that were minted together.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Batch)]
pub(crate) struct BatchView {
    /// Its id.
    #[schema(example = "5V0C2M8R")]
    id: String,
    /// How many codes it has.
    count: u64,
    /// How many of them have which status now.
    codes: StandingsView,
    /// When it was minted.
    #[schema(format = DateTime)]
    minted_at: String,
}

/// Codes by status.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Standings)]
struct StandingsView {
    active: u64,
    unassigned: u64,
    suspended: u64,
    retired: u64,
}

impl From<&BatchRecord> for BatchView {
    fn from(record: &BatchRecord) -> Self {
        let of = |wanted: Standing| {
            let counts = Standing::ALL.iter().zip(record.codes);
            counts
                .filter(|(standing, _)| **standing == wanted)
                .map(|(_, count)| count)
                .sum()
        };
        Self {
            id: record.id.clone(),
            count: record.codes.iter().sum(),
            codes: StandingsView {
                active: of(Standing::Active),
                unassigned: of(Standing::Unassigned),
                suspended: of(Standing::Suspended),
                retired: of(Standing::Retired),
            },
            minted_at: record.minted_at.to_string(),
        }
    }
}

/// A batch to be minted. Label and target may have places that each code fills in: `{id}`, `{number}` and `{unit}`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewBatch)]
pub(crate) struct BatchBody {
    /// How many codes, 1 to 1,000,000.
    #[schema(example = 500, minimum = 1, maximum = 1_000_000)]
    count: u32,
    /// The number of the first; 1 if not given.
    first: Option<u64>,
    /// The department that owns them.
    unit: Option<String>,
    /// What each is called.
    #[schema(example = "Bench {number}")]
    label: Option<String>,
    /// Words to find all of them by.
    #[serde(default)]
    tags: Vec<String>,
    /// Where each leads; left out, nowhere yet.
    target: Option<TargetPatternBody>,
    /// How they are printed, then and again, where nothing else is asked for.
    print: Option<PrintBody>,
    /// Why, for the history.
    pub(crate) reason: Option<String>,
}

/// Where each code of a batch leads.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = TargetPattern)]
enum TargetPatternBody {
    /// A page elsewhere.
    Redirect {
        /// An address with places to fill in after its host.
        #[schema(example = "https://example.org/benches/{number}")]
        url: String,
        /// Whether the query of the scanned address is passed on.
        #[serde(default)]
        forward_query: bool,
    },
}

impl BatchBody {
    /// Reads everything but the reason.
    pub(crate) fn read(self, faults: &mut Faults) -> Option<Order> {
        let unit = self.unit.map(|unit| faults.parse("/unit", &unit));
        let label = self.label.map(|label| faults.parse("/label", &label));
        let tags = read_tags(&self.tags, faults);
        let (url, forward_query) = match self.target {
            Some(TargetPatternBody::Redirect { url, forward_query }) => (Some(url), forward_query),
            None => (None, false),
        };
        let target = url.map(|url| faults.parse("/target/url", &url));
        let print = self.print.map(|print| {
            if print.reason.is_some() {
                faults.add("/print/reason", "give it beside print");
            }
            let read = print.read("/print");
            read.map_err(|found| found.into_iter().for_each(|fault| faults.add(fault.pointer, fault.detail)))
                .ok()
        });
        Some(Order {
            count: self.count,
            first: self.first.unwrap_or(1),
            unit: unit.map_or(Some(None), |unit| unit.map(Some))?,
            label: label.map_or(Some(None), |label| label.map(Some))?,
            tags: tags?,
            target: target.map_or(Some(None), |target| target.map(Some))?,
            forward_query,
            print: print.map_or(Some(None), |print| print.map(Some))?,
        })
    }
}
