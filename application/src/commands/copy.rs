//! Copying both logs from one store to another, position by position, and proving that both say the same.
//!
//! How far a copy is, is what the destination's logs hold: they are appended to in order, a page in a transaction. So a copy that was
//! interrupted goes on, and so does one that was done when the origin has more by now; what is there already is compared first.

use std::fmt;

use async_trait::async_trait;
use tlog_tiles::Hash;

use crate::{
    ports::{
        StoreError,
        copying::{Destination, Origin, Table},
    },
    record::{DecisionRecord, Digest, RecordError, ScanRecord},
    seals::leaf,
};

/// Decisions read, and written, at a time: one may be a page of text.
const DECISIONS: u32 = 500;
/// Scans likewise: one has some hundred bytes.
const SCANS: u32 = 5_000;

/// One of the two logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// What was decided.
    Decisions,
    /// What was observed.
    Scans,
}

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Decisions => "decisions",
            Self::Scans => "scans",
        })
    }
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Comparing what the destination had already.
    Comparing,
    /// Copying.
    Copying,
    /// Reading both again.
    Verifying,
}

/// How far it is: what is done, in which log, the position reached and the last one.
pub type Report<'a> = &'a mut (dyn FnMut(Doing, Log, u64, u64) + Send);

/// Why a copy is not done. What was copied until then stays, and is gone on from.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// What the destination had before is not what the origin has.
    #[error(
        "the target has another history: of the {log}, position {position} is the first that is not the same; nothing was changed, \
         copy into an empty target"
    )]
    OtherHistory {
        /// In which log.
        log: Log,
        /// The first position.
        position: u64,
    },
    /// What was read back is not what was copied.
    #[error("source and target disagree: of the {log}, position {position} is the first that is not the same")]
    Disagreement {
        /// In which log.
        log: Log,
        /// The first position.
        position: u64,
    },
    /// An entry that cannot be copied without changing what it says.
    #[error("of the {log}, position {position} cannot be copied: {what}")]
    NotCopied {
        /// In which log.
        log: Log,
        /// Its position.
        position: u64,
        /// What is wrong with it.
        what: RecordError,
    },
    /// A store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A log that both stores hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Same {
    /// How many entries were read on both sides.
    pub count: u64,
    /// The last position.
    pub head: u64,
    /// The digest of all of them.
    pub digest: Hash,
}

/// What was copied and verified.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Copied {
    /// The decision log.
    pub decisions: Same,
    /// The scan log.
    pub scans: Same,
}

/// Copies what the destination does not have, and reads all of both sides to compare it. The destination is not finished then: its read models
/// are still to be built.
pub async fn copy(
    origin: &dyn Origin,
    destination: &dyn Destination,
    tables: &[Table],
    report: Report<'_>,
) -> Result<Copied, CopyError> {
    let (heads, had) = (origin.heads().await?, destination.heads().await?);
    let mut decisions = Comparison::<DecisionRecord>::new(heads.decisions);
    let mut scans = Comparison::<ScanRecord>::new(heads.scans);
    decisions.check(origin, destination, had.decisions, report).await?;
    scans.check(origin, destination, had.scans, report).await?;
    destination.begin().await?;
    fill::<DecisionRecord>(origin, destination, had.decisions, heads.decisions, report).await?;
    fill::<ScanRecord>(origin, destination, had.scans, heads.scans, report).await?;
    destination.take_over(origin, tables).await?;
    Ok(Copied {
        decisions: decisions.verify(origin, destination, report).await?,
        scans: scans.verify(origin, destination, report).await?,
    })
}

/// Copies the entries after one position and up to another.
async fn fill<E: Entry>(
    origin: &dyn Origin,
    destination: &dyn Destination,
    mut after: u64,
    head: u64,
    report: Report<'_>,
) -> Result<(), CopyError> {
    while after < head {
        let page = E::read(origin, after, head).await?;
        let Some(last) = page.last() else { break };
        after = last.position();
        E::append(destination, &page).await?;
        report(Doing::Copying, E::LOG, after, head);
    }
    Ok(())
}

/// One log read on both sides, entry by entry.
struct Comparison<E> {
    after: u64,
    head: u64,
    digest: Digest,
    entry: std::marker::PhantomData<fn() -> E>,
}

impl<E: Entry> Comparison<E> {
    fn new(head: u64) -> Self {
        Self {
            after: 0,
            head,
            digest: Digest::default(),
            entry: std::marker::PhantomData,
        }
    }

    /// Compares what the destination had, up to its head.
    async fn check(
        &mut self,
        origin: &dyn Origin,
        destination: &dyn Destination,
        had: u64,
        report: Report<'_>,
    ) -> Result<(), CopyError> {
        let position = match self.advance(origin, destination, had, Doing::Comparing, report).await? {
            Some(position) => position,
            None if had > self.head => self.head + 1,
            None => return Ok(()),
        };
        Err(CopyError::OtherHistory { log: E::LOG, position })
    }

    /// Compares the rest.
    async fn verify(mut self, origin: &dyn Origin, destination: &dyn Destination, report: Report<'_>) -> Result<Same, CopyError> {
        if let Some(position) = self
            .advance(origin, destination, u64::MAX >> 1, Doing::Verifying, report)
            .await?
        {
            return Err(CopyError::Disagreement { log: E::LOG, position });
        }
        Ok(Same {
            count: self.digest.size(),
            head: self.head,
            digest: self.digest.root(),
        })
    }

    /// Reads on up to a position; gives the first at which the sides differ.
    async fn advance(
        &mut self,
        origin: &dyn Origin,
        destination: &dyn Destination,
        through: u64,
        doing: Doing,
        report: Report<'_>,
    ) -> Result<Option<u64>, CopyError> {
        loop {
            // Beyond the origin's head there is what came in since, which is no difference.
            let there = E::read(origin, self.after, through.min(self.head)).await?;
            let here = E::read(destination, self.after, through).await?;
            for (one, other) in there.iter().zip(&here) {
                if one.position() != other.position() {
                    return Ok(Some(one.position().min(other.position())));
                }
                let hash = one.hash()?;
                if hash != other.hash()? {
                    return Ok(Some(one.position()));
                }
                self.digest.push(hash);
            }
            let both = there.len().min(here.len());
            if let Some(lonely) = there.get(both).or(here.get(both)) {
                return Ok(Some(lonely.position()));
            }
            let Some(last) = there.last() else { return Ok(None) };
            self.after = last.position();
            report(doing, E::LOG, self.after, self.head.min(through));
        }
    }
}

/// An entry of either log.
#[async_trait]
trait Entry: Sized + Send + Sync {
    const LOG: Log;

    fn position(&self) -> u64;

    fn encoding(&self) -> Result<Vec<u8>, RecordError>;

    /// The next entries after a position, up to another.
    async fn read(origin: &dyn Origin, after: u64, through: u64) -> Result<Vec<Self>, StoreError>;

    async fn append(destination: &dyn Destination, page: &[Self]) -> Result<(), StoreError>;

    fn hash(&self) -> Result<Hash, CopyError> {
        let encoding = self.encoding().map_err(|what| CopyError::NotCopied {
            log: Self::LOG,
            position: self.position(),
            what,
        })?;
        Ok(leaf(&encoding))
    }
}

#[async_trait]
impl Entry for DecisionRecord {
    const LOG: Log = Log::Decisions;

    fn position(&self) -> u64 {
        self.position
    }

    fn encoding(&self) -> Result<Vec<u8>, RecordError> {
        Self::encoding(self)
    }

    async fn read(origin: &dyn Origin, after: u64, through: u64) -> Result<Vec<Self>, StoreError> {
        let mut page = origin.decisions(after, DECISIONS).await?;
        page.retain(|entry| entry.position <= through);
        Ok(page)
    }

    async fn append(destination: &dyn Destination, page: &[Self]) -> Result<(), StoreError> {
        destination.append_decisions(page).await
    }
}

#[async_trait]
impl Entry for ScanRecord {
    const LOG: Log = Log::Scans;

    fn position(&self) -> u64 {
        self.position
    }

    fn encoding(&self) -> Result<Vec<u8>, RecordError> {
        Self::encoding(self)
    }

    async fn read(origin: &dyn Origin, after: u64, through: u64) -> Result<Vec<Self>, StoreError> {
        let mut page = origin.scans(after, SCANS).await?;
        page.retain(|entry| entry.position <= through);
        Ok(page)
    }

    async fn append(destination: &dyn Destination, page: &[Self]) -> Result<(), StoreError> {
        destination.append_scans(page).await
    }
}
