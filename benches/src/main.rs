//! Measures Signpost against floors that run beside it: see `scripts/bench --help`.
//!
//! A subcommand is a file. It measures everything in one run, alternating, and tells ratios of medians through [`report`], since the
//! seconds of one machine mean nothing on another.

mod audit;
mod changes;
mod city;
mod disk;
mod hiccups;
mod ingest;
mod memory;
mod mint;
mod nodes;
mod outage;
mod plot;
mod print;
mod propagation;
mod rebuild;
mod report;
mod resolver;
mod scale;
mod server;
mod staff;
mod statistics;
mod torture;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::report::Report;

/// Measures Signpost against floors that run beside it.
#[derive(Debug, Parser)]
#[command(name = "signpost-bench")]
struct CommandLine {
    /// The signpost program to measure
    #[arg(long, value_name = "FILE", global = true, default_value = "target/release/signpost")]
    signpost: PathBuf,
    /// Folder for the results, one JSON file per subcommand
    #[arg(long, value_name = "FOLDER", global = true, default_value = "target/bench")]
    results: PathBuf,
    #[command(subcommand)]
    measurement: Measurement,
}

#[derive(Debug, Subcommand)]
enum Measurement {
    /// What an append to the disk costs here
    Disk,
    /// What a scan costs, beside a bare server that records nothing
    Resolver(resolver::Options),
    /// Ten million codes: a scan, memory, and a start; and a code with a long history
    Scale(scale::Options),
    /// Scans into the scan log of PostgreSQL, beside a bare COPY
    Ingest(ingest::Options),
    /// How long a change takes from one node to another
    Propagation(propagation::Options),
    /// A change of many codes in one act, beside a bare bulk append of the same decisions
    Changes(changes::Options),
    /// Kills under load, and what is missing, twice or somewhere else afterwards
    Torture(torture::Options),
    /// What visitors notice of a stopped database, and whether every scan arrives
    Outage(outage::Options),
    /// Statistics, beside the same GROUP BY over the raw scans
    Statistics(statistics::Options),
    /// Every projection from large logs, beside COPY of the logs out and of the finished rows in
    Rebuild(rebuild::Options),
    /// Sealing, verifying, proofs, as-of and exports, beside what reading the same costs
    Audit(audit::Options),
    /// Many codes in one call, beside a bare INSERT of the same events
    Mint(mint::Options),
    /// Symbols, beside libqrencode, and what sheets of labels take
    Print(print::Options),
    /// Draws what was measured, beside its goals
    Plot(plot::Options),
}

fn main() -> ExitCode {
    let CommandLine {
        signpost,
        results,
        measurement,
    } = CommandLine::parse();
    let report: Result<Report, String> = match measurement {
        Measurement::Disk => disk::measure(),
        Measurement::Resolver(options) => resolver::measure(&options, &signpost, &results),
        Measurement::Scale(options) => scale::measure(&options, &signpost, &results),
        Measurement::Ingest(options) => ingest::measure(&options),
        Measurement::Propagation(options) => propagation::measure(&options, &signpost),
        Measurement::Changes(options) => changes::measure(&options, &signpost),
        Measurement::Torture(options) => torture::measure(&options, &signpost),
        Measurement::Outage(options) => outage::measure(&options, &signpost),
        Measurement::Statistics(options) => statistics::measure(&options),
        Measurement::Rebuild(options) => rebuild::measure(&options, &signpost),
        Measurement::Audit(options) => audit::measure(&options, &signpost),
        Measurement::Mint(options) => mint::measure(&options, &signpost),
        Measurement::Print(options) => print::measure(&options, &signpost),
        Measurement::Plot(options) => return ended(plot::draw(&options, &results)),
    };
    ended(report.and_then(|report| report.show_and_keep(&results)))
}

fn ended(outcome: Result<(), String>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("signpost-bench: {what}");
            ExitCode::FAILURE
        }
    }
}
