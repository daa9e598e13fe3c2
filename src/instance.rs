//! Puts the pieces together: opens the stores and makes the use cases' surroundings of them.

use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt, path::Path, sync::Arc};

use signpost_api::resolver::pages::PageMarkdown;
use signpost_application::{
    Application,
    authority::{Caller, Principal},
    ports::{decision_log::DecisionLog, scan_log::ScanLog, surroundings::Clock},
    progress::Progress,
};
use signpost_domain::{
    access::{Grant, Role},
    decision::Source,
};
use signpost_infrastructure::{
    artwork::QrArtist,
    machine::{SystemClock, SystemEntropy},
    sqlite::{Database, SqliteCatalogue, SqliteDecisionLog, SqliteHistory, SqliteScanLog, SqliteUsage},
};

use crate::failure::{Failure, fail};

/// Open stores and the use cases on them.
pub(crate) struct Instance {
    pub(crate) decisions_db: Database,
    pub(crate) scans_db: Database,
    pub(crate) application: Application,
}

impl Instance {
    /// Opens the stores in `folder`, which is made if it is not there.
    pub(crate) async fn open(folder: &Path, public_url: &str) -> Result<Self, Failure> {
        make(folder)?;
        let decisions_db = Database::decisions(folder).await.map_err(fail)?;
        let scans_db = Database::scans(folder).await.map_err(fail)?;
        let decisions: Arc<dyn DecisionLog> = Arc::new(SqliteDecisionLog::new(decisions_db.clone()));
        let scans: Arc<dyn ScanLog> = Arc::new(SqliteScanLog::new(scans_db.clone()));
        let application = Application {
            decisions,
            scans,
            catalogue: Arc::new(SqliteCatalogue::new(decisions_db.clone())),
            history: Arc::new(SqliteHistory::new(decisions_db.clone())),
            statistics: Arc::new(SqliteUsage::new(decisions_db.clone())),
            artist: Arc::new(QrArtist),
            markdown: Arc::new(PageMarkdown),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            progress: Progress::default(),
            public_url: public_url.into(),
        };
        Ok(Self {
            decisions_db,
            scans_db,
            application,
        })
    }

    /// Whoever may work on this machine's data folder may do everything.
    pub(crate) fn operator(&self) -> Caller {
        let entropy = &self.application.entropy;
        Caller {
            principal: Principal {
                id: "command-line".parse().expect("letters and a dash make a name"),
                grants: vec![Grant {
                    role: Role::Admin,
                    unit: None,
                }],
            },
            source: Source::CommandLine,
            reason: None,
            correlation: format!("{:016x}{:016x}", entropy.bits(), entropy.bits()),
        }
    }

    /// The clock, for those who need it before anything else.
    pub(crate) fn clock() -> impl Clock {
        SystemClock
    }

    /// Closes the stores.
    pub(crate) async fn close(&self) {
        self.decisions_db.close().await;
        self.scans_db.close().await;
    }
}

/// Makes the data folder if it is not there, and says plainly when it cannot be used.
pub(crate) fn make(folder: &Path) -> Result<(), Failure> {
    let unusable = |error: std::io::Error| {
        Failure::new(format!(
            "cannot use the data folder {}: {error}; make it writable, or name another one with --data-dir",
            folder.display()
        ))
    };
    // Names of people and the visitors' day key are in it: for its owner alone.
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(unusable)?;
    let probe = folder.join(".writable");
    std::fs::write(&probe, []).map_err(unusable)?;
    std::fs::remove_file(&probe).map_err(unusable)
}
