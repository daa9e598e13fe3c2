//! `signpost token …`

use std::str::FromStr;

use clap::Subcommand;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use signpost_application::{
    commands::{
        issue_token::{NewToken, issue_token},
        revoke_token::revoke_token,
    },
    ports::names::Names,
};
use signpost_domain::{
    access::{Grant, Role},
    identifier::{PrincipalId, UnitName},
};
use signpost_projections::{access::AccessRow, runner::catch_up};

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
        /// From when on it counts no more: a time such as 2027-01-01T00:00:00Z, or so long from now, such as 90d; left out, until it is revoked
        #[arg(long)]
        expires: Option<Expiry>,
    },
    /// List tokens: id, name, role, when issued, last used, expiring and revoked
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
        TokenCommand::Create {
            name,
            role,
            unit,
            expires,
        } => {
            let new = NewToken {
                name,
                grants: vec![Grant { role, unit }],
                expires_at: expires
                    .map(|expires| expires.after(instance.application.clock.now()))
                    .transpose()?,
            };
            let issued = issue_token(&instance.application, &*names, &instance.operator(), &new)
                .await
                .map_err(fail)?;
            println!("{}", issued.secret);
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

/// When a token expires.
#[derive(Debug, Clone)]
pub(crate) enum Expiry {
    At(Timestamp),
    After(SignedDuration),
}

impl FromStr for Expiry {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let days = text.strip_suffix('d').and_then(|days| days.parse::<i64>().ok());
        match (days, text.parse()) {
            (Some(days @ 1..=36_500), _) => Ok(Self::After(SignedDuration::from_hours(24 * days))),
            (_, Ok(at)) => Ok(Self::At(at)),
            _ => Err("give a time such as 2027-01-01T00:00:00Z, or 1d to 36500d from now".to_owned()),
        }
    }
}

impl Expiry {
    fn after(self, now: Timestamp) -> Result<Timestamp, Failure> {
        match self {
            Self::At(at) => Ok(at),
            Self::After(duration) => now.checked_add(duration).map_err(fail),
        }
    }
}

async fn list(instance: &Instance, names: &dyn Names, as_json: bool) -> Result<(), Failure> {
    let model = instance.stores.access_model();
    catch_up(&instance.application.decisions, &*model, |_| {})
        .await
        .map_err(fail)?;
    let (_, rows) = instance.stores.access().await.map_err(fail)?;
    let names = names.all().await.map_err(fail)?;
    let last_used = instance.stores.token_uses().all().await.map_err(fail)?;
    let now = instance.application.clock.now();
    let mut lines = Vec::new();
    for row in rows.into_iter().filter(|row| !row.access.signs_in) {
        let name = names.get(row.principal.as_str()).map_or("(forgotten)", String::as_str);
        let at = last_used.get(row.principal.as_str());
        if as_json {
            lines.push(json!({
                "id": row.principal, "name": name, "grants": row.access.grants, "issued_at": row.issued_at,
                "expires_at": row.access.expires_at, "revoked_at": row.revoked_at, "used_at": at,
            }));
        } else {
            let use_of_it = at.map_or("never used".to_owned(), |at| format!("last used {at}"));
            let (id, issued) = (row.principal.as_str(), row.issued_at);
            println!("{id:<12} {name:<30} {:<24} issued {issued}, {use_of_it}", state(&row, now));
        }
    }
    if as_json {
        println!("{}", serde_json::Value::Array(lines));
    }
    Ok(())
}

/// What a token is good for, or why for nothing any more.
fn state(row: &AccessRow, now: Timestamp) -> String {
    let grants = || {
        let grants = row.access.grants.iter().map(|grant| match &grant.unit {
            Some(unit) => format!("{} of {unit}", grant.role),
            None => grant.role.to_string(),
        });
        grants.collect::<Vec<_>>().join(", ")
    };
    match (row.revoked_at, row.access.expires_at) {
        (Some(at), _) => format!("revoked {at}"),
        (None, Some(at)) if at <= now => format!("expired {at}"),
        (None, Some(at)) => format!("{} until {at}", grants()),
        (None, None) => grants(),
    }
}
