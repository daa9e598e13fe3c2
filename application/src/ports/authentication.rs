//! Recognising who calls.

use std::sync::Arc;

use crate::authority::Principal;

/// Recognises the holders of tokens, from memory, as far as this node has followed the decision log: no visitor waits for a
/// database. Whoever must be sure waits for the log's end first.
pub trait Authenticator: Send + Sync {
    /// Who holds `token`, if anybody does.
    fn holder(&self, token: &str) -> Option<Arc<Principal>>;
}
