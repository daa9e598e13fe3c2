//! Where people sign in that is not here: a provider of OpenID Connect.

use async_trait::async_trait;
use serde_json::{Map, Value};

/// What binds one attempt to sign in to one browser. All of it follows from a secret that is in a cookie of that browser and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Comes back with the answer.
    pub state: String,
    /// Comes back inside of what the provider signs.
    pub nonce: String,
    /// Proves that who redeems the answer is who asked (RFC 7636); only its digest is sent along at first.
    pub verifier: String,
}

/// Why nothing came of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It does not answer, or not in a way that makes sense. Perhaps later.
    #[error("the identity provider does not answer as it should: {0}")]
    Unavailable(String),
    /// What it is said to have answered is not to be trusted.
    #[error("an answer in the name of the identity provider is refused: {0}")]
    Refused(String),
}

/// What it says of who signed in there.
#[derive(Debug, Clone, PartialEq)]
pub struct Identified {
    /// Who says so.
    pub issuer: String,
    /// Who it is, for the issuer.
    pub subject: String,
    /// All that is said.
    pub claims: Map<String, Value>,
}

/// The provider.
#[async_trait]
pub trait IdentityProvider: Send + Sync {
    /// Who it is, by its address.
    fn issuer(&self) -> &str;

    /// Where to send a browser, so that its user signs in there.
    async fn departure(&self, attempt: &Attempt) -> Result<String, ProviderError>;

    /// Who came back with `code`; `issuer` is what the answer says of who gave it, if anything.
    async fn redeem(&self, attempt: &Attempt, code: &str, issuer: Option<&str>) -> Result<Identified, ProviderError>;

    /// Where to send a browser whose user signed out here, so that they are signed out there, too.
    async fn farewell(&self) -> Option<String>;
}
