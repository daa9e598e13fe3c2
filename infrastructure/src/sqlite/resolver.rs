//! The resolver table.

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
use sqlx::{Row, Sqlite, Transaction};

use super::{
    Database,
    batch::{find, insert},
    checkpoint, failed,
    models::{Fold, alone},
    unreadable, unsigned,
};

/// The resolver table in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteResolver {
    database: Database,
}

impl SqliteResolver {
    /// Its name, for operators.
    pub const NAME: &str = "resolver";

    /// The table in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// The memory that the whole table makes, read in one transaction and a row at a time: it is far larger than any row.
    pub async fn load(&self) -> Result<RoutingTable, StoreError> {
        let mut snapshot = self.database.readers.begin().await.map_err(failed)?;
        let mut routes = RoutingTable::default();
        let mut codes = sqlx::query(include_str!("statements/resolver_codes.sql")).fetch(&mut *snapshot);
        while let Some(row) = codes.try_next().await.map_err(failed)? {
            let id: CodeId = row.get::<String, _>("code").try_into().map_err(unreadable)?;
            let configuration = serde_json::from_str(row.get("configuration")).map_err(unreadable)?;
            routes.fill(Entry::Code(id, configuration));
        }
        drop(codes);
        finished(routes, &mut snapshot).await
    }
}

/// Fills in what there is beside the codes.
async fn finished(mut routes: RoutingTable, snapshot: &mut Transaction<'static, Sqlite>) -> Result<RoutingTable, StoreError> {
    let audiences = sqlx::query(include_str!("statements/resolver_audiences.sql"));
    for row in audiences.fetch_all(&mut **snapshot).await.map_err(failed)? {
        let name = row.get::<String, _>("name").try_into().map_err(unreadable)?;
        let condition = serde_json::from_str(row.get("condition")).map_err(unreadable)?;
        routes.fill(Entry::Audience(name, condition));
    }
    let position: Option<i64> = sqlx::query_scalar(include_str!("statements/checkpoint.sql"))
        .bind(SqliteResolver::NAME)
        .fetch_optional(&mut **snapshot)
        .await
        .map_err(failed)?;
    Ok(routes.filled(Position(unsigned(position.unwrap_or(0)))))
}

#[async_trait]
impl StoredRoutes for SqliteResolver {
    async fn of(&self, codes: &[CodeId]) -> Result<RoutingTable, StoreError> {
        let mut snapshot = self.database.readers.begin().await.map_err(failed)?;
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
impl ReadModel<Decision> for SqliteResolver {
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
impl Fold for SqliteResolver {
    async fn fold(&self, transaction: &mut Transaction<'static, Sqlite>, decisions: &[Decision]) -> Result<(), TakeInError> {
        let mut rows = Rows::default();
        let keys: Vec<_> = touched(decisions).into_iter().map(CodeId::as_str).collect();
        for (id, configuration) in find(transaction, include_str!("statements/resolver_codes_of.sql"), &keys).await? {
            rows.codes.insert(id.parse().map_err(unreadable)?, configuration);
        }
        fold(&mut rows, decisions);
        let codes = rows.codes.iter().map(|(id, configuration)| {
            let configuration = serde_json::to_string(configuration).map_err(unreadable)?;
            Ok((id.as_str(), configuration))
        });
        let codes = codes.collect::<Result<Vec<_>, StoreError>>()?;
        let put = include_str!("statements/put_resolver_codes.sql");
        insert(transaction, put, &codes, |row, (id, configuration)| {
            row.bind(*id).bind(configuration)
        })
        .await?;
        for (name, condition) in &rows.audiences {
            let query = match condition {
                Some(condition) => sqlx::query(include_str!("statements/put_resolver_audience.sql"))
                    .bind(name.as_str())
                    .bind(serde_json::to_string(condition).map_err(unreadable)?),
                None => sqlx::query(include_str!("statements/drop_resolver_audience.sql")).bind(name.as_str()),
            };
            query.execute(&mut **transaction).await.map_err(failed)?;
        }
        Ok(())
    }
}
