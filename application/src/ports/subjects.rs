//! Who somebody is for an identity provider. Personal data, so in no log; removed when its holder is forgotten.

use async_trait::async_trait;
use signpost_domain::identifier::PrincipalId;

use super::StoreError;

/// The table of subjects.
#[async_trait]
pub trait Subjects: Send + Sync {
    /// Who `subject` of `issuer` is here.
    async fn find(&self, issuer: &str, subject: &str) -> Result<Option<PrincipalId>, StoreError>;

    /// Keeps that it is `principal`, unless it is somebody already; gives who it is. Of two who ask at once, both get the same.
    async fn keep(&self, issuer: &str, subject: &str, principal: &PrincipalId) -> Result<PrincipalId, StoreError>;

    /// Whether `principal` signs in by a provider.
    async fn has(&self, principal: &PrincipalId) -> Result<bool, StoreError>;
}
