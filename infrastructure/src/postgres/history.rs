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
use sqlx::{Row, postgres::PgRow, types::Json};

use super::{Database, checkpoint, failed, json, signed, time, unreadable, unsigned};

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
}

fn entry(row: &PgRow) -> Result<HistoryEntry, StoreError> {
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
        before: row.get("before"),
        after: row.get("after"),
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
            .bind(i64::from(limit))
            .fetch_all(&self.database.pool)
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

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        checkpoint::read(&self.database.pool, Self::NAME).await
    }

    async fn take_in(&self, from: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        let Some(last) = decisions.last() else { return Ok(()) };
        let mut transaction = checkpoint::begin(&self.database.pool, Self::NAME, from).await?;
        for decision in decisions {
            let subject = decision.event.subject();
            let before: Option<Value> = sqlx::query_scalar(include_str!("statements/history_before.sql"))
                .bind(subject.kind())
                .bind(subject.id())
                .bind(signed(decision.version))
                .fetch_optional(&mut *transaction)
                .await
                .map_err(failed)?;
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
                .bind(Json(after(before.as_ref(), decision)?))
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
            sqlx::query(include_str!("statements/put_history_hosts.sql"))
                .bind(hosts_of(decision).into_iter().collect::<Vec<_>>())
                .bind(signed(decision.position.0))
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}
