//! Keeps read models current: read after the checkpoint, fold, write the rows and the new checkpoint in one transaction.
//!
//! A read model that meets an entry it cannot take in stays before it and says so; nothing is ever skipped.

mod catch_up;
mod follow;
mod portion;
#[cfg(test)]
mod tests;

pub use self::{
    catch_up::{catch_up, catch_up_together},
    follow::{Group, Together, follow},
};

use std::sync::Arc;

use async_trait::async_trait;
use signpost_application::{
    ports::{
        StoreError,
        decision_log::{DecisionLog, ReadError},
        scan_log::ScanLog,
    },
    progress::Follows,
};
use signpost_domain::{
    decision::{Decision, Position},
    scan::RecordedScan,
};
use tokio::sync::watch;

use crate::Poison;

/// Entries folded in one transaction while following a log and not behind: few enough that other writers of one file wait for milliseconds.
const BATCH: u32 = 1_000;
/// Entries folded in one transaction where nobody else waits: most rows are written once, though several entries change them.
const BULK: u32 = 20_000;

/// A log that read models follow.
#[async_trait]
pub trait Source<E>: Send + Sync {
    /// The position of the last entry.
    async fn head(&self) -> Result<Position, StoreError>;
    /// At most `limit` entries after `after`, in order.
    async fn read(&self, after: Position, limit: u32) -> Result<Vec<E>, ReadError>;
    /// Changes when somebody appended; not for everybody's appends, so the head is asked for as well.
    fn appended(&self) -> watch::Receiver<Position>;
    /// Which log this is.
    fn follows(&self) -> Follows;
}

/// The decision log as a source.
#[async_trait]
impl Source<Decision> for Arc<dyn DecisionLog> {
    async fn head(&self) -> Result<Position, StoreError> {
        DecisionLog::head(&**self).await
    }

    async fn read(&self, after: Position, limit: u32) -> Result<Vec<Decision>, ReadError> {
        DecisionLog::read(&**self, after, limit).await
    }

    fn appended(&self) -> watch::Receiver<Position> {
        DecisionLog::appended(&**self)
    }

    fn follows(&self) -> Follows {
        Follows::Decisions
    }
}

/// The scan log as a source.
#[async_trait]
impl Source<RecordedScan> for Arc<dyn ScanLog> {
    async fn head(&self) -> Result<Position, StoreError> {
        ScanLog::head(&**self).await
    }

    async fn read(&self, after: Position, limit: u32) -> Result<Vec<RecordedScan>, ReadError> {
        Ok(ScanLog::read(&**self, after, None, limit).await?)
    }

    fn appended(&self) -> watch::Receiver<Position> {
        ScanLog::appended(&**self)
    }

    fn follows(&self) -> Follows {
        Follows::Scans
    }
}

/// An entry's place in its log.
pub trait Entry: Send + Sync + 'static {
    /// Its place.
    fn position(&self) -> Position;
}

impl Entry for Decision {
    fn position(&self) -> Position {
        self.position
    }
}

impl Entry for RecordedScan {
    fn position(&self) -> Position {
        self.position
    }
}

/// A read model of one log.
#[async_trait]
pub trait ReadModel<E>: Send + Sync {
    /// Its name, for operators.
    fn name(&self) -> &'static str;

    /// Everything up to here is in it.
    async fn checkpoint(&self) -> Result<Position, StoreError>;

    /// Entries that it takes in at once while it follows its log and is not behind.
    fn batch(&self) -> u32 {
        BATCH
    }

    /// Entries that it takes in at once where nobody else waits.
    fn bulk(&self) -> u32 {
        BULK
    }

    /// How many of `entries`, which others follow, to take in at once where nobody else waits; none to wait for more, up to [`bulk`](Self::bulk).
    /// Whoever keeps rows of stretches of the log writes each of them once, if batches end where stretches do.
    fn portion(&self, entries: &[E]) -> Option<usize> {
        Some(entries.len())
    }

    /// Takes in the entries that follow `after`, all or none, and moves the checkpoint with them.
    async fn take_in(&self, after: Position, entries: &[E]) -> Result<(), TakeInError>;
}

/// Why a batch was not taken in; nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum TakeInError {
    /// An entry that can never be taken in.
    #[error(transparent)]
    Poison(#[from] Poison),
    /// The checkpoint is elsewhere by now: another process runs the same read model.
    #[error("the checkpoint was moved by somebody else")]
    Moved,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a step was not made.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// An entry that can never be taken in.
    #[error(transparent)]
    Poison(#[from] Poison),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

async fn read<E: Entry>(source: &dyn Source<E>, after: Position, limit: u32) -> Result<Vec<E>, StepError> {
    match source.read(after, limit).await {
        Ok(entries) => Ok(entries),
        Err(ReadError::Poison { position, what }) => Err(Poison { position, what }.into()),
        Err(ReadError::Store(error)) => Err(error.into()),
    }
}

/// Takes in entries that follow `from`; gives the new checkpoint.
async fn take<E: Entry>(model: &dyn ReadModel<E>, from: Position, entries: &[E]) -> Result<Position, StepError> {
    let Some(last) = entries.last().map(Entry::position) else {
        return Ok(from);
    };
    match model.take_in(from, entries).await {
        Ok(()) => Ok(last),
        Err(TakeInError::Moved) => Ok(model.checkpoint().await?),
        Err(TakeInError::Poison(poison)) => {
            // The good entries before the bad one still count.
            let good = &entries[..entries.partition_point(|entry| entry.position() < poison.position)];
            if let Some(last) = good.last().map(Entry::position)
                && model.take_in(from, good).await.is_ok()
            {
                return Ok(last);
            }
            Err(poison.into())
        }
        Err(TakeInError::Store(error)) => Err(error.into()),
    }
}
