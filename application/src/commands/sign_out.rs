//! Signing out, here or everywhere.

use signpost_domain::identifier::PrincipalId;

use crate::{
    identity::Identity,
    ports::{StoreError, sessions::SessionDigest},
};

/// Ends a session.
pub async fn sign_out(identity: &Identity, session: &SessionDigest) -> Result<(), StoreError> {
    identity.sessions.end(session).await
}

/// Ends all sessions of somebody; says how many there were.
pub async fn sign_out_everywhere(identity: &Identity, principal: &PrincipalId) -> Result<u64, StoreError> {
    identity.sessions.end_all(principal, None).await
}
