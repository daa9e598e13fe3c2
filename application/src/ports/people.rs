//! The tokens that were ever issued and the accounts that were ever opened, and for which person.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::Serialize;
use signpost_domain::{access::Grant, identifier::PrincipalId};

use super::StoreError;

/// A token without its secret, or an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokenRecord {
    /// The principal that it makes of its holder.
    pub id: PrincipalId,
    /// The person who holds it, by the id that they got first.
    #[serde(skip)]
    pub person: PrincipalId,
    /// Whether somebody signs in by it, so that it is an account and no token; not after it was closed.
    pub signs_in: bool,
    /// What its holder may do; nothing once it is revoked.
    pub grants: Vec<Grant>,
    /// When it was issued, or opened.
    pub issued_at: Timestamp,
    /// When it was revoked, or closed.
    pub revoked_at: Option<Timestamp>,
}

/// Reads them, as the last decision that was taken in left them.
#[async_trait]
pub trait People: Send + Sync {
    /// Every token, the first one first.
    async fn tokens(&self) -> Result<Vec<TokenRecord>, StoreError>;
}
