//! The decision log on the event repository of `postgres-es`.

use async_trait::async_trait;
use cqrs_es::{Aggregate, AggregateError, EventStore, persist::PersistedEventStore};
use postgres_es::PostgresEventRepository;
use signpost_application::ports::{
    StoreError,
    decision_log::{AppendError, Appended, DecisionLog, Draft, Drafts, Loaded, ReadError, Stream},
};
use signpost_domain::decision::{Circumstances, Decision, DecisionEvent, Position, Subject};
use sqlx::{PgPool, Row, postgres::PgRow, types::Json};
use tokio::sync::watch;

use super::{Database, failed, failure, gave_way, signed, unreadable, unsigned};
use crate::streams;

/// How often an append is tried again that gave way to others. By default none does: they wait for each other.
const TRIES: usize = 20;

/// Rows in one statement. More are more statements of the same transaction, so that memory has a bound.
const PART: usize = 20_000;

/// The decision log in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresDecisionLog {
    pub(super) database: Database,
}

impl PostgresDecisionLog {
    /// The log in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// A store for one kind of aggregate. Event-sourced, never by snapshot: those stores of cqrs-es 0.5.0 apply every event
    /// twice (see `docs/adr/0003-cqrs-es.md`).
    fn store<A: Aggregate>(pool: &PgPool) -> PersistedEventStore<PostgresEventRepository, A> {
        PersistedEventStore::new_event_store(PostgresEventRepository::new(pool.clone()))
    }
}

#[async_trait]
impl<A: Aggregate + 'static> Stream<A> for PostgresDecisionLog {
    async fn load(&self, id: &str) -> Result<Loaded<A>, StoreError> {
        let envelopes = Self::store::<A>(&self.database.pool)
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
        let store = Self::store::<A>(&self.database.pool);
        let mut tries = 0;
        let committed = loop {
            let context = streams::context(id, after)?;
            match store.commit(events.clone(), context, circumstances.to_metadata()).await {
                // It was not written for sure. Should the same aggregate be what others were at, the next try says so.
                Err(error) if tries < TRIES && streams::cause(&error).is_some_and(gave_way) => tries += 1,
                outcome => break outcome.map_err(commit_error::<A>)?,
            }
        };
        let version = committed.last().map_or(after, |envelope| envelope.sequence as u64);
        let position: i64 = sqlx::query_scalar(include_str!("statements/event_position.sql"))
            .bind(A::TYPE)
            .bind(id)
            .bind(signed(version))
            .fetch_one(&self.database.pool)
            .await
            .map_err(failed)?;
        let position = Position(unsigned(position));
        self.database.news.decisions.send_modify(|last| *last = position.max(*last));
        Ok(Appended { version, position })
    }
}

fn commit_error<A: Aggregate>(error: AggregateError<A::Error>) -> AppendError {
    match &error {
        AggregateError::AggregateConflict => AppendError::Conflict,
        _ => AppendError::Store(streams::failed(error, failure)),
    }
}

/// What refuses an append of many.
fn append_error(error: sqlx::Error) -> AppendError {
    match &error {
        // unique_violation: a version that is taken. Positions are ours while the head is locked.
        sqlx::Error::Database(refusal) if refusal.code().as_deref() == Some("23505") => AppendError::Conflict,
        _ => AppendError::Store(failed(error)),
    }
}

#[async_trait]
impl DecisionLog for PostgresDecisionLog {
    async fn append_drafts(&self, drafts: &mut Drafts<'_>, circumstances: &Circumstances) -> Result<Position, AppendError> {
        let mut transaction = self.database.pool.begin().await.map_err(failed)?;
        // Whoever else appends waits from here on, so the next positions are known.
        let mut head: i64 = sqlx::query_scalar(include_str!("statements/lock_events_head.sql"))
            .fetch_one(&mut *transaction)
            .await
            .map_err(failed)?;
        let metadata = Json(circumstances.to_metadata());
        let mut is_empty = true;
        loop {
            let part: Vec<Draft> = drafts.take(PART).collect::<Result<_, _>>()?;
            if part.is_empty() {
                break;
            }
            is_empty = false;
            let column = |value: fn(&Draft) -> &str| part.iter().map(value).collect::<Vec<_>>();
            sqlx::query(include_str!("statements/append_events.sql"))
                .bind(head)
                .bind(column(|draft| &draft.kind))
                .bind(column(|draft| &draft.id))
                .bind(part.iter().map(|draft| signed(draft.version)).collect::<Vec<_>>())
                .bind(column(|draft| &draft.name))
                .bind(column(|draft| &draft.schema))
                .bind(column(|draft| &draft.payload))
                .bind(&metadata)
                .execute(&mut *transaction)
                .await
                .map_err(append_error)?;
            head += signed(part.len() as u64);
        }
        transaction.commit().await.map_err(failed)?;
        let head = Position(unsigned(head));
        if !is_empty {
            self.database.news.decisions.send_modify(|last| *last = head.max(*last));
        }
        Ok(head)
    }

    async fn head(&self) -> Result<Position, StoreError> {
        let head: i64 = sqlx::query_scalar(include_str!("statements/events_head.sql"))
            .fetch_one(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(Position(unsigned(head)))
    }

    async fn read(&self, after: Position, limit: u32) -> Result<Vec<Decision>, ReadError> {
        let rows = sqlx::query(include_str!("statements/events_after.sql"))
            .bind(signed(after.0))
            .bind(i64::from(limit))
            .fetch_all(&self.database.pool)
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
            .bind(ids)
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        all(&rows)
    }

    async fn decisions_of(&self, kind: &str, id: &str, after: u64, limit: u32) -> Result<Vec<Decision>, StoreError> {
        let rows = sqlx::query(include_str!("statements/events_of.sql"))
            .bind(kind)
            .bind(id)
            .bind(signed(after))
            .bind(i64::from(limit))
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        all(&rows)
    }

    async fn act(&self, correlation: &str, after: Position, limit: u32) -> Result<Vec<Decision>, StoreError> {
        let rows = sqlx::query(include_str!("statements/events_of_act.sql"))
            .bind(correlation)
            .bind(signed(after.0))
            .bind(i64::from(limit))
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        all(&rows)
    }

    async fn correlated(&self, correlation: &str) -> Result<Option<(Subject, Position)>, StoreError> {
        let row = sqlx::query(include_str!("statements/events_correlated.sql"))
            .bind(correlation)
            .fetch_optional(&self.database.pool)
            .await
            .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let subject = Subject::read(row.get("aggregate_type"), row.get("aggregate_id")).map_err(unreadable)?;
        Ok(Some((subject, Position(unsigned(row.get("position"))))))
    }

    fn appended(&self) -> watch::Receiver<Position> {
        self.database.news.decisions.subscribe()
    }
}

/// Decisions of which every one must be readable.
fn all(rows: &[PgRow]) -> Result<Vec<Decision>, StoreError> {
    rows.iter()
        .map(|row| decision(Position(unsigned(row.get("position"))), row).map_err(unreadable))
        .collect()
}

fn decision(position: Position, row: &PgRow) -> Result<Decision, String> {
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
