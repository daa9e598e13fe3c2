//! The decision log on the event repository of `sqlite-es`.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use cqrs_es::{Aggregate, AggregateError, EventStore, persist::PersistedEventStore};
use signpost_application::ports::{
    StoreError,
    decision_log::{AppendError, Appended, DecisionLog, Draft, Drafts, Loaded, ReadError, Stream},
};
use signpost_domain::decision::{Circumstances, Decision, DecisionEvent, Position, Subject};
use sqlx::Row;
use tokio::sync::watch;

use super::{
    Database,
    appends::{Appends, Repository, refused},
    failed, failure, signed, unreadable, unsigned,
};
use crate::streams;

/// Rows in one statement.
const PART: usize = 1_000;

/// The decision log in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteDecisionLog {
    pub(super) database: Database,
    appends: Arc<Appends>,
    appended: watch::Sender<Position>,
}

impl SqliteDecisionLog {
    /// The log in an open database.
    pub fn new(database: Database) -> Self {
        Self {
            database,
            appends: Arc::default(),
            appended: watch::Sender::new(Position::START),
        }
    }

    /// A store for one kind of aggregate; where the last event that it commits is will be in `position`. Event-sourced, never by snapshot: those stores of
    /// cqrs-es 0.5.0 apply every event twice (see `docs/adr/0003-cqrs-es.md`).
    fn store<'a, A: Aggregate>(&'a self, position: &'a OnceLock<Position>) -> PersistedEventStore<Repository<'a>, A> {
        PersistedEventStore::new_event_store(Repository::new(&self.database, &self.appends, position))
    }
}

#[async_trait]
impl<A: Aggregate + 'static> Stream<A> for SqliteDecisionLog {
    async fn load(&self, id: &str) -> Result<Loaded<A>, StoreError> {
        // By whoever reads, and not after others who write: what was appended is there, and what comes in between is a conflict.
        let envelopes = self
            .store::<A>(&OnceLock::new())
            .load_events(id)
            .await
            .map_err(|error| streams::failed(error, failure))?;
        streams::loaded(envelopes)
    }

    async fn append(
        &self,
        id: &str,
        after: u64,
        events: Vec<A::Event>,
        circumstances: &Circumstances,
    ) -> Result<Appended, AppendError> {
        let position = OnceLock::new();
        let committed = self
            .store::<A>(&position)
            .commit(events, streams::context(id, after)?, circumstances.to_metadata())
            .await
            .map_err(commit_error::<A>)?;
        let version = committed.last().map_or(after, |envelope| envelope.sequence as u64);
        let position = position.into_inner().ok_or_else(|| unreadable("nothing was appended"))?;
        self.appended.send_modify(|last| *last = position.max(*last));
        Ok(Appended { version, position })
    }
}

fn commit_error<A: Aggregate>(error: AggregateError<A::Error>) -> AppendError {
    match error {
        AggregateError::AggregateConflict => AppendError::Conflict,
        AggregateError::UnexpectedError(error) => match error.downcast::<StoreError>() {
            Ok(error) => AppendError::Store(*error),
            Err(error) => AppendError::Store(StoreError::Failed(error.to_string())),
        },
        error => AppendError::Store(streams::failed(error, failure)),
    }
}

#[async_trait]
impl DecisionLog for SqliteDecisionLog {
    async fn append_drafts(&self, drafts: &mut Drafts<'_>, circumstances: &Circumstances) -> Result<Position, AppendError> {
        let mut transaction = self.database.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let metadata = serde_json::to_string(&circumstances.to_metadata()).map_err(unreadable)?;
        let mut is_empty = true;
        loop {
            let part: Vec<Draft> = drafts.take(PART).collect::<Result<_, _>>()?;
            if part.is_empty() {
                break;
            }
            is_empty = false;
            let rows: Vec<_> = part.iter().map(row).collect();
            sqlx::query(include_str!("statements/append_events.sql"))
                .bind(serde_json::to_string(&rows).map_err(unreadable)?)
                .bind(&metadata)
                .execute(&mut *transaction)
                .await
                .map_err(refused)?;
        }
        let head: i64 = sqlx::query_scalar(include_str!("statements/events_head.sql"))
            .fetch_one(&mut *transaction)
            .await
            .map_err(failed)?;
        transaction.commit().await.map_err(failed)?;
        let head = Position(unsigned(head));
        if !is_empty {
            self.appended.send_modify(|last| *last = head.max(*last));
        }
        Ok(head)
    }

    async fn head(&self) -> Result<Position, StoreError> {
        let head: i64 = sqlx::query_scalar(include_str!("statements/events_head.sql"))
            .fetch_one(&self.database.readers)
            .await
            .map_err(failed)?;
        Ok(Position(unsigned(head)))
    }

    async fn read(&self, after: Position, limit: u32) -> Result<Vec<Decision>, ReadError> {
        let rows = sqlx::query(include_str!("statements/events_after.sql"))
            .bind(signed(after.0))
            .bind(limit)
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        let mut decisions = Vec::with_capacity(rows.len());
        for row in rows {
            let position = Position(unsigned(row.get("position")));
            match decision(position, &row) {
                Ok(decision) => decisions.push(decision),
                Err(what) if decisions.is_empty() => return Err(ReadError::Poison { position, what }),
                Err(_) => break,
            }
        }
        Ok(decisions)
    }

    async fn decisions_on(&self, kind: &str, ids: &[&str]) -> Result<Vec<Decision>, StoreError> {
        let rows = sqlx::query(include_str!("statements/events_on.sql"))
            .bind(kind)
            .bind(serde_json::to_string(ids).map_err(unreadable)?)
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        all(&rows)
    }

    async fn decisions_of(&self, kind: &str, id: &str, after: u64, limit: u32) -> Result<Vec<Decision>, StoreError> {
        let rows = sqlx::query(include_str!("statements/events_of.sql"))
            .bind(kind)
            .bind(id)
            .bind(signed(after))
            .bind(limit)
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        all(&rows)
    }

    async fn act(&self, correlation: &str, after: Position, limit: u32) -> Result<Vec<Decision>, StoreError> {
        let rows = sqlx::query(include_str!("statements/events_of_act.sql"))
            .bind(correlation)
            .bind(signed(after.0))
            .bind(limit)
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        all(&rows)
    }

    async fn correlated(&self, correlation: &str) -> Result<Option<(Subject, Position)>, StoreError> {
        let row = sqlx::query(include_str!("statements/events_correlated.sql"))
            .bind(correlation)
            .fetch_optional(&self.database.writer)
            .await
            .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let subject = Subject::read(row.get("aggregate_type"), row.get("aggregate_id")).map_err(unreadable)?;
        Ok(Some((subject, Position(unsigned(row.get("position"))))))
    }

    fn appended(&self) -> watch::Receiver<Position> {
        self.appended.subscribe()
    }
}

/// What one row takes, in the order of the statement.
fn row(draft: &Draft) -> (&str, &str, u64, &str, &str, &str) {
    let Draft {
        kind,
        id,
        version,
        name,
        schema,
        payload,
    } = draft;
    (kind, id, *version, name, schema, payload)
}

/// Decisions of which every one must be readable.
fn all(rows: &[sqlx::sqlite::SqliteRow]) -> Result<Vec<Decision>, StoreError> {
    rows.iter()
        .map(|row| decision(Position(unsigned(row.get("position"))), row).map_err(unreadable))
        .collect()
}

fn decision(position: Position, row: &sqlx::sqlite::SqliteRow) -> Result<Decision, String> {
    let json = |column: &str| row.try_get::<serde_json::Value, _>(column).map_err(|error| error.to_string());
    let (kind, id): (&str, &str) = (row.get("aggregate_type"), row.get("aggregate_id"));
    let event = DecisionEvent::read(kind, id, json("payload")?).map_err(|error| error.to_string())?;
    let circumstances = Circumstances::from_metadata(json("metadata")?).map_err(|error| error.to_string())?;
    Ok(Decision {
        position,
        version: unsigned(row.get("sequence")),
        event,
        circumstances,
    })
}
