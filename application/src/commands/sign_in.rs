//! Signing in: a login and a password for a session. Who is refused learns nothing, neither from the answer nor from the time it
//! takes: not whether there is such an account, nor whether it is closed.

use std::net::IpAddr;

use signpost_domain::{access::Access, identifier::PrincipalId, visit::Platform};

use crate::{
    Application,
    identity::{Identity, OF_A_LOGIN, OF_AN_ADDRESS, digest, session_digest},
    ports::{
        StoreError,
        accounts::{Account, Login},
        decision_log::Stream,
        sessions::Session,
    },
};

/// Where somebody signs in.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// From which address.
    pub address: Option<IpAddr>,
    /// On what kind of device.
    pub platform: Platform,
}

/// What came of it.
pub enum SignedIn {
    /// Welcome.
    Welcome {
        /// Goes into the browser's cookie and is kept nowhere else.
        secret: String,
        /// Who it is.
        principal: PrincipalId,
    },
    /// This login and this password do not belong together.
    Refused,
    /// There were too many attempts of late, at this login or from this address; nothing was looked at.
    TooOften,
}

/// What came of comparing a password.
pub(super) enum Attempted {
    Right,
    Wrong,
    TooOften,
}

/// Signs somebody in.
pub async fn sign_in(
    application: &Application,
    identity: &Identity,
    login: &str,
    password: &str,
    place: Place,
) -> Result<SignedIn, StoreError> {
    let now = application.clock.now();
    let from = of_address(place.address);
    if !identity.accounts.attempt(&from, OF_AN_ADDRESS, now).await? {
        tracing::warn!("signing in is refused unseen: too many attempts from one address");
        return Ok(SignedIn::TooOften);
    }
    let known = login.parse::<Login>();
    // What cannot be a login takes the same way, so that it takes as long.
    let typed = known.as_ref().map_or(login, Login::as_str);
    let account = match &known {
        Ok(login) => identity.accounts.called(login).await?,
        Err(_) => None,
    };
    match compare(application, identity, typed, account.as_ref(), password).await? {
        Attempted::TooOften => return Ok(SignedIn::TooOften),
        Attempted::Wrong => return Ok(SignedIn::Refused),
        Attempted::Right => {}
    }
    let Some(Account { principal, .. }) = account else {
        return Ok(SignedIn::Refused);
    };
    let stream: &dyn Stream<Access> = &*application.decisions;
    if !stream.load(principal.as_str()).await?.state.account {
        tracing::warn!(%principal, "signing in is refused: the account is closed");
        return Ok(SignedIn::Refused);
    }
    let secret = begin_session(application, identity, &principal, place.platform).await?;
    Ok(SignedIn::Welcome { secret, principal })
}

/// Begins a session; gives its secret.
pub async fn begin_session(
    application: &Application,
    identity: &Identity,
    principal: &PrincipalId,
    platform: Platform,
) -> Result<String, StoreError> {
    let now = application.clock.now();
    let (began, seen) = identity.limits.before(now);
    identity.sessions.expire(began, seen).await?;
    let secret = application.entropy.secret();
    let secret = secret.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let session = Session {
        digest: session_digest(&secret),
        principal: principal.clone(),
        platform,
        began_at: now,
        seen_at: now,
    };
    identity.sessions.begin(&session).await?;
    tracing::info!(%principal, "signed in");
    Ok(secret)
}

/// Compares a password with that of an account, if there is one. Counted first: many attempts at the same moment gain nothing.
pub(super) async fn compare(
    application: &Application,
    identity: &Identity,
    login: &str,
    account: Option<&Account>,
    password: &str,
) -> Result<Attempted, StoreError> {
    let subject = of_login(login);
    let now = application.clock.now();
    if !identity.accounts.attempt(&subject, OF_A_LOGIN, now).await? {
        tracing::warn!(
            principal = account.map(|account| tracing::field::display(&account.principal)),
            "a password is refused unseen: too many attempts"
        );
        return Ok(Attempted::TooOften);
    }
    let right = identity
        .passwords
        .is(password, account.map(|account| &account.password))
        .await?;
    if !right {
        tracing::warn!(
            principal = account.map(|account| tracing::field::display(&account.principal)),
            "a password is refused"
        );
        return Ok(Attempted::Wrong);
    }
    identity.accounts.forgive(&subject).await?;
    Ok(Attempted::Right)
}

/// What attempts at a login are counted under; logins that nobody has, too.
pub(super) fn of_login(login: &str) -> String {
    digest("attempts at a login", &login.to_lowercase())
}

/// What attempts from an address are counted under. Of version 6, a household has 2^64 addresses.
pub(super) fn of_address(address: Option<IpAddr>) -> String {
    let network = match address.map(|address| address.to_canonical()) {
        Some(IpAddr::V6(v6)) => format!("{:x}", v6.to_bits() >> 64),
        Some(v4) => v4.to_string(),
        None => String::new(),
    };
    digest("attempts from an address", &network)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_one_address() {
        let of = |text: &str| of_address(Some(text.parse().unwrap()));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.1"));
    }
}
