//! PostgreSQL keeps every promise that a store must keep.

#[path = "../../tests/support/cluster.rs"]
mod cluster;
mod conformance;

use std::sync::Arc;

use async_trait::async_trait;
use signpost_application::{
    ports::{
        catalogue::Catalogue,
        decision_log::{DecisionLog, Stream},
        history::History,
        retention::ScanRetention,
        scan_log::ScanLog,
        statistics::Statistics,
    },
    resolver::Entry,
};
use signpost_domain::{
    decision::{Decision, Position},
    scan::RecordedScan,
};
use signpost_infrastructure::postgres::{
    Database, PROJECTIONS, PostgresAccess, PostgresCatalogue, PostgresDecisionLog, PostgresHistory, PostgresResolver,
    PostgresRetention, PostgresScanLog, PostgresUsage, rebuild,
};
use signpost_infrastructure::schema::Migrating;
use signpost_projections::runner::ReadModel;
use sqlx::{Connection, Executor, PgConnection, Row};

use crate::{
    cluster::Cluster,
    conformance::{Rows, Store, samples::Counter},
};

conformance::promises!(Postgres);

/// A database of its own on this program's server.
struct Postgres {
    url: String,
    database: Database,
    decisions: PostgresDecisionLog,
    scans: PostgresScanLog,
}

impl Postgres {
    async fn open(url: String) -> Self {
        let database = Database::open(&url, Migrating::Allowed).await.expect("it opens");
        Self {
            url,
            decisions: PostgresDecisionLog::new(database.clone()),
            scans: PostgresScanLog::new(database.clone()),
            database,
        }
    }

    /// A connection past all of our code, with every right.
    async fn connection(url: &str) -> PgConnection {
        PgConnection::connect(url).await.expect("it opens")
    }
}

/// Ways to change what is in a log.
const TAMPERINGS: [&str; 24] = [
    "UPDATE events SET payload = '{}' WHERE position = 1",
    "UPDATE events SET position = 9 WHERE position = 2",
    "DELETE FROM events WHERE position = 2",
    "DELETE FROM events",
    "TRUNCATE events",
    "TRUNCATE events, scans CASCADE",
    "INSERT INTO events SELECT * FROM events LIMIT 1 ON CONFLICT (position) DO UPDATE SET payload = '{}'",
    "INSERT INTO events SELECT 1, 'code', 'X-1', 1, event_type, event_version, payload, metadata FROM events LIMIT 1",
    "INSERT INTO events SELECT 4, 'code', 'X-1', 1, event_type, event_version, payload, metadata FROM events LIMIT 1",
    "INSERT INTO events SELECT 0, 'code', 'X-1', 1, event_type, event_version, payload, metadata FROM events LIMIT 1",
    "INSERT INTO events SELECT -1, 'code', 'X-1', 1, event_type, event_version, payload, metadata FROM events LIMIT 1",
    "INSERT INTO events SELECT n, 'code', 'X-1', n, event_type, event_version, payload, metadata FROM events, unnest('{3,5}'::bigint[]) n WHERE position = 1",
    "INSERT INTO events SELECT n, 'code', 'X-1', coalesce(n, 1), event_type, event_version, payload, metadata FROM events, unnest('{NULL,4}'::bigint[]) n WHERE position = 1",
    "UPDATE scans SET robot = true",
    "DELETE FROM scans WHERE position = 1",
    "TRUNCATE scans",
    "INSERT INTO scans SELECT 1, 5, 5, at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item FROM scans LIMIT 1",
    "INSERT INTO scans SELECT 9, 5, 5, at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item FROM scans LIMIT 1",
    "UPDATE scans_2026_01 SET robot = true",
    "DELETE FROM scans_2026_01",
    "TRUNCATE scans_2026_01",
    "INSERT INTO scans_2026_01 SELECT 4, 5, 5, at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item FROM scans LIMIT 1",
    "UPDATE log_heads SET position = position + 1",
    "DELETE FROM log_heads",
];

#[async_trait]
impl Store for Postgres {
    async fn fresh() -> Self {
        let cluster = Cluster::of_this_program();
        let (url, name) = cluster.another_database();
        let mut connection = Self::connection(&cluster.url("postgres")).await;
        connection
            .execute(format!("CREATE DATABASE {name}").as_str())
            .await
            .expect("it is made");
        Self::open(url).await
    }

    async fn another_process(&self) -> Self {
        Self::open(self.url.clone()).await
    }

    fn decisions(&self) -> Arc<dyn DecisionLog> {
        Arc::new(self.decisions.clone())
    }

    fn scans(&self) -> Arc<dyn ScanLog> {
        Arc::new(self.scans.clone())
    }

    fn catalogue(&self) -> Arc<dyn Catalogue> {
        Arc::new(PostgresCatalogue::new(self.database.clone()))
    }

    fn history(&self) -> Arc<dyn History> {
        Arc::new(PostgresHistory::new(self.database.clone()))
    }

    fn statistics(&self) -> Arc<dyn Statistics> {
        Arc::new(PostgresUsage::new(self.database.clone()))
    }

    fn counters(&self) -> Arc<dyn Stream<Counter>> {
        Arc::new(self.decisions.clone())
    }

    fn retention(&self) -> Arc<dyn ScanRetention> {
        Arc::new(PostgresRetention::new(self.database.clone()))
    }

    fn models_of_decisions(&self) -> Vec<Arc<dyn ReadModel<Decision>>> {
        vec![
            Arc::new(PostgresAccess::new(self.database.clone())),
            Arc::new(PostgresCatalogue::new(self.database.clone())),
            Arc::new(PostgresHistory::new(self.database.clone())),
            Arc::new(PostgresResolver::new(self.database.clone())),
        ]
    }

    fn models_of_scans(&self) -> Vec<Arc<dyn ReadModel<RecordedScan>>> {
        vec![Arc::new(PostgresUsage::new(self.database.clone()))]
    }

    async fn routes(&self) -> (Position, Vec<Entry>) {
        PostgresResolver::new(self.database.clone()).load().await.expect("it loads")
    }

    async fn rebuild(&self, model: &str) {
        rebuild(&self.database, self.decisions(), self.scans(), model, |_, _| {})
            .await
            .expect("it is rebuilt");
    }

    async fn dump(&self) -> Rows {
        let mut connection = Self::connection(&self.url).await;
        let mut rows = Rows::new();
        let tables = PROJECTIONS.iter().flat_map(|(_, tables)| *tables).copied();
        for table in tables.chain(["checkpoints"]) {
            let query = format!("SELECT t::text AS line FROM {table} t ORDER BY t::text");
            let lines = connection.fetch_all(query.as_str()).await.expect("it can be read");
            rows.insert(table.to_owned(), lines.iter().map(|row| row.get("line")).collect());
        }
        rows
    }

    async fn tamper(&self) -> Vec<(&'static str, Result<(), String>)> {
        let mut outcomes = Vec::new();
        for statement in TAMPERINGS {
            let outcome = Self::connection(&self.url).await.execute(statement).await;
            // A statement that makes no sense would be refused for that.
            if let Err(sqlx::Error::Database(error)) = &outcome {
                let state = error.code().unwrap_or_default();
                assert!(["55000", "23505", "23514"].contains(&&*state), "{statement}: {error}");
            }
            outcomes.push((statement, outcome.map(|_| ()).map_err(|error| error.to_string())));
        }
        outcomes
    }

    async fn append_unreadable(&self) {
        let mut connection = Self::connection(&self.url).await;
        let statement =
            "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
                         SELECT 'code', 'LATER', 1, 'Teleported', '9', '{\"type\":\"Teleported\"}', metadata FROM events LIMIT 1";
        connection
            .execute(statement)
            .await
            .expect("the store cannot know what it holds");
    }
}
