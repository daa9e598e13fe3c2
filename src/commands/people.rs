//! `signpost people …`

use clap::Subcommand;
use signpost_application::{
    authority::Caller,
    commands::forget_person::forget_person,
    queries::people::{Person, people},
    refusal::Refusal,
};
use signpost_domain::{access::Grant, decision::Reason, identifier::PrincipalId};
use signpost_projections::runner::catch_up;

use crate::{
    failure::{Failure, fail},
    instance::Instance,
    settings::StoreSettings,
};

/// What to do with people.
#[derive(Debug, Subcommand)]
pub(crate) enum PeopleCommand {
    /// List people: id, name, roles, tokens
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

/// Does it.
pub(crate) async fn run(command: PeopleCommand, settings: &StoreSettings) -> Result<(), Failure> {
    settings.must_exist()?;
    let instance = Instance::open(settings, "").await?;
    let outcome = match command {
        PeopleCommand::List { json } => list(&instance, json).await,
        PeopleCommand::Forget { id, reason } => forget(&instance, &id, reason).await,
    };
    instance.close().await;
    outcome
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
    eprintln!("{} {name}, {} tokens revoked", done.person, done.revoked);
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

/// Tokens that count with what they are for, and how many do not count any more.
fn holdings(person: &Person) -> String {
    let (counting, revoked): (Vec<_>, Vec<_>) = person.tokens.iter().partition(|token| token.revoked_at.is_none());
    let mut holdings: Vec<String> = counting
        .into_iter()
        .map(|token| {
            let grants: Vec<String> = token.grants.iter().map(words).collect();
            format!("{} ({})", grants.join(", "), token.id)
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
