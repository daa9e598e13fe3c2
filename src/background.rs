//! Work beside the answers: following logs, moving scans on. It has threads of its own.
//!
//! Folding thousands of entries and reading thousands of scans from a journal take tens of milliseconds of a processor without a pause, and most where much
//! waits, as after an outage. On the threads that answer, whoever came meanwhile would wait for that; between threads the operating system shares
//! processors more finely.

use std::{io, thread::available_parallelism};

use tokio::runtime::{Builder, Runtime};
use tokio_util::task::TaskTracker;

/// Threads at least: some fold while one keeps this node's memory current.
const THREADS: usize = 4;

/// The threads for it. What is still at work when dropped is left to itself.
pub(crate) struct Background(Option<Runtime>);

impl Background {
    pub(crate) fn new() -> io::Result<Self> {
        let threads = available_parallelism().map_or(THREADS, |cores| cores.get().max(THREADS));
        let runtime = Builder::new_multi_thread()
            .worker_threads(threads)
            .thread_name("background")
            .enable_all()
            .build()?;
        Ok(Self(Some(runtime)))
    }

    /// Begins a task that `tracker` knows of.
    pub(crate) fn spawn(&self, tracker: &TaskTracker, task: impl Future<Output = ()> + Send + 'static) {
        if let Some(runtime) = &self.0 {
            tracker.spawn_on(task, runtime.handle());
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // Waiting for it is not for a thread that answers, on which this may be.
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Condvar, Mutex};

    use super::*;

    /// Tasks that hold their threads until they are let go.
    static HELD: (Mutex<bool>, Condvar) = (Mutex::new(true), Condvar::new());

    #[tokio::test]
    async fn however_much_is_done_beside_them_answers_are_given() {
        let (background, tracker) = (Background::new().unwrap(), TaskTracker::new());
        for _ in 0..64 {
            background.spawn(&tracker, async {
                let (held, changed) = &HELD;
                drop(changed.wait_while(held.lock().unwrap(), |held| *held).unwrap());
            });
        }
        let answer = tokio::spawn(async { 302 }).await.unwrap();
        assert_eq!(answer, 302);
        *HELD.0.lock().unwrap() = false;
        HELD.1.notify_all();
        tracker.close();
        tracker.wait().await;
    }
}
