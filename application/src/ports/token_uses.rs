//! When tokens were last used. Not decided by anybody, so in no log; it is not copied when everything else is, and is known again
//! when they are used again.

use std::{collections::BTreeMap, time::Duration};

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_domain::identifier::PrincipalId;

use super::StoreError;

/// The table of last uses.
#[async_trait]
pub trait TokenUses: Send + Sync {
    /// Notes that the token of `principal` was used at `at`, unless a use less than `within` before that, or a later one, is noted.
    async fn note(&self, principal: &PrincipalId, at: Timestamp, within: Duration) -> Result<(), StoreError>;

    /// The last use of every token that was ever used, by its id.
    async fn all(&self) -> Result<BTreeMap<String, Timestamp>, StoreError>;
}
