//! What the end-to-end tests share: a real Signpost in a folder of its own on a port of its own, and somebody who calls it.

pub(crate) mod browser;
mod client;
mod journal;
mod programs;
mod server;
mod store;

pub(crate) use self::{
    client::{Answer, Client, phone},
    journal::journalled,
    programs::run,
    server::Signpost,
    store::Store,
};

use std::time::{Duration, Instant};

use serde_json::{Value, json};

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
