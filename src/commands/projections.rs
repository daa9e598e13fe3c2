//! `signpost projections …`

use std::collections::{BTreeMap, BTreeSet};

use clap::Subcommand;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use serde_json::json;
use signpost_domain::decision::Position;

use crate::{
    background::give_way_to_others,
    failure::{Failure, fail},
    instance::Instance,
    settings::StoreSettings,
    stores::Stores,
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
    /// Build read models anew beside the living ones and put them in their place; the server may run on
    ///
    /// Interrupted, it goes on where it stopped when called again. Several are built beside each other where the store can, which takes less time
    /// than one after the other.
    Rebuild {
        /// Which ones, as list shows them
        #[arg(required_unless_present = "all", value_name = "NAME")]
        names: Vec<String>,
        /// All that there are
        #[arg(long, conflicts_with = "names")]
        all: bool,
    },
}

/// Does it.
pub(crate) async fn run(command: ProjectionsCommand, settings: &StoreSettings) -> Result<(), Failure> {
    settings.must_exist()?;
    let instance = Instance::open(settings, "").await?;
    let outcome = match command {
        ProjectionsCommand::List { json } => list(&instance, json).await,
        ProjectionsCommand::Rebuild { names, all } => {
            give_way_to_others();
            let known = instance.stores.projections();
            let mut names: Vec<_> = if all {
                known
            } else {
                names.iter().map(String::as_str).collect()
            };
            let mut seen = BTreeSet::new();
            names.retain(|name| seen.insert(*name));
            rebuild(&instance.stores, &names).await.map(|positions| {
                for (name, position) in names.iter().zip(positions) {
                    println!("rebuilt {name} up to position {position}");
                }
            })
        }
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

/// Builds read models anew, with a bar for each; gives the position of each.
pub(crate) async fn rebuild(stores: &Stores, names: &[&str]) -> Result<Vec<Position>, Failure> {
    let bars = MultiProgress::new();
    let style = ProgressStyle::with_template("{prefix:10} {bar:40} {human_pos}/{human_len} {per_sec} {eta}").map_err(fail)?;
    let bar = |name: &&str| {
        let bar = bars.add(ProgressBar::new(0).with_style(style.clone()));
        bar.set_prefix((*name).to_owned());
        bar
    };
    let all: BTreeMap<_, _> = names.iter().map(|name| (*name, bar(name))).collect();
    let report = |name: &'static str, position: Position, head: Position| {
        if let Some(bar) = all.get(name) {
            bar.set_length(head.0.max(position.0));
            bar.set_position(position.0);
        }
    };
    let positions = stores.rebuild(names, report).await?;
    // What cannot be cleared is in nobody's way.
    let _ = bars.clear();
    Ok(positions)
}
