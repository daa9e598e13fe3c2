//! The catalogue: codes, audiences and units as they are now.

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use signpost_application::ports::{
    Page, Paging, StoreError,
    catalogue::{AudienceRecord, Catalogue, CodeFilter, CodeRecord, Standing, UnitRecord},
};
use signpost_domain::{
    decision::{Decision, DecisionEvent, Position},
    identifier::{AudienceName, CodeId, UnitName},
};
use signpost_projections::{
    catalogue as fold,
    runner::{ReadModel, TakeInError},
};
use sqlx::{Executor, PgPool, Postgres, Row, Transaction, postgres::PgArguments, query::Query, types::Json};

use super::{
    Database, checkpoint, failed, json, unreadable, unsigned,
    words::{indexed, searched},
};

/// Codes named when an audience cannot be withdrawn.
const SOME: i64 = 5;

/// The catalogue in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresCatalogue {
    database: Database,
}

impl PostgresCatalogue {
    /// Its name, for operators.
    pub const NAME: &str = "catalogue";

    /// The catalogue in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

/// The record that `statement` finds under `key`.
async fn one<'c, T: DeserializeOwned>(
    executor: impl Executor<'c, Database = Postgres>,
    statement: &'static str,
    key: &str,
) -> Result<Option<T>, StoreError> {
    let row = sqlx::query(statement)
        .bind(key)
        .fetch_optional(executor)
        .await
        .map_err(failed)?;
    row.map(|row| json(&row, "record")).transpose()
}

/// Reads one row more than asked for, to know whether there is a next page.
async fn page<T: DeserializeOwned>(
    query: Query<'_, Postgres, PgArguments>,
    pool: &PgPool,
    limit: u32,
) -> Result<Page<T>, StoreError> {
    let mut rows = query.bind(i64::from(limit) + 1).fetch_all(pool).await.map_err(failed)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| row.get::<String, _>("key"));
    let items = rows.iter().map(|row| json(row, "record")).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

#[async_trait]
impl Catalogue for PostgresCatalogue {
    async fn code(&self, id: &CodeId) -> Result<Option<CodeRecord>, StoreError> {
        one(
            &self.database.pool,
            include_str!("statements/catalogue_code.sql"),
            id.as_str(),
        )
        .await
    }

    async fn codes(&self, filter: &CodeFilter, paging: &Paging) -> Result<Page<CodeRecord>, StoreError> {
        let words = match filter.q.as_deref() {
            Some(q) => match searched(q) {
                Some(words) => Some(words),
                // Asked for something, but for nothing that can be found.
                None => {
                    return Ok(Page {
                        items: vec![],
                        next: None,
                    });
                }
            },
            None => None,
        };
        let query = sqlx::query(include_str!("statements/catalogue_codes.sql"))
            .bind(words)
            .bind(filter.unit.as_ref().map(UnitName::as_str))
            .bind(filter.tag.as_ref().map(signpost_domain::identifier::Tag::as_str))
            .bind(filter.standing.map(Standing::as_str))
            .bind(filter.host.as_deref())
            .bind(filter.batch.as_deref())
            .bind(paging.cursor.as_deref());
        page(query, &self.database.pool, paging.limit).await
    }

    async fn audience(&self, name: &AudienceName) -> Result<Option<AudienceRecord>, StoreError> {
        one(
            &self.database.pool,
            include_str!("statements/catalogue_audience.sql"),
            name.as_str(),
        )
        .await
    }

    async fn audiences(&self, paging: &Paging) -> Result<Page<AudienceRecord>, StoreError> {
        let query = sqlx::query(include_str!("statements/catalogue_audiences.sql")).bind(paging.cursor.as_deref());
        page(query, &self.database.pool, paging.limit).await
    }

    async fn users_of(&self, name: &AudienceName) -> Result<(u64, Vec<CodeId>), StoreError> {
        let pool = &self.database.pool;
        let count: i64 = sqlx::query_scalar(include_str!("statements/count_users.sql"))
            .bind(name.as_str())
            .fetch_one(pool)
            .await
            .map_err(failed)?;
        let some: Vec<String> = sqlx::query_scalar(include_str!("statements/some_users.sql"))
            .bind(name.as_str())
            .bind(SOME)
            .fetch_all(pool)
            .await
            .map_err(failed)?;
        let some = some
            .into_iter()
            .map(|id| id.try_into().map_err(unreadable))
            .collect::<Result<_, _>>()?;
        Ok((unsigned(count), some))
    }

    async fn unit(&self, name: &UnitName) -> Result<Option<UnitRecord>, StoreError> {
        one(
            &self.database.pool,
            include_str!("statements/catalogue_unit.sql"),
            name.as_str(),
        )
        .await
    }

    async fn units(&self, paging: &Paging) -> Result<Page<UnitRecord>, StoreError> {
        let query = sqlx::query(include_str!("statements/catalogue_units.sql")).bind(paging.cursor.as_deref());
        page(query, &self.database.pool, paging.limit).await
    }
}

#[async_trait]
impl ReadModel<Decision> for PostgresCatalogue {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        checkpoint::read(&self.database.pool, Self::NAME).await
    }

    async fn take_in(&self, after: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        let Some(last) = decisions.last() else { return Ok(()) };
        let mut transaction = checkpoint::begin(&self.database.pool, Self::NAME, after).await?;
        // Codes that a batch touches several times are written once.
        let mut codes: std::collections::BTreeMap<CodeId, (bool, Option<CodeRecord>)> = std::collections::BTreeMap::new();
        let mut order: Vec<CodeId> = Vec::new();
        for decision in decisions {
            match &decision.event {
                DecisionEvent::Code(id, event) => {
                    if !codes.contains_key(id) {
                        let statement = include_str!("statements/catalogue_code.sql");
                        let row: Option<CodeRecord> = one(&mut *transaction, statement, id.as_str()).await?;
                        order.push(id.clone());
                        codes.insert(id.clone(), (row.is_some(), row));
                    }
                    if let Some((_, row)) = codes.get_mut(id) {
                        fold::fold_code(row, id, event, decision)?;
                    }
                }
                DecisionEvent::Audience(name, event) => {
                    let statement = include_str!("statements/catalogue_audience.sql");
                    let row: Option<AudienceRecord> = one(&mut *transaction, statement, name.as_str()).await?;
                    put_audience(&mut transaction, &fold::audience(row.as_ref(), name, event, decision)?).await?;
                }
                DecisionEvent::Unit(name, event) => put_unit(&mut transaction, &fold::unit(name, event, decision)).await?,
                DecisionEvent::Access(..) | DecisionEvent::Retention(_) | DecisionEvent::Seals(..) => {}
            }
        }
        for id in order {
            if let Some((existed, Some(record))) = codes.remove(&id) {
                put_code(&mut transaction, &record, existed).await?;
            }
        }
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}

async fn put_code(
    transaction: &mut Transaction<'static, Postgres>,
    record: &CodeRecord,
    existed: bool,
) -> Result<(), StoreError> {
    let id = record.id.as_str();
    sqlx::query(include_str!("statements/put_catalogue_code.sql"))
        .bind(id)
        .bind(Standing::of(&record.code).as_str())
        .bind(record.code.unit.as_ref().map(UnitName::as_str))
        .bind(record.batch.as_deref())
        .bind(Json(record))
        .bind(indexed(&fold::searchable(record)))
        .execute(&mut **transaction)
        .await
        .map_err(failed)?;
    if existed {
        for statement in [
            include_str!("statements/drop_catalogue_tags.sql"),
            include_str!("statements/drop_catalogue_hosts.sql"),
            include_str!("statements/drop_catalogue_uses.sql"),
        ] {
            sqlx::query(statement)
                .bind(id)
                .execute(&mut **transaction)
                .await
                .map_err(failed)?;
        }
    }
    let tags = record.code.tags.iter().map(|tag| tag.as_str().to_owned());
    let uses = fold::audiences_used(record).into_iter().map(String::from);
    let hosts = fold::hosts(record.code.configuration.targets());
    let lists: [(&str, Vec<String>); 3] = [
        (include_str!("statements/put_catalogue_tags.sql"), tags.collect()),
        (
            include_str!("statements/put_catalogue_hosts.sql"),
            hosts.into_iter().collect(),
        ),
        (include_str!("statements/put_catalogue_uses.sql"), uses.collect()),
    ];
    for (statement, entries) in lists.into_iter().filter(|(_, entries)| !entries.is_empty()) {
        sqlx::query(statement)
            .bind(entries)
            .bind(id)
            .execute(&mut **transaction)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

async fn put_audience(transaction: &mut Transaction<'static, Postgres>, record: &AudienceRecord) -> Result<(), StoreError> {
    sqlx::query(include_str!("statements/put_catalogue_audience.sql"))
        .bind(record.name.as_str())
        .bind(record.definition.is_some())
        .bind(Json(record))
        .execute(&mut **transaction)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn put_unit(transaction: &mut Transaction<'static, Postgres>, record: &UnitRecord) -> Result<(), StoreError> {
    sqlx::query(include_str!("statements/put_catalogue_unit.sql"))
        .bind(record.name.as_str())
        .bind(Json(record))
        .execute(&mut **transaction)
        .await
        .map_err(failed)?;
    Ok(())
}
