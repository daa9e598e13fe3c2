//! Sessions of those who signed in.

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_application::ports::{
    StoreError,
    sessions::{Session, SessionDigest, Sessions},
};
use signpost_domain::{identifier::PrincipalId, visit::Platform};
use sqlx::{Row, postgres::PgRow};

use super::{Database, failed, time, unreadable};

/// The table of sessions in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresSessions {
    database: Database,
}

impl PostgresSessions {
    /// The table in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

fn read(row: &PgRow) -> Result<Session, StoreError> {
    let platform: &str = row.get("platform");
    let platform = Platform::ALL.into_iter().find(|known| known.as_str() == platform);
    Ok(Session {
        digest: SessionDigest(row.get("digest")),
        principal: row.get::<String, _>("principal").try_into().map_err(unreadable)?,
        platform: platform.unwrap_or(Platform::Other),
        began_at: time(row.get("began_at"))?,
        seen_at: time(row.get("seen_at"))?,
    })
}

#[async_trait]
impl Sessions for PostgresSessions {
    async fn begin(&self, session: &Session) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/begin_session.sql"))
            .bind(&session.digest.0)
            .bind(session.principal.as_str())
            .bind(session.platform.as_str())
            .bind(session.began_at.as_microsecond())
            .bind(session.seen_at.as_microsecond())
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn find(&self, digest: &SessionDigest) -> Result<Option<Session>, StoreError> {
        let row = sqlx::query(include_str!("statements/session.sql"))
            .bind(&digest.0)
            .fetch_optional(&self.database.pool)
            .await
            .map_err(failed)?;
        row.as_ref().map(read).transpose()
    }

    async fn of(&self, principal: &PrincipalId) -> Result<Vec<Session>, StoreError> {
        let rows = sqlx::query(include_str!("statements/sessions_of.sql"))
            .bind(principal.as_str())
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        rows.iter().map(read).collect()
    }

    async fn see(&self, digest: &SessionDigest, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/see_session.sql"))
            .bind(&digest.0)
            .bind(at.as_microsecond())
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn end(&self, digest: &SessionDigest) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/end_session.sql"))
            .bind(&digest.0)
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn end_all(&self, principal: &PrincipalId, keep: Option<&SessionDigest>) -> Result<u64, StoreError> {
        let ended = sqlx::query(include_str!("statements/end_sessions_of.sql"))
            .bind(principal.as_str())
            .bind(keep.map_or("", |keep| keep.0.as_str()))
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(ended.rows_affected())
    }

    async fn expire(&self, began: Timestamp, seen: Timestamp) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/expire_sessions.sql"))
            .bind(began.as_microsecond())
            .bind(seen.as_microsecond())
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(())
    }
}
