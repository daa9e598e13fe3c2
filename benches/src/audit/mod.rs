//! The auditor's instrument, beside what reading the same bytes costs: sealing, verifying, proofs, as-of and exports.

mod as_of;
mod export;
mod log;
mod proofs;
mod sealing;
mod store;

use std::path::Path;

use clap::{Args, ValueEnum};

use self::store::Store;
use crate::{nodes::text, report::Report, server::Server};

/// Which store is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Sealing and verifying, beside reading and hashing the same bytes; and proofs
    Seals,
    /// A code with many decisions as of some moment, beside one with ten
    AsOf,
    /// Exports of both logs, beside the store's own
    Export,
}

/// How it is measured.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Decisions in the log that is sealed, verified and proved
    #[arg(long, default_value_t = 10_000_000)]
    decisions: u64,
    /// Decisions in the log whose history is asked for and exported
    #[arg(long, default_value_t = 400_000)]
    history: u64,
    /// Scans in the log that is exported
    #[arg(long, default_value_t = 1_000_000)]
    scans: u64,
    /// Decisions on one code among those
    #[arg(long, default_value_t = 100_000)]
    many: u64,
    /// Proofs, and questions about each code
    #[arg(long, default_value_t = 2_000)]
    questions: u64,
    /// Turns of each
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// This store alone
    #[arg(long)]
    only: Option<Kind>,
    /// These alone
    #[arg(long, value_delimiter = ',', value_name = "PART,…")]
    part: Vec<Part>,
}

impl Options {
    fn has(&self, part: Part) -> bool {
        self.part.is_empty() || self.part.contains(&part)
    }
}

/// Measures.
pub(crate) fn measure(options: &Options, program: &Path) -> Result<Report, String> {
    let runtime = tokio::runtime::Runtime::new().map_err(text)?;
    let mut report = Report::new("audit");
    for kind in [Kind::Sqlite, Kind::Postgres] {
        if options.only.is_none_or(|only| only == kind) {
            if options.has(Part::Seals) {
                runtime.block_on(sealed(options, kind, &mut report))?;
            }
            if options.has(Part::AsOf) || options.has(Part::Export) {
                remembered(options, kind, program, &runtime, &mut report)?;
            }
        }
    }
    Ok(report)
}

/// What is done with the log as it is stored.
async fn sealed(options: &Options, kind: Kind, report: &mut Report) -> Result<(), String> {
    let store = Store::open(kind).await?;
    log::fill(&store, options.decisions, options.many).await?;
    store.settle().await?;
    sealing::measure(&store, options, report).await?;
    proofs::at_the_store(&store, options, report).await?;
    store.close().await;
    Ok(())
}

/// What is asked of a server that shows all of the history.
fn remembered(
    options: &Options,
    kind: Kind,
    program: &Path,
    runtime: &tokio::runtime::Runtime,
    report: &mut Report,
) -> Result<(), String> {
    let store = runtime.block_on(Store::open(kind))?;
    runtime.block_on(log::fill(&store, options.history, options.many))?;
    if options.has(Part::Export) {
        runtime.block_on(log::scan(&store, options.scans))?;
    }
    let name = store.name();
    println!("{name}: a server builds the read models of {} decisions", options.history);
    let token = store.token(program)?;
    let arguments = store.arguments();
    let arguments: Vec<&std::ffi::OsStr> = arguments.iter().map(std::ffi::OsString::as_os_str).collect();
    let server = Server::start(program, &arguments)?;
    server.caught_up()?;
    runtime.block_on(store.settle())?;
    if options.has(Part::AsOf) {
        runtime.block_on(as_of::measure(&store, options, &server, &token, report))?;
        proofs::from_a_server(name, options, &server, &token, report)?;
    }
    if options.has(Part::Export) {
        runtime.block_on(export::measure(&store, options, &server, &token, report))?;
    }
    drop(server);
    runtime.block_on(store.close());
    Ok(())
}
