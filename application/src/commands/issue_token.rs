//! Issuing a token: the secret by which a person or a program is recognised.

use signpost_domain::{
    access::{Access, AccessCommand, AccessError, Grant, Role, TokenDigest},
    identifier::PrincipalId,
    unit::Unit,
};

use super::{Expectation, decide};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::{StoreError, decision_log::Stream, names::Names},
    refusal::{Fault, Refusal},
};

/// Records that the holder of the token behind `digest` may do what `grant` says, and remembers under `name` who that is. Tokens of
/// one name are tokens of one person, who remains one where two are needed.
pub async fn issue_token(
    application: &Application,
    names: &dyn Names,
    caller: &Caller,
    principal: &PrincipalId,
    name: &str,
    digest: TokenDigest,
    grant: Grant,
) -> Result<(), Refusal> {
    caller.principal.must(Action::ManageAccess, None)?;
    check_name(name)?;
    check_grant(application, &grant).await?;
    let stream: &dyn Stream<Access> = &*application.decisions;
    let person = person_called(application, names, name.trim()).await?;
    let command = |_: &Access| {
        Ok(AccessCommand::IssueToken {
            digest: digest.clone(),
            person: person.clone(),
            grant: grant.clone(),
        })
    };
    let refused = |error: AccessError| Refusal::Invalid(vec![Fault::new("principal", error.to_string())]);
    // The name first: a decision by somebody whose name is missing would be worse than a name without decisions.
    names.remember(principal, name.trim()).await?;
    decide(
        application,
        stream,
        principal.as_str(),
        Expectation::New,
        caller,
        command,
        refused,
    )
    .await?;
    Ok(())
}

/// Refuses what is no name.
pub(super) fn check_name(name: &str) -> Result<(), Refusal> {
    if name.trim().is_empty() || name.chars().count() > 200 {
        return Err(Refusal::Invalid(vec![Fault::new(
            "name",
            "give a name of 1 to 200 characters",
        )]));
    }
    Ok(())
}

/// Refuses a grant that would mean nothing.
pub(super) async fn check_grant(application: &Application, grant: &Grant) -> Result<(), Refusal> {
    let Some(unit) = &grant.unit else { return Ok(()) };
    if !matches!(grant.role, Role::Editor | Role::Approver) {
        let what = format!(
            "only an editor or an approver works within a unit; the role {} is for all units",
            grant.role
        );
        return Err(Refusal::Invalid(vec![Fault::new("unit", what)]));
    }
    let units: &dyn Stream<Unit> = &*application.decisions;
    if !units.load(unit.as_str()).await?.state.founded {
        return Err(Refusal::NotFound {
            kind: "unit",
            id: unit.to_string(),
        });
    }
    Ok(())
}

/// The person of this name, by the id that they got first.
pub(super) async fn person_called(
    application: &Application,
    names: &dyn Names,
    name: &str,
) -> Result<Option<PrincipalId>, Refusal> {
    let name = name.to_lowercase();
    let known = names.all().await?;
    let Some((holder, _)) = known.iter().find(|(_, known)| known.to_lowercase() == name) else {
        return Ok(None);
    };
    let holder: PrincipalId = holder.parse().map_err(|_| {
        let what = format!("the table of names has {holder:?}, which is no id");
        StoreError::Unreadable(what)
    })?;
    let stream: &dyn Stream<Access> = &*application.decisions;
    let access = stream.load(holder.as_str()).await?.state;
    Ok(Some(access.person.unwrap_or(holder)))
}
