//! Signing in at an identity provider: a browser is sent there, comes back with an answer, and gets a session for what the provider's claims entitle to.

use serde_json::{Map, Value};
use signpost_domain::{
    access::{Access, AccessCommand, AccessError, Grant, Role},
    decision::Source,
    identifier::PrincipalId,
    unit::Unit,
};

use super::{
    Expectation, decide,
    sign_in::{Place, begin_session, of_address},
};
use crate::{
    Application,
    authority::{Caller, Principal},
    identity::{Elsewhere, Identity, OF_AN_ADDRESS, ONCE, attempt, digest, secrets},
    ports::{
        StoreError,
        decision_log::Stream,
        identity_provider::{Attempt, Identified, ProviderError},
    },
    refusal::{Fault, Refusal},
};

/// Who decides what follows from claims.
const ACTOR: &str = "identity-provider";

/// A browser that is sent there.
pub struct Departure {
    /// Goes into the browser's cookie and is kept nowhere else.
    pub secret: String,
    /// Where to.
    pub url: String,
}

/// What a browser came back with.
#[derive(Debug, Clone, Default)]
pub struct Arrival {
    /// What it was given to be redeemed; nothing where its user gave up.
    pub code: Option<String>,
    /// What it was sent with.
    pub state: String,
    /// Who gave it, where that is said.
    pub issuer: Option<String>,
}

/// What came of it.
pub enum Arrived {
    /// Welcome.
    Welcome {
        /// Goes into the browser's cookie and is kept nowhere else.
        secret: String,
    },
    /// The provider knows them; the city trusts them with nothing here, or closed their account.
    NoRole,
    /// This is no answer to what was asked from this browser a moment ago.
    Refused,
    /// There were too many attempts of late from this address.
    TooOften,
    /// The provider does not answer.
    Unavailable,
}

/// Begins.
pub async fn depart(application: &Application, elsewhere: &Elsewhere) -> Result<Departure, ProviderError> {
    let secret = application.entropy.secret();
    let secret = secret.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let url = elsewhere.provider.departure(&attempt(&secret)).await?;
    Ok(Departure { secret, url })
}

/// Ends: `secret` is what the browser's cookie has of its beginning.
pub async fn arrive(
    application: &Application,
    identity: &Identity,
    elsewhere: &Elsewhere,
    secret: &str,
    arrival: &Arrival,
    place: Place,
) -> Result<Arrived, Refusal> {
    let now = application.clock.now();
    let from = of_address(place.address);
    if !identity.accounts.attempt(&from, OF_AN_ADDRESS, now).await? {
        tracing::warn!("signing in is refused unseen: too many attempts from one address");
        return Ok(Arrived::TooOften);
    }
    let begun = attempt(secret);
    let Some(code) = arrival.code.as_deref().filter(|_| arrival.state == begun.state) else {
        tracing::warn!("signing in elsewhere is refused: this browser did not ask for that answer");
        return Ok(Arrived::Refused);
    };
    // Whatever is done with it, an answer counts once, on all nodes together.
    let used = digest("answered state of signing in", &begun.state);
    if !identity.accounts.attempt(&used, ONCE, now).await? {
        tracing::warn!("signing in elsewhere is refused: this answer was used before");
        return Ok(Arrived::Refused);
    }
    match redeem(elsewhere, &begun, code, arrival).await {
        Ok(identified) => welcome(application, identity, elsewhere, &identified, place).await,
        Err(error @ ProviderError::Unavailable(_)) => {
            tracing::warn!("signing in elsewhere failed: {error}");
            Ok(Arrived::Unavailable)
        }
        Err(error @ ProviderError::Refused(_)) => {
            tracing::warn!("signing in elsewhere is refused: {error}");
            Ok(Arrived::Refused)
        }
    }
}

async fn redeem(elsewhere: &Elsewhere, begun: &Attempt, code: &str, arrival: &Arrival) -> Result<Identified, ProviderError> {
    elsewhere.provider.redeem(begun, code, arrival.issuer.as_deref()).await
}

/// Lets in whom the provider identified, with what that entitles to.
async fn welcome(
    application: &Application,
    identity: &Identity,
    elsewhere: &Elsewhere,
    identified: &Identified,
    place: Place,
) -> Result<Arrived, Refusal> {
    let grants = founded(application, elsewhere.mapping.grants(&identified.claims)).await?;
    let new = secrets::principal('p', &*application.entropy);
    let Identified { issuer, subject, .. } = identified;
    let principal = match identity.subjects.find(issuer, subject).await? {
        Some(principal) => principal,
        // Of whom nothing is to be done nothing is kept.
        None if grants.is_empty() => {
            tracing::warn!("signing in elsewhere is refused: the claims give no role");
            return Ok(Arrived::NoRole);
        }
        None => identity.subjects.keep(issuer, subject, &new).await?,
    };
    remember(identity, elsewhere, &principal, &identified.claims).await?;
    let is_trusted = !grants.is_empty();
    if !follow(application, &principal, grants).await? || !is_trusted {
        tracing::warn!(%principal, "signing in elsewhere is refused: no role, or a closed account");
        identity.sessions.end_all(&principal, None).await?;
        return Ok(Arrived::NoRole);
    }
    let secret = begin_session(application, identity, &principal, place.platform).await?;
    Ok(Arrived::Welcome { secret })
}

/// Without those within units that nobody founded: a role in a unit that there is not would mean nothing, or another thing tomorrow.
async fn founded(application: &Application, grants: Vec<Grant>) -> Result<Vec<Grant>, StoreError> {
    let units: &dyn Stream<Unit> = &*application.decisions;
    let mut founded = Vec::new();
    for grant in grants {
        match &grant.unit {
            Some(unit) if !units.load(unit.as_str()).await?.state.founded => {
                tracing::warn!(%unit, role = %grant.role, "claims name a unit that there is not; the role in it is left out");
            }
            _ => founded.push(grant),
        }
    }
    Ok(founded)
}

/// Remembers what they are called now, if that changed.
async fn remember(
    identity: &Identity,
    elsewhere: &Elsewhere,
    principal: &PrincipalId,
    claims: &Map<String, Value>,
) -> Result<(), StoreError> {
    // Somebody whose name is not said is shown by their id, as is somebody who is forgotten.
    let Some(name) = elsewhere.mapping.name(claims) else {
        return Ok(());
    };
    if identity.names.of(principal).await?.as_ref() != Some(&name) {
        identity.names.remember(principal, &name).await?;
    }
    Ok(())
}

/// Lets grants follow claims, as decisions; says whether the account counts.
async fn follow(application: &Application, principal: &PrincipalId, grants: Vec<Grant>) -> Result<bool, Refusal> {
    let entropy = &application.entropy;
    let everything = Grant {
        role: Role::Admin,
        unit: None,
    };
    let caller = Caller {
        principal: Principal::new(ACTOR.parse().expect("letters and a dash make a name"), vec![everything]),
        source: Source::Website,
        reason: None,
        correlation: format!("{:016x}{:016x}", entropy.bits(), entropy.bits()),
    };
    let stream: &dyn Stream<Access> = &*application.decisions;
    let (id, command) = (principal.as_str(), |_: &Access| Ok(AccessCommand::TrustWith(grants.clone())));
    let refused = |error: AccessError| Refusal::Invalid(vec![Fault::new("principal", error.to_string())]);
    match decide(application, stream, id, Expectation::Any, &caller, command, refused).await {
        Ok(_) => Ok(true),
        Err(Refusal::Invalid(_)) => Ok(false),
        Err(other) => Err(other),
    }
}
