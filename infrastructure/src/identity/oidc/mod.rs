//! A provider of OpenID Connect: the authorization code flow with PKCE (RFC 7636), state, nonce, and the issuer named in answers (RFC 9207).
//!
//! What is trusted, and what not, is in `id_token.rs`; what is remembered of the provider, and for how long, in `provider.rs`.

mod documents;
mod http;
mod id_token;
mod provider;
mod signatures;

pub use self::provider::{OidcProvider, OidcSettings, Secret};
