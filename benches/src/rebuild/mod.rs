//! Rebuilding every projection from large logs, beside reading those logs out and writing the finished rows back with COPY.

mod floor;
pub(crate) mod logs;

use std::{collections::BTreeMap, ffi::OsStr, path::Path, process::Command, time::Instant};

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
    for _ in 0..options.rounds {
        let (mut rebuild, mut floor) = (0.0, 0.0);
        for (name, _) in options.projections() {
            let begun = Instant::now();
            run(program, &url, folder.path(), name)?;
            let taken = begun.elapsed().as_secs_f64();
            rebuild += taken;
            seconds.entry(format!("rebuild {name}")).or_default().push(taken);
        }
        for (what, taken) in runtime.block_on(floor::measure(&url, folder.path(), options.projections()))? {
            floor += taken;
            seconds.entry(format!("floor: {what}")).or_default().push(taken);
        }
        rebuilds.push(rebuild);
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

/// As an operator does it.
fn run(program: &Path, url: &str, folder: &Path, name: &str) -> Result<(), String> {
    let words = ["projections", "rebuild", name, "--database-url", url, "--data-dir"].map(OsStr::new);
    let output = Command::new(program).args(words).arg(folder).output().map_err(text)?;
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}
