//! Revoking a token, with everything its holder was trusted with.

use signpost_domain::{
    access::{Access, AccessCommand, AccessError},
    identifier::PrincipalId,
};

use super::{Expectation, decide};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::decision_log::Stream,
    refusal::Refusal,
};

/// Revokes the token of `principal`.
pub async fn revoke_token(application: &Application, caller: &Caller, principal: &PrincipalId) -> Result<(), Refusal> {
    revoke(application, caller, principal, Expectation::Any).await
}

/// Revokes the token of `principal`, or closes their account, if it is as expected.
pub async fn revoke(
    application: &Application,
    caller: &Caller,
    principal: &PrincipalId,
    expectation: Expectation,
) -> Result<(), Refusal> {
    caller.principal.must(Action::ManageAccess, None)?;
    let stream: &dyn Stream<Access> = &*application.decisions;
    let refused = |_: AccessError| Refusal::NotFound {
        kind: "token",
        id: principal.to_string(),
    };
    decide(
        application,
        stream,
        principal.as_str(),
        expectation,
        caller,
        |_| Ok(AccessCommand::RevokeToken),
        refused,
    )
    .await?;
    Ok(())
}
