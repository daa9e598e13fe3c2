//! Who is behind an opaque id. This can be forgotten; the logs hold ids only.

use async_trait::async_trait;
use signpost_domain::identifier::PrincipalId;

use super::StoreError;

/// The table of names.
#[async_trait]
pub trait Names: Send + Sync {
    /// Remembers who `principal` is.
    async fn remember(&self, principal: &PrincipalId, name: &str) -> Result<(), StoreError>;
}
