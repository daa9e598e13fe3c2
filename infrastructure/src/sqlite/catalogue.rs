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
use sqlx::{Row, Sqlite, SqlitePool, Transaction};

use super::{Database, checkpoint, failed, unreadable, unsigned};

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
            .bind(paging.cursor.as_deref());
        page(query, &self.database.readers, paging.limit).await
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
        let Some(last) = decisions.last() else { return Ok(()) };
        let mut transaction = checkpoint::begin(&self.database.writer, Self::NAME, after).await?;
        // Codes that a batch touches several times are written once.
        let mut codes: std::collections::BTreeMap<CodeId, (bool, Option<CodeRecord>)> = std::collections::BTreeMap::new();
        let mut order: Vec<CodeId> = Vec::new();
        for decision in decisions {
            match &decision.event {
                DecisionEvent::Code(id, event) => {
                    if !codes.contains_key(id) {
                        let statement = include_str!("statements/catalogue_code.sql");
                        let row: Option<CodeRecord> = within(&mut transaction, statement, id.as_str()).await?;
                        order.push(id.clone());
                        codes.insert(id.clone(), (row.is_some(), row));
                    }
                    if let Some((_, row)) = codes.get_mut(id) {
                        fold::fold_code(row, id, event, decision)?;
                    }
                }
                DecisionEvent::Audience(name, event) => {
                    let statement = include_str!("statements/catalogue_audience.sql");
                    let row: Option<AudienceRecord> = within(&mut transaction, statement, name.as_str()).await?;
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

async fn within<T: DeserializeOwned>(
    transaction: &mut Transaction<'static, Sqlite>,
    statement: &'static str,
    key: &str,
) -> Result<Option<T>, StoreError> {
    let record: Option<String> = sqlx::query_scalar(statement)
        .bind(key)
        .fetch_optional(&mut **transaction)
        .await
        .map_err(failed)?;
    record
        .map(|record| serde_json::from_str(&record).map_err(unreadable))
        .transpose()
}

async fn put_code(transaction: &mut Transaction<'static, Sqlite>, record: &CodeRecord, existed: bool) -> Result<(), StoreError> {
    let id = record.id.as_str();
    let number: i64 = sqlx::query_scalar(include_str!("statements/put_catalogue_code.sql"))
        .bind(id)
        .bind(Standing::of(&record.code).as_str())
        .bind(record.code.unit.as_ref().map(UnitName::as_str))
        .bind(record.batch.as_deref())
        .bind(serde_json::to_string(record).map_err(unreadable)?)
        .fetch_one(&mut **transaction)
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
        sqlx::query(include_str!("statements/drop_catalogue_text.sql"))
            .bind(number)
            .execute(&mut **transaction)
            .await
            .map_err(failed)?;
    }
    let tags = record.code.tags.iter().map(|tag| tag.as_str().to_owned());
    let uses = fold::audiences_used(record).into_iter().map(String::from);
    let hosts = fold::hosts(record.code.configuration.targets());
    let lists: [(&str, Vec<String>); 3] = [
        (include_str!("statements/put_catalogue_tag.sql"), tags.collect()),
        (include_str!("statements/put_catalogue_host.sql"), hosts.into_iter().collect()),
        (include_str!("statements/put_catalogue_use.sql"), uses.collect()),
    ];
    for (statement, entries) in lists {
        for entry in entries {
            sqlx::query(statement)
                .bind(entry)
                .bind(id)
                .execute(&mut **transaction)
                .await
                .map_err(failed)?;
        }
    }
    sqlx::query(include_str!("statements/put_catalogue_text.sql"))
        .bind(number)
        .bind(fold::searchable(record))
        .execute(&mut **transaction)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn put_audience(transaction: &mut Transaction<'static, Sqlite>, record: &AudienceRecord) -> Result<(), StoreError> {
    sqlx::query(include_str!("statements/put_catalogue_audience.sql"))
        .bind(record.name.as_str())
        .bind(record.definition.is_some())
        .bind(serde_json::to_string(record).map_err(unreadable)?)
        .execute(&mut **transaction)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn put_unit(transaction: &mut Transaction<'static, Sqlite>, record: &UnitRecord) -> Result<(), StoreError> {
    sqlx::query(include_str!("statements/put_catalogue_unit.sql"))
        .bind(record.name.as_str())
        .bind(serde_json::to_string(record).map_err(unreadable)?)
        .execute(&mut **transaction)
        .await
        .map_err(failed)?;
    Ok(())
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
