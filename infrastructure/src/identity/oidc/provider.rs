//! The provider, and what is remembered of it.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::JwkSet;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use signpost_application::ports::identity_provider::{Attempt, Identified, IdentityProvider, ProviderError};
use url::Url;

use super::{
    documents::{Metadata, Said, TokenError, Tokens},
    http::{Credentials, Http, read, unavailable},
    id_token::{self, Expected},
};
use crate::outgoing::is_guarded;

/// What a provider says of itself is asked for again after this long.
const FRESH: Duration = Duration::from_hours(1);

/// A text that is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where the provider is, and who we are for it.
#[derive(Debug, Clone)]
pub struct OidcSettings {
    /// As it calls itself.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// What we prove that with; `None` for a client that PKCE alone protects.
    pub client_secret: Option<Secret>,
    /// What it is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// Where it sends browsers back to.
    pub back_to: String,
    /// Where it sends browsers whose users signed out.
    pub signed_out: String,
}

/// The provider.
pub struct OidcProvider {
    settings: OidcSettings,
    http: Http,
    discovery: Url,
    known: Mutex<Option<Arc<Known>>>,
}

/// What is remembered.
struct Known {
    metadata: Metadata,
    keys: JwkSet,
    at: Instant,
}

impl OidcProvider {
    /// Asks nothing yet: whoever starts while the provider is away serves all the same.
    pub fn new(settings: OidcSettings) -> Result<Self, String> {
        let discovery = format!("{}/.well-known/openid-configuration", settings.issuer.trim_end_matches('/'));
        let discovery: Url = discovery.parse().map_err(|_| "the issuer is not a URL".to_owned())?;
        if !is_guarded(&discovery) || discovery.query().is_some() || discovery.fragment().is_some() {
            return Err("the issuer must be https:// (or http:// on this machine), without a query".to_owned());
        }
        let http = Http::new().map_err(|error| format!("the certificates that this machine trusts cannot be read: {error}"))?;
        Ok(Self {
            settings,
            http,
            discovery,
            known: Mutex::new(None),
        })
    }

    fn remembered(&self) -> Option<Arc<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What it says of itself, not older than [`FRESH`]; older where it does not answer now.
    async fn known(&self) -> Result<Arc<Known>, ProviderError> {
        let remembered = self.remembered();
        if let Some(known) = remembered.as_ref().filter(|known| known.at.elapsed() < FRESH) {
            return Ok(Arc::clone(known));
        }
        match (self.ask().await, remembered) {
            (Ok(known), _) => Ok(known),
            (Err(error), Some(known)) => {
                tracing::warn!("going on with what the identity provider said before: {error}");
                Ok(known)
            }
            (Err(error), None) => Err(error),
        }
    }

    async fn ask(&self) -> Result<Arc<Known>, ProviderError> {
        let said: Said = self.http.get(&self.discovery, Credentials::None).await?;
        let metadata = said.checked(&self.settings.issuer);
        let metadata = metadata.map_err(|what| unavailable(&self.discovery, what))?;
        let keys: JwkSet = self.http.get(&metadata.jwks_uri, Credentials::None).await?;
        let known = Arc::new(Known {
            metadata,
            keys,
            at: Instant::now(),
        });
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&known));
        Ok(known)
    }

    /// The tokens for a code.
    async fn tokens(&self, metadata: &Metadata, attempt: &Attempt, code: &str) -> Result<Tokens, ProviderError> {
        let OidcSettings { client_id, back_to, .. } = &self.settings;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back_to),
            ("code_verifier", &attempt.verifier),
        ];
        let credentials = match &self.settings.client_secret {
            None => {
                form.push(("client_id", client_id));
                Credentials::None
            }
            Some(Secret(secret)) if metadata.wants_secret_in_form => {
                form.extend([("client_id", client_id.as_str()), ("client_secret", secret)]);
                Credentials::None
            }
            Some(Secret(secret)) => Credentials::Basic(client_id, secret),
        };
        let url = &metadata.token_endpoint;
        match self.http.post(url, credentials, &form).await? {
            Ok(body) => read(url, &body),
            // Of what it says only the word of the standard: the rest is for its own log.
            Err(answer) => Err(match serde_json::from_slice::<TokenError>(&answer.body) {
                Ok(TokenError { error }) if error == "invalid_grant" => {
                    ProviderError::Refused("the code is unknown to the provider, or was used before".to_owned())
                }
                Ok(TokenError { error }) => {
                    let word: String = error
                        .chars()
                        .filter(|c| c.is_ascii_lowercase() || *c == '_')
                        .take(40)
                        .collect();
                    unavailable(url, format_args!("{} {word}", answer.status))
                }
                Err(_) => unavailable(url, answer.status),
            }),
        }
    }

    /// What it says of the same person beside what it signed: most claims come this way only (section 5.4).
    async fn more(&self, metadata: &Metadata, token: &str, identified: &mut Identified) -> Result<(), ProviderError> {
        let Some(url) = &metadata.userinfo_endpoint else {
            return Ok(());
        };
        let more: Map<String, Value> = self.http.get(url, Credentials::Bearer(token)).await?;
        // Of somebody else it is of no use (section 5.3.2).
        if more.get("sub").and_then(Value::as_str) != Some(&identified.subject) {
            return Err(ProviderError::Refused("the claims are somebody else's".to_owned()));
        }
        for (name, value) in more {
            identified.claims.entry(name).or_insert(value);
        }
        Ok(())
    }
}

#[async_trait]
impl IdentityProvider for OidcProvider {
    fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    async fn departure(&self, attempt: &Attempt) -> Result<String, ProviderError> {
        let known = self.known().await?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&attempt.verifier));
        let scopes = std::iter::once("openid").chain(self.settings.scopes.iter().map(String::as_str));
        let scopes: Vec<&str> = scopes.collect();
        let mut url = known.metadata.authorization_endpoint.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.settings.back_to)
            .append_pair("scope", &scopes.join(" "))
            .append_pair("state", &attempt.state)
            .append_pair("nonce", &attempt.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok(url.into())
    }

    async fn redeem(&self, attempt: &Attempt, code: &str, issuer: Option<&str>) -> Result<Identified, ProviderError> {
        let mut known = self.known().await?;
        let is_named = issuer.is_some() || known.metadata.names_itself;
        if is_named && issuer != Some(&self.settings.issuer) {
            return Err(ProviderError::Refused("the answer is by another issuer".to_owned()));
        }
        let tokens = self.tokens(&known.metadata, attempt, code).await?;
        // It may have new keys. Nobody but the provider itself makes us ask: this is what its own endpoint gave.
        if !id_token::names_key(&tokens.id_token, &known.keys)? {
            known = self.ask().await?;
        }
        let expected = Expected {
            issuer: &self.settings.issuer,
            client: &self.settings.client_id,
            nonce: &attempt.nonce,
        };
        let mut identified = id_token::read(&tokens.id_token, &known.keys, &expected)?;
        self.more(&known.metadata, &tokens.access_token, &mut identified).await?;
        Ok(identified)
    }

    async fn farewell(&self) -> Option<String> {
        let known = self.known().await.ok()?;
        let mut url = known.metadata.end_session_endpoint.clone()?;
        let issuer: Url = self.settings.issuer.parse().ok()?;
        // Pages allow browsers to be sent to the issuer from a form, and nowhere else.
        if url.origin() != issuer.origin() {
            return None;
        }
        url.query_pairs_mut()
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("post_logout_redirect_uri", &self.settings.signed_out);
        Some(url.into())
    }
}
