//! What very many codes cost: a scan, memory, and the time from a start to the first answer; and what a long history costs a scan.

mod city;
mod history;

use std::{
    fs::{self, File},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use clap::Args;

use self::city::City;
use crate::{
    city as codes,
    memory::memory,
    nodes::text,
    report::{Figure, Goal, Report},
    resolver::load,
    server::Server,
};

/// Codes that a scan is compared with.
const FEW: u64 = 1_000;
/// How long whoever was just loaded is left alone, before it is looked how much memory it holds.
const SETTLE: Duration = Duration::from_secs(3);

/// How it is measured.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Codes in the large city
    #[arg(long, default_value_t = 10_000_000)]
    codes: u64,
    /// Turns of each
    #[arg(long, default_value_t = 10)]
    rounds: usize,
    /// Seconds of load in a turn
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// Decisions on the code with a long history; none leaves it out
    #[arg(long, default_value_t = 100_000)]
    decisions: u32,
}

/// Measures.
pub(crate) fn measure(options: &Options, signpost: &std::path::Path, kept: &std::path::Path) -> Result<Report, String> {
    let mut report = Report::new("scale");
    fs::create_dir_all(kept).map_err(text)?;
    let scratch = tempfile::tempdir_in(kept).map_err(text)?;
    let few = City::fill(FEW)?;
    let many = City::fill(options.codes)?;

    // Reading the table out first lets both find it in the system's memory.
    let mut reading = Vec::new();
    for _ in 0..3 {
        reading.push(many.read_out(&scratch.path().join("table"))?);
    }
    let mut starting = Vec::new();
    let mut large = None;
    for n in 0..3 {
        drop(large.take());
        let data = scratch.path().join(format!("many-{n}"));
        let begun = Instant::now();
        let server = Server::signpost(signpost, &data, &["--database-url", &many.url()])?;
        server.get(&format!("/{}", codes::plain(options.codes / 2)))?;
        starting.push(begun.elapsed().as_secs_f64());
        large = Some(server);
    }
    let large = large.ok_or("it was started")?;
    let small = Server::signpost(signpost, &scratch.path().join("few"), &["--database-url", &few.url()])?;
    thread::sleep(SETTLE);
    let held = (memory(large.process())? - memory(small.process())?) * 1_024.0;
    #[expect(clippy::cast_precision_loss, reason = "numbers of codes and of bytes, far below 2^53")]
    let each = held / (options.codes - FEW) as f64 - city::length_of_addresses(options.codes);

    let script = |name, codes: u64| {
        let asked = load::ASKED.min(codes);
        load::script(
            scratch.path(),
            name,
            (0..asked).map(|n| codes::plain(n * (codes / asked)).to_string()),
        )
    };
    let (of_few, of_many) = (script("few", FEW)?, script("many", options.codes)?);
    let mut costs = [Vec::new(), Vec::new()];
    for _ in 0..options.rounds {
        for ((server, script), costs) in [(&small, &of_few), (&large, &of_many)].into_iter().zip(&mut costs) {
            costs.push(cost(server, script, options.seconds)?);
        }
    }
    let [of_few, of_many] = costs;
    report.ratio_of_pairs(
        format!("processor time of a scan, {} codes / {FEW}", options.codes),
        &of_many,
        &of_few,
        Goal::AtMost(1.2),
    );
    report.ratio("bytes of memory per code beyond its URL", each, 1.0, Goal::AtMost(200.0));
    report.figure(Figure::new(format!("a scan, {FEW} codes"), "µs", of_few));
    report.figure(Figure::new(format!("a scan, {} codes", options.codes), "µs", of_many));
    let (starting, reading) = (
        Figure::new("start to first answer", "s", starting),
        Figure::new("\\copy of the table", "s", reading),
    );
    report.ratio(
        "start to first answer / \\copy of the table",
        starting.median(),
        reading.median(),
        Goal::AtMost(1.0),
    );
    report.figure(starting);
    report.figure(reading);
    drop((small, large));
    if options.decisions > 0 {
        history::measure(options, signpost, scratch.path(), &mut report)?;
    }
    Ok(report)
}

/// Processor time of the server for a scan, in microseconds. What it does beside its answers is done before.
fn cost(server: &Server, script: &std::path::Path, seconds: u64) -> Result<f64, String> {
    server.caught_up()?;
    let before = server.used()?;
    let round = load::run(server.address, script, seconds)?;
    Ok((server.used()? - before) * 1e6 / round.answers)
}

/// Runs `psql` on a database with what it is given; gives its seconds.
fn psql(url: &str, statement: &str, input: Stdio, output: Stdio) -> Result<f64, String> {
    let begun = Instant::now();
    let status = Command::new("psql")
        .args(["-q", "-X", "-v", "ON_ERROR_STOP=1", url, "-c", statement])
        .stdin(input)
        .stdout(output)
        .status()
        .map_err(|error| format!("psql does not run: {error}"))?;
    if !status.success() {
        return Err(format!("psql failed: {statement}"));
    }
    Ok(begun.elapsed().as_secs_f64())
}

/// A file to read from or to write to.
fn file(path: &std::path::Path, is_new: bool) -> Result<Stdio, String> {
    let file = if is_new { File::create(path) } else { File::open(path) };
    Ok(file.map_err(text)?.into())
}
