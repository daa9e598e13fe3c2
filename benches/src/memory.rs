//! The memory of a process, as the kernel counts it (proc(5)): what it took for itself. Pages of files that it looks at through the system's cache are not
//! counted: SQLite maps the same pages once per connection, and the kernel takes each of these for memory of the process.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::nodes::text;

/// How often it is looked at.
const EVERY: Duration = Duration::from_millis(5);

/// Watches the memory of a process from the beginning on.
pub(crate) struct Watch {
    before: f64,
    ends: Arc<AtomicBool>,
    most: JoinHandle<Result<f64, String>>,
}

impl Watch {
    /// Begins.
    pub(crate) fn begin(process: u32) -> Result<Self, String> {
        let before = taken(process)?;
        let ends = Arc::new(AtomicBool::new(false));
        let told = ends.clone();
        let most = thread::spawn(move || {
            let mut most = before;
            while !told.load(Ordering::Relaxed) {
                most = taken(process)?.max(most);
                thread::sleep(EVERY);
            }
            Ok(most)
        });
        Ok(Self { before, ends, most })
    }

    /// Ends; gives the most that the process took beyond what it had at the beginning, in MiB.
    pub(crate) fn end(self) -> Result<f64, String> {
        self.ends.store(true, Ordering::Relaxed);
        let most = self.most.join().map_err(|_| "nobody watched the memory".to_owned())??;
        Ok((most - self.before) / 1024.0)
    }
}

/// What it took for itself, in KiB.
fn taken(process: u32) -> Result<f64, String> {
    of_status(process, "RssAnon:")
}

fn of_status(process: u32, name: &str) -> Result<f64, String> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).map_err(text)?;
    let size = status.lines().find_map(|line| line.strip_prefix(name));
    let size = size.and_then(|size| size.trim().trim_end_matches("kB").trim().parse().ok());
    size.ok_or_else(|| "the system does not say how much memory it takes".to_owned())
}

/// All that it has, pages of files included, in KiB.
pub(crate) fn memory(process: u32) -> Result<f64, String> {
    of_status(process, "VmRSS:")
}
