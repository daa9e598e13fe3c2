use std::path::{Path, PathBuf};

use signpost_application::{
    ports::records::Records,
    record::ScanRecord,
    seals::{
        checkpoint::VerifierKey,
        verify::{Evidence, Known},
    },
};
use signpost_infrastructure::exported::{ExportedLog, NoSeals};

use super::{kept, told};
use crate::failure::Failure;

/// Verifies logs that were exported, by checkpoints that were kept and keys that the caller trusts.
pub(super) async fn run(
    decisions: &Path,
    scans: Option<&Path>,
    checkpoints: &[PathBuf],
    keys: Vec<VerifierKey>,
    json: bool,
) -> Result<(), Failure> {
    let wrong = |path: &Path, error: std::io::Error| Failure::new(format!("{}: {error}", path.display()));
    let decisions = ExportedLog::open(decisions).map_err(|error| wrong(decisions, error))?;
    let scans: Option<ExportedLog<ScanRecord>> = match scans {
        Some(path) => Some(ExportedLog::open(path).map_err(|error| wrong(path, error))?),
        None => None,
    };
    let known = Known {
        checkpoints: kept(checkpoints, &keys)?,
        keys,
    };
    let evidence = Evidence {
        decisions: &decisions,
        scans: scans.as_ref().map(|scans| scans as &dyn Records<ScanRecord>),
        seals: &NoSeals,
    };
    told(evidence, &known, json).await
}
