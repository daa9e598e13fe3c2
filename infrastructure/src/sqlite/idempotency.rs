//! Answers kept for retried requests.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use signpost_application::ports::{
    StoreError,
    idempotency::{Answer, Attempt, Begun, Idempotency},
};
use sqlx::Row;

use super::{Database, failed, unreadable};

/// How long answers are kept, in microseconds: two days, so that a phone that was off over night may still retry.
const KEPT: i64 = 2 * 24 * 3_600 * 1_000_000;

/// Kept answers in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteIdempotency {
    database: Database,
    process: String,
}

/// [`Answer`] as it is stored.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl SqliteIdempotency {
    /// Kept answers in an open database; `process` tells this process from the ones before it.
    pub fn new(database: Database, process: String) -> Self {
        Self { database, process }
    }
}

#[async_trait]
impl Idempotency for SqliteIdempotency {
    async fn begin(&self, attempt: &Attempt, correlation: String) -> Result<Begun, StoreError> {
        let mut transaction = self.database.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let now = attempt.at.as_microsecond();
        sqlx::query(include_str!("statements/expire_answers.sql"))
            .bind(now - KEPT)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        let row = sqlx::query(include_str!("statements/attempt.sql"))
            .bind(attempt.principal.as_str())
            .bind(&attempt.key)
            .fetch_optional(&mut *transaction)
            .await
            .map_err(failed)?;
        let begun = match row {
            None => Begun::New {
                correlation: correlation.clone(),
            },
            Some(row) if row.get::<&str, _>("fingerprint") != attempt.fingerprint => Begun::Mismatch,
            Some(row) => match row.get::<Option<&str>, _>("answer") {
                Some(kept) => {
                    let Kept { status, headers, body } = serde_json::from_str(kept).map_err(unreadable)?;
                    Begun::Answered(Answer {
                        status,
                        headers,
                        body: body.into_bytes(),
                    })
                }
                None if row.get::<&str, _>("process") == self.process => Begun::Underway,
                None => Begun::Abandoned {
                    correlation: row.get("correlation"),
                },
            },
        };
        let claimed = match &begun {
            Begun::New { correlation } | Begun::Abandoned { correlation } => Some(correlation),
            _ => None,
        };
        if let Some(correlation) = claimed {
            sqlx::query(include_str!("statements/claim_attempt.sql"))
                .bind(attempt.principal.as_str())
                .bind(&attempt.key)
                .bind(&attempt.fingerprint)
                .bind(correlation)
                .bind(&self.process)
                .bind(now)
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        transaction.commit().await.map_err(failed)?;
        Ok(begun)
    }

    async fn finish(&self, attempt: &Attempt, answer: &Answer) -> Result<(), StoreError> {
        let body = String::from_utf8(answer.body.clone()).map_err(unreadable)?;
        let kept = Kept {
            status: answer.status,
            headers: answer.headers.clone(),
            body,
        };
        sqlx::query(include_str!("statements/keep_answer.sql"))
            .bind(serde_json::to_string(&kept).map_err(unreadable)?)
            .bind(attempt.principal.as_str())
            .bind(&attempt.key)
            .execute(&self.database.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn release(&self, attempt: &Attempt) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/release_attempt.sql"))
            .bind(attempt.principal.as_str())
            .bind(&attempt.key)
            .execute(&self.database.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }
    async fn abandon(&self, attempt: &Attempt) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/abandon_attempt.sql"))
            .bind(attempt.principal.as_str())
            .bind(&attempt.key)
            .execute(&self.database.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }
}
