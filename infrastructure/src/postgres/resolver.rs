//! The resolver table.

use std::collections::BTreeSet;

use async_trait::async_trait;
use futures::TryStreamExt;
use signpost_application::{
    ports::{StoreError, stored_routes::StoredRoutes},
    resolver::{Entry, RoutingTable},
};
use signpost_domain::{
    decision::{Decision, Position},
    identifier::CodeId,
};
use signpost_projections::{
    resolver::{Rows, fold, touched},
    runner::{ReadModel, TakeInError},
};
use sqlx::{Postgres, Row, Transaction, types::Json};

use super::{
    Database,
    batch::{find, texts},
    checkpoint,
    copy::Copy,
    failed, json, unreadable, unsigned,
};

/// The resolver table in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresResolver {
    database: Database,
}

impl PostgresResolver {
    /// Its name, for operators.
    pub const NAME: &str = "resolver";

    /// The table in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// The memory that the whole table makes, read in one transaction and a row at a time: it is far larger than any row.
    pub async fn load(&self) -> Result<RoutingTable, StoreError> {
        let mut snapshot = self.database.snapshot().await?;
        let mut routes = RoutingTable::default();
        let mut codes = sqlx::query(include_str!("statements/resolver_codes.sql")).fetch(&mut *snapshot);
        while let Some(row) = codes.try_next().await.map_err(failed)? {
            let id: CodeId = row.get::<String, _>("code").try_into().map_err(unreadable)?;
            let configuration = json(&row, "configuration")?;
            routes.fill(Entry::Code(id, configuration));
        }
        drop(codes);
        finished(routes, &mut snapshot).await
    }
}

/// Fills in what there is beside the codes.
async fn finished(mut routes: RoutingTable, snapshot: &mut Transaction<'static, Postgres>) -> Result<RoutingTable, StoreError> {
    let audiences = sqlx::query(include_str!("statements/resolver_audiences.sql"));
    for row in audiences.fetch_all(&mut **snapshot).await.map_err(failed)? {
        let name = row.get::<String, _>("name").try_into().map_err(unreadable)?;
        let condition = json(&row, "condition")?;
        routes.fill(Entry::Audience(name, condition));
    }
    let position: Option<i64> = sqlx::query_scalar(include_str!("statements/checkpoint.sql"))
        .bind(PostgresResolver::NAME)
        .fetch_optional(&mut **snapshot)
        .await
        .map_err(failed)?;
    Ok(routes.filled(Position(unsigned(position.unwrap_or(0)))))
}

#[async_trait]
impl StoredRoutes for PostgresResolver {
    async fn of(&self, codes: &[CodeId]) -> Result<RoutingTable, StoreError> {
        let mut snapshot = self.database.snapshot().await?;
        let keys: Vec<_> = codes.iter().map(CodeId::as_str).collect();
        let found = find(&mut snapshot, include_str!("statements/resolver_codes_of.sql"), &keys).await?;
        let mut routes = RoutingTable::default();
        for (id, configuration) in found {
            routes.fill(Entry::Code(id.parse().map_err(unreadable)?, configuration));
        }
        finished(routes, &mut snapshot).await
    }
}

#[async_trait]
impl ReadModel<Decision> for PostgresResolver {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn batch(&self) -> u32 {
        super::BATCH
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        checkpoint::read(&self.database.pool, Self::NAME).await
    }

    async fn take_in(&self, after: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        let Some(last) = decisions.last() else { return Ok(()) };
        let mut transaction = checkpoint::begin(&self.database.pool, Self::NAME, after).await?;
        let mut rows = Rows::default();
        let keys: Vec<_> = touched(decisions).into_iter().map(CodeId::as_str).collect();
        for (id, configuration) in find(&mut transaction, include_str!("statements/resolver_codes_of.sql"), &keys).await? {
            rows.codes.insert(id.parse().map_err(unreadable)?, configuration);
        }
        let known: BTreeSet<CodeId> = rows.codes.keys().cloned().collect();
        fold(&mut rows, decisions);
        let (changed, made): (Vec<_>, Vec<_>) = rows.codes.iter().partition(|(id, _)| known.contains(*id));
        if !made.is_empty() {
            let mut copy = Copy::begin(&mut transaction, include_str!("statements/copy_resolver_codes.sql"), 2).await?;
            for (id, configuration) in made {
                copy.row().await?.text(id.as_str()).json(configuration)?;
            }
            copy.end().await?;
        }
        if !changed.is_empty() {
            sqlx::query(include_str!("statements/change_resolver_codes.sql"))
                .bind(changed.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>())
                .bind(texts(changed.iter().map(|(_, configuration)| configuration))?)
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        for (name, condition) in &rows.audiences {
            let query = match condition {
                Some(condition) => sqlx::query(include_str!("statements/put_resolver_audience.sql"))
                    .bind(name.as_str())
                    .bind(Json(condition)),
                None => sqlx::query(include_str!("statements/drop_resolver_audience.sql")).bind(name.as_str()),
            };
            query.execute(&mut *transaction).await.map_err(failed)?;
        }
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}
