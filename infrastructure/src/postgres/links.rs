//! Whether somebody answers where codes lead.

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_application::ports::{
    Page, Paging, StoreError,
    links::{Failing, LinkAnswer, LinkCheck, Links},
};
use signpost_domain::url::HttpUrl;
use sqlx::{Row, postgres::PgRow, types::Json};

use super::{Database, failed, json, time, unreadable};

/// The table of addresses in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresLinks {
    database: Database,
}

impl PostgresLinks {
    /// The table in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

fn read(row: &PgRow) -> Result<LinkCheck, StoreError> {
    let (word, status): (&str, Option<i32>) = (row.get("answer"), row.get("status"));
    let status = status.map(u16::try_from).transpose().map_err(unreadable)?;
    let since: Option<i64> = row.get("since");
    let failing = since.map(|since| {
        Ok::<_, StoreError>(Failing {
            since: time(since)?,
            times: u32::try_from(row.get::<i64, _>("times")).map_err(unreadable)?,
        })
    });
    Ok(LinkCheck {
        url: row.get::<String, _>("url").try_into().map_err(unreadable)?,
        answer: LinkAnswer::read(word, status).ok_or_else(|| unreadable(format!("the answer {word}")))?,
        checked_at: time(row.get("checked_at"))?,
        failing: failing.transpose()?,
        codes: json(row, "codes")?,
    })
}

#[async_trait]
impl Links for PostgresLinks {
    async fn keep(&self, check: &LinkCheck) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/keep_link.sql"))
            .bind(check.url.as_str())
            .bind(check.answer.as_str())
            .bind(check.answer.status().map(i32::from))
            .bind(check.checked_at.as_microsecond())
            .bind(check.failing.map(|failing| failing.since.as_microsecond()))
            .bind(check.failing.map(|failing| i64::from(failing.times)))
            .bind(check.is_dead())
            .bind(Json(&check.codes))
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn of(&self, urls: &[HttpUrl]) -> Result<Vec<LinkCheck>, StoreError> {
        let rows = sqlx::query(include_str!("statements/links_of.sql"))
            .bind(urls.iter().map(HttpUrl::as_str).collect::<Vec<_>>())
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        rows.iter().map(read).collect()
    }

    async fn dead(&self, since: Timestamp, most: u32) -> Result<Vec<LinkCheck>, StoreError> {
        let rows = sqlx::query(include_str!("statements/dead_links.sql"))
            .bind(since.as_microsecond())
            .bind(i64::from(most))
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        rows.iter().map(read).collect()
    }

    async fn list(&self, only_dead: bool, paging: &Paging) -> Result<Page<LinkCheck>, StoreError> {
        let mut rows = sqlx::query(include_str!("statements/links.sql"))
            .bind(paging.cursor.as_deref().unwrap_or_default())
            .bind(only_dead)
            .bind(i64::from(paging.limit) + 1)
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        let more = rows.len() > paging.limit as usize;
        rows.truncate(paging.limit as usize);
        let items: Vec<LinkCheck> = rows.iter().map(read).collect::<Result<_, _>>()?;
        let next = items.last().filter(|_| more).map(|check| check.url.to_string());
        Ok(Page { items, next })
    }

    async fn forget(&self, before: Timestamp) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/forget_links.sql"))
            .bind(before.as_microsecond())
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(())
    }
}
