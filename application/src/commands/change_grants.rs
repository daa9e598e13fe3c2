//! Changing what somebody is trusted with, by token or account.

use signpost_domain::{
    access::{Access, AccessCommand, AccessError, Grant},
    identifier::PrincipalId,
};

use super::{Expectation, decide, issue_token::check_grants};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::decision_log::Stream,
    refusal::{Fault, Refusal},
};

/// Lets `principal` do exactly what `grants` say. Each role that is granted or revoked is a decision.
pub async fn change_grants(
    application: &Application,
    caller: &Caller,
    principal: &PrincipalId,
    expectation: Expectation,
    grants: &[Grant],
) -> Result<(), Refusal> {
    caller.principal.must(Action::ManageAccess, None)?;
    check_grants(application, grants).await?;
    let stream: &dyn Stream<Access> = &*application.decisions;
    let refused = |error: AccessError| match error {
        AccessError::Over => Refusal::Invalid(vec![Fault::new("/grants", error.to_string())]),
        AccessError::Unknown | AccessError::AlreadyIssued => Refusal::NotFound {
            kind: "token or account",
            id: principal.to_string(),
        },
    };
    let command = |_: &Access| Ok(AccessCommand::GrantExactly(grants.to_vec()));
    let id = principal.as_str();
    decide(application, stream, id, expectation, caller, command, refused).await?;
    Ok(())
}
