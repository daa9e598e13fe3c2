//! The catalogue: codes, audiences, units and designs as they are now.

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use signpost_application::ports::{
    Page, Paging, StoreError,
    catalogue::{AudienceRecord, BatchRecord, Catalogue, CodeFilter, CodeRecord, DesignRecord, Standing, UnitRecord},
};
use signpost_domain::{
    decision::{Decision, Position},
    identifier::{AudienceName, CodeId, UnitName},
};
use signpost_projections::{
    catalogue as fold,
    runner::{ReadModel, TakeInError},
    words::indexed,
};
use sqlx::{Executor, PgPool, Postgres, Row, Transaction, postgres::PgArguments, query::Query};

use super::{
    Database,
    batch::{find, texts},
    batches, checkpoint,
    copy::Copy,
    failed, json, unreadable, unsigned,
    words::searched,
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
        let ids: Option<Vec<&str>> = filter.ids.as_ref().map(|ids| ids.iter().map(CodeId::as_str).collect());
        let query = sqlx::query(include_str!("statements/catalogue_codes.sql"))
            .bind(words)
            .bind(filter.unit.as_ref().map(UnitName::as_str))
            .bind(filter.tag.as_ref().map(signpost_domain::identifier::Tag::as_str))
            .bind(filter.standing.map(Standing::as_str))
            .bind(filter.host.as_deref())
            .bind(filter.batch.as_deref())
            .bind(ids)
            .bind(paging.cursor.as_deref())
            .bind(filter.audience.as_ref().map(AudienceName::as_str));
        page(query, &self.database.pool, paging.limit).await
    }

    async fn these(&self, ids: &[CodeId]) -> Result<Vec<CodeRecord>, StoreError> {
        batches::these(&self.database, ids).await
    }

    async fn taken(&self, ids: &[CodeId]) -> Result<Vec<CodeId>, StoreError> {
        batches::taken(&self.database, ids).await
    }

    async fn batch(&self, id: &str) -> Result<Option<BatchRecord>, StoreError> {
        let only = Paging { limit: 1, cursor: None };
        Ok(batches::batches(&self.database, Some(id), &only).await?.items.pop())
    }

    async fn batches(&self, paging: &Paging) -> Result<Page<BatchRecord>, StoreError> {
        batches::batches(&self.database, None, paging).await
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

    async fn is_guarded(&self, name: &AudienceName) -> Result<bool, StoreError> {
        sqlx::query_scalar(include_str!("statements/audience_is_guarded.sql"))
            .bind(name.as_str())
            .fetch_one(&self.database.pool)
            .await
            .map_err(failed)
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

    async fn designs(&self, unit: Option<&UnitName>, paging: &Paging) -> Result<Page<DesignRecord>, StoreError> {
        let query = sqlx::query(include_str!("statements/catalogue_designs.sql"))
            .bind(unit.map(UnitName::as_str))
            .bind(paging.cursor.as_deref());
        page(query, &self.database.pool, paging.limit).await
    }
}

#[async_trait]
impl ReadModel<Decision> for PostgresCatalogue {
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
        let (codes, audiences) = fold::touched(decisions);
        let mut rows = fold::Rows::default();
        for (id, record) in find(&mut transaction, include_str!("statements/catalogue_codes_of.sql"), &codes).await? {
            rows.codes.insert(id.parse().map_err(unreadable)?, record);
        }
        let found = find(
            &mut transaction,
            include_str!("statements/catalogue_audiences_of.sql"),
            &audiences,
        );
        for (name, record) in found.await? {
            rows.audiences.insert(name.parse().map_err(unreadable)?, record);
        }
        write(&mut transaction, &fold::fold(rows, decisions)?).await?;
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}

/// Writes what a batch made of the catalogue, a statement per table.
async fn write(transaction: &mut Transaction<'static, Postgres>, changes: &fold::Changes) -> Result<(), StoreError> {
    let known: Vec<&str> = changes.known.iter().map(|record| record.id.as_str()).collect();
    if !known.is_empty() {
        for statement in [
            include_str!("statements/drop_catalogue_tags.sql"),
            include_str!("statements/drop_catalogue_hosts.sql"),
            include_str!("statements/drop_catalogue_uses.sql"),
        ] {
            run(transaction, sqlx::query(statement).bind(&known)).await?;
        }
    }
    change_codes(transaction, &changes.known).await?;
    if !changes.minted.is_empty() {
        let mut copy = Copy::begin(transaction, include_str!("statements/copy_catalogue_codes.sql"), 6).await?;
        for record in &changes.minted {
            let key = copy.row().await?.text(record.id.as_str());
            let row = key
                .text(Standing::of(&record.code).as_str())
                .optional(record.code.unit.as_ref().map(UnitName::as_str))
                .optional(record.batch.as_deref())
                .json(record)?;
            row.words(indexed(&fold::searchable(record)).iter().map(String::as_str));
        }
        copy.end().await?;
    }
    let codes: Vec<&CodeRecord> = changes.known.iter().chain(&changes.minted).collect();
    let tags = fold::tags_of(&codes);
    pairs(transaction, include_str!("statements/copy_catalogue_tags.sql"), &tags).await?;
    let hosts = fold::hosts_of(&codes);
    pairs(transaction, include_str!("statements/copy_catalogue_hosts.sql"), &hosts).await?;
    let uses = fold::uses_of(&codes);
    pairs(transaction, include_str!("statements/copy_catalogue_uses.sql"), &uses).await?;
    let (audiences, units) = (&changes.audiences, &changes.units);
    let put = sqlx::query(include_str!("statements/put_catalogue_audiences.sql"))
        .bind(audiences.iter().map(|record| record.name.as_str()).collect::<Vec<_>>())
        .bind(audiences.iter().map(|record| record.definition.is_some()).collect::<Vec<_>>())
        .bind(texts(audiences)?);
    run(transaction, put).await?;
    let put = sqlx::query(include_str!("statements/put_catalogue_units.sql"))
        .bind(units.iter().map(|record| record.name.as_str()).collect::<Vec<_>>())
        .bind(texts(units)?);
    run(transaction, put).await?;
    let designs = &changes.designs;
    if designs.is_empty() {
        return Ok(());
    }
    let units = designs.iter().map(|record| fold::unit_of(record).map(UnitName::as_str));
    let put = sqlx::query(include_str!("statements/put_catalogue_designs.sql"))
        .bind(designs.iter().map(|record| record.name.as_str()).collect::<Vec<_>>())
        .bind(
            designs
                .iter()
                .map(|record| record.specification.is_some())
                .collect::<Vec<_>>(),
        )
        .bind(units.collect::<Vec<_>>())
        .bind(texts(designs)?);
    run(transaction, put).await
}

async fn run(
    transaction: &mut Transaction<'static, Postgres>,
    query: Query<'_, Postgres, PgArguments>,
) -> Result<(), StoreError> {
    query.execute(&mut **transaction).await.map_err(failed)?;
    Ok(())
}

/// Writes rows of codes that were there before.
async fn change_codes(transaction: &mut Transaction<'static, Postgres>, known: &[CodeRecord]) -> Result<(), StoreError> {
    if known.is_empty() {
        return Ok(());
    }
    let standings = known.iter().map(|record| Standing::of(&record.code).as_str());
    let units = known.iter().map(|record| record.code.unit.as_ref().map(UnitName::as_str));
    let words = known.iter().map(|record| indexed(&fold::searchable(record)).join(" "));
    let change = sqlx::query(include_str!("statements/change_catalogue_codes.sql"))
        .bind(known.iter().map(|record| record.id.as_str()).collect::<Vec<_>>())
        .bind(standings.collect::<Vec<_>>())
        .bind(units.collect::<Vec<_>>())
        .bind(texts(known)?)
        .bind(words.collect::<Vec<_>>());
    run(transaction, change).await
}

/// Writes what codes are looked up by, each with its code.
async fn pairs(
    transaction: &mut Transaction<'static, Postgres>,
    statement: &'static str,
    pairs: &[(impl AsRef<str> + Sync, &str)],
) -> Result<(), StoreError> {
    if pairs.is_empty() {
        return Ok(());
    }
    let mut copy = Copy::begin(transaction, statement, 2).await?;
    for (key, code) in pairs {
        copy.row().await?.text(key.as_ref()).text(code);
    }
    copy.end().await
}
