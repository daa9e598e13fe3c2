//! Sessions: that somebody signed in, until they sign out or time is up. On the server, so that they can be ended there; known to
//! every node.

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_domain::{identifier::PrincipalId, visit::Platform};

use super::StoreError;

/// What is kept of the secret in a browser's cookie: its SHA-256, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionDigest(pub String);

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What is kept of its secret.
    pub digest: SessionDigest,
    /// Who signed in.
    pub principal: PrincipalId,
    /// On what kind of device, for its holder to recognise it by.
    pub platform: Platform,
    /// When.
    pub began_at: Timestamp,
    /// When it was last used, about.
    pub seen_at: Timestamp,
}

/// The table of sessions.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Keeps a new session.
    async fn begin(&self, session: &Session) -> Result<(), StoreError>;

    /// The session behind a digest.
    async fn find(&self, digest: &SessionDigest) -> Result<Option<Session>, StoreError>;

    /// The sessions of somebody, the latest first.
    async fn of(&self, principal: &PrincipalId) -> Result<Vec<Session>, StoreError>;

    /// Notes that a session is used.
    async fn see(&self, digest: &SessionDigest, at: Timestamp) -> Result<(), StoreError>;

    /// Ends a session.
    async fn end(&self, digest: &SessionDigest) -> Result<(), StoreError>;

    /// Ends all sessions of somebody but `keep`; says how many.
    async fn end_all(&self, principal: &PrincipalId, keep: Option<&SessionDigest>) -> Result<u64, StoreError>;

    /// Ends all that began at or before `began`, or were last seen at or before `seen`.
    async fn expire(&self, began: Timestamp, seen: Timestamp) -> Result<(), StoreError>;
}
