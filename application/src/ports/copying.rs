//! Both logs, and what beside them cannot be built again, as they are stored: what `signpost copy` reads and writes.

use async_trait::async_trait;

use super::StoreError;
use crate::record::{DecisionRecord, ScanRecord};

/// The last position of each log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heads {
    /// Of the decision log.
    pub decisions: u64,
    /// Of the scan log, also where the last scans were dropped with their month.
    pub scans: u64,
}

/// What is no log and is copied as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// The public halves of the keys that the log is signed with; only added to.
    SealKeys,
    /// Signed checkpoints; only added to.
    Seals,
    /// Who is behind an opaque id.
    Names,
    /// Under which login they sign in.
    Accounts,
    /// Who they are for an identity provider.
    Subjects,
    /// When tokens were last used.
    TokenUses,
    /// The months whose scans were dropped.
    KeptMonths,
    /// What was counted of them, by days.
    KeptDays,
    /// Their visitors who were at several codes.
    KeptVisits,
}

/// A store that is read as it was at one moment.
#[async_trait]
pub trait Origin: Send + Sync {
    /// How far its logs go.
    async fn heads(&self) -> Result<Heads, StoreError>;

    /// At most `limit` decisions after a position, in order.
    async fn decisions(&self, after: u64, limit: u32) -> Result<Vec<DecisionRecord>, StoreError>;

    /// At most `limit` scans after a position, in order; those of dropped months are missing.
    async fn scans(&self, after: u64, limit: u32) -> Result<Vec<ScanRecord>, StoreError>;

    /// The next offset that is expected of each node.
    async fn forwarded(&self) -> Result<Vec<(i64, u64)>, StoreError>;

    /// At most `limit` rows of a table after a row, in the order of its key; each a JSON array of its columns.
    async fn rows(&self, table: Table, after: Option<&str>, limit: u32) -> Result<Vec<String>, StoreError>;
}

/// A store that is filled.
#[async_trait]
pub trait Destination: Origin {
    /// Nobody may work on it from now on but who fills it.
    async fn begin(&self) -> Result<(), StoreError>;

    /// Appends the next decisions at their positions, all or none.
    async fn append_decisions(&self, decisions: &[DecisionRecord]) -> Result<(), StoreError>;

    /// Appends the next scans at their positions, leaving out what is left out, and moves their nodes' marks; all or none.
    async fn append_scans(&self, scans: &[ScanRecord]) -> Result<(), StoreError>;

    /// Takes over the end of the scan log, the nodes' marks and these tables.
    async fn take_over(&self, origin: &dyn Origin, tables: &[Table]) -> Result<(), StoreError>;

    /// It can be worked on.
    async fn finish(&self) -> Result<(), StoreError>;
}
