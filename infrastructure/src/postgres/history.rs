//! The audit history.

use std::collections::BTreeMap;

use async_trait::async_trait;
use jiff::Timestamp;
use serde_json::{Value, value::RawValue};
use signpost_application::ports::{
    Page, Paging, StoreError,
    history::{CodeThen, DecisionFilter, History, HistoryEntry, Moment, Order, State, Stretch},
};
use signpost_domain::{
    audience::{Audience, Definition},
    decision::{Decision, Position, Reason, Subject},
    identifier::{AudienceName, CodeId, UnitName},
    unit::Unit,
};
use signpost_projections::{
    history::{built_on, fold},
    runner::{ReadModel, TakeInError},
};
use sqlx::{Postgres, Row, Transaction, postgres::PgRow, types::Json};

use super::{Database, PostgresSearch, checkpoint, copy::Copy, failed, json, signed, time, unreadable, unsigned};
use crate::{
    before::{Wanted, with_before},
    search::find,
    stored::between,
};

/// The history in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresHistory {
    database: Database,
}

impl PostgresHistory {
    /// Its name, for operators.
    pub const NAME: &str = "history";

    /// The history in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    async fn at(&self, kind: &str, id: &str, position: Position) -> Result<Option<PgRow>, StoreError> {
        sqlx::query(include_str!("statements/history_at.sql"))
            .bind(kind)
            .bind(id)
            .bind(signed(position.0))
            .fetch_optional(&self.database.pool)
            .await
            .map_err(failed)
    }

    /// What these things were after these versions.
    async fn states(&self, wanted: Vec<Wanted>) -> Result<Vec<(Wanted, State)>, StoreError> {
        let rows = sqlx::query(include_str!("statements/history_states.sql"))
            .bind(wanted.iter().map(|(kind, _, _)| kind.as_str()).collect::<Vec<_>>())
            .bind(wanted.iter().map(|(_, id, _)| id.as_str()).collect::<Vec<_>>())
            .bind(wanted.iter().map(|(_, _, version)| signed(*version)).collect::<Vec<_>>())
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        let read = |row: &PgRow| {
            let of = (row.get(0), row.get(1), unsigned(row.get(2)));
            Ok((of, state(row, 3)?))
        };
        rows.iter().map(read).collect()
    }
}

fn state(row: &PgRow, place: usize) -> Result<State, StoreError> {
    let Json(raw) = row.try_get::<Json<Box<RawValue>>, _>(place).map_err(unreadable)?;
    State::from_raw(raw)
}

/// A decision, but for what was before it. Its columns are taken by their places, in which all statements have them: an export reads millions.
pub(super) fn entry(row: &PgRow) -> Result<HistoryEntry, StoreError> {
    Ok(HistoryEntry {
        position: Position(unsigned(row.get(0))),
        kind: row.get(1),
        id: row.get(2),
        version: unsigned(row.get(3)),
        name: row.get(4),
        at: time(row.get(5))?,
        actor: row.get(6),
        reason: row.get(7),
        source: row.get(8),
        correlation: row.get(9),
        proposal: row.get(10),
        proposer: row.get(11),
        before: None,
        after: state(row, 12)?,
    })
}

#[async_trait]
impl History for PostgresHistory {
    async fn of(&self, subject: &Subject, paging: &Paging) -> Result<Page<HistoryEntry>, StoreError> {
        let after: u64 = paging.cursor.as_deref().unwrap_or("0").parse().map_err(unreadable)?;
        let mut rows = sqlx::query(include_str!("statements/history_of.sql"))
            .bind(subject.kind())
            .bind(subject.id())
            .bind(signed(after))
            .bind(i64::from(paging.limit) + 1)
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        let more = rows.len() > paging.limit as usize;
        rows.truncate(paging.limit as usize);
        let next = rows
            .last()
            .filter(|_| more)
            .map(|row| row.get::<i64, _>("version").to_string());
        let found = rows.iter().map(entry).collect::<Result<_, _>>()?;
        let items = with_before(found, |wanted| self.states(wanted)).await?;
        Ok(Page { items, next })
    }

    async fn decisions(
        &self,
        filter: &DecisionFilter,
        stretch: Stretch,
        order: Order,
        limit: u32,
    ) -> Result<Vec<HistoryEntry>, StoreError> {
        if let Some(found) = find(&PostgresSearch::new(self.database.clone()), filter, stretch, order, limit).await? {
            return with_before(found, |wanted| self.states(wanted)).await;
        }
        let statement = match order {
            Order::Oldest => include_str!("statements/history_oldest.sql"),
            Order::Newest => include_str!("statements/history_newest.sql"),
        };
        let (from, until) = between(filter.from, filter.until);
        let rows = sqlx::query(statement)
            .bind(signed(stretch.first.0))
            .bind(signed(stretch.last.0))
            .bind(from)
            .bind(until)
            .bind(i64::from(limit))
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        let found = rows.iter().map(entry).collect::<Result<_, _>>()?;
        with_before(found, |wanted| self.states(wanted)).await
    }

    async fn stretch_of(&self, from: Option<Timestamp>, until: Option<Timestamp>) -> Result<Option<Stretch>, StoreError> {
        let (from, until) = between(from, until);
        let row = sqlx::query(include_str!("statements/history_stretch.sql"))
            .bind(from)
            .bind(until)
            .fetch_one(&self.database.pool)
            .await
            .map_err(failed)?;
        let end = |name| row.get::<Option<i64>, _>(name).map(|position| Position(unsigned(position)));
        Ok(end("first").zip(end("last")).map(|(first, last)| Stretch { first, last }))
    }

    async fn not_found_since(&self) -> Result<Option<Timestamp>, StoreError> {
        let indexed = checkpoint::read(&self.database.pool, PostgresSearch::NAME).await?;
        let at: Option<i64> = sqlx::query_scalar(include_str!("statements/not_found_since.sql"))
            .bind(signed(indexed.0))
            .fetch_optional(&self.database.pool)
            .await
            .map_err(failed)?;
        at.map(time).transpose()
    }

    async fn position_at(&self, moment: Moment) -> Result<Position, StoreError> {
        let query = match moment {
            Moment::Position(position) => {
                sqlx::query_scalar(include_str!("statements/position_up_to.sql")).bind(signed(position.0))
            }
            Moment::Time(time) => sqlx::query_scalar(include_str!("statements/position_at.sql")).bind(time.as_microsecond()),
        };
        let position: i64 = query.fetch_one(&self.database.pool).await.map_err(failed)?;
        Ok(Position(unsigned(position)))
    }

    async fn code_at(&self, id: &CodeId, position: Position) -> Result<Option<CodeThen>, StoreError> {
        let Some(row) = self.at("code", id.as_str(), position).await? else {
            return Ok(None);
        };
        Ok(Some(CodeThen {
            code: json(&row, "after")?,
            version: unsigned(row.get("version")),
            position: Position(unsigned(row.get("position"))),
            at: time(row.get("at"))?,
        }))
    }

    async fn audience_at(&self, name: &AudienceName, position: Position) -> Result<Option<Definition>, StoreError> {
        let Some(row) = self.at("audience", name.as_str(), position).await? else {
            return Ok(None);
        };
        let audience: Audience = json(&row, "after")?;
        Ok(audience.definition)
    }

    async fn unit_at(&self, name: &UnitName, position: Position) -> Result<Option<Unit>, StoreError> {
        let Some(row) = self.at("unit", name.as_str(), position).await? else {
            return Ok(None);
        };
        Ok(Some(json(&row, "after")?))
    }
}

#[async_trait]
impl ReadModel<Decision> for PostgresHistory {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn batch(&self) -> u32 {
        super::BATCH
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        checkpoint::read(&self.database.pool, Self::NAME).await
    }

    async fn take_in(&self, from: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        let Some(last) = decisions.last() else { return Ok(()) };
        let mut transaction = checkpoint::begin(&self.database.pool, Self::NAME, from).await?;
        let known = known(&mut transaction, &built_on(decisions)).await?;
        put(&mut transaction, &fold(known, decisions)?).await?;
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}

/// The states of these subjects after these versions, where there are any.
async fn known(
    transaction: &mut Transaction<'static, Postgres>,
    wanted: &[(Subject, u64)],
) -> Result<BTreeMap<Subject, Value>, StoreError> {
    let rows = sqlx::query(include_str!("statements/history_states.sql"))
        .bind(wanted.iter().map(|(subject, _)| subject.kind()).collect::<Vec<_>>())
        .bind(wanted.iter().map(|(subject, _)| subject.id()).collect::<Vec<_>>())
        .bind(wanted.iter().map(|(_, version)| signed(*version)).collect::<Vec<_>>())
        .fetch_all(&mut **transaction)
        .await
        .map_err(failed)?;
    let read = |row: &PgRow| {
        let subject = Subject::read(row.get("kind"), row.get("id")).map_err(unreadable)?;
        Ok((subject, row.try_get("after").map_err(unreadable)?))
    };
    rows.iter().map(read).collect()
}

/// Writes the rows of a batch, which are all new.
async fn put(transaction: &mut Transaction<'static, Postgres>, rows: &[(&Decision, Value)]) -> Result<(), StoreError> {
    let mut copy = Copy::begin(transaction, include_str!("statements/copy_history.sql"), 13).await?;
    for (decision, after) in rows {
        let (subject, made) = (decision.event.subject(), &decision.circumstances);
        let by = made.approves.as_ref();
        copy.row()
            .await?
            .bigint(signed(decision.position.0))
            .text(subject.kind())
            .text(subject.id())
            .bigint(signed(decision.version))
            .text(&decision.event.name())
            .bigint(made.at.as_microsecond())
            .text(&made.actor.to_string())
            .optional(made.reason.as_ref().map(Reason::as_str))
            .text(made.source.as_str())
            .text(&made.correlation)
            .optional(by.map(|by| by.proposal.to_string()).as_deref())
            .optional(by.map(|by| by.proposer.to_string()).as_deref())
            .json(after)?;
    }
    copy.end().await
}
