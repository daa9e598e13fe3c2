//! Answers kept for a while, so that a retried request gets the first answer instead of a second effect.

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_domain::identifier::PrincipalId;

use super::StoreError;

/// Who asks under which key, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Who asks.
    pub principal: PrincipalId,
    /// The `Idempotency-Key`.
    pub key: String,
    /// Digest of method, path and body, so that a key is not used for two things.
    pub fingerprint: String,
    /// When.
    pub at: Timestamp,
}

/// An answer as it went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers that belong to it: `content-type`, `etag`, `location`.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

/// What is known of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// Nothing: go ahead under this correlation id.
    New {
        /// Correlation id for whatever is decided.
        correlation: String,
    },
    /// It was begun by a process that is gone or has [abandoned](Idempotency::abandon) it, and no answer was kept. What was
    /// decided, if anything, bears this id.
    Abandoned {
        /// Correlation id of the earlier attempt.
        correlation: String,
    },
    /// It is being answered right now.
    Underway,
    /// The key was used for something else.
    Mismatch,
    /// It was answered so.
    Answered(Answer),
}

/// Keeps answers for at least a day.
#[async_trait]
pub trait Idempotency: Send + Sync {
    /// Looks an attempt up and claims it if it is new; `correlation` is used then.
    async fn begin(&self, attempt: &Attempt, correlation: String) -> Result<Begun, StoreError>;

    /// Keeps the answer.
    async fn finish(&self, attempt: &Attempt, answer: &Answer) -> Result<(), StoreError>;

    /// Gives the claim up: nothing happened and the same request may be tried again.
    async fn release(&self, attempt: &Attempt) -> Result<(), StoreError>;

    /// Gives the claim up without knowing what happened: whoever tries again finds that out first.
    async fn abandon(&self, attempt: &Attempt) -> Result<(), StoreError>;
}
