//! A log as it is stored, below the types that give its entries meaning: what is sealed and verified.

use async_trait::async_trait;
use signpost_domain::decision::Position;

use super::StoreError;

/// Reads the records of one log.
#[async_trait]
pub trait Records<R>: Send + Sync {
    /// The position of the last one.
    async fn last(&self) -> Result<Position, StoreError>;

    /// At most `limit` records after `after`, in order, whether or not this version can make sense of them.
    async fn records(&self, after: Position, limit: u32) -> Result<Vec<R>, StoreError>;
}
