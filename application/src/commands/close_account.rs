//! Closing an account: its holder signs in no more, and is signed out wherever they are.

use signpost_domain::identifier::PrincipalId;

use super::{Expectation, revoke_token::revoke};
use crate::{Application, authority::Caller, identity::Identity, refusal::Refusal};

/// Closes the account of `principal`. Its login is free again.
pub async fn close_account(
    application: &Application,
    identity: &Identity,
    caller: &Caller,
    principal: &PrincipalId,
    expectation: Expectation,
) -> Result<(), Refusal> {
    revoke(application, caller, principal, expectation).await?;
    identity.sessions.end_all(principal, None).await?;
    Ok(())
}
