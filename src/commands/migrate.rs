//! `signpost migrate`

use clap::Args;
use serde_json::json;

use crate::{
    failure::Failure,
    instance::make,
    settings::{DatabaseUrl, StoreSettings},
    stores::Stores,
};

/// How.
#[derive(Debug, Args)]
pub(crate) struct MigrateOptions {
    /// Grant this role of PostgreSQL what the program needs to run, and on the logs no more than to read and to append; call it as
    /// the owner of the database. Granted once, it is kept up by later migrations
    #[arg(long, value_name = "ROLE")]
    grant_to: Option<String>,
    /// One JSON array, for programs
    #[arg(long)]
    json: bool,
}

/// Does it.
pub(crate) async fn run(options: &MigrateOptions, settings: &StoreSettings) -> Result<(), Failure> {
    if settings.database_url == DatabaseUrl::Sqlite {
        make(&settings.data_dir)?;
    }
    let databases = Stores::migrate(settings, options.grant_to.as_deref()).await?;
    if options.json {
        let rows = databases.iter().map(|done| {
            let applied: Vec<_> = done.applied.iter().map(|(version, _)| version).collect();
            json!({"database": done.place, "version": done.version, "applied": applied})
        });
        println!("{}", serde_json::Value::Array(rows.collect()));
        return Ok(());
    }
    for done in databases {
        for (version, name) in &done.applied {
            println!("{}: migrated to version {version}, {name}", done.place);
        }
        println!("{}: schema version {}, up to date", done.place, done.version);
    }
    if let Some(role) = &options.grant_to {
        println!("the role {role} may run signpost now, with --no-migrate or without");
    }
    Ok(())
}
