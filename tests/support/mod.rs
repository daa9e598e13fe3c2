//! What the end-to-end tests share: a real Signpost in a folder of its own on a port of its own, and somebody who calls it.

pub(crate) mod browser;
mod client;
mod clock;
mod cluster;
mod database;
mod disk;
pub(crate) mod driver;
mod journal;
mod programs;
mod provider;
pub(crate) mod readers;
mod server;
mod session;
mod stoppable;
mod store;

pub(crate) use self::{
    client::{Answer, Client, phone},
    clock::Clock,
    cluster::{Cluster, unprivileged},
    database::Database,
    disk::{Disk, Untouchable},
    journal::journalled,
    programs::run,
    provider::{Provider, npm_packages},
    server::Signpost,
    session::Session,
    stoppable::Stoppable,
    store::Store,
};

use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The URL of an empty PostgreSQL database that nobody else uses.
pub(crate) fn database_of_its_own() -> String {
    Database::fresh().url
}

/// The read models that are kept in the store, by their names.
pub(crate) const PROJECTIONS: [&str; 8] = [
    "access",
    "catalogue",
    "history",
    "proposals",
    "resolver",
    "search",
    "seals",
    "usage",
];

/// Waits until `condition` gives something, looking again every few milliseconds, and fails after half a minute.
pub(crate) fn eventually<T>(what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(value) = condition() {
            return value;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "waited in vain for: {what}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// A target that leads to `url`.
pub(crate) fn redirect(url: &str) -> Value {
    json!({"type": "redirect", "url": url})
}
