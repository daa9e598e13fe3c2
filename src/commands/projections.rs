//! `signpost projections …`

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use signpost_domain::decision::Position;

use crate::{
    failure::{Failure, fail},
    instance::Instance,
    settings::StoreSettings,
};

/// What to do with read models.
#[derive(Debug, Subcommand)]
pub(crate) enum ProjectionsCommand {
    /// List read models: the log each follows, how far it has come and how far it is behind
    List {
        /// One JSON array, for programs
        #[arg(long)]
        json: bool,
    },
    /// Build a read model anew beside the living one and put it in its place; the server may run on
    ///
    /// Interrupted, it goes on where it stopped when called again.
    Rebuild {
        /// Which one, as list shows it
        name: String,
    },
}

/// Does it.
pub(crate) async fn run(command: ProjectionsCommand, settings: &StoreSettings) -> Result<(), Failure> {
    settings.must_exist()?;
    let instance = Instance::open(settings, "").await?;
    let outcome = match command {
        ProjectionsCommand::List { json } => list(&instance, json).await,
        ProjectionsCommand::Rebuild { name } => build(&instance, &name).await,
    };
    instance.close().await;
    outcome
}

async fn list(instance: &Instance, as_json: bool) -> Result<(), Failure> {
    let decisions = instance.application.decisions.head().await.map_err(fail)?;
    let scans = instance.application.scans.head().await.map_err(fail)?;
    let mut rows = Vec::new();
    for model in instance.stores.models_of_decisions() {
        rows.push((model.name(), "decisions", model.checkpoint().await.map_err(fail)?, decisions));
    }
    let tree = instance.stores.tree();
    rows.push((tree.name(), "decisions", tree.checkpoint().await.map_err(fail)?, decisions));
    for model in instance.stores.models_of_scans() {
        rows.push((model.name(), "scans", model.checkpoint().await.map_err(fail)?, scans));
    }
    if as_json {
        let rows: Vec<_> = rows
            .iter()
            .map(|(name, follows, position, head)| {
                json!({"name": name, "follows": follows, "position": position, "lag": head.0.saturating_sub(position.0)})
            })
            .collect();
        println!("{}", serde_json::Value::Array(rows));
    } else {
        println!("{:<12} {:<10} {:>12} {:>12}", "NAME", "FOLLOWS", "POSITION", "BEHIND");
        for (name, follows, position, head) in rows {
            println!(
                "{name:<12} {follows:<10} {:>12} {:>12}",
                position.0,
                head.0.saturating_sub(position.0)
            );
        }
    }
    Ok(())
}

async fn build(instance: &Instance, name: &str) -> Result<(), Failure> {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:40} {human_pos}/{human_len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    bar.set_prefix(name.to_owned());
    let report = |position: Position, head: Position| {
        bar.set_length(head.0.max(position.0));
        bar.set_position(position.0);
    };
    let position = instance.stores.rebuild(name, report).await?;
    bar.finish_and_clear();
    println!("rebuilt {name} up to position {position}");
    Ok(())
}
