//! The catalogue: codes, audiences, units and designs as they are now.

use async_trait::async_trait;
use serde::{Serialize, de::DeserializeOwned};
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
};
use sqlx::{Row, Sqlite, SqlitePool, Transaction};

use super::{
    Database,
    batch::{find, insert, put},
    batches, checkpoint, failed,
    models::{Fold, alone},
    unreadable, unsigned,
};

/// Codes named when an audience cannot be withdrawn.
const SOME: u32 = 5;

/// The catalogue in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteCatalogue {
    database: Database,
}

impl SqliteCatalogue {
    /// Its name, for operators.
    pub const NAME: &str = "catalogue";

    /// The catalogue in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

async fn one<T: DeserializeOwned>(pool: &SqlitePool, statement: &'static str, key: &str) -> Result<Option<T>, StoreError> {
    let record: Option<String> = sqlx::query_scalar(statement)
        .bind(key)
        .fetch_optional(pool)
        .await
        .map_err(failed)?;
    record
        .map(|record| serde_json::from_str(&record).map_err(unreadable))
        .transpose()
}

/// Reads one row more than asked for, to know whether there is a next page.
async fn page<'a, T: DeserializeOwned>(
    query: sqlx::query::Query<'a, Sqlite, sqlx::sqlite::SqliteArguments<'a>>,
    pool: &SqlitePool,
    limit: u32,
) -> Result<Page<T>, StoreError> {
    let mut rows = query.bind(i64::from(limit) + 1).fetch_all(pool).await.map_err(failed)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| row.get::<String, _>("key"));
    let items = rows
        .iter()
        .map(|row| serde_json::from_str(row.get("record")).map_err(unreadable))
        .collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

/// The words of a search in FTS5's language: every word must occur, the last may be a beginning.
fn match_expression(q: &str) -> Option<String> {
    let words: Vec<String> = q
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| format!("\"{}\"*", word.replace('"', "\"\"")))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[async_trait]
impl Catalogue for SqliteCatalogue {
    async fn code(&self, id: &CodeId) -> Result<Option<CodeRecord>, StoreError> {
        one(
            &self.database.readers,
            include_str!("statements/catalogue_code.sql"),
            id.as_str(),
        )
        .await
    }

    async fn codes(&self, filter: &CodeFilter, paging: &Paging) -> Result<Page<CodeRecord>, StoreError> {
        let words = match filter.q.as_deref() {
            Some(q) => match match_expression(q) {
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
            .bind(
                filter
                    .ids
                    .as_ref()
                    .map(serde_json::to_string)
                    .transpose()
                    .map_err(unreadable)?,
            )
            .bind(paging.cursor.as_deref())
            .bind(filter.audience.as_ref().map(AudienceName::as_str));
        page(query, &self.database.readers, paging.limit).await
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
            &self.database.readers,
            include_str!("statements/catalogue_audience.sql"),
            name.as_str(),
        )
        .await
    }

    async fn audiences(&self, paging: &Paging) -> Result<Page<AudienceRecord>, StoreError> {
        let query = sqlx::query(include_str!("statements/catalogue_audiences.sql")).bind(paging.cursor.as_deref());
        page(query, &self.database.readers, paging.limit).await
    }

    async fn users_of(&self, name: &AudienceName) -> Result<(u64, Vec<CodeId>), StoreError> {
        let pool = &self.database.readers;
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
            .fetch_one(&self.database.readers)
            .await
            .map_err(failed)
    }

    async fn unit(&self, name: &UnitName) -> Result<Option<UnitRecord>, StoreError> {
        one(
            &self.database.readers,
            include_str!("statements/catalogue_unit.sql"),
            name.as_str(),
        )
        .await
    }

    async fn units(&self, paging: &Paging) -> Result<Page<UnitRecord>, StoreError> {
        let query = sqlx::query(include_str!("statements/catalogue_units.sql")).bind(paging.cursor.as_deref());
        page(query, &self.database.readers, paging.limit).await
    }

    async fn designs(&self, unit: Option<&UnitName>, paging: &Paging) -> Result<Page<DesignRecord>, StoreError> {
        let query = sqlx::query(include_str!("statements/catalogue_designs.sql"))
            .bind(unit.map(UnitName::as_str))
            .bind(paging.cursor.as_deref());
        page(query, &self.database.readers, paging.limit).await
    }
}

#[async_trait]
impl ReadModel<Decision> for SqliteCatalogue {
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
impl Fold for SqliteCatalogue {
    async fn fold(&self, transaction: &mut Transaction<'static, Sqlite>, decisions: &[Decision]) -> Result<(), TakeInError> {
        let (codes, audiences) = fold::touched(decisions);
        let mut rows = fold::Rows::default();
        for (id, record) in find(transaction, include_str!("statements/catalogue_codes_of.sql"), &codes).await? {
            rows.codes.insert(id.parse().map_err(unreadable)?, record);
        }
        let found = find(transaction, include_str!("statements/catalogue_audiences_of.sql"), &audiences);
        for (name, record) in found.await? {
            rows.audiences.insert(name.parse().map_err(unreadable)?, record);
        }
        write(transaction, &fold::fold(rows, decisions)?).await?;
        Ok(())
    }
}

/// Writes what a batch made of the catalogue, a statement per table.
async fn write(transaction: &mut Transaction<'static, Sqlite>, changes: &fold::Changes) -> Result<(), StoreError> {
    fn json<T: Serialize>(record: &T) -> Result<String, StoreError> {
        serde_json::to_string(record).map_err(unreadable)
    }
    let (retagged, of_tags) = changes.looking_otherwise(|record| record.code.tags.clone());
    let (moved, of_hosts) = changes.looking_otherwise(fold::hosts_of_one);
    let (reused, of_uses) = changes.looking_otherwise(fold::audiences_used);
    let (reworded, of_texts) = changes.looking_otherwise(fold::searchable);
    let gone = [retagged, moved, reused, reworded];
    if gone.iter().any(|ids| !ids.is_empty()) {
        let mut query = sqlx::query(include_str!("statements/drop_catalogue_of.sql"));
        for ids in &gone {
            query = query.bind(json(ids)?);
        }
        query.execute(&mut **transaction).await.map_err(failed)?;
    }
    let codes: Vec<&CodeRecord> = changes.known.iter().chain(&changes.minted).collect();
    let row = |record: &&CodeRecord| {
        let unit = record.code.unit.as_ref().map(ToString::to_string);
        let standing = Standing::of(&record.code).as_str();
        Ok((record.id.to_string(), standing, unit, record.batch.clone(), json(record)?))
    };
    let rows = codes.iter().map(row).collect::<Result<Vec<_>, StoreError>>()?;
    let put_codes = include_str!("statements/put_catalogue_codes.sql");
    insert(transaction, put_codes, &rows, |row, (id, standing, unit, batch, record)| {
        row.bind(id).bind(*standing).bind(unit).bind(batch).bind(record)
    })
    .await?;
    let texts: Vec<_> = of_texts
        .iter()
        .map(|record| (record.id.as_str(), fold::searchable(record)))
        .collect();
    put(transaction, include_str!("statements/put_catalogue_texts.sql"), &texts).await?;
    let (tags, hosts, uses) = (fold::tags_of(&of_tags), fold::hosts_of(&of_hosts), fold::uses_of(&of_uses));
    pairs(transaction, include_str!("statements/put_catalogue_tags.sql"), &tags).await?;
    pairs(transaction, include_str!("statements/put_catalogue_hosts.sql"), &hosts).await?;
    pairs(transaction, include_str!("statements/put_catalogue_uses.sql"), &uses).await?;
    let audiences = changes.audiences.iter().map(|record| {
        let in_use = u8::from(record.definition.is_some());
        Ok((record.name.as_str(), in_use, json(record)?))
    });
    let audiences = audiences.collect::<Result<Vec<_>, StoreError>>()?;
    put(
        transaction,
        include_str!("statements/put_catalogue_audiences.sql"),
        &audiences,
    )
    .await?;
    let units = changes.units.iter().map(|record| Ok((record.name.as_str(), json(record)?)));
    let units = units.collect::<Result<Vec<_>, StoreError>>()?;
    put(transaction, include_str!("statements/put_catalogue_units.sql"), &units).await?;
    let designs = changes.designs.iter().map(|record| {
        let unit = fold::unit_of(record).map(UnitName::as_str);
        let in_use = u8::from(record.specification.is_some());
        Ok((record.name.as_str(), in_use, unit, json(record)?))
    });
    let designs = designs.collect::<Result<Vec<_>, StoreError>>()?;
    put(transaction, include_str!("statements/put_catalogue_designs.sql"), &designs).await
}

/// Writes what codes are looked up by, each with its code.
async fn pairs<K: AsRef<str> + Sync>(
    transaction: &mut Transaction<'static, Sqlite>,
    statement: &'static str,
    pairs: &[(K, &str)],
) -> Result<(), StoreError> {
    insert(transaction, statement, pairs, |row, (key, code)| {
        row.bind(key.as_ref()).bind(*code)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_never_taken_for_the_search_language() {
        assert_eq!(match_expression("oak bench").as_deref(), Some(r#""oak"* "bench"*"#));
        assert_eq!(match_expression(r#"a" OR "b"#).as_deref(), Some(r#""a"""* "OR"* """b"*"#));
        assert_eq!(match_expression(" * - "), None);
    }
}
