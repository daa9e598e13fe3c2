//! Keeps read models current: read after the checkpoint, fold, write the rows and the new checkpoint in one transaction.
//!
//! A read model that meets an entry it cannot take in stays before it and says so; nothing is ever skipped.

mod catch_up;
mod portion;

pub use self::catch_up::{catch_up, catch_up_together};

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use signpost_application::{
    ports::{
        StoreError,
        decision_log::{DecisionLog, ReadError},
        scan_log::ScanLog,
    },
    progress::{Follows, Leader, Progress, Standing, Trouble},
};
use signpost_domain::{
    decision::{Decision, Position},
    scan::RecordedScan,
};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use self::portion::Portion;
use crate::{Poison, turns::Turns};

/// Entries folded in one transaction while following a log and not behind: few enough that other writers of one file wait for milliseconds.
const BATCH: u32 = 1_000;
/// Entries folded in one transaction where nobody else waits: most rows are written once, though several entries change them.
const BULK: u32 = 20_000;
/// How often the log is asked whether another process appended.
const POLL: Duration = Duration::from_millis(200);
/// How long a failing store is left alone.
const PAUSE: Duration = Duration::from_secs(1);

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

/// Follows a log until told to stop. The read model's standing is in `progress` from the first poll on.
/// While it is another process's turn to fold it, it is only watched.
pub async fn follow<E: Entry>(
    source: impl Source<E>,
    model: Arc<dyn ReadModel<E>>,
    progress: Progress,
    turns: Arc<dyn Turns>,
    stop: CancellationToken,
) {
    let standing = progress.enter(model.name(), source.follows(), Position::START);
    let (mut appended, mut moved) = (source.appended(), turns.moved());
    let mut portion = Portion::new(model.batch(), source.follows());
    while !stop.is_cancelled() {
        appended.mark_unchanged();
        moved.mark_unchanged();
        let leader = turns.leader(model.name());
        let outcome = follow_once(&source, &*model, leader, &standing, &mut portion).await;
        let pause = match outcome {
            Ok(true) => continue,
            Ok(false) => POLL,
            Err(error) => {
                report_trouble(model.name(), &standing, &error);
                PAUSE
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
            Ok(()) = appended.changed(), if pause == POLL => {}
            Ok(()) = moved.changed(), if pause == POLL => {}
        }
    }
}

/// One step from the model's own checkpoint, which another process may have moved, forwards or, by a rebuild, backwards.
async fn follow_once<E: Entry>(
    source: &dyn Source<E>,
    model: &dyn ReadModel<E>,
    leader: Leader,
    standing: &watch::Sender<Standing>,
    portion: &mut Portion,
) -> Result<bool, StepError> {
    let from = model.checkpoint().await?;
    let head = source.head().await?;
    // Told before the step, too: a model that stops at it shows where it stands and how far it is behind.
    let is_current = from >= head;
    let is_done = is_current || leader != Leader::Here;
    standing.send_if_modified(|standing| {
        let news = standing.position != from || standing.leader != leader || (is_done && standing.trouble.is_some());
        standing.position = from;
        standing.head = head;
        standing.leader = leader;
        if is_done {
            standing.trouble = None;
        }
        news
    });
    if is_done {
        return Ok(false);
    }
    // Before the step, which may fail: whoever is stopped is behind, and how far is what operators watch.
    standing.send_modify(|standing| standing.head = head);
    let entries = read(source, from, portion.limit()).await?;
    // Others wait for the writing only.
    let begun = Instant::now();
    let position = take(model, from, &entries).await?;
    portion.learn(entries.len(), begun.elapsed(), head.0.saturating_sub(position.0));
    standing.send_modify(|standing| {
        standing.position = position;
        standing.head = head.max(position);
        standing.trouble = None;
    });
    Ok(position > from)
}

fn report_trouble(name: &str, standing: &watch::Sender<Standing>, error: &StepError) {
    let trouble = match error {
        StepError::Poison(poison) => Trouble::Stopped(poison.to_string()),
        StepError::Store(error) => Trouble::Retrying(error.to_string()),
    };
    standing.send_if_modified(|standing| {
        let news = standing.trouble.as_ref() != Some(&trouble);
        if news {
            match &trouble {
                Trouble::Stopped(what) => tracing::error!(
                    projection = name,
                    "stopped: {what}. Nothing is skipped; see \"A stopped projection\" in docs/operating.md"
                ),
                Trouble::Retrying(what) => tracing::warn!(projection = name, "cannot go on, trying again: {what}"),
            }
        }
        standing.trouble = Some(trouble.clone());
        news
    });
}
