//! Issuing a token: the secret by which a person or a program is recognised.

use jiff::Timestamp;
use signpost_domain::{
    access::{Access, AccessCommand, AccessError, Grant, Role, TokenDigest},
    identifier::PrincipalId,
    unit::Unit,
};

use super::{Expectation, decide};
use crate::{
    Application,
    authority::{Action, Caller},
    identity::{secrets, token_digest},
    ports::{StoreError, decision_log::Stream, names::Names},
    refusal::{Fault, Refusal},
};

/// Roles that one principal has, at most.
const MOST_GRANTS: usize = 50;

/// Whom a token is for, what its holder may do, and until when.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Who will hold it. Tokens of one name are tokens of one person, who remains one where two are needed.
    pub name: String,
    /// What its holder may do.
    pub grants: Vec<Grant>,
    /// From when on it counts no more; `None` for until it is revoked.
    pub expires_at: Option<Timestamp>,
}

/// A token that was just issued.
#[derive(Debug)]
pub struct Issued {
    /// The principal that it makes of its holder.
    pub id: PrincipalId,
    /// The token itself, which is kept nowhere.
    pub secret: String,
}

/// Issues a token.
pub async fn issue_token(
    application: &Application,
    names: &dyn Names,
    caller: &Caller,
    new: &NewToken,
) -> Result<Issued, Refusal> {
    let secret = secrets::token(&*application.entropy);
    let id = secrets::principal('t', &*application.entropy);
    record_token(application, names, caller, &id, token_digest(&secret), new).await?;
    Ok(Issued { id, secret })
}

/// Records that the holder of the token behind `digest` may do what is granted, and remembers who that is.
pub async fn record_token(
    application: &Application,
    names: &dyn Names,
    caller: &Caller,
    principal: &PrincipalId,
    digest: TokenDigest,
    new: &NewToken,
) -> Result<(), Refusal> {
    caller.principal.must(Action::ManageAccess, None)?;
    check_name(&new.name)?;
    check_grants(application, &new.grants).await?;
    if new.expires_at.is_some_and(|end| end <= application.clock.now()) {
        let what = "this is over already; give a time to come, or none";
        return Err(Refusal::Invalid(vec![Fault::new("/expires_at", what)]));
    }
    let stream: &dyn Stream<Access> = &*application.decisions;
    let name = new.name.trim();
    let person = person_called(application, names, name).await?;
    let command = |_: &Access| {
        Ok(AccessCommand::IssueToken {
            digest: digest.clone(),
            person: person.clone(),
            grants: new.grants.clone(),
            expires_at: new.expires_at,
        })
    };
    let refused = |error: AccessError| Refusal::Invalid(vec![Fault::new("principal", error.to_string())]);
    // The name first: a decision by somebody whose name is missing would be worse than a name without decisions.
    names.remember(principal, name).await?;
    let id = principal.as_str();
    decide(application, stream, id, Expectation::New, caller, command, refused).await?;
    Ok(())
}

/// Refuses what is no name.
pub(super) fn check_name(name: &str) -> Result<(), Refusal> {
    if name.trim().is_empty() || name.chars().count() > 200 {
        return Err(Refusal::Invalid(vec![Fault::new(
            "/name",
            "give a name of 1 to 200 characters",
        )]));
    }
    Ok(())
}

/// Refuses grants of which there are none, or one that would mean nothing.
pub(super) async fn check_grants(application: &Application, grants: &[Grant]) -> Result<(), Refusal> {
    if grants.is_empty() || grants.len() > MOST_GRANTS {
        let what = format!("give 1 to {MOST_GRANTS} roles");
        return Err(Refusal::Invalid(vec![Fault::new("/grants", what)]));
    }
    let units: &dyn Stream<Unit> = &*application.decisions;
    let mut faults = vec![];
    for (n, grant) in grants.iter().enumerate() {
        let Some(unit) = &grant.unit else { continue };
        let what = if !matches!(grant.role, Role::Editor | Role::Approver) {
            format!(
                "only an editor or an approver works within a unit; the role {} is for all units",
                grant.role
            )
        } else if !units.load(unit.as_str()).await?.state.founded {
            format!("there is no unit {unit}")
        } else {
            continue;
        };
        faults.push(Fault::new(format!("/grants/{n}/unit"), what));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(faults))
    }
}

/// The person of this name, by the id that they got first.
pub(super) async fn person_called(
    application: &Application,
    names: &dyn Names,
    name: &str,
) -> Result<Option<PrincipalId>, Refusal> {
    let name = name.to_lowercase();
    let known = names.all().await?;
    let stream: &dyn Stream<Access> = &*application.decisions;
    let mut first = None;
    for (holder, _) in known.iter().filter(|(_, known)| known.to_lowercase() == name) {
        let holder: PrincipalId = holder.parse().map_err(|_| {
            let what = format!("the table of names has {holder:?}, which is no id");
            StoreError::Unreadable(what)
        })?;
        let access = stream.load(holder.as_str()).await?;
        // A name that was kept for what then was not decided is nobody's yet.
        if access.version > 0 {
            return Ok(Some(access.state.person.unwrap_or(holder)));
        }
        first.get_or_insert(holder);
    }
    Ok(first)
}
