//! The node's journal: where a scan is safe before the visitor has the answer.
//!
//! Scans that come at the same time are written as one batch, synced if the settings ask for it, and only then the waiting requests
//! are told (group commit). The file format is in [`format`](mod@format), what is on disk at a start in [`segments`], how a
//! batch comes about in `door`, how it is written in `writer`, the way on to the scan log in [`forwarder`], and what happens when that is too slow in [`admission`].

pub mod admission;
mod door;
mod fate;
pub mod format;
pub mod forwarder;
mod pace;
mod room;
pub mod segments;
mod watch;
mod writer;
mod written;

pub use self::{
    segments::JournalError,
    writer::{Journal, Settings, Statistics},
};
