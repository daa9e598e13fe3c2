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

    /// Removes the names of these for good, so that their bytes are nowhere in the store either; of those who have none, whatever an earlier
    /// removal that was interrupted may have left. A store that keeps more of a person than a name removes that, too.
    async fn forget(&self, principals: &[PrincipalId]) -> Result<(), StoreError>;

    /// Who `principal` is, if that is known.
    async fn of(&self, principal: &PrincipalId) -> Result<Option<String>, StoreError>;

    /// Every name by its principal's id.
    async fn all(&self) -> Result<BTreeMap<String, String>, StoreError>;
}
