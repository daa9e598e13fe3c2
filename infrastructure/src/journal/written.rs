//! How far the journal is written: told at every scan, so telling costs a store and a look whether anybody sleeps.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::Notify;

/// The offset after the last scan written.
#[derive(Debug)]
pub(super) struct Written {
    next: AtomicU64,
    /// Whether the one who follows waits to be woken.
    is_awaited: AtomicBool,
    news: Notify,
}

impl Written {
    /// Everything before `next` is.
    pub(super) fn up_to(next: u64) -> Self {
        Self {
            next: AtomicU64::new(next),
            is_awaited: AtomicBool::new(false),
            news: Notify::new(),
        }
    }

    /// The offset after the last scan written.
    pub(super) fn now(&self) -> u64 {
        self.next.load(Ordering::SeqCst)
    }

    /// Everything before `next` is written now.
    pub(super) fn advance(&self, next: u64) {
        // Either this is seen by who goes to sleep, or who sleeps is seen here: that takes one order of all four accesses.
        self.next.store(next, Ordering::SeqCst);
        if self.is_awaited.load(Ordering::SeqCst) && self.is_awaited.swap(false, Ordering::SeqCst) {
            self.news.notify_one();
        }
    }

    /// Resolves when something at `seen` or after it is written. For one who follows.
    pub(super) async fn beyond(&self, seen: u64) {
        loop {
            self.is_awaited.store(true, Ordering::SeqCst);
            if self.now() > seen {
                return;
            }
            // Keeps a permit, so what comes before it is polled is not missed.
            self.news.notified().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, thread};

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn whoever_follows_sees_the_last_of_many_scans_however_they_come() {
        const SCANS: u64 = 100_000;
        let written = Arc::new(Written::up_to(0));
        let writer = Arc::clone(&written);
        let writing = thread::spawn(move || (1..=SCANS).for_each(|next| writer.advance(next)));
        let mut seen = 0;
        while seen < SCANS {
            written.beyond(seen).await;
            let now = written.now();
            assert!(now > seen);
            seen = now;
        }
        writing.join().unwrap();
    }
}
