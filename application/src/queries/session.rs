//! Who signed in, by the secret in a browser's cookie.

use std::time::Duration;

use signpost_domain::identifier::PrincipalId;

use crate::{
    Application,
    identity::{Identity, session_digest},
    ports::{StoreError, sessions::Session},
};

/// Noted at most so often that a session is used: not with every picture on a page.
const SEEN_EVERY: Duration = Duration::from_mins(1);

/// The session behind a secret, if it is one and its time is not up.
pub async fn session(application: &Application, identity: &Identity, secret: &str) -> Result<Option<Session>, StoreError> {
    let now = application.clock.now();
    let digest = session_digest(secret);
    let Some(session) = identity.sessions.find(&digest).await? else {
        return Ok(None);
    };
    if !identity.limits.allow(&session, now) {
        identity.sessions.end(&digest).await?;
        return Ok(None);
    }
    if now.duration_since(session.seen_at).unsigned_abs() >= SEEN_EVERY.min(identity.limits.idle / 4) {
        identity.sessions.see(&digest, now).await?;
    }
    Ok(Some(session))
}

/// Who is behind a secret, if it is that of a session whose time is not up. Only looks: whoever scans does not use the website.
pub async fn holder(application: &Application, identity: &Identity, secret: &str) -> Result<Option<PrincipalId>, StoreError> {
    let session = identity.sessions.find(&session_digest(secret)).await?;
    let now = application.clock.now();
    let counts = session.filter(|session| identity.limits.allow(session, now));
    Ok(counts.map(|session| session.principal))
}

/// The sessions of somebody that still count, the latest first.
pub async fn sessions_of(
    application: &Application,
    identity: &Identity,
    principal: &PrincipalId,
) -> Result<Vec<Session>, StoreError> {
    let now = application.clock.now();
    let mut sessions = identity.sessions.of(principal).await?;
    sessions.retain(|session| identity.limits.allow(session, now));
    Ok(sessions)
}
