//! Read models, a file each: which event changes which row. And the [`runner`] that keeps them current.
//!
//! A file here says nothing about how rows are stored: it folds entries of a log into rows, purely. A store loads the rows
//! that a batch touches at once, lets the fold change them, and writes them with a statement per table and the new checkpoint in
//! one transaction. So a rebuilt read model equals the living one.

pub mod access;
pub mod catalogue;
pub mod history;
pub mod kept_routes;
pub mod proposals;
pub mod resolver;
pub mod runner;
pub mod seals;
pub mod search;
pub mod turns;
pub mod usage;
pub mod words;

use signpost_domain::decision::Position;

/// An entry that a read model cannot take in: the log holds what must never be in it, or what this version cannot know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {position} cannot be taken in: {what}")]
pub struct Poison {
    /// Its place in the log.
    pub position: Position,
    /// What is wrong with it.
    pub what: String,
}

impl Poison {
    /// Poison at `position`.
    pub fn new(position: Position, what: impl Into<String>) -> Self {
        Self {
            position,
            what: what.into(),
        }
    }
}
