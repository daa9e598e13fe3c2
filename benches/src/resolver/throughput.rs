//! Answers per second, in slices of a few seconds that take turns with the floor.
//!
//! A machine that others use too, or that gets warm, is slower for a while. So each ratio is of two slices side by side, and what
//! counts is the median of these. A server is stopped while it is not its turn: what it would do beside answering, such as moving
//! scans on, is done on its own time; after each round it has the time to do all of it.

use super::{Bench, load, nginx};
use crate::{
    city,
    report::{Figure, Goal, Report},
    server::Server,
};

/// Seconds of load before anything counts.
const WARM_UP: u64 = 3;
/// Part of the answers that may go out before their scan is safe, where the disk hangs.
const EARLY: f64 = 0.001;

/// One of those who take turns.
pub(super) struct Contestant {
    pub(super) name: &'static str,
    server: Server,
    script: std::path::PathBuf,
    records: bool,
    pub(super) rates: Vec<f64>,
    pub(super) costs: Vec<f64>,
    /// Answers so far.
    answers: f64,
    /// Scans in the journal before.
    written: f64,
}

/// Measures.
pub(super) fn measure(bench: &Bench<'_>, report: &mut Report) -> Result<(), String> {
    let plain = bench.plain_script()?;
    let asked = load::ASKED.min(city::RULED).min(bench.options.codes);
    let ruled = load::script(&bench.scratch, "ruled", (0..asked).map(|n| city::ruled(n).to_string()))?;
    let power = ["--durability", "power"];
    let floor = || Contestant::enter("floor", bench.floor()?, &plain, false);
    let signpost = |name, folder, more, script| Contestant::enter(name, bench.signpost(folder, more)?, script, true);
    // In this order: whom the floor is compared with stands beside it. The last is beside the first of the next turn.
    let mut contestants = vec![
        floor()?,
        signpost("signpost", "plain", &[], &plain)?,
        signpost("signpost, ten rules", "ruled", &[], &ruled)?,
        Contestant::enter("nginx, map and access log", nginx::start(bench)?, &plain, false)?,
        floor()?,
        signpost("signpost, durability=power", "power", &power, &plain)?,
    ];
    let slices = bench.options.seconds.div_ceil(bench.options.slice);
    for round in 0..bench.options.rounds {
        for _ in 0..slices {
            for contestant in &mut contestants {
                contestant.slice(bench.options.slice)?;
            }
        }
        let rates = contestants
            .iter()
            .map(|c| format!("{} {:.0}/s", c.name, c.rates[c.rates.len() - 1]));
        println!("round {round}: {}", rates.collect::<Vec<_>>().join(", "));
        // Else the next round would be one of those who have been scanned without a pause for minutes, which is measured apart.
        for contestant in contestants.iter().filter(|contestant| contestant.records) {
            contestant.catch_up()?;
        }
    }
    for contestant in &contestants {
        // All of them: one that stays paused cannot be ended.
        let early = contestant.check()?;
        if contestant.records {
            let name = format!("{}: answered before its scan was safe", contestant.name);
            report.figure(Figure::new(name, "", vec![early]));
        }
    }
    show(&contestants, report)
}

fn show(contestants: &[Contestant], report: &mut Report) -> Result<(), String> {
    let [floor, signpost, ruled, nginx, floor_again, power] = contestants else {
        return Err("six take turns".into());
    };
    for contestant in contestants {
        let name = contestant.name;
        report.figure(Figure::new(format!("{name}: answers"), "1/s", contestant.rates.clone()));
        let cost = format!("{name}: processor time of the server");
        report.figure(Figure::new(cost, "µs each", contestant.costs.clone()));
    }
    report.ratio_of_pairs("signpost / floor", &signpost.rates, &floor.rates, Goal::AtLeast(0.85));
    report.ratio_of_pairs(
        "durability=power / floor",
        &power.rates,
        &floor_again.rates,
        Goal::AtLeast(0.7),
    );
    report.ratio_of_pairs(
        "time per scan with ten rules / plain",
        &signpost.rates,
        &ruled.rates,
        Goal::AtMost(1.3),
    );
    report.ratio_of_pairs("nginx / floor", &nginx.rates, &floor_again.rates, Goal::ToCompare);
    report.ratio_of_pairs("floor / itself", &floor_again.rates, &floor.rates, Goal::ToCompare);
    report.ratio_of_pairs(
        "processor time of signpost / floor",
        &signpost.costs,
        &floor.costs,
        Goal::ToCompare,
    );
    report.ratio_of_pairs(
        "processor time of durability=power / floor",
        &power.costs,
        &floor_again.costs,
        Goal::ToCompare,
    );
    report.ratio_of_pairs(
        "processor time with ten rules / plain",
        &ruled.costs,
        &signpost.costs,
        Goal::AtMost(1.3),
    );
    Ok(())
}

impl Contestant {
    /// Warmed up and paused.
    pub(super) fn enter(name: &'static str, server: Server, script: &std::path::Path, records: bool) -> Result<Self, String> {
        load::run(server.address, script, WARM_UP)?;
        let written = if records {
            server.caught_up()?;
            server.metric("signpost_journal_written_total", "")?
        } else {
            0.0
        };
        server.pause()?;
        Ok(Self {
            name,
            server,
            script: script.to_owned(),
            records,
            rates: Vec::new(),
            costs: Vec::new(),
            answers: 0.0,
            written,
        })
    }

    pub(super) fn slice(&mut self, seconds: u64) -> Result<(), String> {
        self.server.resume()?;
        let before = self.server.used()?;
        let round = load::run(self.server.address, &self.script, seconds)?;
        let after = self.server.used()?;
        self.server.pause()?;
        self.rates.push(round.rate);
        self.costs.push((after - before) * 1e6 / round.answers);
        self.answers += round.answers;
        Ok(())
    }

    /// Moves on and counts all that was recorded, while nobody else has a turn.
    pub(super) fn catch_up(&self) -> Result<(), String> {
        self.server.resume()?;
        self.server.caught_up()?;
        self.server.pause()
    }

    /// Whoever records has recorded all that was answered. Gives how many went out before their scan was safe, since the disk took
    /// longer than a visitor waits: more than [`EARLY`] of them, and what was measured is not what it is called.
    pub(super) fn check(&self) -> Result<f64, String> {
        self.server.resume()?;
        if !self.records {
            return Ok(0.0);
        }
        let metric = |name| self.server.metric(name, "");
        let recorded = metric("signpost_journal_written_total")? - self.written;
        let early = metric("signpost_scans_answered_early_total")?;
        let dropped = metric("signpost_scans_dropped_total")?;
        if recorded < self.answers || early > self.answers * EARLY || dropped > 0.0 {
            return Err(format!(
                "{}: {} answers, {recorded} scans in the journal, {early} answered before that, {dropped} dropped",
                self.name, self.answers
            ));
        }
        Ok(early)
    }
}
