//! Answers kept for retried requests.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use signpost_application::ports::{
    StoreError,
    idempotency::{Answer, Attempt, Begun, Idempotency},
};
use sqlx::{Row, types::Json};

use super::{Database, failed, unreadable};

/// How long answers are kept, in microseconds: two days, so that a phone that was off over night may still retry.
const KEPT: i64 = 2 * 24 * 3_600 * 1_000_000;

/// Kept answers in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresIdempotency {
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

impl PostgresIdempotency {
    /// Kept answers in an open database; `process` tells this process from the ones before it and beside it.
    pub fn new(database: Database, process: String) -> Self {
        Self { database, process }
    }
}

#[async_trait]
impl Idempotency for PostgresIdempotency {
    async fn begin(&self, attempt: &Attempt, correlation: String) -> Result<Begun, StoreError> {
        let mut transaction = self.database.pool.begin().await.map_err(failed)?;
        let now = attempt.at.as_microsecond();
        // A row that is not there yet cannot be locked; two requests with one key wait for each other by its name.
        sqlx::query(include_str!("statements/lock_attempt.sql"))
            .bind(format!("{} {}", attempt.principal, attempt.key))
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        sqlx::query(include_str!("statements/expire_answers.sql"))
            .bind(now - KEPT)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        let row = sqlx::query(include_str!("statements/attempt.sql"))
            .bind(attempt.principal.as_str())
            .bind(&attempt.key)
            .bind(&self.process)
            .fetch_optional(&mut *transaction)
            .await
            .map_err(failed)?;
        let begun = match row {
            None => Begun::New {
                correlation: correlation.clone(),
            },
            Some(row) if row.get::<&str, _>("fingerprint") != attempt.fingerprint => Begun::Mismatch,
            Some(row) => match row.try_get::<Option<Json<Kept>>, _>("answer").map_err(unreadable)? {
                Some(Json(Kept { status, headers, body })) => Begun::Answered(Answer {
                    status,
                    headers,
                    body: body.into_bytes(),
                }),
                None if row.get("lives") => Begun::Underway,
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
            .bind(Json(&kept))
            .bind(attempt.principal.as_str())
            .bind(&attempt.key)
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn release(&self, attempt: &Attempt) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/release_attempt.sql"))
            .bind(attempt.principal.as_str())
            .bind(&attempt.key)
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(())
    }
    async fn abandon(&self, attempt: &Attempt) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/abandon_attempt.sql"))
            .bind(attempt.principal.as_str())
            .bind(&attempt.key)
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(())
    }
}
