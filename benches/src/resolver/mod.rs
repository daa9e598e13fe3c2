//! What a scan costs, beside a bare server that answers the same from a table and records nothing.
//!
//! The load generator runs on the same processors as the server, and so has its share of them; the processor time of the server
//! alone is told beside the throughput, since it leaves that share out.

mod latency;
pub(crate) mod load;
mod nginx;
mod open_load;
mod staff;
mod sustained;
mod throughput;

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

use crate::{city, report::Report, server::Server};

/// What to measure, and how long.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Parts to measure
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Part::Throughput, Part::Latency, Part::Sustained, Part::Staff])]
    only: Vec<Part>,
    /// Rounds of each figure
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds per round
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// Seconds of load at a time, before it is another one's turn
    #[arg(long, default_value_t = 3)]
    slice: u64,
    /// Seconds of the sustained load
    #[arg(long, default_value_t = 120)]
    sustained_seconds: u64,
    /// Codes in the city
    #[arg(long, default_value_t = 100_000)]
    codes: u64,
    /// Stores that the sustained load is measured on
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Store::Sqlite, Store::Postgresql])]
    stores: Vec<Store>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Plain codes, codes with ten rules, synced to the disk before the answer, the floor, and nginx
    Throughput,
    /// The 99th percentile at half the floor's throughput, at rest and while much is decided
    Latency,
    /// Load for minutes, with scans forwarded and counted
    Sustained,
    /// Codes with a rule for signed-in staff, asked by visitors who are none
    Staff,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Store {
    /// Embedded
    Sqlite,
    /// A server that is started for the measurement
    Postgresql,
}

/// What the parts work with.
struct Bench<'a> {
    options: &'a Options,
    signpost: &'a Path,
    /// For what is made once and kept.
    kept: &'a Path,
    /// For what is thrown away.
    scratch: PathBuf,
}

/// Measures.
pub(crate) fn measure(options: &Options, signpost: &Path, kept: &Path) -> Result<Report, String> {
    fs::create_dir_all(kept).map_err(|error| format!("cannot make {}: {error}", kept.display()))?;
    // Beside the results and not in /tmp, which may be memory.
    let scratch = tempfile::tempdir_in(kept).map_err(|error| error.to_string())?;
    let bench = Bench {
        options,
        signpost,
        kept,
        scratch: scratch.path().to_owned(),
    };
    let mut report = Report::new("resolver");
    for part in &options.only {
        match part {
            Part::Throughput => throughput::measure(&bench, &mut report)?,
            Part::Latency => latency::measure(&bench, &mut report)?,
            Part::Sustained => sustained::measure(&bench, &mut report)?,
            Part::Staff => staff::measure(&bench, &mut report)?,
        }
    }
    Ok(report)
}

impl Bench<'_> {
    /// A copy of the city to work on.
    fn data(&self, name: &str) -> Result<PathBuf, String> {
        let city = city::data(self.signpost, self.kept, self.options.codes)?;
        let copy = self.scratch.join(name);
        let failed = |error: std::io::Error| format!("cannot copy {}: {error}", city.display());
        fs::create_dir_all(&copy).map_err(failed)?;
        for entry in fs::read_dir(&city).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_type().map_err(failed)?.is_file() {
                fs::copy(entry.path(), copy.join(entry.file_name())).map_err(failed)?;
            }
        }
        Ok(copy)
    }

    /// The same with codes beside, of which visitors are asked whether they are staff, or what phone they have.
    fn signpost_with_staff(&self, name: &str, ask: city::Asks) -> Result<Server, String> {
        let data = self.data(name)?;
        city::ask_visitors(&data, load::ASKED, ask)?;
        let server = Server::signpost(self.signpost, &data, &[])?;
        server.caught_up()?;
        Ok(server)
    }

    /// Signpost with the city in it, all read models at the head of the log.
    fn signpost(&self, name: &str, more: &[&str]) -> Result<Server, String> {
        let server = Server::signpost(self.signpost, &self.data(name)?, more)?;
        server.caught_up()?;
        Ok(server)
    }

    /// The floor with the same plain codes.
    fn floor(&self) -> Result<Server, String> {
        let program = self.signpost.with_file_name("floor");
        let table = city::table(&self.scratch, self.options.codes)?;
        Server::start(&program, &[table.as_os_str() as &OsStr])
    }

    /// Load on plain codes.
    fn plain_script(&self) -> Result<PathBuf, String> {
        let codes = (0..load::ASKED.min(self.options.codes)).map(|n| city::plain(n).to_string());
        load::script(&self.scratch, "plain", codes)
    }
}
