//! The audit history.

use async_trait::async_trait;
use serde_json::Value;
use signpost_application::ports::{
    Page, Paging, StoreError,
    history::{CodeThen, DecisionFilter, History, HistoryEntry, Moment},
};
use signpost_domain::{
    audience::{Audience, Definition},
    decision::{Decision, Position, Subject},
    identifier::{AudienceName, CodeId, PrincipalId, UnitName},
    unit::Unit,
};
use signpost_projections::{
    history::{after, hosts_of},
    runner::{ReadModel, TakeInError},
};
use sqlx::{Row, sqlite::SqliteRow};

use super::{Database, checkpoint, failed, signed, time, unreadable, unsigned};

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
}

fn entry(row: &SqliteRow) -> Result<HistoryEntry, StoreError> {
    let json = |text: &str| serde_json::from_str::<Value>(text).map_err(unreadable);
    Ok(HistoryEntry {
        position: Position(unsigned(row.get("position"))),
        kind: row.get("kind"),
        id: row.get("id"),
        version: unsigned(row.get("version")),
        name: row.get("type"),
        at: time(row.get("at"))?,
        actor: row.get("actor"),
        reason: row.get("reason"),
        source: row.get("source"),
        correlation: row.get("correlation"),
        before: row.get::<Option<&str>, _>("before").map(json).transpose()?,
        after: json(row.get("after"))?,
    })
}

#[async_trait]
impl History for SqliteHistory {
    async fn of(&self, subject: &Subject, paging: &Paging) -> Result<Page<HistoryEntry>, StoreError> {
        let after: u64 = paging.cursor.as_deref().unwrap_or("0").parse().map_err(unreadable)?;
        let mut rows = sqlx::query(include_str!("statements/history_of.sql"))
            .bind(subject.kind())
            .bind(subject.id())
            .bind(signed(after))
            .bind(i64::from(paging.limit) + 1)
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        let more = rows.len() > paging.limit as usize;
        rows.truncate(paging.limit as usize);
        let next = rows
            .last()
            .filter(|_| more)
            .map(|row| row.get::<i64, _>("version").to_string());
        Ok(Page {
            items: rows.iter().map(entry).collect::<Result<_, _>>()?,
            next,
        })
    }

    async fn decisions(&self, filter: &DecisionFilter, limit: u32) -> Result<Vec<HistoryEntry>, StoreError> {
        let rows = sqlx::query(include_str!("statements/history_decisions.sql"))
            .bind(signed(filter.after.0))
            .bind(filter.actor.as_ref().map(PrincipalId::as_str))
            .bind(filter.name.as_deref())
            .bind(filter.host.as_deref())
            .bind(limit)
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        rows.iter().map(entry).collect()
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

    async fn take_in(&self, from: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        let Some(last) = decisions.last() else { return Ok(()) };
        let mut transaction = checkpoint::begin(&self.database.writer, Self::NAME, from).await?;
        for decision in decisions {
            let subject = decision.event.subject();
            let before: Option<String> = sqlx::query_scalar(include_str!("statements/history_before.sql"))
                .bind(subject.kind())
                .bind(subject.id())
                .bind(signed(decision.version))
                .fetch_optional(&mut *transaction)
                .await
                .map_err(failed)?;
            let before: Option<Value> = before
                .map(|before| serde_json::from_str(&before))
                .transpose()
                .map_err(unreadable)?;
            let circumstances = &decision.circumstances;
            sqlx::query(include_str!("statements/put_history.sql"))
                .bind(signed(decision.position.0))
                .bind(subject.kind())
                .bind(subject.id())
                .bind(signed(decision.version))
                .bind(decision.event.name())
                .bind(circumstances.at.as_microsecond())
                .bind(circumstances.actor.to_string())
                .bind(circumstances.reason.as_ref().map(|reason| reason.as_str().to_owned()))
                .bind(circumstances.source.as_str())
                .bind(&circumstances.correlation)
                .bind(after(before.as_ref(), decision)?.to_string())
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
            for host in hosts_of(decision) {
                sqlx::query(include_str!("statements/put_history_host.sql"))
                    .bind(host)
                    .bind(signed(decision.position.0))
                    .execute(&mut *transaction)
                    .await
                    .map_err(failed)?;
            }
        }
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}
