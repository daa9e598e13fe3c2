//! Who is behind an opaque id. This can be forgotten; the logs hold ids only.

use std::collections::BTreeMap;

use async_trait::async_trait;
use signpost_domain::identifier::PrincipalId;

use super::StoreError;

/// The table of names.
#[async_trait]
pub trait Names: Send + Sync {
    /// Remembers who `principal` is.
    async fn remember(&self, principal: &PrincipalId, name: &str) -> Result<(), StoreError>;

    /// Every name by its principal's id.
    async fn all(&self) -> Result<BTreeMap<String, String>, StoreError>;
}
