//! What a provider says of itself (OpenID Connect Discovery 1.0, section 3) and what it answers, as far as we read it.

use serde::Deserialize;
use url::Url;

use crate::outgoing::is_guarded;

/// What it says of itself.
#[derive(Debug, Deserialize)]
pub(super) struct Said {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// The same, checked.
#[derive(Debug, Clone)]
pub(super) struct Metadata {
    pub(super) authorization_endpoint: Url,
    pub(super) token_endpoint: Url,
    pub(super) jwks_uri: Url,
    pub(super) userinfo_endpoint: Option<Url>,
    pub(super) end_session_endpoint: Option<Url>,
    /// Whether a client's secret goes into the form (`client_secret_post`) and not into a header, which is what is understood where nothing is said.
    pub(super) wants_secret_in_form: bool,
    /// Whether its answers say whose they are.
    pub(super) names_itself: bool,
}

/// What it gives for a code.
#[derive(Deserialize)]
pub(super) struct Tokens {
    pub(super) id_token: String,
    pub(super) access_token: String,
}

/// What it says where it refuses (RFC 6749, section 5.2).
#[derive(Debug, Deserialize)]
pub(super) struct TokenError {
    pub(super) error: String,
}

impl Said {
    /// Refuses what is not of `issuer`, or would be talked to in the clear.
    pub(super) fn checked(self, issuer: &str) -> Result<Metadata, String> {
        // Exactly (section 4.3): anybody may serve a document that names somebody else.
        if self.issuer != issuer {
            return Err(format!("it calls itself {:?} and not {issuer:?}", self.issuer));
        }
        let guarded = |text: String| match text.parse::<Url>() {
            Ok(url) if is_guarded(&url) => Ok(url),
            _ => Err(format!("{text:?} is no address that is encrypted")),
        };
        let methods = self.token_endpoint_auth_methods_supported.unwrap_or_default();
        let has = |name: &str| methods.iter().any(|method| method == name);
        Ok(Metadata {
            authorization_endpoint: guarded(self.authorization_endpoint)?,
            token_endpoint: guarded(self.token_endpoint)?,
            jwks_uri: guarded(self.jwks_uri)?,
            userinfo_endpoint: self.userinfo_endpoint.map(guarded).transpose()?,
            end_session_endpoint: self.end_session_endpoint.map(guarded).transpose()?,
            wants_secret_in_form: has("client_secret_post") && !has("client_secret_basic"),
            names_itself: self.authorization_response_iss_parameter_supported,
        })
    }
}
