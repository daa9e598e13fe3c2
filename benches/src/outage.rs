//! What visitors notice of a database that stops in the middle of the day, and whether every scan arrives afterwards.

use std::{
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use clap::Args;

use crate::{
    nodes::{Database, Node, eventually, quantile, token},
    report::{Figure, Goal, Report},
};

/// Visitors at the same time.
const VISITORS: u64 = 16;
/// The parts of the day: before, without the database, and after.
const PARTS: [&str; 3] = ["before", "without the database", "after"];

/// How it is measured.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Seconds that each part takes
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Scans a second
    #[arg(long, default_value_t = 800)]
    rate: u64,
}

/// Measures.
pub(crate) fn measure(options: &Options, program: &Path) -> Result<Report, String> {
    let mut database = Database::start()?;
    let node = Node::start(program, &database.url())?;
    let token = token(program, &database.url())?;
    let minted = node.client()?.change(
        "POST",
        "/codes",
        &token,
        r#"{"id": "bench", "target": {"type": "redirect", "url": "https://example.org/"}}"#,
    )?;
    if minted.status != 201 {
        return Err(minted.body);
    }
    // Scans of each part: milliseconds from when each was due to its answer.
    let part = AtomicUsize::new(0);
    let took: [Mutex<Vec<f64>>; 3] = Default::default();
    let mut refused = Duration::ZERO;
    let outcome = thread::scope(|scope| {
        let visitors: Vec<_> = (0..VISITORS)
            .map(|visitor| {
                let (node, part, took) = (&node, &part, &took);
                scope.spawn(move || visit(node, visitor, options.rate, part, took))
            })
            .collect();
        let day = (|| {
            let length = Duration::from_secs(options.seconds);
            thread::sleep(length);
            part.store(1, Ordering::Release);
            database.stop()?;
            thread::sleep(length / 2);
            let begun = Instant::now();
            let answer = node.client()?.change("POST", "/codes", &token, "{}")?;
            refused = begun.elapsed();
            if answer.status != 503 {
                return Err(format!("a command was answered with {}", answer.status));
            }
            thread::sleep(length / 2);
            database.start_again()?;
            part.store(2, Ordering::Release);
            thread::sleep(length);
            Ok(())
        })();
        part.store(3, Ordering::Release);
        for visitor in visitors {
            visitor.join().map_err(|_| "a visitor panicked".to_owned())??;
        }
        day
    });
    outcome?;
    let mut report = Report::new("outage");
    let mut answered = 0;
    let mut usual = 0.0;
    for (name, took) in PARTS.iter().zip(took) {
        let mut took = took.into_inner().map_err(|_| "a visitor panicked")?;
        took.sort_by(f64::total_cmp);
        answered += took.len() as u64;
        let (tail, slowest) = (quantile(&took, 0.99), quantile(&took, 1.0));
        if *name == PARTS[0] {
            usual = tail;
        } else {
            let words = format!("slowest {name} over the usual 99th percentile");
            report.ratio(words, slowest, usual, Goal::AtMost(10.0));
        }
        report.figure(Figure::new(format!("{name}: 99th percentile"), "ms", vec![tail]));
        report.figure(Figure::new(format!("{name}: slowest"), "ms", vec![slowest]));
    }
    report.figure(Figure::new(
        "a command without the database: 503 after",
        "ms",
        vec![refused.as_secs_f64() * 1e3],
    ));
    eventually("the journal is in the scan log", || {
        Ok(node.metric("signpost_journal_waiting")? == 0)
    })?;
    let arrived = arrived(&node, &token)?;
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let (answered, arrived) = (answered as f64, arrived as f64);
    report.figure(Figure::new("scans answered", "", vec![answered]));
    report.figure(Figure::new("scans in the scan log", "", vec![arrived]));
    report.ratio("arrived over answered, no fewer", arrived, answered, Goal::AtLeast(1.0));
    report.ratio("arrived over answered, no more", arrived, answered, Goal::AtMost(1.0));
    Ok(report)
}

/// Scans at an even pace until the day is over, timed from when a scan was due: a node that stands still is not let off.
fn visit(node: &Node, visitor: u64, rate: u64, part: &AtomicUsize, took: &[Mutex<Vec<f64>>; 3]) -> Result<(), String> {
    let mut client = node.client()?;
    let begun = Instant::now();
    for n in (visitor..).step_by(16) {
        let due = begun + Duration::from_micros(n * 1_000_000 / rate);
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let now = part.load(Ordering::Acquire);
        let Some(took) = took.get(now) else { break };
        let answer = client.get("/BENCH")?;
        if answer.status != 302 {
            return Err(format!("a visitor was answered with {}", answer.status));
        }
        let milliseconds = due.elapsed().as_secs_f64() * 1e3;
        took.lock().map_err(|_| "another visitor panicked")?.push(milliseconds);
    }
    Ok(())
}

/// Scans in the scan log: the position of the last, since positions have no gaps.
fn arrived(node: &Node, token: &str) -> Result<u64, String> {
    let mut last = 0;
    loop {
        let page = node
            .client()?
            .change("GET", &format!("/scans?after={last}&limit=1000"), token, "")?
            .body;
        let page: serde_json::Value = serde_json::from_str(&page).map_err(|error| format!("{error}: {page}"))?;
        let items = page["items"].as_array().ok_or("no list of scans")?;
        match items.last().and_then(|scan| scan["position"].as_u64()) {
            Some(position) => last = position,
            None => return Ok(last),
        }
    }
}
