//! The decisions of an evidence file, verified without any store: what `docs/verify.py` does, in the program itself.

use std::{
    collections::BTreeMap,
    io::{self, BufRead},
};

use serde::Deserialize;
use tlog_tiles::Hash;

use crate::seals::{
    checkpoint::{CheckpointError, TreeHead, VerifierKey},
    leaf,
    tree::check_inclusion,
};

/// Kinds of things of which all decisions up to the last one are there.
const WHOLE: [&str; 3] = ["code", "audience", "unit"];

/// Why an evidence file is not what it says.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceFault {
    /// Its checkpoint.
    #[error("its checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// One of its decisions.
    #[error("decision {position}: {what}")]
    Decision {
        /// Its position in the log, or that of the last one before it that was right.
        position: u64,
        /// What is wrong.
        what: String,
    },
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// What of a line with a proof is looked at.
#[derive(Deserialize)]
struct Proved {
    record: String,
    proof: Vec<String>,
    checkpoint: String,
}

/// What of a record is looked at.
#[derive(Deserialize)]
struct Numbered {
    position: u64,
    kind: String,
    id: String,
    sequence: u64,
}

/// Checks each decision against the checkpoint, and that of those on one thing none is missing in between. Gives how many there are, and what the checkpoint says.
pub fn verify_decisions(
    note: &str,
    keys: &[VerifierKey],
    decisions: impl BufRead,
    proofs: impl BufRead,
) -> Result<(u64, TreeHead), EvidenceFault> {
    let head = TreeHead::verified(note, keys)?;
    let (mut last, mut count) = (0, 0);
    let mut numbers: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut proofs = proofs.lines();
    for record in decisions.lines() {
        let wrong = |position: u64, what: &str| EvidenceFault::Decision {
            position,
            what: what.to_owned(),
        };
        let record = record?;
        let proved = proofs.next().transpose()?.unwrap_or_default();
        let decision: Numbered = serde_json::from_str(&record).map_err(|_| wrong(last, "what follows is no record"))?;
        let position = decision.position;
        let proved: Proved = serde_json::from_str(&proved).map_err(|_| wrong(position, "it has no proof"))?;
        if proved.record != record || proved.checkpoint != note {
            return Err(wrong(position, "its proof is of something else"));
        }
        let hashes = proved.proof.iter().map(|hash| Hash::parse_hash(hash));
        let hashes: Vec<Hash> = hashes
            .collect::<Result<_, _>>()
            .map_err(|_| wrong(position, "its proof is none"))?;
        let index = position.checked_sub(1).filter(|index| *index < head.size && position > last);
        let index = index.ok_or_else(|| wrong(position, "it is out of order"))?;
        check_inclusion(&hashes, head.size, head.root, index, leaf(record.as_bytes()))
            .map_err(|_| wrong(position, "it is not in the log that the checkpoint was signed for"))?;
        let is_whole = WHOLE.contains(&decision.kind.as_str());
        let number = numbers.entry((decision.kind, decision.id)).or_default();
        if is_whole && decision.sequence != *number + 1 {
            return Err(wrong(position, "one on the same thing is missing before it"));
        }
        (*number, last, count) = (decision.sequence, position, count + 1);
    }
    match proofs.next() {
        None => Ok((count, head)),
        Some(_) => Err(EvidenceFault::Decision {
            position: last,
            what: "there are proofs of decisions that are not there".to_owned(),
        }),
    }
}
