//! How long visitors wait at half the load that the floor could take: the 99th percentile in an open model.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::{Duration, Instant},
};

use super::{Bench, load, open_load};
use crate::{
    city,
    report::{Figure, Goal, Report},
    server::Server,
    staff,
};

/// Retargets per second while much is decided.
const RETARGETS: u64 = 1_000;
/// Seconds over which the floor's throughput is found.
const PROBE: u64 = 5;

#[derive(Default)]
struct Rounds {
    medians: Vec<f64>,
    p99s: Vec<f64>,
    longest: Vec<f64>,
}

impl Rounds {
    fn add(&mut self, found: open_load::Latencies) {
        self.medians.push(found.median);
        self.p99s.push(found.p99);
        self.longest.push(found.longest);
    }

    /// Reports all; gives the median of the 99th percentiles.
    fn report(self, name: &str, report: &mut Report) -> f64 {
        let p99 = Figure::new(format!("{name}: 99th percentile"), "µs", self.p99s);
        let median = p99.median();
        report.figure(Figure::new(format!("{name}: half of the visitors"), "µs", self.medians));
        report.figure(p99);
        report.figure(Figure::new(format!("{name}: longest"), "µs", self.longest));
        median
    }
}

/// Measures.
pub(super) fn measure(bench: &Bench<'_>, report: &mut Report) -> Result<(), String> {
    let codes = load::ASKED.min(bench.options.codes);
    let requests = open_load::requests((0..codes).map(|n| city::plain(n).to_string()));
    let floor = bench.floor()?;
    let data = bench.data("latency")?;
    let token = staff::token(bench.signpost, &data)?;
    let signpost = Server::signpost(bench.signpost, &data, &[])?;
    signpost.caught_up()?;
    let script = bench.plain_script()?;
    let probed = load::run(floor.address, &script, PROBE)?.rate;
    let rate = probed / 2.0;
    load::run(signpost.address, &script, 1)?;
    report.figure(Figure::new("offered load", "1/s", vec![rate]));
    let length = Duration::from_secs(bench.options.seconds);
    let (mut of_floor, mut at_rest, mut busy) = (Rounds::default(), Rounds::default(), Rounds::default());
    let mut decided = Vec::new();
    for round in 0..bench.options.rounds {
        let seed = round as u64;
        signpost.caught_up()?;
        // What a server does beside its answers is not to be in the other one's way.
        signpost.pause()?;
        let found = open_load::run(floor.address, &requests, rate, length, seed);
        signpost.resume()?;
        of_floor.add(found?);
        at_rest.add(open_load::run(signpost.address, &requests, rate, length, seed)?);
        signpost.caught_up()?;
        let (found, retargets) = while_decided(&signpost, &token, bench.signpost, &data, codes, || {
            open_load::run(signpost.address, &requests, rate, length, seed)
        })?;
        busy.add(found);
        decided.push(retargets);
        println!(
            "round {round}: {:?} {:?} {:?}",
            of_floor.p99s[round], at_rest.p99s[round], busy.p99s[round]
        );
    }
    let floor = of_floor.report("floor at half its throughput", report);
    let at_rest = at_rest.report("signpost at the same load", report);
    let busy = busy.report("signpost while retargeted and rebuilt", report);
    report.figure(Figure::new("retargets meanwhile", "1/s", decided));
    report.ratio("p99 / floor's", at_rest, floor, Goal::AtMost(2.0));
    report.ratio("p99 while retargeted and rebuilt / floor's", busy, floor, Goal::AtMost(2.0));
    Ok(())
}

/// Runs `load` while [`RETARGETS`] decisions are made per second and a read model is built anew over and over; gives the decisions
/// per second as well.
fn while_decided<T>(
    signpost: &Server,
    token: &str,
    program: &Path,
    data: &Path,
    codes: u64,
    load: impl FnOnce() -> Result<T, String>,
) -> Result<(T, f64), String> {
    let (done, decided) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for writer in 0..staff::WRITERS {
            let (done, decided) = (&done, &decided);
            scope.spawn(move || staff::retarget(signpost.address, token, writer, RETARGETS, codes, done, decided));
        }
        let rebuilding = scope.spawn(|| -> Result<(), String> {
            while !done.load(Ordering::Acquire) {
                let mut child = rebuild(program, data)?;
                while child.try_wait().map_err(|error| error.to_string())?.is_none() {
                    if done.load(Ordering::Acquire) {
                        drop(child.kill());
                    }
                    std::thread::sleep(Duration::from_millis(20));
                }
            }
            Ok(())
        });
        let begun = Instant::now();
        let found = load();
        let took = begun.elapsed();
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let rate = decided.load(Ordering::Relaxed) as f64 / took.as_secs_f64();
        done.store(true, Ordering::Release);
        rebuilding.join().map_err(|_| "the rebuild panicked")??;
        Ok((found?, rate))
    })
}

fn rebuild(program: &Path, data: &Path) -> Result<Child, String> {
    Command::new(program)
        .args(["projections", "rebuild", "resolver", "--data-dir"])
        .arg(data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())
}
