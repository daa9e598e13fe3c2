//! What was scanned, counted. The counts are kept by whole hours of UTC.

use std::collections::BTreeMap;

use async_trait::async_trait;
use jiff::Timestamp;
use serde::Serialize;
use signpost_domain::identifier::{CodeId, Tag, UnitName};

use super::StoreError;

/// What scans can be told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// The audience or rule that won, or the default.
    Audience,
    /// Kind of device.
    Platform,
    /// The language preferred most.
    Language,
    /// What the visitor got.
    Outcome,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 4] = [Self::Audience, Self::Platform, Self::Language, Self::Outcome];

    /// The word used in JSON and queries.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::Platform => "platform",
            Self::Language => "language",
            Self::Outcome => "outcome",
        }
    }
}

/// Which scans are counted; everything given must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScanFilter {
    /// Of this code.
    pub code: Option<CodeId>,
    /// Of codes that belong to this unit now.
    pub unit: Option<UnitName>,
    /// Of codes that bear this tag now.
    pub tag: Option<Tag>,
    /// Of codes of this series.
    pub batch: Option<String>,
}

impl ScanFilter {
    /// Whether it tells codes by what is decided about them now, and not by themselves.
    pub fn is_of_a_set(&self) -> bool {
        self.unit.is_some() || self.tag.is_some() || self.batch.is_some()
    }
}

/// Counts of scans. A scan by a robot is a scan; visitors are people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All scans.
    pub scans: u64,
    /// Different visitors, robots left out. One visitor on two days counts twice, since nobody can be recognised the day after.
    pub visitors: u64,
    /// Those of the scans that were made by robots and link previews.
    pub robots: u64,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatisticsQuery {
    /// Which scans.
    pub filter: ScanFilter,
    /// The buckets of time, each from one of these to the next: whole hours of UTC, in order, at least two.
    pub bounds: Vec<Timestamp>,
    /// What they are told apart by.
    pub by: Vec<Dimension>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatisticsAnswer {
    /// Over the whole time.
    pub total: Counts,
    /// Choices made in menus, over the whole time, by item from 0.
    pub choices: BTreeMap<u16, u64>,
    /// For each bucket.
    pub series: Vec<Counts>,
    /// Over the whole time, for each value of each dimension asked for.
    pub by: BTreeMap<Dimension, BTreeMap<String, Counts>>,
}

/// Which codes were scanned most, on whole days of UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusiestQuery {
    /// From the day that this lies in.
    pub since: Timestamp,
    /// To the day that this lies in.
    pub until: Timestamp,
    /// Codes in each list, at most.
    pub most: usize,
}

/// How often a code, or what somebody took for one, was scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// Its id.
    pub code: CodeId,
    /// Scans.
    pub scans: u64,
}

/// What was scanned most; of those that were scanned alike, the first by id first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Busiest {
    /// By all scans that met a code.
    pub scanned: Vec<Busy>,
    /// By those scans that found it leading nowhere yet.
    pub unassigned: Vec<Busy>,
    /// Ids that no code had, by the scans that asked for them.
    pub unknown: Vec<Busy>,
    /// Whether everything was looked at: the oldest of very many rows are left out.
    pub is_complete: bool,
}

/// Counts.
#[async_trait]
pub trait Statistics: Send + Sync {
    /// What was scanned most. Looks at a bounded number of rows, so that it always answers soon.
    async fn busiest(&self, query: &BusiestQuery) -> Result<Busiest, StoreError>;

    /// Answers one query.
    async fn count(&self, query: &StatisticsQuery) -> Result<StatisticsAnswer, StoreError>;
}
