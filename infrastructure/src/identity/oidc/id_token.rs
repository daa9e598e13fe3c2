//! What a provider signs of who signed in (OpenID Connect Core 1.0, section 3.1.3.7), believed only if all of it fits.

use jsonwebtoken::{
    DecodingKey, Validation, decode, decode_header,
    errors::ErrorKind,
    jwk::{Jwk, JwkSet},
};
use serde_json::{Map, Value};
use signpost_application::ports::identity_provider::{Identified, ProviderError};

use super::signatures::{self, ALGORITHMS};

/// Seconds that two clocks may differ.
const LEEWAY: u64 = 60;
/// Longest that a subject may be (section 2).
const LONGEST_SUBJECT: usize = 255;

/// What must be in it.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client: &'a str,
    pub(super) nonce: &'a str,
}

/// Whether a key may be what it was signed with: its name is that of the header, or one of them has none.
pub(super) fn names_key(token: &str, keys: &JwkSet) -> Result<bool, ProviderError> {
    Ok(key_of(token, keys)?.is_some())
}

fn key_of<'a>(token: &str, keys: &'a JwkSet) -> Result<Option<&'a Jwk>, ProviderError> {
    let header = decode_header(token).map_err(|_| refused("it is no signed token"))?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(refused("it is signed in a way that proves nothing"));
    }
    Ok(match &header.kid {
        Some(name) => keys.find(name),
        None => match keys.keys.as_slice() {
            [only] => Some(only),
            _ => None,
        },
    })
}

/// Reads it.
pub(super) fn read(token: &str, keys: &JwkSet, expected: &Expected<'_>) -> Result<Identified, ProviderError> {
    signatures::install();
    let key = key_of(token, keys)?.ok_or_else(|| refused("it is signed with a key that the provider does not have"))?;
    let key = DecodingKey::from_jwk(key).map_err(|_| refused("it is signed with a key of a kind that is not known here"))?;
    let header = decode_header(token).map_err(|_| refused("it is no signed token"))?;
    let mut validation = Validation::new(header.alg);
    validation.set_issuer(&[expected.issuer]);
    validation.set_audience(&[expected.client]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.validate_nbf = true;
    validation.leeway = LEEWAY;
    let claims = decode::<Map<String, Value>>(token, &key, &validation);
    let claims = claims.map_err(|error| refused(why(error.kind())))?.claims;
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    // Bound to the browser that asked: what was made for another one's is of no use here.
    if text("nonce") != Some(expected.nonce) {
        return Err(refused("its nonce is not that of this attempt"));
    }
    let is_for_several = claims.get("aud").and_then(Value::as_array).is_some_and(|list| list.len() > 1);
    let party = text("azp");
    if party.is_some_and(|party| party != expected.client) || (is_for_several && party.is_none()) {
        return Err(refused("it was made for another client"));
    }
    let subject = text("sub").filter(|subject| (1..=LONGEST_SUBJECT).contains(&subject.len()) && !subject.contains('\0'));
    let subject = subject.ok_or_else(|| refused("it does not say who it is"))?.to_owned();
    Ok(Identified {
        issuer: expected.issuer.to_owned(),
        subject,
        claims,
    })
}

/// In words, without anything of what was in it.
fn why(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidSignature => "its signature is wrong",
        ErrorKind::ExpiredSignature => "its time is over",
        ErrorKind::ImmatureSignature => "its time has not come",
        ErrorKind::InvalidIssuer => "it is by another issuer",
        ErrorKind::InvalidAudience => "it is for another audience",
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidKeyFormat | ErrorKind::UnsupportedAlgorithm => {
            "it is signed in a way that does not fit the provider's key"
        }
        ErrorKind::MissingRequiredClaim(_) => "it lacks issuer, audience, subject or end",
        _ => "it cannot be read",
    }
}

fn refused(what: &str) -> ProviderError {
    ProviderError::Refused(format!("the token of identity: {what}"))
}
