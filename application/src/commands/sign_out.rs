//! Signing out: here, there or everywhere.

use signpost_domain::identifier::PrincipalId;

use crate::{
    Application,
    identity::Identity,
    ports::{StoreError, sessions::SessionDigest},
    queries::session::sessions_of,
};

/// Ends a session.
pub async fn sign_out(identity: &Identity, session: &SessionDigest) -> Result<(), StoreError> {
    identity.sessions.end(session).await
}

/// Ends one session of somebody; says whether they had it.
pub async fn sign_out_there(
    application: &Application,
    identity: &Identity,
    principal: &PrincipalId,
    session: &SessionDigest,
) -> Result<bool, StoreError> {
    let own = sessions_of(application, identity, principal).await?;
    if !own.iter().any(|found| found.digest == *session) {
        return Ok(false);
    }
    identity.sessions.end(session).await?;
    Ok(true)
}

/// Ends all sessions of somebody; says how many there were.
pub async fn sign_out_everywhere(identity: &Identity, principal: &PrincipalId) -> Result<u64, StoreError> {
    identity.sessions.end_all(principal, None).await
}
