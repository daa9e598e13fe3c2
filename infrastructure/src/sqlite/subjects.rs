//! Who somebody is for an identity provider.

use async_trait::async_trait;
use signpost_application::ports::{StoreError, subjects::Subjects};
use signpost_domain::identifier::PrincipalId;

use super::{Database, failed, unreadable};

/// The table of subjects in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteSubjects {
    database: Database,
}

impl SqliteSubjects {
    /// The table in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl Subjects for SqliteSubjects {
    async fn find(&self, issuer: &str, subject: &str) -> Result<Option<PrincipalId>, StoreError> {
        let found: Option<String> = sqlx::query_scalar(include_str!("statements/find_subject.sql"))
            .bind(issuer)
            .bind(subject)
            .fetch_optional(&self.database.readers)
            .await
            .map_err(failed)?;
        found.map(PrincipalId::try_from).transpose().map_err(unreadable)
    }

    async fn keep(&self, issuer: &str, subject: &str, principal: &PrincipalId) -> Result<PrincipalId, StoreError> {
        let kept: String = sqlx::query_scalar(include_str!("statements/keep_subject.sql"))
            .bind(issuer)
            .bind(subject)
            .bind(principal.as_str())
            .fetch_one(&self.database.writer)
            .await
            .map_err(failed)?;
        kept.try_into().map_err(unreadable)
    }

    async fn has(&self, principal: &PrincipalId) -> Result<bool, StoreError> {
        sqlx::query_scalar(include_str!("statements/has_subject.sql"))
            .bind(principal.as_str())
            .fetch_one(&self.database.readers)
            .await
            .map_err(failed)
    }
}
