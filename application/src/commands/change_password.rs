//! Giving an account another password. All who are signed in with the old one are signed out.

use signpost_domain::identifier::PrincipalId;

use super::sign_in::{Attempted, compare};
use crate::{
    Application,
    authority::{Action, Caller},
    identity::{Identity, secrets},
    ports::{accounts::Login, sessions::SessionDigest},
    refusal::{Fault, Refusal},
};

/// Gives somebody else another password, as who manages access.
pub async fn set_password(
    application: &Application,
    identity: &Identity,
    caller: &Caller,
    login: &Login,
    password: &str,
) -> Result<PrincipalId, Refusal> {
    caller.principal.must(Action::ManageAccess, None)?;
    let account = identity.accounts.called(login).await?;
    let account = account.ok_or_else(|| Refusal::NotFound {
        kind: "account",
        id: login.to_string(),
    })?;
    change(application, identity, &account.principal, login, password, None).await?;
    // Whoever was kept out by others' guesses is let in.
    identity.accounts.forgive(&super::sign_in::of_login(login.as_str())).await?;
    Ok(account.principal)
}

/// Gives somebody else a password that nobody chose, to be handed to them.
pub async fn renew_password(
    application: &Application,
    identity: &Identity,
    caller: &Caller,
    principal: &PrincipalId,
) -> Result<String, Refusal> {
    caller.principal.must(Action::ManageAccess, None)?;
    let account = identity.accounts.of(principal).await?;
    let account = account.ok_or_else(|| Refusal::NotFound {
        kind: "account",
        id: principal.to_string(),
    })?;
    let password = secrets::password(&*application.entropy);
    set_password(application, identity, caller, &account.login, &password).await?;
    Ok(password)
}

/// Gives oneself another password, knowing the present one; the session in which it is done goes on.
pub async fn change_own_password(
    application: &Application,
    identity: &Identity,
    principal: &PrincipalId,
    session: &SessionDigest,
    present: &str,
    password: &str,
) -> Result<(), Refusal> {
    let account = identity.accounts.of(principal).await?;
    let account = account.ok_or_else(|| Refusal::NotFound {
        kind: "account",
        id: principal.to_string(),
    })?;
    match compare(application, identity, account.login.as_str(), Some(&account), present).await? {
        Attempted::Right => {}
        Attempted::Wrong => {
            return Err(Refusal::Invalid(vec![Fault::new(
                "present",
                "this is not your present password",
            )]));
        }
        Attempted::TooOften => {
            return Err(Refusal::Invalid(vec![Fault::new(
                "present",
                "that were too many attempts; try again in a quarter of an hour",
            )]));
        }
    }
    change(application, identity, principal, &account.login, password, Some(session)).await
}

async fn change(
    application: &Application,
    identity: &Identity,
    principal: &PrincipalId,
    login: &Login,
    password: &str,
    keep: Option<&SessionDigest>,
) -> Result<(), Refusal> {
    let name = identity.names.of(principal).await?.unwrap_or_default();
    strong(identity, password, &[login.as_str(), &name])?;
    let kept = identity.passwords.hash(password).await?;
    let accounts = &identity.accounts;
    accounts.change_password(principal, &kept, application.clock.now()).await?;
    identity.sessions.end_all(principal, keep).await?;
    tracing::info!(%principal, "a password was changed");
    Ok(())
}

/// Refuses a password that is too easy to guess.
pub(super) fn strong(identity: &Identity, password: &str, known_by: &[&str]) -> Result<(), Refusal> {
    match identity.passwords.weakness(password, known_by) {
        None => Ok(()),
        Some(weakness) => Err(Refusal::Invalid(vec![Fault::new("/password", weakness.to_string())])),
    }
}
