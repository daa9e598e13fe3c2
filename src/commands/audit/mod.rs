//! `signpost audit …`

mod evidence;
mod exported;
mod recheck;

use std::path::PathBuf;

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use signpost_application::seals::{
    checkpoint::{TreeHead, VerifierKey},
    verify::{Evidence, Known, Log, Report, Step, verify},
};

use crate::{
    failure::{Failure, fail},
    settings::StoreSettings,
    stores::Stores,
};

/// What auditors ask.
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Find any record of either log that was changed, removed, inserted or moved since it was sealed
    ///
    /// Reads a database or the folder of a backup and changes nothing, beside a running server too. Ends with 1 if something is not as it was, and
    /// says where it begins.
    Verify {
        /// An evidence file of a code (GET /api/v1/codes/{id}/evidence), verified without any database
        #[arg(long, value_name = "FILE", conflicts_with = "json")]
        evidence: Option<PathBuf>,
        /// The decision log as GET /api/v1/decisions/records exported it, JSON lines or CSV, verified without any database
        #[arg(long, value_name = "FILE", conflicts_with = "evidence", requires_all = ["checkpoint", "key"])]
        decisions: Option<PathBuf>,
        /// The scan log as GET /api/v1/scans exported it, JSON lines or CSV, verified by the decision log beside it
        #[arg(long, value_name = "FILE", requires = "decisions")]
        scans: Option<PathBuf>,
        /// A checkpoint that was kept away from here; may be given several times
        #[arg(long, value_name = "FILE")]
        checkpoint: Vec<PathBuf>,
        /// The city's public key, NAME+ID+KEY; may be given several times. Without it the keys beside the log are believed
        #[arg(long, value_name = "KEY")]
        key: Vec<VerifierKey>,
        /// One JSON object, for programs
        #[arg(long)]
        json: bool,
    },
    /// Resolve every recorded scan again, on the configuration that it names, and list each that cannot have been resolved as it says
    ///
    /// Asks the two logs of a database or of a backup and changes nothing, beside a running server too. Ends with 1 if a scan disagrees.
    Recheck {
        /// Scans made at this time (RFC 3339) or later
        #[arg(long, value_name = "TIME")]
        from: Option<Timestamp>,
        /// Scans made before this time
        #[arg(long, value_name = "TIME")]
        until: Option<Timestamp>,
        /// A JSON object a line: each scan that disagrees, and at the end what came of all
        #[arg(long)]
        json: bool,
    },
}

/// Does it.
pub(crate) async fn run(command: AuditCommand, settings: &StoreSettings) -> Result<(), Failure> {
    let command = match command {
        AuditCommand::Verify {
            evidence: Some(path),
            checkpoint,
            key,
            ..
        } => return evidence::run(&path, &checkpoint, key),
        AuditCommand::Verify {
            decisions: Some(decisions),
            scans,
            checkpoint,
            key,
            json,
            ..
        } => return exported::run(&decisions, scans.as_deref(), &checkpoint, key, json).await,
        command => command,
    };
    settings.must_exist()?;
    let stores = Stores::as_evidence(settings).await?;
    let outcome = match command {
        AuditCommand::Verify {
            checkpoint, key, json, ..
        } => verified(&stores, &checkpoint, key, json).await,
        AuditCommand::Recheck { from, until, json } => recheck::run(&stores, from, until, json).await,
    };
    stores.close().await;
    outcome
}

async fn verified(stores: &Stores, checkpoints: &[PathBuf], keys: Vec<VerifierKey>, json: bool) -> Result<(), Failure> {
    let (decisions, scans, seals) = (stores.decision_records(), stores.scan_records(), stores.seals());
    let registered = seals.keys().await.map_err(fail)?;
    let believed = if keys.is_empty() { &registered } else { &keys };
    let known = Known {
        checkpoints: kept(checkpoints, believed)?,
        keys,
    };
    let evidence = Evidence {
        decisions: &*decisions,
        scans: Some(&*scans),
        seals: &*seals,
    };
    told(evidence, &known, json).await
}

/// What the checkpoints say that somebody kept.
fn kept(files: &[PathBuf], keys: &[VerifierKey]) -> Result<Vec<TreeHead>, Failure> {
    let read = |path: &PathBuf| {
        let wrong = |what: &dyn std::fmt::Display| Failure::new(format!("{}: {what}", path.display()));
        let note = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
        TreeHead::verified(&note, keys).map_err(|error| wrong(&error))
    };
    files.iter().map(read).collect()
}

/// Verifies, tells what came out, and fails if something is not as it was.
async fn told(evidence: Evidence<'_>, known: &Known, json: bool) -> Result<(), Failure> {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:40} {human_pos}/{human_len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    let tell = |step: Step| {
        bar.set_prefix(log_name(step.log));
        bar.set_length(step.last.max(step.position));
        bar.set_position(step.position);
    };
    let outcome = verify(evidence, known, tell).await;
    bar.finish_and_clear();
    let report = outcome.map_err(fail)?;
    if json {
        println!("{}", serde_json::to_string(&report).map_err(fail)?);
    } else {
        show(&report, evidence.scans.is_some());
    }
    if report.faults.is_empty() {
        Ok(())
    } else {
        Err(Failure::disagreement("this is not the record that was sealed"))
    }
}

fn log_name(log: Log) -> &'static str {
    match log {
        Log::Decisions => "decisions",
        Log::Scans => "scans",
        Log::Seals => "seals",
    }
}

fn show(report: &Report, has_scans: bool) {
    let covered = |sealed: u64, count: u64| format!("{count} read, sealed up to position {sealed}");
    println!("decisions: {}", covered(report.decisions_sealed, report.decisions));
    if has_scans {
        println!("scans:     {}", covered(report.scans_sealed, report.scans));
    }
    for fault in &report.faults {
        let place = match fault.through {
            Some(through) => format!("positions {} to {through}", fault.position),
            None => format!("position {}", fault.position),
        };
        println!("BAD: {}, {place}: {}", log_name(fault.log), fault.what);
    }
}
