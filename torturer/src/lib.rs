//! Kills Signpost under load, again and again, starts it again, and counts.
//!
//! While visitors scan, choose and hang up, staff change where codes lead and who their audiences are; at a moment nobody chose, `kill -9`.
//! In the end every visit that was answered must be in the scan log, none twice, and what was recorded of it, resolved again, must lead
//! to what the visitor got. A seed repeats the choices that are made here, not when the kernel lets whom go on.

mod city;
mod connection;
mod node;
mod verdict;
mod visitors;

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

pub use self::verdict::Verdict;
use self::{node::Node, visitors::Visits};

/// Who visits at the same time.
const VISITORS: u64 = 6;
/// A file of the journal is this long in KiB, so that files end and begin within a round.
const FILES: [&str; 3] = ["4", "32", "256"];
/// The longest that a round goes on before the kill.
const LONGEST_ROUND: u64 = 600;
/// One start in this many is killed before it is done.
const KILLED_AT_START: u64 = 5;

/// What is done to whom.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The program.
    pub program: &'a Path,
    /// An empty folder for its data.
    pub folder: &'a Path,
    /// An empty database, if it is not the embedded one.
    pub database: Option<&'a str>,
    /// How often it is killed.
    pub rounds: u32,
    /// What the choices are drawn from.
    pub seed: u64,
}

/// Carries it out; `told` is called after each round. Gives what was found, or why it could not be done, for instance because Signpost did
/// not start again.
pub fn torture(plan: &Plan<'_>, mut told: impl FnMut(u32)) -> Result<Verdict, String> {
    let mut random = fastrand::Rng::with_seed(plan.seed);
    let mut node = Node::start(plan, &[])?;
    let token = Node::token(plan)?;
    city::found(&node, &token)?;
    let mut visits = Visits::default();
    for round in 0..plan.rounds {
        let done = AtomicBool::new(false);
        let seeds: Vec<u64> = (0..VISITORS).map(|_| random.u64(..)).collect();
        let length = Duration::from_millis(random.u64(20..LONGEST_ROUND));
        let of_round = thread::scope(|scope| {
            let visitors: Vec<_> = seeds
                .into_iter()
                .enumerate()
                .map(|(visitor, seed)| {
                    let (node, done, random) = (&node.address, &done, fastrand::Rng::with_seed(seed));
                    scope.spawn(move || visitors::visit(node, &format!("v{visitor}.r{round}"), random, done))
                })
                .collect();
            let staff = {
                let (node, token, done) = (&node.address, &token, &done);
                let random = fastrand::Rng::with_seed(random.u64(..));
                scope.spawn(move || city::change(node, token, random, done))
            };
            thread::sleep(length);
            // What comes in after this may be an answer or not; what was answered before counts.
            let killed = node.kill();
            done.store(true, Ordering::Release);
            let mut all = Visits::default();
            for visitor in visitors {
                all.join(visitor.join().map_err(|_| "a visitor panicked")??);
            }
            all.changes = staff.join().map_err(|_| "staff panicked")??;
            killed.map(|()| all)
        })?;
        visits.join(of_round);
        let mut more = vec!["--journal-file-kib", FILES[random.usize(..FILES.len())]];
        if random.u64(..4) == 0 {
            more.extend(["--durability", "power"]);
        }
        while random.u64(..KILLED_AT_START) == 0 {
            Node::kill_at_start(plan, &more, Duration::from_millis(random.u64(..200)))?;
        }
        node = Node::start(plan, &more)?;
        told(round + 1);
    }
    node.everything_is_moved()?;
    verdict::judge(&node, &token, visits)
}
