use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use signpost_application::seals::{
    checkpoint::VerifierKey,
    verify::{goes_on_from, verify_decisions},
};
use signpost_domain::counted::counted;
use zip::ZipArchive;

use super::kept;
use crate::failure::{Failure, fail};

/// The proofs that the file's checkpoint goes on from older ones.
const CONSISTENCY: &str = "consistency.jsonl";

/// Verifies an evidence file, and that its log is that of checkpoints which were kept; `keys` are those that the caller trusts.
pub(super) fn run(path: &Path, checkpoints: &[PathBuf], mut keys: Vec<VerifierKey>) -> Result<(), Failure> {
    let mut archive = open(path)?;
    // Reading each to its end compares it with its checksum.
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).map_err(fail)?;
        std::io::copy(&mut file, &mut std::io::sink())
            .map_err(|error| Failure::disagreement(format!("a file in it was changed: {error}")))?;
    }
    let note = text(&mut archive, "checkpoint")?;
    if keys.is_empty() {
        eprintln!("without --key the keys in the file are believed, which whoever forged it could have forged as well");
        let lines = text(&mut archive, "keys")?;
        keys = lines.lines().map(str::parse).collect::<Result<_, _>>().map_err(fail)?;
    }
    let mut beside = open(path)?;
    let decisions = BufReader::new(archive.by_name("decisions.jsonl").map_err(fail)?);
    let proofs = BufReader::new(beside.by_name("proofs.jsonl").map_err(fail)?);
    let (count, head) =
        verify_decisions(&note, &keys, decisions, proofs).map_err(|fault| Failure::disagreement(fault.to_string()))?;
    println!(
        "decisions: {count}, each proved by the checkpoint of {} of {}",
        counted(head.size, "decision"),
        head.origin
    );
    let has_proofs = archive.index_for_name(CONSISTENCY).is_some();
    let proofs = if has_proofs {
        text(&mut archive, CONSISTENCY)?
    } else {
        String::new()
    };
    for old in kept(checkpoints, &keys)? {
        goes_on_from(&old, &head, &proofs).map_err(|fault| Failure::disagreement(fault.to_string()))?;
        let size = counted(old.size, "decision");
        println!("its log is that of the checkpoint of {size} that was kept");
    }
    Ok(())
}

fn open(path: &Path) -> Result<ZipArchive<File>, Failure> {
    let wrong = |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", path.display()));
    let file = File::open(path).map_err(|error| wrong(&error))?;
    ZipArchive::new(file).map_err(|error| wrong(&error))
}

fn text(archive: &mut ZipArchive<File>, name: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let mut file = archive.by_name(name).map_err(fail)?;
    file.read_to_string(&mut text).map_err(fail)?;
    Ok(text)
}
