//! How long a change made on one node takes to be live on another: from the moment the change is sent to the first scan elsewhere
//! that follows it.

use std::{path::Path, time::Instant};

use clap::Args;

use crate::{
    nodes::{Database, Node, quantile, text, token},
    report::{Figure, Goal, Report},
};

/// Rounds, each of which gives a median and a 99th percentile.
const ROUNDS: usize = 3;
/// What the median may be, in milliseconds.
const GOAL: f64 = 250.0;

/// How it is measured.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Changes in each of three rounds
    #[arg(long, default_value_t = 200)]
    changes: usize,
}

/// Measures.
pub(crate) fn measure(options: &Options, program: &Path) -> Result<Report, String> {
    let database = Database::start()?;
    let url = database.url();
    let nodes = [(), (), ()].map(|()| Node::start(program, &url));
    let [one, other, third] = nodes;
    let (one, other, third) = (one?, other?, third?);
    let token = token(program, &url)?;
    let mut desk = one.client()?;
    let minted = desk.change("POST", "/codes", &token, r#"{"id": "bench"}"#)?;
    if minted.status != 201 {
        return Err(minted.body);
    }
    let (mut medians, mut tails, mut answers) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (mut live, mut answered) = (Vec::new(), Vec::new());
        for n in 0..options.changes {
            // Not always the same one, since one of them leads the read models.
            let mut phone = if n % 2 == 0 { &other } else { &third }.client()?;
            let target = format!("https://example.org/{round}/{n}");
            let json = format!(r#"{{"type": "redirect", "url": "{target}"}}"#);
            let begun = Instant::now();
            let waiting = std::thread::spawn(move || -> Result<Instant, String> {
                while phone.get("/BENCH")?.location.as_deref() != Some(&*target) {}
                Ok(Instant::now())
            });
            let changed = desk.change("PUT", "/codes/bench/target", &token, &json)?;
            answered.push(begun.elapsed().as_secs_f64() * 1e3);
            if changed.status != 200 {
                return Err(changed.body);
            }
            let seen = waiting.join().map_err(|_| "the visitor panicked")?.map_err(text)?;
            live.push(seen.duration_since(begun).as_secs_f64() * 1e3);
        }
        live.sort_by(f64::total_cmp);
        answered.sort_by(f64::total_cmp);
        medians.push(quantile(&live, 0.5));
        tails.push(quantile(&live, 0.99));
        answers.push(quantile(&answered, 0.5));
    }
    let mut report = Report::new("propagation");
    let median = Figure::new("change sent to live on another node, median", "ms", medians);
    report.ratio(
        "median of propagation over the 250 ms allowed",
        median.median(),
        GOAL,
        Goal::AtMost(1.0),
    );
    report.figure(median);
    report.figure(Figure::new(
        "change sent to live on another node, 99th percentile",
        "ms",
        tails,
    ));
    report.figure(Figure::new("change sent to answered, median", "ms", answers));
    Ok(report)
}
