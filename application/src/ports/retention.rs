//! Dropping whole months of scans.

use std::{future::Future, pin::Pin};

use async_trait::async_trait;
use signpost_domain::retention::{Month, MonthOfScans};

use super::StoreError;

/// Why months were not dropped; nothing was.
#[derive(Debug, thiserror::Error)]
pub enum DropError {
    /// The statistics would lose what they have not counted yet.
    #[error("the statistics have not counted all of these scans yet; try again when the projection usage has caught up")]
    NotCounted,
    /// A scan of one of the months came in meanwhile.
    #[error("a scan of one of these months came in just now; try again")]
    Changed,
    /// Somebody reads the log for longer than others can wait.
    #[error("somebody reads the scan log, such as a backup; try again when that is done")]
    InUse,
    /// The caller may not.
    #[error("dropping scans takes the owner of the database; give their database-url ({0})")]
    NotOwner(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts on record that months are dropped.
pub type OnRecord<'a> = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 'a>>;

/// The scan log, by months of UTC.
#[async_trait]
pub trait ScanRetention: Send + Sync {
    /// The months before `before` that have scans in the log, in their order.
    async fn months(&self, before: Month) -> Result<Vec<MonthOfScans>, StoreError>;

    /// Drops these months, which [`months`](Self::months) gave, all or none, and keeps what the statistics counted of them for
    /// every rebuild to come. `record` is awaited when everything else is done, right before it counts: whatever is dropped is on record,
    /// and what is on record and was not dropped, because the process died in between, is dropped the next time.
    async fn drop_months(&self, months: &[MonthOfScans], record: OnRecord<'_>) -> Result<(), DropError>;
}
