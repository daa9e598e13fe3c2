//! Decisions that come at the same time share a transaction, and so the wait for the disk.
//!
//! Whoever comes first writes what all have brought by the time that it may write; the others find theirs written. Where one of them lost a race, each is
//! tried by itself, so that nobody fails because of another.

use std::{
    mem,
    sync::{Mutex, OnceLock, PoisonError},
};

use cqrs_es::{
    Aggregate,
    persist::{PersistedEventRepository, PersistenceError, ReplayStream, SerializedEvent, SerializedSnapshot},
};
use serde_json::Value;
use signpost_application::ports::{StoreError, decision_log::AppendError};
use signpost_domain::decision::Position;
use sqlite_es::SqliteEventRepository;
use sqlx::{Sqlite, Transaction};
use tokio::sync::oneshot;

use super::{Database, failed, unreadable, unsigned};

/// An event as a row, in the order of the statement: kind and id of the aggregate, its version, name and schema of the event, what it says, its circumstances.
type Row = (String, String, usize, String, String, String, String);

/// One decision that waits to be written, and who waits for that.
#[derive(Debug)]
struct Waiting {
    rows: Vec<Row>,
    written: oneshot::Sender<Result<Position, AppendError>>,
}

/// The decisions that wait to be written.
#[derive(Debug, Default)]
pub(super) struct Appends {
    waiting: Mutex<Vec<Waiting>>,
    turn: tokio::sync::Mutex<()>,
}

impl Appends {
    /// Appends the events of one decision, all or none; gives the position of the last.
    async fn append(&self, database: &Database, rows: Vec<Row>) -> Result<Position, AppendError> {
        let (written, outcome) = oneshot::channel();
        self.lock().push(Waiting { rows, written });
        {
            let _turn = self.turn.lock().await;
            if !self.lock().is_empty() {
                self.write(database).await;
            }
        }
        // Whoever wrote it was stopped in the middle, as at the end of the program.
        let stopped = |_| AppendError::Store(StoreError::Failed("writing was stopped".into()));
        outcome.await.map_err(stopped)?
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn write(&self, database: &Database) {
        let begun = begin(database).await;
        // Also what came while this waited for others who write.
        let together = mem::take(&mut *self.lock());
        let all: Vec<&Row> = together.iter().flat_map(|waiting| &waiting.rows).collect();
        let head = match begun {
            Ok(transaction) => insert(transaction, &all).await,
            Err(error) => Err(error.into()),
        };
        let error = match head {
            Ok(head) => {
                let mut last = head.0 - all.len() as u64;
                for Waiting { rows, written } in together {
                    last += rows.len() as u64;
                    // Who waited may have gone.
                    drop(written.send(Ok(Position(last))));
                }
                return;
            }
            Err(error) => error,
        };
        if let [_] = &*together {
            let alone = together.into_iter().next().expect("there is one");
            drop(alone.written.send(Err(error)));
            return;
        }
        for Waiting { rows, written } in together {
            let rows: Vec<&Row> = rows.iter().collect();
            let alone = match begin(database).await {
                Ok(transaction) => insert(transaction, &rows).await,
                Err(error) => Err(error.into()),
            };
            drop(written.send(alone));
        }
    }
}

async fn begin(database: &Database) -> Result<Transaction<'static, Sqlite>, StoreError> {
    database.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)
}

/// Appends these in their order, and commits; gives the position of the last.
async fn insert(mut transaction: Transaction<'static, Sqlite>, rows: &[&Row]) -> Result<Position, AppendError> {
    let head: i64 = sqlx::query_scalar(include_str!("statements/append_decisions.sql"))
        .bind(serde_json::to_string(rows).map_err(unreadable)?)
        .fetch_one(&mut *transaction)
        .await
        .map_err(refused)?;
    transaction.commit().await.map_err(failed)?;
    Ok(Position(unsigned(head)))
}

/// What refuses an append.
pub(super) fn refused(error: sqlx::Error) -> AppendError {
    match &error {
        // The log has its position as primary key, so a taken place in a stream is not the error that sqlite-es knows; our own trigger says it.
        sqlx::Error::Database(refusal) if refusal.message().contains("version conflict") => AppendError::Conflict,
        _ => AppendError::Store(failed(error)),
    }
}

/// The event repository of `sqlite-es`, but that what it persists is written together with what others do.
pub(super) struct Repository<'a> {
    stored: SqliteEventRepository,
    database: &'a Database,
    appends: &'a Appends,
    position: &'a OnceLock<Position>,
}

impl<'a> Repository<'a> {
    /// On an open database; the position of the last event that is persisted will be in `position`.
    pub(super) fn new(database: &'a Database, appends: &'a Appends, position: &'a OnceLock<Position>) -> Self {
        Self {
            stored: SqliteEventRepository::new(database.readers.clone()),
            database,
            appends,
            position,
        }
    }
}

impl PersistedEventRepository for Repository<'_> {
    async fn get_events<A: Aggregate>(&self, aggregate_id: &str) -> Result<Vec<SerializedEvent>, PersistenceError> {
        self.stored.get_events::<A>(aggregate_id).await
    }

    async fn get_last_events<A: Aggregate>(
        &self,
        aggregate_id: &str,
        last_sequence: usize,
    ) -> Result<Vec<SerializedEvent>, PersistenceError> {
        self.stored.get_last_events::<A>(aggregate_id, last_sequence).await
    }

    async fn get_snapshot<A: Aggregate>(&self, aggregate_id: &str) -> Result<Option<SerializedSnapshot>, PersistenceError> {
        self.stored.get_snapshot::<A>(aggregate_id).await
    }

    async fn persist<A: Aggregate>(
        &self,
        events: &[SerializedEvent],
        _snapshot_update: Option<(String, Value, usize)>,
    ) -> Result<(), PersistenceError> {
        let rows = events.iter().map(row).collect();
        match self.appends.append(self.database, rows).await {
            Ok(position) => {
                self.position.get_or_init(|| position);
                Ok(())
            }
            Err(AppendError::Conflict) => Err(PersistenceError::OptimisticLockError),
            Err(AppendError::Store(error)) => Err(PersistenceError::UnknownError(error.into())),
        }
    }

    async fn stream_events<A: Aggregate>(&self, aggregate_id: &str) -> Result<ReplayStream, PersistenceError> {
        self.stored.stream_events::<A>(aggregate_id).await
    }

    async fn stream_all_events<A: Aggregate>(&self) -> Result<ReplayStream, PersistenceError> {
        self.stored.stream_all_events::<A>().await
    }
}

fn row(event: &SerializedEvent) -> Row {
    let SerializedEvent {
        aggregate_id,
        sequence,
        aggregate_type,
        event_type,
        event_version,
        payload,
        metadata,
    } = event;
    (
        aggregate_type.clone(),
        aggregate_id.clone(),
        *sequence,
        event_type.clone(),
        event_version.clone(),
        payload.to_string(),
        metadata.to_string(),
    )
}
