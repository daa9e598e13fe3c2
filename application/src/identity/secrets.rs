//! What is shown once and then kept by nobody but its holder: tokens, and passwords that were not chosen.

use sha2::{Digest, Sha256};
use signpost_domain::{
    access::TokenDigest,
    identifier::{CodeId, PrincipalId},
};

use crate::ports::surroundings::Entropy;

/// Recognisable in logs and by secret scanners.
const PREFIX: &str = "signpost_";

/// A new bearer token: 256 random bits, of which only the SHA-256 is kept. With that many bits nothing slower is needed: there is no
/// list of likely tokens to try.
pub(crate) fn token(entropy: &dyn Entropy) -> String {
    let secret = entropy.secret();
    secret
        .iter()
        .fold(PREFIX.to_owned(), |token, byte| token + &format!("{byte:02x}"))
}

/// What is kept of a token.
pub fn token_digest(token: &str) -> TokenDigest {
    let digest = Sha256::digest(token.as_bytes());
    TokenDigest(
        digest
            .iter()
            .fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}")),
    )
}

/// A password that nobody chose, for its holder to change: four times four characters that are hard to confuse, 80 random bits.
pub(crate) fn password(entropy: &dyn Entropy) -> String {
    let ids = [entropy.bits(), entropy.bits()].map(CodeId::from_random);
    let parts = ids.iter().map(|id| id.as_str().split_at(4));
    let parts: Vec<&str> = parts.flat_map(|(one, other)| [one, other]).collect();
    parts.join("-")
}

/// A new opaque id: of a token, or of somebody who signs in.
pub(crate) fn principal(letter: char, entropy: &dyn Entropy) -> PrincipalId {
    let id = CodeId::from_random(entropy.bits());
    format!("{letter}-{id}")
        .parse()
        .expect("a letter, a dash and base 32 characters make a name")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    /// Gives other bits each time.
    #[derive(Default)]
    struct Counter(AtomicU64);

    impl Entropy for Counter {
        fn bits(&self) -> u64 {
            (self.0.fetch_add(1, Ordering::Relaxed) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        }
    }

    #[test]
    fn tokens_differ_and_are_kept_as_digests_only() {
        let entropy = Counter::default();
        let (one, other) = (token(&entropy), token(&entropy));
        assert_ne!(one, other);
        assert_eq!(one.len(), PREFIX.len() + 64);
        assert_eq!(token_digest("signpost_test").0, token_digest("signpost_test").0);
        assert!(!token_digest(&one).0.contains(&one[PREFIX.len()..]));
        assert!(principal('t', &entropy).as_str().starts_with("t-"));
    }

    #[test]
    fn a_password_that_nobody_chose_is_read_aloud_without_mistakes() {
        let entropy = Counter::default();
        let (one, other) = (password(&entropy), password(&entropy));
        assert_ne!(one, other);
        assert_eq!(one.len(), 19);
        assert!(
            one.split('-')
                .all(|part| part.len() == 4 && !part.contains(['I', 'L', 'O', 'U'])),
            "{one}"
        );
    }
}
