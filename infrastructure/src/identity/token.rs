//! Bearer tokens: 256 random bits, of which only the SHA-256 is kept. With that many bits nothing slower is needed: there
//! is no list of likely tokens to try.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use signpost_application::{
    authority::Principal,
    ports::{authentication::Authenticator, surroundings::Entropy},
};
use signpost_domain::{access::TokenDigest, identifier::PrincipalId};
use signpost_projections::access::Tokens;

/// Recognisable in logs and by secret scanners.
const PREFIX: &str = "signpost_";

/// A new token, to be shown once.
pub fn generate(entropy: &dyn Entropy) -> String {
    entropy
        .secret()
        .iter()
        .fold(PREFIX.to_owned(), |token, byte| token + &format!("{byte:02x}"))
}

/// What is kept of a token.
pub fn digest(token: &str) -> TokenDigest {
    TokenDigest(
        Sha256::digest(token.as_bytes())
            .iter()
            .fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}")),
    )
}

/// A new opaque id for whoever will hold a token.
pub fn principal(entropy: &dyn Entropy) -> PrincipalId {
    let id = signpost_domain::identifier::CodeId::from_random(entropy.bits());
    format!("t-{id}")
        .parse()
        .expect("a letter, a dash and base 32 characters make a name")
}

/// Recognises holders of tokens by the memory that follows the decision log.
#[derive(Debug, Clone)]
pub struct TokenAuthenticator(pub Arc<Tokens>);

impl Authenticator for TokenAuthenticator {
    fn holder(&self, token: &str) -> Option<Arc<Principal>> {
        // Looked up by digest, so how long it takes says nothing about any token.
        self.0.holder(&digest(token))
    }

    fn account(&self, principal: &PrincipalId) -> Option<Arc<Principal>> {
        self.0.account(principal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::SystemEntropy;

    #[test]
    fn tokens_differ_and_are_kept_as_digests_only() {
        let (one, other) = (generate(&SystemEntropy), generate(&SystemEntropy));
        assert_ne!(one, other);
        assert_eq!(one.len(), PREFIX.len() + 64);
        assert_eq!(digest("signpost_test").0, digest("signpost_test").0);
        assert!(!digest(&one).0.contains(&one[PREFIX.len()..]));
        principal(&SystemEntropy);
    }
}
