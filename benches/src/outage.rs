//! What visitors notice of a database that stops in the middle of the day, and whether every scan arrives afterwards.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use clap::Args;

use crate::{
    hiccups::{Hiccups, Watch},
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
    /// Days, each with its outage
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

/// An answer: when it was due, when it came, and how many seconds after its part began.
#[derive(Debug, Clone, Copy)]
struct Answer {
    due: Instant,
    came: Instant,
    at: f64,
}

impl Answer {
    /// Milliseconds that it took.
    fn took(self) -> f64 {
        (self.came - self.due).as_secs_f64() * 1e3
    }

    /// Milliseconds that it took while the machine went on.
    fn took_of(self, hiccups: &Hiccups) -> f64 {
        let stood = hiccups.within(self.due, self.came);
        (self.came - self.due).saturating_sub(stood).as_secs_f64() * 1e3
    }
}

/// The answers of each part of a day.
type Day = [Mutex<Vec<Answer>>; 3];
/// What each part came to, day by day.
type EachDay = [Vec<f64>; 3];

/// Measures.
pub(crate) fn measure(options: &Options, program: &Path) -> Result<Report, String> {
    // When it is stopped, two dozen processes end within ten milliseconds. What is measured is whether visitors wait for the database, not for their share of
    // the processors that it has in common with them here.
    let mut database = Database::start_behind()?;
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
    let mut answered = 0;
    let mut refused = Vec::new();
    let mut stood_still = Vec::new();
    let (mut tails, mut slowest, mut at, mut of_own) =
        (EachDay::default(), EachDay::default(), EachDay::default(), EachDay::default());
    for _ in 0..options.rounds {
        let day = Day::default();
        let watch = Watch::begin()?;
        refused.push(live(options, &node, &mut database, &token, &day)?.as_secs_f64() * 1e3);
        let hiccups = watch.end()?;
        stood_still.push(hiccups.longest().as_secs_f64() * 1e3);
        for (part, answers) in day.into_iter().enumerate() {
            let mut answers = answers.into_inner().map_err(|_| "a visitor panicked")?;
            answers.sort_by_key(|answer| answer.came - answer.due);
            let last = answers.last().ok_or("nobody came")?;
            slowest[part].push(last.took());
            at[part].push(last.at);
            of_own[part].push(answers.iter().map(|answer| answer.took_of(&hiccups)).fold(0.0, f64::max));
            let took: Vec<f64> = answers.iter().map(|answer| answer.took()).collect();
            tails[part].push(quantile(&took, 0.99));
            answered += took.len() as u64;
        }
    }
    let mut report = Report::new("outage");
    for (part, name) in PARTS.iter().enumerate() {
        let figure = |what: &str, unit, values: &[f64]| Figure::new(format!("{name}: {what}"), unit, values.to_vec());
        report.figure(figure("99th percentile", "ms", &tails[part]));
        report.figure(figure("slowest", "ms", &slowest[part]));
        report.figure(figure("the slowest came after", "s", &at[part]));
        report.figure(figure(
            "slowest, less the time in which the machine stood still",
            "ms",
            &of_own[part],
        ));
        if part > 0 {
            let words = format!("slowest {name}, less what the machine stood still, over the usual 99th percentile");
            report.ratio_of_pairs(words, &of_own[part], &tails[0], Goal::AtMost(10.0));
            let words = format!("slowest {name}, all in all, over the slowest before");
            report.ratio_of_pairs(words, &slowest[part], &slowest[0], Goal::ToCompare);
        }
    }
    report.figure(Figure::new("the machine stood still for at most", "ms", stood_still));
    report.figure(Figure::new("a command without the database: 503 after", "ms", refused));
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

/// One day: before the database is stopped, without it, and after. Gives how long a command took to be refused meanwhile.
fn live(options: &Options, node: &Node, database: &mut Database, token: &str, day: &Day) -> Result<Duration, String> {
    let part = Mutex::new((0, Instant::now()));
    let begin = |next| {
        *part.lock().unwrap_or_else(PoisonError::into_inner) = (next, Instant::now());
    };
    thread::scope(|scope| {
        let visitors: Vec<_> = (0..VISITORS)
            .map(|visitor| {
                let part = &part;
                scope.spawn(move || visit(node, visitor, options.rate, part, day))
            })
            .collect();
        let answer_of_command = (|| {
            let length = Duration::from_secs(options.seconds);
            thread::sleep(length);
            begin(1);
            database.stop()?;
            thread::sleep(length / 2);
            let asked = Instant::now();
            let answer = node.client()?.change("POST", "/codes", token, "{}")?;
            let refused = asked.elapsed();
            if answer.status != 503 {
                return Err(format!("a command was answered with {}", answer.status));
            }
            thread::sleep(length / 2);
            database.start_again()?;
            begin(2);
            thread::sleep(length);
            Ok(refused)
        })();
        begin(PARTS.len());
        for visitor in visitors {
            visitor.join().map_err(|_| "a visitor panicked".to_owned())??;
        }
        answer_of_command
    })
}

/// Scans at an even pace until the day is over, timed from when a scan was due: a node that stands still is not let off.
fn visit(node: &Node, visitor: u64, rate: u64, part: &Mutex<(usize, Instant)>, day: &Day) -> Result<(), String> {
    let mut client = node.client()?;
    let begun = Instant::now();
    for n in (visitor..).step_by(16) {
        let due = begun + Duration::from_micros(n * 1_000_000 / rate);
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let (now, since) = *part.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(answers) = day.get(now) else { break };
        let answer = client.get("/BENCH")?;
        if answer.status != 302 {
            return Err(format!("a visitor was answered with {}", answer.status));
        }
        let came = Instant::now();
        let at = came.saturating_duration_since(since).as_secs_f64();
        answers
            .lock()
            .map_err(|_| "another visitor panicked")?
            .push(Answer { due, came, at });
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
