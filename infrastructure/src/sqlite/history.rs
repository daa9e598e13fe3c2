//! The audit history.

use std::collections::BTreeMap;

use async_trait::async_trait;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
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
use sqlx::{Row, Sqlite, Transaction, sqlite::SqliteRow};

use super::{
    Database, SqliteSearch,
    batch::{Binding, insert},
    checkpoint, failed, list,
    models::{Fold, alone},
    signed, time, unreadable, unsigned,
};
use crate::{
    before::{Wanted, with_before},
    search::find,
    stored::between,
};

/// The history in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteHistory {
    database: Database,
}

impl SqliteHistory {
    /// Its name, for operators.
    pub const NAME: &str = "history";

    /// The history in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    async fn at(&self, kind: &str, id: &str, position: Position) -> Result<Option<SqliteRow>, StoreError> {
        sqlx::query(include_str!("statements/history_at.sql"))
            .bind(kind)
            .bind(id)
            .bind(signed(position.0))
            .fetch_optional(&self.database.readers)
            .await
            .map_err(failed)
    }

    /// What these things were after these versions.
    async fn states(&self, wanted: Vec<Wanted>) -> Result<Vec<(Wanted, State)>, StoreError> {
        let states: String = sqlx::query_scalar(include_str!("statements/history_states.sql"))
            .bind(serde_json::to_string(&wanted).map_err(unreadable)?)
            .fetch_one(&self.database.readers)
            .await
            .map_err(failed)?;
        let states = list::read(&states)?.into_iter();
        states
            .map(|(kind, id, version, after)| Ok(((kind, id, version), State::from_json(after)?)))
            .collect()
    }
}

/// A decision, with its columns in the order in which all statements have them.
#[derive(Deserialize)]
struct Stored(
    u64,
    String,
    String,
    u64,
    String,
    i64,
    String,
    Option<String>,
    String,
    String,
    Option<String>,
    Option<String>,
    String,
);

/// A list of decisions, but for what was before each.
pub(super) fn entries(list: &str) -> Result<Vec<HistoryEntry>, StoreError> {
    list::read(list)?.into_iter().map(entry).collect()
}

fn entry(stored: Stored) -> Result<HistoryEntry, StoreError> {
    let Stored(position, kind, id, version, name, at, actor, reason, source, correlation, proposal, proposer, after) = stored;
    Ok(HistoryEntry {
        position: Position(position),
        kind,
        id,
        version,
        name,
        at: time(at)?,
        actor,
        reason,
        source,
        correlation,
        proposal,
        proposer,
        before: None,
        after: State::from_json(after)?,
    })
}

#[async_trait]
impl History for SqliteHistory {
    async fn of(&self, subject: &Subject, paging: &Paging) -> Result<Page<HistoryEntry>, StoreError> {
        let after: u64 = paging.cursor.as_deref().unwrap_or("0").parse().map_err(unreadable)?;
        let list: String = sqlx::query_scalar(include_str!("statements/history_of.sql"))
            .bind(subject.kind())
            .bind(subject.id())
            .bind(signed(after))
            .bind(i64::from(paging.limit) + 1)
            .fetch_one(&self.database.readers)
            .await
            .map_err(failed)?;
        let mut found = entries(&list)?;
        let more = found.len() > paging.limit as usize;
        found.truncate(paging.limit as usize);
        let next = found.last().filter(|_| more).map(|entry| entry.version.to_string());
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
        if let Some(found) = find(&SqliteSearch::new(self.database.clone()), filter, stretch, order, limit).await? {
            return with_before(found, |wanted| self.states(wanted)).await;
        }
        let statement = match order {
            Order::Oldest => include_str!("statements/history_oldest.sql"),
            Order::Newest => include_str!("statements/history_newest.sql"),
        };
        let (from, until) = between(filter.from, filter.until);
        let list: String = sqlx::query_scalar(statement)
            .bind(signed(stretch.first.0))
            .bind(signed(stretch.last.0))
            .bind(from)
            .bind(until)
            .bind(i64::from(limit))
            .fetch_one(&self.database.readers)
            .await
            .map_err(failed)?;
        with_before(entries(&list)?, |wanted| self.states(wanted)).await
    }

    async fn stretch_of(&self, from: Option<Timestamp>, until: Option<Timestamp>) -> Result<Option<Stretch>, StoreError> {
        let (from, until) = between(from, until);
        let row = sqlx::query(include_str!("statements/history_stretch.sql"))
            .bind(from)
            .bind(until)
            .fetch_one(&self.database.readers)
            .await
            .map_err(failed)?;
        let end = |name| row.get::<Option<i64>, _>(name).map(|position| Position(unsigned(position)));
        Ok(end("first").zip(end("last")).map(|(first, last)| Stretch { first, last }))
    }

    async fn not_found_since(&self) -> Result<Option<Timestamp>, StoreError> {
        let indexed = checkpoint::read(&self.database.readers, SqliteSearch::NAME).await?;
        let at: Option<i64> = sqlx::query_scalar(include_str!("statements/not_found_since.sql"))
            .bind(signed(indexed.0))
            .fetch_optional(&self.database.readers)
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
        let position: i64 = query.fetch_one(&self.database.readers).await.map_err(failed)?;
        Ok(Position(unsigned(position)))
    }

    async fn code_at(&self, id: &CodeId, position: Position) -> Result<Option<CodeThen>, StoreError> {
        let Some(row) = self.at("code", id.as_str(), position).await? else {
            return Ok(None);
        };
        Ok(Some(CodeThen {
            code: serde_json::from_str(row.get("after")).map_err(unreadable)?,
            version: unsigned(row.get("version")),
            position: Position(unsigned(row.get("position"))),
            at: time(row.get("at"))?,
        }))
    }

    async fn audience_at(&self, name: &AudienceName, position: Position) -> Result<Option<Definition>, StoreError> {
        let Some(row) = self.at("audience", name.as_str(), position).await? else {
            return Ok(None);
        };
        let audience: Audience = serde_json::from_str(row.get("after")).map_err(unreadable)?;
        Ok(audience.definition)
    }

    async fn unit_at(&self, name: &UnitName, position: Position) -> Result<Option<Unit>, StoreError> {
        let Some(row) = self.at("unit", name.as_str(), position).await? else {
            return Ok(None);
        };
        Ok(Some(serde_json::from_str(row.get("after")).map_err(unreadable)?))
    }
}

#[async_trait]
impl ReadModel<Decision> for SqliteHistory {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        checkpoint::read(&self.database.readers, Self::NAME).await
    }

    async fn take_in(&self, after: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        alone(&self.database, self, after, decisions).await
    }
}

#[async_trait]
impl Fold for SqliteHistory {
    async fn fold(&self, transaction: &mut Transaction<'static, Sqlite>, decisions: &[Decision]) -> Result<(), TakeInError> {
        let known = known(transaction, &built_on(decisions)).await?;
        let rows = fold(known, decisions)?;
        insert(transaction, include_str!("statements/put_history.sql"), &rows, bind).await?;
        Ok(())
    }
}

/// The states of these subjects after these versions, where there are any.
async fn known(
    transaction: &mut Transaction<'static, Sqlite>,
    wanted: &[(Subject, u64)],
) -> Result<BTreeMap<Subject, Value>, StoreError> {
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let keys: Vec<_> = wanted
        .iter()
        .map(|(subject, version)| (subject.kind(), subject.id(), version))
        .collect();
    let states: String = sqlx::query_scalar(include_str!("statements/history_states.sql"))
        .bind(serde_json::to_string(&keys).map_err(unreadable)?)
        .fetch_one(&mut **transaction)
        .await
        .map_err(failed)?;
    let read = |(kind, id, _, after): (String, String, u64, String)| {
        let subject = Subject::read(&kind, &id).map_err(unreadable)?;
        Ok((subject, serde_json::from_str(&after).map_err(unreadable)?))
    };
    list::read(&states)?.into_iter().map(read).collect()
}

/// The values of a row, in the order of the statement.
fn bind<'q>(row: Binding<'q>, (decision, after): &'q (&Decision, Value)) -> Binding<'q> {
    let (subject, made) = (decision.event.subject(), &decision.circumstances);
    let by = made.approves.as_ref();
    row.bind(signed(decision.position.0))
        .bind(subject.kind())
        .bind(subject.id().to_owned())
        .bind(signed(decision.version))
        .bind(decision.event.name())
        .bind(made.at.as_microsecond())
        .bind(made.actor.to_string())
        .bind(made.reason.as_ref().map(Reason::as_str))
        .bind(made.source.as_str())
        .bind(made.correlation.as_str())
        .bind(by.map(|by| by.proposal.to_string()))
        .bind(by.map(|by| by.proposer.to_string()))
        .bind(after.to_string())
}
