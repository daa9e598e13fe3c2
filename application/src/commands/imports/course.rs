//! How far an import has come, for whoever watches it, and the way to stop it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// How far an import has come.
#[derive(Debug, Default)]
pub struct Course {
    read: AtomicU64,
    decisions: AtomicU64,
    appended: AtomicU64,
    is_cancelled: AtomicBool,
}

impl Course {
    /// Rows that were read and judged.
    pub fn read(&self) -> u64 {
        self.read.load(Relaxed)
    }

    /// Decisions that are to be appended; 0 until all rows are judged.
    pub fn decisions(&self) -> u64 {
        self.decisions.load(Relaxed)
    }

    /// Decisions that are appended. They count when all of them are.
    pub fn appended(&self) -> u64 {
        self.appended.load(Relaxed)
    }

    /// Stops it. Nothing is changed then, unless everything was just done.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Relaxed);
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Relaxed)
    }

    pub(super) fn has_read(&self, rows: u64) {
        self.read.fetch_add(rows, Relaxed);
    }

    pub(super) fn will_append(&self, decisions: u64) {
        self.decisions.store(decisions, Relaxed);
    }

    pub(super) fn has_appended(&self) {
        self.appended.fetch_add(1, Relaxed);
    }
}
