//! Opening a database: settings, schema, and refusing what this version cannot know.

use std::{borrow::Cow, sync::Arc, time::Duration};

use signpost_application::ports::StoreError;
use sqlx::{
    Connection, Executor, PgConnection, PgPool, Postgres, Transaction,
    migrate::{Migrate, Migration, MigrationType},
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{address, failed, kept_by_hour::carry_over, news::News, rights};
use crate::{
    kept_by_hour,
    schema::{Migrated, Migrating, Standing, before, latest, migrator, standing},
};

/// The oldest server that Signpost is made for, as PostgreSQL numbers itself.
const OLDEST: u32 = 150_000;
/// Connections of one process at most.
const CONNECTIONS: u32 = 10;
/// How long a connection is waited for, when all are in use or the server is away: whoever asks is told to come back soon after.
const PATIENCE: Duration = Duration::from_secs(2);

/// A database.
#[derive(Debug, Clone)]
pub struct Database {
    pub(crate) pool: PgPool,
    pub(crate) news: Arc<News>,
}

/// Why a database cannot be used. None of these shows a password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL makes no sense.
    #[error(
        "database-url is not right: {0}; give something like postgres://user:password@host:5432/signpost, \
         with special characters in the password percent-encoded"
    )]
    Address(String),
    /// It cannot be reached or used.
    #[error("cannot open {place}: {what}")]
    Unusable {
        /// The database and its server.
        place: String,
        /// What is wrong.
        what: String,
    },
    /// The server is older than what Signpost is made for.
    #[error("{place} runs PostgreSQL {found}; Signpost needs PostgreSQL 15 or newer")]
    Old {
        /// The database and its server.
        place: String,
        /// The server's major version.
        found: u32,
    },
    /// A newer version of Signpost changed its schema.
    #[error(
        "{place} was made by a newer version of Signpost (schema {found}, this version knows {known}); \
         run that version, or restore a backup from before the upgrade"
    )]
    Newer {
        /// The database and its server.
        place: String,
        /// Schema version found.
        found: i64,
        /// Latest schema version known here.
        known: i64,
    },
    /// The schema is not up to date, and may not be changed.
    #[error(
        "{place} has schema version {found} and this version of Signpost needs {needed}; run signpost migrate, or start without --no-migrate"
    )]
    Behind {
        /// The database and its server.
        place: String,
        /// Schema version found; 0 when there is none yet.
        found: i64,
        /// Schema version needed.
        needed: i64,
    },
    /// The role lacks rights.
    #[error(
        "the role {role} has no rights on {tables} in {place}; let the owner of the database run signpost migrate --grant-to {role}"
    )]
    NoRights {
        /// The database and its server.
        place: String,
        /// Who asked.
        role: String,
        /// Some tables that cannot be read.
        tables: String,
    },
    /// Rights cannot be granted to this role.
    #[error("{place}: {what}")]
    NotGranted {
        /// The database and its server.
        place: String,
        /// Why.
        what: String,
    },
}

/// The numbered migrations.
macro_rules! migrations {
    ($($number:literal $name:literal $path:literal),* $(,)?) => {
        vec![$(Migration::new(
            $number,
            Cow::Borrowed($name),
            MigrationType::Simple,
            Cow::Borrowed(include_str!(concat!("../../../migrations/postgres/", $path))),
            false,
        )),*]
    };
}

fn migrations() -> Vec<Migration> {
    migrations![
        1 "decision log" "0001_decision_log.sql",
        2 "scan log" "0002_scan_log.sql",
        3 "read models" "0003_read_models.sql",
        5 "rights" "0005_rights.sql",
        6 "nodes" "0006_nodes.sql",
        10 "heads" "0010_heads.sql",
        11 "scans by month" "0011_scans_by_month.sql",
        12 "kept months" "0012_kept_months.sql",
        13 "months by who appends" "0013_months_by_who_appends.sql",
        14 "seals" "0014_seals.sql",
        15 "usage by day" "0015_usage_by_day.sql",
        16 "kept by day" "0016_kept_by_day.sql",
        18 "search" "0018_search.sql",
        19 "proposals" "0019_proposals.sql",
        20 "search proposals" "0020_search_proposals.sql",
        21 "history by position" "0021_history_by_position.sql",
        22 "accounts" "0022_accounts.sql",
        29 "token uses" "0029_token_uses.sql",
        31 "subjects" "0031_subjects.sql",
        36 "designs" "0036_designs.sql",
        38 "links" "0038_links.sql",
        39 "usage by code" "0039_usage_by_code.sql",
    ]
}

impl Database {
    /// Opens the database at a `postgres://` URL, with its schema up to date.
    pub async fn open(url: &str, migrating: Migrating) -> Result<Self, OpenError> {
        let database = Self::connect(url).await?;
        database.check_rights().await?;
        if migrating == Migrating::Allowed {
            database.bring_up_to_date().await?;
        } else if let Standing::Behind { found, .. } = database.standing().await? {
            return Err(OpenError::Behind {
                place: database.place(),
                found,
                needed: latest(&migrations()),
            });
        }
        Ok(database)
    }

    /// Brings the schema of the database at a `postgres://` URL up to date and, if asked, grants `role` what the program
    /// needs, and on the logs nothing but to read and to append.
    pub async fn migrate(url: &str, role: Option<&str>) -> Result<Migrated, OpenError> {
        let database = Self::connect(url).await?;
        let migrated = database.bring_up_to_date().await?;
        if let Some(role) = role {
            rights::grant(&database, role).await?;
        }
        database.close().await;
        Ok(migrated)
    }

    /// Connects, and refuses a server that is too old.
    async fn connect(url: &str) -> Result<Self, OpenError> {
        let options = address::parse(url)?;
        let place = address::place(&options);
        let unusable = |error: &sqlx::Error| OpenError::Unusable {
            place: place.clone(),
            what: address::why_not(error, &options),
        };
        // First without the pool, which tries again and again and then only says that it took too long.
        let connection = PgConnection::connect_with(&options).await.map_err(|error| unusable(&error))?;
        let version = connection.server_version_num();
        // Goodbye is a courtesy.
        let _ = connection.close().await;
        if let Some(found) = version.filter(|found| *found < OLDEST) {
            let found = found / 10_000;
            return Err(OpenError::Old { place, found });
        }
        let pool = pool(options.clone()).await.map_err(|error| unusable(&error))?;
        Ok(Self {
            pool,
            news: Arc::default(),
        })
    }

    /// The database at a `postgres://` URL, connected to when it is first used. Nobody looked whether it is there, and whether its
    /// schema is up to date.
    pub fn unopened(url: &str) -> Result<Self, OpenError> {
        Ok(Self {
            pool: pool_options().connect_lazy_with(address::parse(url)?),
            news: Arc::default(),
        })
    }

    /// Whether it answers, and takes changes, which a standby does not.
    pub async fn answers(&self) -> bool {
        let takes_changes = sqlx::query_scalar(include_str!("statements/takes_changes.sql"));
        takes_changes.fetch_one(&self.pool).await.unwrap_or(false)
    }

    /// How the schema stands, found without changing anything.
    async fn standing(&self) -> Result<Standing, OpenError> {
        let unusable = |error: &dyn std::fmt::Display| self.unusable(error);
        let mut connection = self.pool.acquire().await.map_err(|error| unusable(&error))?;
        let begun: bool = sqlx::query_scalar(include_str!("statements/is_migrated.sql"))
            .fetch_one(&mut *connection)
            .await
            .map_err(|error| unusable(&error))?;
        let applied = if begun {
            connection.list_applied_migrations().await.map_err(|error| unusable(&error))?
        } else {
            Vec::new()
        };
        let known = migrations();
        match standing(&known, &applied) {
            Standing::Newer(found) => Err(OpenError::Newer {
                place: self.place(),
                found,
                known: latest(&known),
            }),
            standing => Ok(standing),
        }
    }

    /// Runs what is missing; where nothing is, no right to change the schema is needed.
    async fn bring_up_to_date(&self) -> Result<Migrated, OpenError> {
        let known = migrations();
        let version = latest(&known);
        let applied = match self.standing().await? {
            Standing::Behind { missing, .. } => {
                if let Some(before) = before(&known, &missing, kept_by_hour::GONE) {
                    before.run(&self.pool).await.map_err(|error| self.unusable(&error))?;
                    carry_over(&self.pool).await.map_err(|error| self.unusable(&error))?;
                }
                migrator(known).run(&self.pool).await.map_err(|error| self.unusable(&error))?;
                missing
            }
            _ => Vec::new(),
        };
        let was_made = self.make_ephemeral().await.map_err(|error| self.unusable(&error))?;
        if was_made || !applied.is_empty() {
            // Whoever could work before can work with what is new.
            rights::grant_again(self).await?;
        }
        Ok(Migrated {
            place: self.place(),
            version,
            applied,
        })
    }

    /// Makes the schema that no backup holds, if it is not there; says whether it was not.
    async fn make_ephemeral(&self) -> Result<bool, sqlx::Error> {
        let is_there: bool = sqlx::query_scalar(include_str!("statements/has_day_keys.sql"))
            .fetch_one(&self.pool)
            .await?;
        if !is_there {
            self.pool
                .execute(include_str!("../../../migrations/postgres/ephemeral.sql"))
                .await?;
        }
        Ok(!is_there)
    }

    /// Refuses a role that could not work, at the start and not at some request later.
    async fn check_rights(&self) -> Result<(), OpenError> {
        let lacking: Option<(String, String)> = sqlx::query_as(include_str!("statements/lacking_rights.sql"))
            .fetch_optional(&self.pool)
            .await
            .map_err(|error| self.unusable(&error))?;
        lacking.map_or(Ok(()), |(role, tables)| {
            Err(OpenError::NoRights {
                place: self.place(),
                role,
                tables,
            })
        })
    }

    pub(super) fn unusable(&self, error: &dyn std::fmt::Display) -> OpenError {
        OpenError::Unusable {
            place: self.place(),
            what: error.to_string(),
        }
    }

    /// The same database, with the tables of another schema in the place of the living ones. What is committed there is not
    /// waited for until it is on the disk: should the server end, some of it is built again. Rows are always looked up by an index:
    /// for a large batch the planner may take reading a whole table to be cheaper, and every batch would.
    pub(crate) async fn beside(&self, schema: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::clone(&self.pool.connect_options());
        let path = format!("\"{schema}\"");
        let settings = [
            ("search_path", path.as_str()),
            ("synchronous_commit", "off"),
            ("plan_cache_mode", "force_generic_plan"),
        ];
        let pool = pool(options.application_name("signpost rebuild").options(settings))
            .await
            .map_err(failed)?;
        Ok(Self {
            pool,
            news: Arc::default(),
        })
    }

    /// A transaction in which all that is read is of one moment.
    pub(crate) async fn snapshot(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        self.pool
            .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await
            .map_err(failed)
    }

    /// Where it is, without the password.
    pub fn place(&self) -> String {
        address::place(&self.pool.connect_options())
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn pool_options() -> PgPoolOptions {
    PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE)
}

async fn pool(options: PgConnectOptions) -> Result<PgPool, sqlx::Error> {
    pool_options().connect_with(options).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_error_shows_the_password() {
        for url in [
            "postgres://me:s3cret@127.0.0.1:1/nowhere",
            "postgres://me:s3cret@127.0.0.1:s3cret/nowhere",
            "postgres://me:s3cret@/nowhere?host=/nowhere",
            "postgres://me:s3cret@127.0.0.1:1/nowhere?sslmode=s3cretly",
        ] {
            let error = Database::open(url, Migrating::Allowed)
                .await
                .err()
                .map(|error| format!("{error} {error:?}"));
            let error = error.expect("nobody listens there");
            assert!(!error.contains(":s3cret"), "{error}");
        }
    }
}
