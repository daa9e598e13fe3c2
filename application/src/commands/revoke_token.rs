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
        Expectation::Any,
        caller,
        |_| Ok(AccessCommand::RevokeToken),
        refused,
    )
    .await?;
    Ok(())
}
