//! What the end-to-end tests share: a real Signpost in a folder of its own on a port of its own, and somebody who calls it.

mod client;
mod programs;
mod server;

pub(crate) use self::{
    client::{Answer, Client, Visitor, phone},
    programs::run,
    server::Signpost,
};

use std::time::{Duration, Instant};

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
