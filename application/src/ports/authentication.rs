//! Recognising who calls.

use std::sync::Arc;

use signpost_domain::identifier::PrincipalId;

use crate::authority::Principal;

/// Recognises the holders of tokens and those who signed in, from memory, as far as this node has followed the decision log: no visitor waits for a
/// database. Whoever must be sure waits for the log's end first.
pub trait Authenticator: Send + Sync {
    /// Who holds `token`, if anybody does.
    fn holder(&self, token: &str) -> Option<Arc<Principal>>;

    /// Who signs in as `principal`, if anybody still may.
    fn account(&self, principal: &PrincipalId) -> Option<Arc<Principal>>;
}
