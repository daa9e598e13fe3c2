//! `signpost token …`

use clap::Subcommand;
use serde_json::json;
use signpost_application::{
    commands::{issue_token::issue_token, revoke_token::revoke_token},
    ports::names::Names,
};
use signpost_domain::{
    access::{Grant, Role},
    identifier::{PrincipalId, UnitName},
};
use signpost_infrastructure::identity::token;
use signpost_projections::runner::catch_up;

use crate::{
    failure::{Failure, fail},
    instance::{Instance, make},
    settings::{DatabaseUrl, StoreSettings},
};

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token and print it, once: it is not kept and cannot be shown again
    Create {
        /// Who will hold it, kept in a table that can forget, never in a log; tokens of one name are one person's
        #[arg(long)]
        name: String,
        /// admin (everything), editor (changes codes and audiences), auditor (reads everything), analyst (statistics and scans),
        /// approver (approves and rejects what others propose)
        #[arg(long)]
        role: Role,
        /// The unit within which an editor may change codes, or an approver approve; left out, all of them
        #[arg(long)]
        unit: Option<UnitName>,
    },
    /// List tokens: id, name, role, when issued and revoked
    List {
        /// One JSON array, for programs
        #[arg(long)]
        json: bool,
    },
    /// Revoke a token, at once and for good
    Revoke {
        /// Its id, as list shows it
        id: PrincipalId,
    },
}

/// Does it.
pub(crate) async fn run(command: TokenCommand, settings: &StoreSettings) -> Result<(), Failure> {
    match (&command, &settings.database_url) {
        // Making the first token may come before the first start; looking for tokens may not.
        (TokenCommand::Create { .. }, DatabaseUrl::Sqlite) => make(&settings.data_dir)?,
        _ => settings.must_exist()?,
    }
    let instance = Instance::open(settings, "").await?;
    let names = instance.stores.names();
    let outcome = match command {
        TokenCommand::Create { name, role, unit } => {
            let secret = token::generate(&*instance.application.entropy);
            let principal = token::principal(&*instance.application.entropy);
            let (caller, digest) = (instance.operator(), token::digest(&secret));
            let grant = Grant { role, unit };
            issue_token(&instance.application, &*names, &caller, &principal, &name, digest, grant)
                .await
                .map_err(fail)?;
            println!("{secret}");
            Ok(())
        }
        TokenCommand::List { json } => list(&instance, &*names, json).await,
        TokenCommand::Revoke { id } => {
            revoke_token(&instance.application, &instance.operator(), &id)
                .await
                .map_err(fail)?;
            eprintln!("revoked {id}");
            Ok(())
        }
    };
    instance.close().await;
    outcome
}

async fn list(instance: &Instance, names: &dyn Names, as_json: bool) -> Result<(), Failure> {
    let model = instance.stores.access_model();
    catch_up(&instance.application.decisions, &*model, |_| {})
        .await
        .map_err(fail)?;
    let (_, rows) = instance.stores.access().await.map_err(fail)?;
    let names = names.all().await.map_err(fail)?;
    let mut lines = Vec::new();
    for row in rows {
        let name = names.get(row.principal.as_str()).map_or("(forgotten)", String::as_str);
        let grants: Vec<String> = row
            .access
            .grants
            .iter()
            .map(|grant| {
                grant
                    .unit
                    .as_ref()
                    .map_or_else(|| grant.role.to_string(), |unit| format!("{} of {unit}", grant.role))
            })
            .collect();
        let revoked = row.revoked_at.map(|at| at.to_string());
        if as_json {
            lines.push(json!({
                "id": row.principal, "name": name, "grants": row.access.grants,
                "issued_at": row.issued_at, "revoked_at": revoked,
            }));
        } else {
            let state = revoked.map_or_else(|| grants.join(", "), |at| format!("revoked {at}"));
            println!(
                "{:<12} {:<30} {:<24} issued {}",
                row.principal.as_str(),
                name,
                state,
                row.issued_at
            );
        }
    }
    if as_json {
        println!("{}", serde_json::Value::Array(lines));
    }
    Ok(())
}
