//! Entries of both logs as they are stored, below the types that give them meaning, and the one sequence of bytes that each of
//! them has whatever store holds it: what is copied, compared and sealed. `docs/records.md` pins it for other programs.

mod decision;
mod digest;
mod json;
mod scan;

pub use self::{decision::DecisionRecord, digest::Digest, json::JsonError, scan::ScanRecord};

/// Why an entry has no encoding: nobody wrote it through Signpost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Its payload or metadata.
    #[error("its {part} is not right: {what}")]
    Json {
        /// `payload` or `metadata`.
        part: &'static str,
        /// What is wrong.
        what: JsonError,
    },
    /// A text is longer than any that is ever written.
    #[error("its {0} has more than 65,535 bytes")]
    Long(&'static str),
}

#[cfg(test)]
mod tests;
