//! Verifying both logs against checkpoints, from the records alone: whoever runs the server need not be trusted.
//!
//! The decision log is verified by its tree, the scan log by the stretches that were sealed into the decision log.

mod consistency;
mod decisions;
mod evidence_file;
mod found;
mod pages;
mod scans;
mod upper;

use serde::Serialize;

pub use self::{
    consistency::{OlderFault, goes_on_from},
    evidence_file::{EvidenceFault, verify_decisions},
};

use super::checkpoint::{TreeHead, VerifierKey};
use crate::{
    ports::{StoreError, records::Records, seals::Seals},
    record::{DecisionRecord, ScanRecord},
};

/// What is verified.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    /// The decision log.
    pub decisions: &'a dyn Records<DecisionRecord>,
    /// The scan log, if it is there to be verified.
    pub scans: Option<&'a dyn Records<ScanRecord>>,
    /// The tree, checkpoints and keys that lie beside them, which are not trusted.
    pub seals: &'a dyn Seals,
}

/// What the auditor knows from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The city's public keys; where there are none, those beside the log are believed.
    pub keys: Vec<VerifierKey>,
    /// Checkpoints that were kept, with signatures that hold.
    pub checkpoints: Vec<TreeHead>,
}

/// Which log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Log {
    /// The decision log.
    Decisions,
    /// The scan log.
    Scans,
    /// The checkpoints and the tree beside the decision log.
    Seals,
}

/// Something that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// In which log.
    pub log: Log,
    /// The first bad position.
    pub position: u64,
    /// Where only a stretch can be told, its last position.
    pub through: Option<u64>,
    /// What is wrong.
    pub what: String,
}

/// What came out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Decisions read.
    pub decisions: u64,
    /// Up to which position they are covered by a signed checkpoint.
    pub decisions_sealed: u64,
    /// Scans read.
    pub scans: u64,
    /// Up to which position they are covered by the decision log.
    pub scans_sealed: u64,
    /// Everything found; the first of each log.
    pub faults: Vec<Fault>,
}

/// How far a verification has come.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The log it reads.
    pub log: Log,
    /// The position reached.
    pub position: u64,
    /// The last position there is.
    pub last: u64,
}

/// Verifies both logs, or the decision log alone, telling how far it has come.
pub async fn verify(evidence: Evidence<'_>, known: &Known, mut tell: impl FnMut(Step)) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let sealed = decisions::verify(evidence, known, &mut report, &mut tell).await?;
    if let Some(log) = evidence.scans {
        scans::verify(log, &sealed, &mut report, &mut tell).await?;
    }
    Ok(report)
}
