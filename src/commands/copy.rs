//! `signpost copy`

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use signpost_application::{
    commands::copy::{Copied, CopyError, Doing, Log, Same, copy},
    ports::copying::Table,
};
use signpost_domain::counted::counted;
use signpost_infrastructure::{
    journal::{Journal, Settings, forwarder::forward},
    machine::SystemEntropy,
    schema::Migrating,
};
use tokio_util::sync::CancellationToken;

use crate::{
    commands::projections::rebuild,
    failure::{Failure, fail},
    instance::make,
    settings::{DatabaseUrl, StoreSettings},
    stores::Stores,
};

/// From where to where.
#[derive(Debug, Args)]
pub(crate) struct CopyOptions {
    /// What to copy: sqlite:// and its data folder, such as `sqlite:///var/lib/signpost`, or `postgres://USER:PASSWORD@HOST/NAME`
    #[arg(long, env = "SIGNPOST_COPY_FROM", hide_env_values = true, value_name = "URL")]
    from: String,
    /// Where to, likewise: something empty, or what an earlier copy left
    #[arg(long, env = "SIGNPOST_COPY_TO", hide_env_values = true, value_name = "URL")]
    to: String,
    /// Leave out the names of people, for a copy that leaves the house; the logs have none
    #[arg(long)]
    without_names: bool,
    /// One JSON object, for programs
    #[arg(long)]
    json: bool,
}

/// Does it.
pub(crate) async fn run(options: &CopyOptions, settings: &StoreSettings) -> Result<(), Failure> {
    tokio::select! {
        outcome = copied(options, settings.migrating) => outcome,
        _ = tokio::signal::ctrl_c() => Err(Failure::new(
            "interrupted; what was copied stays, and the same command goes on from there. Until it is done the target is not for use",
        )),
    }
}

async fn copied(options: &CopyOptions, migrating: Migrating) -> Result<(), Failure> {
    // What is copied from is left as it is, its schema included.
    let from = place("from", &options.from, Migrating::Forbidden)?;
    let to = place("to", &options.to, migrating)?;
    if !from.is_there() {
        let folder = from.data_dir.display();
        return Err(Failure::new(format!(
            "there is no Signpost in {folder}; --from names the folder that holds signpost.db, such as sqlite:///var/lib/signpost"
        )));
    }
    let lock_of_source = lock(&from)?;
    if to.database_url == DatabaseUrl::Sqlite {
        make(&to.data_dir)?;
    }
    let _lock_of_target = lock(&to)?;
    let (source, target) = (Stores::open(&from).await?, Stores::open_half_copied(&to).await?);
    if source.place() == target.place() {
        return Err(Failure::new("source and target are the same"));
    }
    let _journal = match lock_of_source {
        Some(lock) => Some(empty_journal(&from.data_dir, lock, &source).await?),
        None => None,
    };
    let copied = fill(&source, &target, options.without_names).await?;
    tell(&copied, &target.place(), options.json);
    source.close().await;
    target.close().await;
    Ok(())
}

/// The store that a URL names.
fn place(flag: &str, url: &str, migrating: Migrating) -> Result<StoreSettings, Failure> {
    let (data_dir, database_url): (PathBuf, _) = match (url.strip_prefix("sqlite://"), url.parse()) {
        (Some(folder), _) if !folder.is_empty() => (folder.into(), DatabaseUrl::Sqlite),
        (None, Ok(url @ DatabaseUrl::Postgres(_))) => (".".into(), url),
        _ => {
            let what = format!("--{flag}: give sqlite:// and a data folder, or postgres://USER:PASSWORD@HOST/NAME");
            return Err(Failure::new(what));
        }
    };
    Ok(StoreSettings {
        seal_keys: data_dir.join("seal-keys"),
        data_dir,
        database_url,
        migrating,
    })
}

/// Keeps every server out of a folder.
fn lock(settings: &StoreSettings) -> Result<Option<File>, Failure> {
    match settings.database_url {
        DatabaseUrl::Sqlite => Journal::lock(&settings.data_dir).map(Some).map_err(fail),
        DatabaseUrl::Postgres(_) => Ok(None),
    }
}

/// Moves what waits in the journal of a folder to its scan log. The journal holds the lock.
async fn empty_journal(folder: &Path, lock: File, stores: &Stores) -> Result<Arc<Journal>, Failure> {
    let scans = stores.scans();
    let node = Journal::node(folder, &SystemEntropy).map_err(fail)?;
    let forwarded = scans.forwarded(node).await.map_err(fail)?;
    let journal = Arc::new(Journal::open(folder, lock, node, Some(forwarded), Settings::default()).map_err(fail)?);
    let at_once = CancellationToken::new();
    at_once.cancel();
    forward(journal.clone(), scans, at_once).await;
    match journal.waiting() {
        0 => Ok(journal),
        waiting => Err(Failure::new(format!(
            "{} in the journal of the source cannot be moved to its scan log; start signpost serve there once, which says why",
            counted(waiting, "scan")
        ))),
    }
}

/// Copies, verifies, and builds the read models.
async fn fill(source: &Stores, target: &Stores, without_names: bool) -> Result<Copied, Failure> {
    let (origin, destination) = (
        source.origin().await.map_err(fail)?,
        target.destination().await.map_err(fail)?,
    );
    let mut tables = vec![
        Table::SealKeys,
        Table::Seals,
        Table::TokenUses,
        Table::KeptMonths,
        Table::KeptDays,
        Table::KeptVisits,
    ];
    if !without_names {
        tables.extend([Table::Names, Table::Accounts, Table::Subjects]);
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:40} {human_pos}/{human_len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    let mut stage = None;
    let mut report = |doing: Doing, log: Log, position: u64, head: u64| {
        if stage.replace((doing, log)) != Some((doing, log)) {
            bar.reset();
            bar.set_prefix(match doing {
                Doing::Comparing => format!("comparing {log}"),
                Doing::Copying => format!("copying {log}"),
                Doing::Verifying => format!("verifying {log}"),
            });
        }
        bar.set_length(head);
        bar.set_position(position);
    };
    let copied = copy(&*origin, &*destination, &tables, &mut report)
        .await
        .map_err(|error| match error {
            CopyError::Disagreement { .. } => Failure::disagreement(error.to_string()),
            error => fail(error),
        })?;
    bar.finish_and_clear();
    rebuild(target, &target.projections()).await?;
    destination.finish().await.map_err(fail)?;
    Ok(copied)
}

fn tell(copied: &Copied, place: &str, as_json: bool) {
    if as_json {
        let log = |log: &Same| json!({"count": log.count, "head": log.head, "digest": log.digest.to_string()});
        let said = json!({"target": place, "decisions": log(&copied.decisions), "scans": log(&copied.scans)});
        println!("{said}");
        return;
    }
    for (name, log) in [("decisions", &copied.decisions), ("scans", &copied.scans)] {
        println!(
            "{} {name} up to position {}, read again on both sides and the same: digest {}",
            log.count, log.head, log.digest
        );
    }
    println!("the read models are built, {place} can be used");
}
