//! Rebuilding every projection from large logs, beside reading those logs out and writing the finished rows back with COPY.

mod floor;
pub(crate) mod logs;

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use clap::Args;
use signpost_infrastructure::postgres::PROJECTIONS;

use crate::{
    nodes::{Database, text},
    report::{Figure, Goal, Report},
};

/// How often as long as the floor a rebuild may take.
const GOAL: f64 = 3.0;

/// How it is measured.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Decisions in the decision log
    #[arg(long, default_value_t = 1_000_000)]
    decisions: u64,
    /// Scans in the scan log
    #[arg(long, default_value_t = 10_000_000)]
    scans: u64,
    /// Turns of each; what is rebuilt is empty in the first and whole in the others
    #[arg(long, default_value_t = 2)]
    rounds: u32,
    /// Rebuild only these, against the floor of the same
    #[arg(long, value_delimiter = ',', value_name = "NAME,…")]
    only: Vec<String>,
    /// Rebuild each alone, too, to know what it takes
    #[arg(long)]
    each: bool,
}

impl Options {
    fn projections(&self) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
        let wanted = |name: &str| self.only.is_empty() || self.only.iter().any(|only| only == name);
        PROJECTIONS.into_iter().filter(move |(name, _)| wanted(name))
    }
}

/// Measures.
pub(crate) fn measure(options: &Options, program: &Path) -> Result<Report, String> {
    let server = Database::start()?;
    let url = server.url();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(text)?;
    runtime.block_on(logs::fill(&url, options.decisions, options.scans))?;
    let folder = tempfile::tempdir().map_err(text)?;
    let mut seconds: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let (mut rebuilds, mut floors) = (Vec::new(), Vec::new());
    let names: Vec<_> = options.projections().map(|(name, _)| name).collect();
    for _ in 0..options.rounds {
        let mut floor = 0.0;
        let begun = Instant::now();
        run(program, &url, folder.path(), &names)?;
        rebuilds.push(begun.elapsed().as_secs_f64());
        if options.each {
            for name in &names {
                let begun = Instant::now();
                run(program, &url, folder.path(), &[name])?;
                let taken = begun.elapsed().as_secs_f64();
                seconds.entry(format!("rebuild {name} alone")).or_default().push(taken);
            }
        }
        for (what, taken) in runtime.block_on(floor::measure(&url, folder.path(), options.projections()))? {
            floor += taken;
            seconds.entry(format!("floor: {what}")).or_default().push(taken);
        }
        floors.push(floor);
    }
    let mut report = Report::new("rebuild");
    let rebuilds = Figure::new("all rebuilds", "s", rebuilds);
    let floors = Figure::new("floor: COPY both logs out and the finished rows in", "s", floors);
    report.ratio("rebuild to floor", rebuilds.median(), floors.median(), Goal::AtMost(GOAL));
    report.figure(rebuilds);
    report.figure(floors);
    for (what, taken) in seconds {
        report.figure(Figure::new(what, "s", taken));
    }
    Ok(report)
}

/// As an operator does it, who sees how far it is.
fn run(program: &Path, url: &str, folder: &Path, names: &[&str]) -> Result<(), String> {
    let mut command = Command::new(program);
    command.args(["projections", "rebuild"]).args(names);
    command.args(["--database-url", url, "--data-dir"]).arg(folder);
    let status = command.stdout(Stdio::null()).status().map_err(text)?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} cannot be rebuilt, see above", names.join(", ")))
    }
}
