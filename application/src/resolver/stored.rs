//! Resolving from the store: what a node does whose memory is not filled yet.

use signpost_domain::identifier::CodeId;

use super::RoutingTable;
use crate::ports::{
    StoreError,
    decision_log::{DecisionLog, ReadError},
    stored_routes::StoredRoutes,
};

/// Decisions that the table may be behind: they are read and applied for one visit.
const MOST_BEHIND: u32 = 1_000;

/// All that a visit to `code` is resolved from, as of the end of the log: the code, the one that it is another id of, and all audiences.
pub async fn stored_routes(store: &dyn StoredRoutes, log: &dyn DecisionLog, code: &CodeId) -> Result<RoutingTable, StoreError> {
    let mut sought = vec![code.clone()];
    loop {
        let routes = store.of(&sought).await?;
        // Whoever changed a code just before should find it changed.
        let since = match log.read(routes.position(), MOST_BEHIND).await {
            Ok(since) => since,
            // As memory does that follows the log: it stays as it is.
            Err(ReadError::Poison { .. }) => Vec::new(),
            Err(ReadError::Store(error)) => return Err(error),
        };
        if since.len() >= MOST_BEHIND as usize {
            return Err(StoreError::Unavailable("the resolver table is far behind its log".into()));
        }
        routes.apply(&since);
        match routes.original(code) {
            Some(original) if !sought.contains(&original) => sought.push(original),
            _ => return Ok(routes),
        }
    }
}
