//! Keeping and comparing passwords.

use async_trait::async_trait;

use super::{StoreError, accounts::PasswordHash};

/// Characters that a password has at least (OWASP ASVS 5, 6.2.1 asks for 8 and recommends 15).
pub const SHORTEST_PASSWORD: usize = 12;
/// Characters that a password has at most (6.2.9 asks for 64).
pub const LONGEST_PASSWORD: usize = 256;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Too few characters.
    #[error("a password has {SHORTEST_PASSWORD} characters at least; several words are easy to remember and hard to guess")]
    Short,
    /// Too many characters.
    #[error("a password has {LONGEST_PASSWORD} characters at most")]
    Long,
    /// On lists of common passwords, or near to it, or made of who it is for.
    #[error(
        "this password is among those that are tried first; take one that nobody else has, such as four words that do not belong together"
    )]
    Common,
}

/// Keeps passwords as hashes that take long to compute, elsewhere than on the threads that answer requests.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// What to keep of a password.
    async fn hash(&self, password: &str) -> Result<PasswordHash, StoreError>;

    /// Whether this is the password. Without an account to compare with it is not, which takes as long to find out.
    async fn is(&self, password: &str, kept: Option<&PasswordHash>) -> Result<bool, StoreError>;

    /// What is wrong with a new password of somebody who is known by these words.
    fn weakness(&self, password: &str, known_by: &[&str]) -> Option<Weakness>;
}
