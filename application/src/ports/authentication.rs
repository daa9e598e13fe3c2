//! Recognising who calls.

use std::sync::Arc;

use crate::authority::Principal;

/// Recognises the holders of tokens, from memory: no request waits for a database only to learn who is calling.
pub trait Authenticator: Send + Sync {
    /// Who holds `token`, if anybody does.
    fn holder(&self, token: &str) -> Option<Arc<Principal>>;
}
