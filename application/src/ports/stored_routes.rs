//! The resolver table in the store, a few rows at a time.

use async_trait::async_trait;
use signpost_domain::identifier::CodeId;

use super::StoreError;
use crate::resolver::RoutingTable;

/// Rows of the resolver table, for a node whose memory is not filled yet.
#[async_trait]
pub trait StoredRoutes: Send + Sync {
    /// A memory of those of `codes` that there are, and of all audiences, as of one position.
    async fn of(&self, codes: &[CodeId]) -> Result<RoutingTable, StoreError>;
}
