//! The node's journal: where a scan is safe before the visitor has the answer.
//!
//! One thread writes. It takes whatever scans wait, writes them as one batch, syncs if the settings ask for it, and only
//! then tells the waiting requests (group commit). The file format is in [`format`](mod@format), what is on disk at a start
//! in [`segments`], and the way on to the scan log in [`forwarder`].

pub mod format;
pub mod forwarder;
pub mod segments;
mod writer;

pub use self::{
    segments::JournalError,
    writer::{Journal, Settings, Statistics},
};
