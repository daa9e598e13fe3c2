//! Recognising the holders of bearer tokens and those who signed in.

use std::sync::Arc;

use signpost_application::{
    authority::Principal,
    identity::token_digest,
    ports::{authentication::Authenticator, surroundings::Clock},
};
use signpost_domain::identifier::PrincipalId;
use signpost_projections::access::Tokens;

/// Recognises holders of tokens by the memory that follows the decision log, and by the clock.
#[derive(Clone)]
pub struct TokenAuthenticator {
    /// Who holds which token.
    pub tokens: Arc<Tokens>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

impl Authenticator for TokenAuthenticator {
    fn holder(&self, token: &str) -> Option<Arc<Principal>> {
        // Looked up by digest, so how long it takes says nothing about any token.
        self.tokens.holder(&token_digest(token), self.clock.now())
    }

    fn account(&self, principal: &PrincipalId) -> Option<Arc<Principal>> {
        self.tokens.account(principal)
    }
}
