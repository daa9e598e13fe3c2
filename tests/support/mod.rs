//! What the end-to-end tests share: a real Signpost in a folder of its own on a port of its own, and somebody who calls it.

pub(crate) mod browser;
mod client;
mod cluster;
mod journal;
mod programs;
mod server;
mod stoppable;
mod store;

pub(crate) use self::{
    client::{Answer, Client, phone},
    journal::journalled,
    programs::run,
    server::Signpost,
    stoppable::Stoppable,
    store::Store,
};

use std::time::{Duration, Instant};

use sqlx::{Connection, Executor, PgConnection};

use serde_json::{Value, json};

/// The URL of an empty PostgreSQL database that nobody else uses.
pub(crate) fn database_of_its_own() -> String {
    let cluster = cluster::Cluster::of_this_program();
    let (url, name) = cluster.another_database();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let mut connection = PgConnection::connect(&cluster.url("postgres")).await.expect("it opens");
        let statement = format!("CREATE DATABASE {name}");
        connection.execute(statement.as_str()).await.expect("it is made");
    });
    url
}

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
