//! Puts the pieces together: opens the store and makes the use cases' surroundings of them.

use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt, path::Path, sync::Arc};

use signpost_api::resolver::pages::PageMarkdown;
use signpost_application::{
    Application,
    authority::{Caller, Principal},
    identity::{Identity, LastUse, SessionLimits},
    progress::Progress,
};
use signpost_domain::{
    access::{Grant, Role},
    decision::Source,
};
use signpost_infrastructure::{
    artwork::QrArtist,
    identity::passwords::Argon2Passwords,
    machine::{SystemClock, SystemEntropy},
};

use crate::{
    failure::{Failure, fail},
    settings::StoreSettings,
    stores::Stores,
};

/// An open store and the use cases on it.
pub(crate) struct Instance {
    pub(crate) stores: Stores,
    pub(crate) application: Application,
}

impl Instance {
    /// Opens the store that the settings name; a data folder must be there if the store is in it, see [`make`].
    pub(crate) async fn open(settings: &StoreSettings, public_url: &str) -> Result<Self, Failure> {
        Ok(Self::on(Stores::open(settings).await?, public_url))
    }

    /// The use cases on a store.
    pub(crate) fn on(stores: Stores, public_url: &str) -> Self {
        let application = Application {
            decisions: stores.decisions(),
            decision_records: stores.decision_records(),
            seals: stores.seals(),
            scans: stores.scans(),
            catalogue: stores.catalogue(),
            proposals: stores.proposals(),
            history: stores.history(),
            statistics: stores.statistics(),
            links: stores.links(),
            artist: Arc::new(QrArtist),
            markdown: Arc::new(PageMarkdown),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            progress: Progress::default(),
            public_url: public_url.into(),
        };
        Self { stores, application }
    }

    /// What it takes to know people.
    pub(crate) fn identity(&self, limits: SessionLimits) -> Result<Identity, Failure> {
        Ok(Identity {
            accounts: self.stores.accounts(),
            passwords: Arc::new(Argon2Passwords::new().map_err(fail)?),
            sessions: self.stores.sessions(),
            names: self.stores.names(),
            people: self.stores.people(),
            uses: Arc::new(LastUse::new(self.stores.token_uses())),
            subjects: self.stores.subjects(),
            elsewhere: None,
            limits,
        })
    }

    /// Whoever may work on this machine's data folder, or has the rights of the database, may do everything.
    pub(crate) fn operator(&self) -> Caller {
        let entropy = &self.application.entropy;
        Caller {
            principal: Principal::new(
                "command-line".parse().expect("letters and a dash make a name"),
                vec![Grant {
                    role: Role::Admin,
                    unit: None,
                }],
            ),
            source: Source::CommandLine,
            reason: None,
            correlation: format!("{:016x}{:016x}", entropy.bits(), entropy.bits()),
        }
    }

    /// Closes the store.
    pub(crate) async fn close(&self) {
        self.stores.close().await;
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
