//! Whether the log of an evidence file is that of a checkpoint which somebody kept, by the proofs in it.

use serde::Deserialize;
use tlog_tiles::Hash;

use crate::seals::{checkpoint::TreeHead, tree::check_consistency};

/// Why nobody can say that it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OlderFault {
    /// They are of different logs.
    #[error("the checkpoint that was kept is of {kept}, and the file of {file}")]
    OtherLog {
        /// Whose checkpoint was kept.
        kept: String,
        /// Whose is in the file.
        file: String,
    },
    /// The file says nothing about it.
    #[error(
        "the file has no proof about a checkpoint of {0} decisions; ask for the evidence with checkpoint={0}, or for /api/v1/seals/consistency"
    )]
    NoProof(u64),
    /// It is another history.
    #[error("the log of the file is not the one that the checkpoint of {0} decisions was signed for")]
    Another(u64),
}

/// A line of the file.
#[derive(Deserialize)]
struct Line {
    from: u64,
    to: u64,
    proof: Vec<String>,
}

/// Whether the log with the checkpoint `head` is the one with the `old` checkpoint and only grew since, by one of these proofs, a JSON object a line.
pub fn goes_on_from(old: &TreeHead, head: &TreeHead, proofs: &str) -> Result<(), OlderFault> {
    if old.origin != head.origin {
        return Err(OlderFault::OtherLog {
            kept: old.origin.clone(),
            file: head.origin.clone(),
        });
    }
    let another = || OlderFault::Another(old.size);
    if old.size == head.size {
        return if old.root == head.root { Ok(()) } else { Err(another()) };
    }
    let proofs = proofs.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
    let mut about = proofs.filter(|proof| (proof.from, proof.to) == (old.size, head.size));
    let Line { proof, .. } = about.next().ok_or(OlderFault::NoProof(old.size))?;
    let hashes = proof.iter().map(|hash| Hash::parse_hash(hash));
    let hashes: Vec<Hash> = hashes.collect::<Result<_, _>>().map_err(|_| another())?;
    check_consistency(&hashes, (old.size, old.root), (head.size, head.root)).map_err(|_| another())
}
