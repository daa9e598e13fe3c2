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
    /// Whether it is an account by which somebody signs in, or did, and no token.
    pub signs_in: bool,
    /// What its holder may do; nothing once it is revoked.
    pub grants: Vec<Grant>,
    /// When it was issued, or opened.
    pub issued_at: Timestamp,
    /// From when on the token counts no more; `None` when nobody said.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked, or closed.
    pub revoked_at: Option<Timestamp>,
}

impl TokenRecord {
    /// Whether its holder is recognised at `now`.
    pub fn counts(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }
}

/// Reads them, as the last decision that was taken in left them.
#[async_trait]
pub trait People: Send + Sync {
    /// Every token, the first one first.
    async fn tokens(&self) -> Result<Vec<TokenRecord>, StoreError>;
}
