//! The scan log: every scan that any node recorded, once.

use async_trait::async_trait;
use signpost_domain::{
    decision::Position,
    identifier::CodeId,
    scan::{NodeId, RecordedScan, Scan},
};
use tokio::sync::watch;

use super::StoreError;

/// All scans in one order.
#[async_trait]
pub trait ScanLog: Send + Sync {
    /// The position of the last scan.
    async fn head(&self) -> Result<Position, StoreError>;

    /// At most `limit` scans after `after`, in order; of one code only, if asked.
    async fn read(&self, after: Position, code: Option<&CodeId>, limit: u32) -> Result<Vec<RecordedScan>, StoreError>;

    /// The offset of `node` up to which everything was forwarded: the next one that is missing here.
    async fn forwarded(&self, node: NodeId) -> Result<u64, StoreError>;

    /// Appends scans of one node, in the order of their offsets. What is already here is left out, in the same transaction
    /// that moves the node's mark to `next`, so each scan arrives exactly once whatever crashes.
    async fn append(&self, node: NodeId, scans: &[(u64, Scan)], next: u64) -> Result<(), StoreError>;

    /// Changes whenever this process appended, and soon after another did where the store tells.
    fn appended(&self) -> watch::Receiver<Position>;
}
