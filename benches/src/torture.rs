//! Whether answered scans survive `kill -9`, each once and with its cause, through hundreds of kills.

use std::path::Path;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use signpost_torturer::{Plan, Verdict, torture};

use crate::{
    nodes::{Database, text},
    report::{Figure, Goal, Report},
};

/// How it is done.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How often each store's node is killed
    #[arg(long, default_value_t = 200)]
    rounds: u32,
    /// Draws the same choices again [default: another one each time]
    #[arg(long)]
    seed: Option<u64>,
}

/// Tortures a node on each store.
pub(crate) fn measure(options: &Options, program: &Path) -> Result<Report, String> {
    // It is run in a folder of its own.
    let program = &program
        .canonicalize()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let seed = options.seed.unwrap_or_else(|| fastrand::u64(..1 << 53));
    println!("seed {seed}");
    let mut report = Report::new("torture");
    #[expect(clippy::cast_precision_loss, reason = "below 2^53, or as the reader gave it")]
    report.figure(Figure::new("seed", "", vec![seed as f64]));
    let verdict = on(None, options.rounds, seed, program)?;
    add(&mut report, "embedded", options.rounds, &verdict);
    let database = Database::start()?;
    let verdict = on(Some(&database.url()), options.rounds, seed, program)?;
    add(&mut report, "PostgreSQL", options.rounds, &verdict);
    Ok(report)
}

fn on(database: Option<&str>, rounds: u32, seed: u64, program: &Path) -> Result<Verdict, String> {
    let folder = tempfile::tempdir().map_err(text)?;
    let plan = Plan {
        program,
        folder: folder.path(),
        database,
        rounds,
        seed,
    };
    let bar = ProgressBar::new(rounds.into());
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} kills, {eta} left").map_err(text)?;
    bar.set_style(style);
    let verdict = torture(&plan, |round| bar.set_position(round.into()));
    bar.finish_and_clear();
    let verdict = verdict.map_err(|what| format!("seed {seed}: {what}"))?;
    if !verdict.is_clean() {
        eprintln!("{verdict:#?}");
    }
    Ok(verdict)
}

#[expect(clippy::cast_precision_loss, reason = "numbers of scans, far below 2^53")]
fn add(report: &mut Report, store: &str, rounds: u32, verdict: &Verdict) {
    let mut figure = |what: &str, value: u64| report.figure(Figure::new(format!("{store}: {what}"), "", vec![value as f64]));
    figure("kills under load", rounds.into());
    figure("visits answered", verdict.answered);
    figure("scans recorded", verdict.recorded);
    figure("visitors who hung up", verdict.hung_up);
    figure("changes under the load", verdict.changes);
    figure("writes that were cut off", verdict.cut_off);
    for (what, wrong) in [
        ("answered and missing", &verdict.missing),
        ("recorded twice", &verdict.twice),
        ("resolved again to something else", &verdict.elsewhere),
        ("out of order", &verdict.out_of_order),
    ] {
        let (wrong, all) = (wrong.len() as f64, verdict.answered as f64);
        report.ratio(format!("{store}: {what}, of all answered"), wrong, all, Goal::AtMost(0.0));
    }
}
