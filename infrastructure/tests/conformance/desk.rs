//! The use cases on a store, at a desk where time and randomness are a test's own.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_application::{
    Application,
    authority::{Caller, Principal},
    ports::{
        StoreError,
        markdown::Markdown,
        names::Names,
        surroundings::{Clock, Entropy},
    },
    progress::Progress,
};
use signpost_domain::{
    access::{Grant, Role},
    decision::Source,
    identifier::PrincipalId,
};
use signpost_infrastructure::artwork::QrArtist;

use super::{
    Store,
    samples::{parsed, time},
};

/// A clock that moves when told to.
#[derive(Default)]
pub(crate) struct StoppedClock(AtomicI64);

impl StoppedClock {
    pub(crate) fn pass(&self, seconds: u32) {
        self.0.fetch_add(seconds.into(), Ordering::Relaxed);
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        time(self.0.load(Ordering::Relaxed))
    }
}

/// Numbers that are different every time and the same in every run.
#[derive(Default)]
struct Counted(AtomicU64);

impl Entropy for Counted {
    fn bits(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

struct NoMarkdown;

impl Markdown for NoMarkdown {
    fn links(&self, _: &str) -> Vec<String> {
        vec![]
    }
}

/// Forgets at once who is who.
pub(crate) struct NoNames;

#[async_trait]
impl Names for NoNames {
    async fn remember(&self, _: &PrincipalId, _: &str) -> Result<(), StoreError> {
        Ok(())
    }

    async fn forget(&self, _: &[PrincipalId]) -> Result<(), StoreError> {
        Ok(())
    }

    async fn of(&self, _: &PrincipalId) -> Result<Option<String>, StoreError> {
        Ok(None)
    }

    async fn all(&self) -> Result<BTreeMap<String, String>, StoreError> {
        Ok(BTreeMap::new())
    }
}

/// An admin at work.
pub(crate) struct Desk {
    pub(crate) application: Application,
    pub(crate) clock: Arc<StoppedClock>,
    pub(crate) admin: Caller,
}

impl Desk {
    pub(crate) fn on(store: &impl Store) -> Self {
        let clock = Arc::new(StoppedClock::default());
        let application = Application {
            decisions: store.decisions(),
            decision_records: store.decision_records(),
            seals: store.seals(),
            scans: store.scans(),
            catalogue: store.catalogue(),
            proposals: store.proposals(),
            history: store.history(),
            statistics: store.statistics(),
            links: store.links(),
            artist: Arc::new(QrArtist),
            markdown: Arc::new(NoMarkdown),
            clock: clock.clone(),
            entropy: Arc::new(Counted::default()),
            // No read model follows by itself here: tests say when.
            progress: Progress::default(),
            public_url: "https://q.gent".into(),
        };
        let admin = Caller {
            principal: Principal::new(
                parsed("t-1"),
                vec![Grant {
                    role: Role::Admin,
                    unit: None,
                }],
            ),
            source: Source::Rest,
            reason: None,
            correlation: "act".to_owned(),
        };
        Self {
            application,
            clock,
            admin,
        }
    }
}
