//! `signpost people …`

use std::io::{self, IsTerminal};

use clap::{Args, Subcommand};
use signpost_application::{
    authority::Caller,
    commands::{
        change_password::set_password,
        forget_person::forget_person,
        open_account::{NewAccount, open_account},
    },
    identity::SessionLimits,
    ports::accounts::Login,
    queries::people::{Person, people},
    refusal::Refusal,
};
use signpost_domain::{
    access::{Grant, Role},
    decision::Reason,
    identifier::{PrincipalId, UnitName},
};
use signpost_projections::runner::catch_up;

use crate::{
    failure::{Failure, fail},
    instance::{Instance, make},
    settings::{DatabaseUrl, StoreSettings},
};

/// What to do with people.
#[derive(Debug, Subcommand)]
pub(crate) enum PeopleCommand {
    /// Let somebody sign in on the website, with a login and a password
    Add(NewPerson),
    /// Give somebody another password; wherever they are signed in, they are signed out
    Password {
        /// What they type to sign in
        #[arg(long)]
        login: Login,
        /// Read the password from standard input instead of asking for it
        #[arg(long)]
        password_stdin: bool,
    },
    /// List people: id, name, roles, tokens, accounts
    List {
        /// One JSON array, for programs
        #[arg(long)]
        json: bool,
    },
    /// Remove somebody's name for good, and revoke all their tokens
    ///
    /// What they decided stays in the history, under an id that nobody can tell any more who it was; proofs, exports and audit verify hold as before. The
    /// server may run on. Called again, it does what may be left to do. Backups made before have the name still: delete them in their time, and forget
    /// the person again after one of them was restored. On PostgreSQL so has the write-ahead log, archived parts of it included.
    Forget {
        /// Their id, or that of one of their tokens, as list shows it
        id: PrincipalId,
        /// Why; kept in the decision log, which forgets nothing, so name nobody here
        #[arg(long, value_parser = |text: &str| Reason::try_from(text.to_owned()))]
        reason: Option<Reason>,
    },
}

/// Somebody who may sign in.
#[derive(Debug, Args)]
pub(crate) struct NewPerson {
    /// What they type to sign in, such as an e-mail address
    #[arg(long)]
    login: Login,
    /// Who that is, kept in a table that can forget, never in a log; accounts and tokens of one name are one person's
    #[arg(long)]
    name: String,
    /// admin (everything), editor (changes codes and audiences), auditor (reads everything), analyst (statistics and scans),
    /// approver (approves and rejects what others propose)
    #[arg(long)]
    role: Role,
    /// The unit within which an editor may change codes, or an approver approve; left out, all of them
    #[arg(long)]
    unit: Option<UnitName>,
    /// Read the password from standard input instead of asking for it
    #[arg(long)]
    password_stdin: bool,
}

/// Does it.
pub(crate) async fn run(command: PeopleCommand, settings: &StoreSettings) -> Result<(), Failure> {
    match (&command, &settings.database_url) {
        // Adding the first may come before the first start; looking for people may not.
        (PeopleCommand::Add(_), DatabaseUrl::Sqlite) => make(&settings.data_dir)?,
        _ => settings.must_exist()?,
    }
    let instance = Instance::open(settings, "").await?;
    let outcome = match command {
        PeopleCommand::Add(person) => add(&instance, person).await,
        PeopleCommand::Password { login, password_stdin } => password(&instance, &login, password_stdin).await,
        PeopleCommand::List { json } => list(&instance, json).await,
        PeopleCommand::Forget { id, reason } => forget(&instance, &id, reason).await,
    };
    instance.close().await;
    outcome
}

async fn add(instance: &Instance, person: NewPerson) -> Result<(), Failure> {
    let identity = instance.identity(SessionLimits::default())?;
    let password = read_password(person.password_stdin)?;
    let new = NewAccount {
        login: person.login,
        name: person.name,
        grants: vec![Grant {
            role: person.role,
            unit: person.unit,
        }],
    };
    let login = new.login.clone();
    let id = open_account(&instance.application, &identity, &instance.operator(), new, &password)
        .await
        .map_err(fail)?;
    eprintln!("{id} signs in as {login}, at /admin of where Signpost is served");
    Ok(())
}

async fn password(instance: &Instance, login: &Login, from_stdin: bool) -> Result<(), Failure> {
    let identity = instance.identity(SessionLimits::default())?;
    let password = read_password(from_stdin)?;
    let id = set_password(&instance.application, &identity, &instance.operator(), login, &password)
        .await
        .map_err(fail)?;
    eprintln!("{id} has another password, and is signed out wherever they were signed in");
    Ok(())
}

/// Asks for a password twice, without showing it, or takes the first line of standard input.
fn read_password(from_stdin: bool) -> Result<String, Failure> {
    if from_stdin {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map_err(fail)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::new(
            "there is no terminal to ask for the password on; send it to standard input with --password-stdin",
        ));
    }
    let password = rpassword::prompt_password("Password (12 characters or more): ").map_err(fail)?;
    let again = rpassword::prompt_password("The same again: ").map_err(fail)?;
    if password == again {
        Ok(password)
    } else {
        Err(Failure::new("these are two different passwords; nothing was changed"))
    }
}

/// Brings the tokens up to date, which nobody does where no server runs.
async fn follow(instance: &Instance) -> Result<(), Failure> {
    let model = instance.stores.access_model();
    catch_up(&instance.application.decisions, &*model, |_| {})
        .await
        .map(drop)
        .map_err(fail)
}

async fn forget(instance: &Instance, id: &PrincipalId, reason: Option<Reason>) -> Result<(), Failure> {
    follow(instance).await?;
    let caller = Caller {
        reason,
        ..instance.operator()
    };
    let (who, names) = (instance.stores.people(), instance.stores.names());
    let done = forget_person(&instance.application, &*who, &*names, &caller, id).await;
    let done = done.map_err(|refusal| match refusal {
        Refusal::NotFound { .. } => Failure::new(format!("{refusal}; signpost people list shows who there is")),
        other => fail(other),
    })?;
    let name = if done.had_name { "forgotten" } else { "was forgotten already" };
    eprintln!("{} {name}, tokens and accounts revoked: {}", done.person, done.revoked);
    Ok(())
}

async fn list(instance: &Instance, as_json: bool) -> Result<(), Failure> {
    follow(instance).await?;
    let (who, names) = (instance.stores.people(), instance.stores.names());
    let everybody = people(&*who, &*names, &instance.operator().principal).await.map_err(fail)?;
    if as_json {
        println!("{}", serde_json::to_value(&everybody).map_err(fail)?);
        return Ok(());
    }
    for person in everybody {
        let name = person.name.as_deref().unwrap_or("(forgotten)");
        println!("{:<12} {name:<30} {}", person.id.as_str(), holdings(&person));
    }
    Ok(())
}

/// Tokens and accounts that count with what they are for, and how many do not count any more.
fn holdings(person: &Person) -> String {
    let (counting, revoked): (Vec<_>, Vec<_>) = person.tokens.iter().partition(|token| token.revoked_at.is_none());
    let mut holdings: Vec<String> = counting
        .into_iter()
        .map(|token| {
            let grants: Vec<String> = token.grants.iter().map(words).collect();
            let what = if token.signs_in { "account" } else { "token" };
            format!("{} ({what} {})", grants.join(", "), token.id)
        })
        .collect();
    if !revoked.is_empty() {
        holdings.push(format!("{} revoked", revoked.len()));
    }
    holdings.join(", ")
}

fn words(grant: &Grant) -> String {
    match &grant.unit {
        Some(unit) => format!("{} of {unit}", grant.role),
        None => grant.role.to_string(),
    }
}
