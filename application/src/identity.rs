//! What it takes to know people: their accounts, passwords, sessions and names.

pub mod claims;
mod last_use;
pub(crate) mod secrets;

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use self::claims::ClaimMapping;
pub use self::{last_use::LastUse, secrets::token_digest};
use crate::ports::{
    accounts::{Accounts, Allowance},
    identity_provider::{Attempt, IdentityProvider},
    names::Names,
    passwords::Passwords,
    people::People,
    sessions::{Session, SessionDigest, Sessions},
    subjects::Subjects,
};

/// What the use cases about people work with. One per process, shared.
#[derive(Clone)]
pub struct Identity {
    /// Under which login people sign in.
    pub accounts: Arc<dyn Accounts>,
    /// Keeps and compares passwords.
    pub passwords: Arc<dyn Passwords>,
    /// That people signed in.
    pub sessions: Arc<dyn Sessions>,
    /// Who is behind an opaque id.
    pub names: Arc<dyn Names>,
    /// The tokens ever issued and the accounts ever opened, and for whom.
    pub people: Arc<dyn People>,
    /// When tokens were last used.
    pub uses: Arc<LastUse>,
    /// Who somebody is for a provider.
    pub subjects: Arc<dyn Subjects>,
    /// Where people sign in beside here, if anywhere.
    pub elsewhere: Option<Elsewhere>,
    /// How long a session lasts.
    pub limits: SessionLimits,
}

/// A provider, and what it is trusted with.
#[derive(Clone)]
pub struct Elsewhere {
    /// The provider.
    pub provider: Arc<dyn IdentityProvider>,
    /// What its claims give.
    pub mapping: ClaimMapping,
    /// What the button says that leads there; `None` for a text of ours.
    pub label: Option<String>,
}

/// How long a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without use.
    pub idle: Duration,
    /// At most.
    pub longest: Duration,
}

/// Two hours without use, and a working day.
impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            idle: Duration::from_hours(2),
            longest: Duration::from_hours(12),
        }
    }
}

impl SessionLimits {
    /// The times at or before which a session that counts at `now` did not begin, and was not last seen.
    pub(crate) fn before(self, now: Timestamp) -> (Timestamp, Timestamp) {
        let back = |limit: Duration| now.checked_sub(limit).unwrap_or(Timestamp::MIN);
        (back(self.longest), back(self.idle))
    }

    /// Whether a session counts.
    pub(crate) fn allow(self, session: &Session, now: Timestamp) -> bool {
        let (began, seen) = self.before(now);
        session.began_at > began && session.seen_at > seen
    }
}

/// Attempts at one login. Whoever tries on keeps its holder out for a quarter of an hour, and cannot do so for longer without
/// the holder's being heard now and then; guessing ten passwords a quarter of an hour gets nobody through a list.
pub(crate) const OF_A_LOGIN: Allowance = Allowance {
    attempts: 10,
    within: Duration::from_mins(15),
};

/// Attempts from one address, behind which may be a whole office.
pub(crate) const OF_AN_ADDRESS: Allowance = Allowance {
    attempts: 100,
    within: Duration::from_mins(15),
};

/// What may be used but once while it could be of any use.
pub(crate) const ONCE: Allowance = Allowance {
    attempts: 1,
    within: Duration::from_mins(15),
};

/// What is kept of a session's secret. That is 256 random bits, so nothing slower is needed.
pub fn session_digest(secret: &str) -> SessionDigest {
    SessionDigest(digest("session", secret))
}

/// What a form of a session carries, to tell it from one that somebody else made: only who has the cookie can know it.
pub fn form_token(secret: &str) -> String {
    digest("form", secret)
}

/// What binds an attempt to sign in elsewhere to the browser that keeps `secret`. A verifier has 43 to 128 characters (RFC 7636, section 4.1).
pub(crate) fn attempt(secret: &str) -> Attempt {
    Attempt {
        state: digest("state of signing in", secret),
        nonce: digest("nonce of signing in", secret),
        verifier: digest("verifier of signing in", secret),
    }
}

/// SHA-256 in hexadecimal, of different texts for different purposes.
pub(crate) fn digest(purpose: &str, text: &str) -> String {
    let bytes = Sha256::new()
        .chain_update(b"signpost ")
        .chain_update(purpose)
        .chain_update([0])
        .chain_update(text)
        .finalize();
    bytes
        .iter()
        .fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use signpost_domain::visit::Platform;

    use super::*;

    #[test]
    fn a_session_ends_when_it_is_not_used_and_when_it_is_old() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let limits = SessionLimits {
            idle: Duration::from_hours(1),
            longest: Duration::from_hours(3),
        };
        let session = |seen: &str| Session {
            digest: session_digest("secret"),
            principal: "p-1".parse().unwrap(),
            platform: Platform::Other,
            began_at: at("2026-11-23T08:00:00Z"),
            seen_at: at(seen),
        };
        assert!(limits.allow(&session("2026-11-23T08:00:00Z"), at("2026-11-23T08:59:59Z")));
        assert!(!limits.allow(&session("2026-11-23T08:00:00Z"), at("2026-11-23T09:00:00Z")));
        assert!(limits.allow(&session("2026-11-23T10:30:00Z"), at("2026-11-23T10:59:59Z")));
        assert!(!limits.allow(&session("2026-11-23T10:59:00Z"), at("2026-11-23T11:00:00Z")));
    }

    #[test]
    fn a_forms_token_is_not_what_is_kept_of_the_session() {
        assert_ne!(form_token("secret"), session_digest("secret").0);
        assert_ne!(form_token("secret"), form_token("other"));
    }
}
