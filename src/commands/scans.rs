//! `signpost scans …`

use clap::Subcommand;
use serde_json::json;
use signpost_application::commands::expire_scans::{expire_scans, expiring};
use signpost_domain::{counted::counted, retention::Month};

use crate::{
    failure::{Failure, fail},
    instance::Instance,
    settings::StoreSettings,
};

/// What to do with the scan log.
#[derive(Debug, Subcommand)]
pub(crate) enum ScansCommand {
    /// Drop whole months of scans, for good; statistics and the decision log keep what they have
    ///
    /// Says what it dropped. That it did is a decision in the decision log. On PostgreSQL it takes the owner of the database.
    Expire {
        /// The first month to keep, in UTC, such as 2026-01; it must not lie in the future
        #[arg(long, value_name = "MONTH")]
        before: Month,
        /// Say what would be dropped, and drop nothing
        #[arg(long)]
        dry_run: bool,
        /// One JSON array, for programs
        #[arg(long)]
        json: bool,
    },
}

/// Does it.
pub(crate) async fn run(command: ScansCommand, settings: &StoreSettings) -> Result<(), Failure> {
    settings.must_exist()?;
    let instance = Instance::open(settings, "").await?;
    let ScansCommand::Expire { before, dry_run, json } = command;
    let outcome = expire(&instance, before, dry_run, json).await;
    instance.close().await;
    outcome
}

async fn expire(instance: &Instance, before: Month, dry_run: bool, as_json: bool) -> Result<(), Failure> {
    let (application, retention, operator) = (&instance.application, instance.stores.retention(), instance.operator());
    let months = expiring(application, &*retention, &operator, before).await.map_err(fail)?;
    if !dry_run {
        expire_scans(application, &*retention, &operator, &months)
            .await
            .map_err(fail)?;
    }
    if as_json {
        println!("{}", json!(months));
        return Ok(());
    }
    if months.is_empty() {
        println!("there are no scans before {before}");
    }
    let verb = if dry_run { "would be dropped" } else { "dropped" };
    for month in &months {
        println!(
            "{}: {} {verb}, at positions {} to {}",
            month.month,
            counted(month.scans, "scan"),
            month.first,
            month.last
        );
    }
    Ok(())
}
