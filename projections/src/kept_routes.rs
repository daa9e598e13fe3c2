//! The resolver's memory with the lock that lets somebody copy it to disk: it follows the log like the memory alone, and stands
//! still while it is copied, so that no writer waits in the memory, behind whom every visitor would wait.

use std::sync::Arc;

use async_trait::async_trait;
use signpost_application::{ports::StoreError, resolver::RoutingTable};
use signpost_domain::decision::{Decision, Position};
use tokio::sync::{Mutex, MutexGuard};

use crate::runner::{ReadModel, TakeInError};

/// A node's memory of codes and audiences.
#[derive(Debug, Clone, Default)]
pub struct KeptRoutes {
    routes: Arc<RoutingTable>,
    still: Arc<Mutex<()>>,
}

impl KeptRoutes {
    /// The memory.
    pub fn routes(&self) -> &Arc<RoutingTable> {
        &self.routes
    }

    /// Nothing is applied as long as the guard lives.
    pub async fn stand_still(&self) -> MutexGuard<'_, ()> {
        self.still.lock().await
    }
}

#[async_trait]
impl ReadModel<Decision> for KeptRoutes {
    fn name(&self) -> &'static str {
        self.routes.name()
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        self.routes.checkpoint().await
    }

    async fn take_in(&self, after: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        let _guard = self.still.lock().await;
        self.routes.take_in(after, decisions).await
    }
}
