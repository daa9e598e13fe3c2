//! Opening an account: from now on somebody may sign in with a login and a password.

use signpost_domain::{
    access::{Access, AccessCommand, AccessError, Grant},
    identifier::PrincipalId,
};

use super::{
    Expectation,
    change_password::strong,
    decide,
    issue_token::{check_grants, check_name, person_called},
};
use crate::{
    Application,
    authority::{Action, Caller},
    identity::{Identity, secrets},
    ports::{
        accounts::{Account, Login},
        decision_log::Stream,
    },
    refusal::{Fault, Refusal},
};

/// Whom an account is for, and what they may do.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What they type.
    pub login: Login,
    /// Who that is. Accounts and tokens of one name are those of one person.
    pub name: String,
    /// What they may do.
    pub grants: Vec<Grant>,
}

/// Somebody who may sign in from now on.
#[derive(Debug)]
pub struct Opened {
    /// The opaque id that logs know its holder by.
    pub id: PrincipalId,
    /// A password that nobody chose, which is kept nowhere.
    pub password: String,
}

/// Opens an account with a password that nobody chose, to be handed to its holder.
pub async fn open_account_for(
    application: &Application,
    identity: &Identity,
    caller: &Caller,
    new: NewAccount,
) -> Result<Opened, Refusal> {
    let password = secrets::password(&*application.entropy);
    let id = open_account(application, identity, caller, new, &password).await?;
    Ok(Opened { id, password })
}

/// Opens an account; gives the opaque id that logs know its holder by.
pub async fn open_account(
    application: &Application,
    identity: &Identity,
    caller: &Caller,
    new: NewAccount,
    password: &str,
) -> Result<PrincipalId, Refusal> {
    caller.principal.must(Action::ManageAccess, None)?;
    let NewAccount { login, name, grants } = new;
    let name = name.trim();
    check_name(name)?;
    check_grants(application, &grants).await?;
    strong(identity, password, &[login.as_str(), name])?;
    // Before anything is kept: what is refused leaves no name behind.
    if let Some(other) = identity.accounts.called(&login).await?
        && signs_in(application, &other.principal).await?
    {
        return Err(taken(&login));
    }
    let account = Account {
        principal: secrets::principal('p', &*application.entropy),
        login,
        password: identity.passwords.hash(password).await?,
    };
    let person = person_called(application, &*identity.names, name).await?;
    // The name first: a decision by somebody whose name is missing would be worse than a name without decisions.
    identity.names.remember(&account.principal, name).await?;
    keep(application, identity, &account).await?;
    let stream: &dyn Stream<Access> = &*application.decisions;
    let command = |_: &Access| {
        Ok(AccessCommand::OpenAccount {
            person: person.clone(),
            grants: grants.clone(),
        })
    };
    let refused = |error: AccessError| Refusal::Invalid(vec![Fault::new("principal", error.to_string())]);
    let principal = account.principal.as_str();
    decide(application, stream, principal, Expectation::New, caller, command, refused).await?;
    Ok(account.principal)
}

/// Takes the login. One whose opening was interrupted, or that was closed, is free.
async fn keep(application: &Application, identity: &Identity, account: &Account) -> Result<(), Refusal> {
    let now = application.clock.now();
    if identity.accounts.keep(account, now).await? {
        return Ok(());
    }
    if let Some(other) = identity.accounts.called(&account.login).await?
        && !signs_in(application, &other.principal).await?
    {
        identity.accounts.remove(&other.principal).await?;
        if identity.accounts.keep(account, now).await? {
            return Ok(());
        }
    }
    Err(taken(&account.login))
}

/// Whether an account was opened and is not closed.
async fn signs_in(application: &Application, principal: &PrincipalId) -> Result<bool, Refusal> {
    let stream: &dyn Stream<Access> = &*application.decisions;
    Ok(stream.load(principal.as_str()).await?.state.account)
}

fn taken(login: &Login) -> Refusal {
    let what = format!("somebody signs in as {login} already; take another login, or give them another password");
    Refusal::Invalid(vec![Fault::new("/login", what)])
}
