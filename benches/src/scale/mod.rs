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
    let (mut starting, mut filling) = (Vec::new(), Vec::new());
    let mut large = None;
    for n in 0..3 {
        drop(large.take());
        let data = scratch.path().join(format!("many-{n}"));
        let begun = Instant::now();
        let server = Server::signpost(signpost, &data, &["--database-url", &many.url()])?;
        server.get(&format!("/{}", codes::plain(options.codes / 2)))?;
        starting.push(begun.elapsed().as_secs_f64());
        server.ready()?;
        filling.push(begun.elapsed().as_secs_f64());
        large = Some(server);
    }
    let large = large.ok_or("it was started")?;
    let small = Server::signpost(signpost, &scratch.path().join("few"), &["--database-url", &few.url()])?;
    thread::sleep(SETTLE);
    let held = (memory(large.process())? - memory(small.process())?) * 1_024.0;
    #[expect(clippy::cast_precision_loss, reason = "numbers of codes and of bytes, far below 2^53")]
    let each = held / (options.codes - FEW) as f64 - city::length_of_addresses(options.codes);

    // As many codes are asked for in both cities, so that as many rows are counted beside; and ten times as many, to see what more memory costs that is
    // looked at.
    let script = |name, asked: u64, codes: u64| {
        load::script(
            scratch.path(),
            name,
            (0..asked).map(|n| codes::plain(n * (codes / asked)).to_string()),
        )
    };
    let all_asked = load::ASKED.min(options.codes);
    let turns = [
        (&small, script("few", FEW, FEW)?),
        (&large, script("as-few", FEW, options.codes)?),
        (&large, script("many", all_asked, options.codes)?),
    ];
    let mut costs: [Vec<Cost>; 3] = Default::default();
    for _ in 0..options.rounds {
        for ((server, script), costs) in turns.iter().zip(&mut costs) {
            costs.push(cost(server, script, options.seconds)?);
        }
    }
    let all = costs.each_ref().map(|costs| each_of(costs, |cost| cost.all));
    let answering = costs.each_ref().map(|costs| each_of(costs, |cost| cost.answering));
    let compared = [
        ("processor time to answer a scan", &answering[2], &answering[0]),
        ("processor time of the node for a scan, as many asked for", &all[1], &all[0]),
    ];
    for (name, of_many, of_few) in compared {
        let name = format!("{name}, {} codes / {FEW}", options.codes);
        report.ratio_of_pairs(name, of_many, of_few, Goal::AtMost(1.2));
    }
    for (place, name) in [
        format!("{FEW} codes"),
        format!("{FEW} of {} codes", options.codes),
        format!("{all_asked} of {} codes", options.codes),
    ]
    .into_iter()
    .enumerate()
    {
        let figure = |what, values: &[Vec<f64>; 3]| Figure::new(format!("{name}: {what}"), "µs", values[place].clone());
        report.figure(figure("to answer a scan", &answering));
        report.figure(figure("all of the node for a scan", &all));
    }
    report.ratio("bytes of memory per code beyond its URL", each, 1.0, Goal::AtMost(200.0));
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
    let filling = Figure::new("start to all codes in memory", "s", filling);
    let to_reading = filling.median() / reading.median();
    report.figure(Figure::new(
        "start to all codes in memory / \\copy of the table",
        "times",
        vec![to_reading],
    ));
    for figure in [starting, filling, reading] {
        report.figure(figure);
    }
    drop((small, large));
    if options.decisions > 0 {
        history::measure(options, signpost, scratch.path(), &mut report)?;
    }
    Ok(report)
}

/// Processor time of the server for a scan, in microseconds.
struct Cost {
    all: f64,
    /// Of the threads that answer.
    answering: f64,
}

fn each_of(costs: &[Cost], of: impl Fn(&Cost) -> f64) -> Vec<f64> {
    costs.iter().map(of).collect()
}

/// What it does beside its answers is done before.
fn cost(server: &Server, script: &std::path::Path, seconds: u64) -> Result<Cost, String> {
    server.caught_up()?;
    let before = (server.used()?, server.used_to_answer()?);
    let round = load::run(server.address, script, seconds)?;
    let each = |seconds: f64| seconds * 1e6 / round.answers;
    Ok(Cost {
        all: each(server.used()? - before.0),
        answering: each(server.used_to_answer()? - before.1),
    })
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
