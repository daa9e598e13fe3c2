//! Whether somebody answers where codes lead.

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_application::ports::{
    Page, Paging, StoreError,
    links::{Failing, LinkAnswer, LinkCheck, Links},
};
use signpost_domain::url::HttpUrl;
use sqlx::{Row, sqlite::SqliteRow};

use super::{Database, failed, time, unreadable};

/// The table of addresses in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteLinks {
    database: Database,
}

impl SqliteLinks {
    /// The table in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

fn read(row: &SqliteRow) -> Result<LinkCheck, StoreError> {
    let (word, status): (&str, Option<u16>) = (row.get("answer"), row.get("status"));
    let since: Option<i64> = row.get("since");
    let failing = since.map(|since| {
        Ok::<_, StoreError>(Failing {
            since: time(since)?,
            times: row.get("times"),
        })
    });
    Ok(LinkCheck {
        url: row.get::<String, _>("url").try_into().map_err(unreadable)?,
        answer: LinkAnswer::read(word, status).ok_or_else(|| unreadable(format!("the answer {word}")))?,
        checked_at: time(row.get("checked_at"))?,
        failing: failing.transpose()?,
        codes: serde_json::from_str(row.get("codes")).map_err(unreadable)?,
    })
}

#[async_trait]
impl Links for SqliteLinks {
    async fn keep(&self, check: &LinkCheck) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/keep_link.sql"))
            .bind(check.url.as_str())
            .bind(check.answer.as_str())
            .bind(check.answer.status())
            .bind(check.checked_at.as_microsecond())
            .bind(check.failing.map(|failing| failing.since.as_microsecond()))
            .bind(check.failing.map(|failing| failing.times))
            .bind(check.is_dead())
            .bind(serde_json::to_string(&check.codes).map_err(unreadable)?)
            .execute(&self.database.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn of(&self, urls: &[HttpUrl]) -> Result<Vec<LinkCheck>, StoreError> {
        let rows = sqlx::query(include_str!("statements/links_of.sql"))
            .bind(serde_json::to_string(urls).map_err(unreadable)?)
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        rows.iter().map(read).collect()
    }

    async fn dead(&self, since: Timestamp, most: u32) -> Result<Vec<LinkCheck>, StoreError> {
        let rows = sqlx::query(include_str!("statements/dead_links.sql"))
            .bind(since.as_microsecond())
            .bind(most)
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        rows.iter().map(read).collect()
    }

    async fn list(&self, only_dead: bool, paging: &Paging) -> Result<Page<LinkCheck>, StoreError> {
        let mut rows = sqlx::query(include_str!("statements/links.sql"))
            .bind(paging.cursor.as_deref().unwrap_or_default())
            .bind(only_dead)
            .bind(i64::from(paging.limit) + 1)
            .fetch_all(&self.database.readers)
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
            .execute(&self.database.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }
}
