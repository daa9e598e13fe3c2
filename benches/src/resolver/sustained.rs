//! Minutes of load, with every scan forwarded to the scan log and counted in the statistics meanwhile.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use super::{Bench, Store, load};
use crate::{
    city,
    nodes::Database,
    report::{Figure, Goal, Report},
    server::Server,
};

/// Seconds of a round of the floor.
const FLOOR: u64 = 5;
/// How often it is looked how far behind everything is.
const LOOK: Duration = Duration::from_secs(1);

/// Measures.
pub(super) fn measure(bench: &Bench<'_>, report: &mut Report) -> Result<(), String> {
    let script = bench.plain_script()?;
    let floor = bench.floor()?;
    for store in &bench.options.stores {
        match store {
            Store::Sqlite => {
                let sqlite = bench.signpost("sustained", &[])?;
                on_store(bench, report, "sqlite", &floor, &sqlite, &script)?;
            }
            Store::Postgresql => {
                let database = Database::start()?;
                city::fill_postgres(&database.url(), bench.options.codes)?;
                let data = bench.scratch.join("sustained-postgres");
                let postgres = Server::signpost(bench.signpost, &data, &["--database-url", &database.url()])?;
                postgres.caught_up()?;
                on_store(bench, report, "postgresql", &floor, &postgres, &script)?;
            }
        }
    }
    Ok(())
}

fn on_store(
    bench: &Bench<'_>,
    report: &mut Report,
    store: &str,
    floor: &Server,
    signpost: &Server,
    script: &std::path::Path,
) -> Result<(), String> {
    let seconds = bench.options.sustained_seconds;
    // The floor before and after: the machine may change meanwhile.
    let mut floors = vec![load::run(floor.address, script, FLOOR)?.rate];
    load::run(signpost.address, script, 1)?;
    signpost.caught_up()?;
    let done = AtomicBool::new(false);
    let (round, behind) = std::thread::scope(|scope| {
        let looking = scope.spawn(|| -> Result<Vec<f64>, String> {
            let mut behind = Vec::new();
            while !done.load(Ordering::Acquire) {
                std::thread::sleep(LOOK);
                let waiting = signpost.metric("signpost_journal_waiting", "")?;
                behind.push(waiting + signpost.metric("signpost_projection_lag", "usage")?);
            }
            Ok(behind)
        });
        let round = load::run(signpost.address, script, seconds);
        done.store(true, Ordering::Release);
        let behind = looking.join().map_err(|_| "looking panicked")??;
        Ok::<_, String>((round?, behind))
    })?;
    let begun = Instant::now();
    signpost.caught_up()?;
    let after = begun.elapsed().as_secs_f64();
    floors.push(load::run(floor.address, script, FLOOR)?.rate);
    let floors = Figure::new(format!("{store}: floor before and after"), "1/s", floors);
    report.ratio(
        format!("{store}: sustained for {seconds} s / floor"),
        round.rate,
        floors.median(),
        Goal::AtLeast(0.5),
    );
    let (first, second) = behind.split_at(behind.len() / 2);
    let most = |part: &[f64]| part.iter().copied().fold(1.0, f64::max);
    report.ratio(
        format!("{store}: scans behind, second half / first half"),
        most(second),
        most(first),
        Goal::AtMost(1.25),
    );
    report.figure(floors);
    report.figure(Figure::new(
        format!("{store}: sustained for {seconds} s"),
        "1/s",
        vec![round.rate],
    ));
    report.figure(Figure::new(
        format!("{store}: scans not counted yet, each second"),
        "",
        behind,
    ));
    report.figure(Figure::new(
        format!("{store}: until all is counted afterwards"),
        "s",
        vec![after],
    ));
    Ok(())
}
