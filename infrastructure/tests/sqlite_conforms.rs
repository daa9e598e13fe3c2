//! SQLite keeps every promise that a store must keep.

mod conformance;

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use signpost_application::{
    ports::{
        accounts::Accounts,
        catalogue::Catalogue,
        decision_log::{DecisionLog, Stream},
        history::History,
        links::Links,
        proposals::Proposals,
        records::Records,
        retention::ScanRetention,
        scan_log::ScanLog,
        seals::Seals,
        sessions::Sessions,
        statistics::Statistics,
        stored_routes::StoredRoutes,
    },
    record::{DecisionRecord, ScanRecord},
    resolver::RoutingTable,
    seals::verify::Log,
};
use signpost_domain::{
    decision::{Decision, Position},
    scan::{NodeId, RecordedScan, Scan},
};
use signpost_infrastructure::schema::Migrating;
use signpost_infrastructure::sqlite::{
    Database, PROJECTIONS, SqliteAccounts, SqliteCatalogue, SqliteDecisionLog, SqliteHistory, SqliteLinks, SqliteModels,
    SqliteProposals, SqliteResolver, SqliteRetention, SqliteScanLog, SqliteSeals, SqliteSessions, SqliteUsage, rebuild,
};
use signpost_projections::runner::{Group, ReadModel};
use sqlx::{Connection, Executor, Row, SqliteConnection, SqlitePool, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use crate::conformance::{Rows, Store, forgeries::Forgery, samples::Counter};

conformance::promises!(Sqlite);

/// Both database files in a folder of their own.
struct Sqlite {
    folder: Arc<TempDir>,
    database: Database,
    scans_database: Database,
    decisions: SqliteDecisionLog,
    scans: SqliteScanLog,
}

impl Sqlite {
    async fn open(folder: Arc<TempDir>) -> Self {
        let database = Database::decisions(folder.path(), Migrating::Allowed)
            .await
            .expect("it opens");
        let scans = Database::scans(folder.path(), Migrating::Allowed).await.expect("it opens");
        Self {
            folder,
            decisions: SqliteDecisionLog::new(database.clone()),
            scans: SqliteScanLog::new(scans.clone()),
            scans_database: scans,
            database,
        }
    }

    /// A connection past all of our code.
    async fn connection(folder: &Path, file: &str) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(folder.join(file));
        SqliteConnection::connect_with(&options).await.expect("it opens")
    }
}

/// Ways to change what is in a log. Naming -1 is a way to write what SQLite shows a trigger when no position was named.
const TAMPERINGS: [(&str, &str); 16] = [
    ("signpost.db", "UPDATE events SET payload = '{}' WHERE position = 1"),
    ("signpost.db", "UPDATE events SET position = 9 WHERE position = 2"),
    ("signpost.db", "UPDATE OR IGNORE events SET recorded_at = 0"),
    ("signpost.db", "DELETE FROM events WHERE position = 2"),
    ("signpost.db", "DELETE FROM events"),
    (
        "signpost.db",
        "INSERT OR REPLACE INTO events SELECT 1, 'code', 'X-1', 1, event_type, event_version, payload, metadata, 0 FROM events LIMIT 1",
    ),
    (
        "signpost.db",
        "INSERT OR REPLACE INTO events SELECT 3, 'code', 'BENCH-1', 1, event_type, event_version, payload, metadata, 0 FROM events LIMIT 1",
    ),
    (
        "signpost.db",
        "INSERT INTO events SELECT 4, 'code', 'X-1', 1, event_type, event_version, payload, metadata, 0 FROM events LIMIT 1",
    ),
    (
        "signpost.db",
        "INSERT INTO events SELECT -1, 'code', 'X-1', 1, event_type, event_version, payload, metadata, 0 FROM events LIMIT 1",
    ),
    ("scans.db", "UPDATE scans SET robot = 1"),
    ("scans.db", "UPDATE OR REPLACE scans SET position = 1 WHERE position = 2"),
    ("scans.db", "DELETE FROM scans WHERE position = 1"),
    ("scans.db", "DELETE FROM scans"),
    (
        "scans.db",
        "INSERT OR REPLACE INTO scans SELECT 1, 5, 5, at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item FROM scans LIMIT 1",
    ),
    (
        "scans.db",
        "INSERT INTO scans SELECT 9, 5, 5, at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item FROM scans LIMIT 1",
    ),
    (
        "scans.db",
        "INSERT INTO scans SELECT -1, 5, 5, at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item FROM scans LIMIT 1",
    ),
];

/// The schema as it was before usage was kept by days.
const BEFORE_DAYS: [(i64, &str); 4] = [
    (1, include_str!("../../migrations/sqlite/decisions/0001_decision_log.sql")),
    (2, include_str!("../../migrations/sqlite/decisions/0002_read_models.sql")),
    (3, include_str!("../../migrations/sqlite/decisions/0003_kept_usage.sql")),
    (4, include_str!("../../migrations/sqlite/decisions/0004_seals.sql")),
];

#[async_trait]
impl Store for Sqlite {
    async fn fresh() -> Self {
        Self::open(Arc::new(tempfile::tempdir().expect("a temporary folder"))).await
    }

    async fn from_before_days(scans: &[(u64, Scan)], statements: &'static str) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let options = SqliteConnectOptions::new().filename(folder.path().join("signpost.db"));
        let options = options.create_if_missing(true);
        let pool = SqlitePool::connect_with(options).await.expect("it opens");
        let then = conformance::upgrades::migrator(&BEFORE_DAYS);
        then.run(&pool).await.expect("the schema of then");
        pool.execute(statements).await.expect("it is as it was then");
        pool.close().await;
        let database = Database::scans(folder.path(), Migrating::Allowed).await.expect("it opens");
        let log = SqliteScanLog::new(database.clone());
        let next = scans.len() as u64;
        log.append(NodeId(7), scans, next).await.expect("it is taken in");
        database.close().await;
        Self::open(folder).await
    }

    async fn another_process(&self) -> Self {
        Self::open(self.folder.clone()).await
    }

    fn decisions(&self) -> Arc<dyn DecisionLog> {
        Arc::new(self.decisions.clone())
    }

    fn scans(&self) -> Arc<dyn ScanLog> {
        Arc::new(self.scans.clone())
    }

    fn catalogue(&self) -> Arc<dyn Catalogue> {
        Arc::new(SqliteCatalogue::new(self.database.clone()))
    }

    fn history(&self) -> Arc<dyn History> {
        Arc::new(SqliteHistory::new(self.database.clone()))
    }

    fn proposals(&self) -> Arc<dyn Proposals> {
        Arc::new(SqliteProposals::new(self.database.clone()))
    }

    fn statistics(&self) -> Arc<dyn Statistics> {
        Arc::new(SqliteUsage::new(self.database.clone()))
    }

    fn counters(&self) -> Arc<dyn Stream<Counter>> {
        Arc::new(self.decisions.clone())
    }

    fn retention(&self) -> Arc<dyn ScanRetention> {
        Arc::new(SqliteRetention::new(self.database.clone(), self.scans_database.clone()))
    }

    fn accounts(&self) -> Arc<dyn Accounts> {
        Arc::new(SqliteAccounts::new(self.database.clone()))
    }

    fn links(&self) -> Arc<dyn Links> {
        Arc::new(SqliteLinks::new(self.database.clone()))
    }

    fn sessions(&self) -> Arc<dyn Sessions> {
        Arc::new(SqliteSessions::new(self.database.clone()))
    }

    fn models_of_decisions(&self) -> Vec<Arc<dyn ReadModel<Decision>>> {
        SqliteModels::new(&self.database).each().into()
    }

    fn groups_of_decisions(&self) -> Vec<Group<Decision>> {
        let models = SqliteModels::new(&self.database);
        vec![Group::in_store(models.each().into(), Arc::new(models))]
    }

    fn models_of_scans(&self) -> Vec<Arc<dyn ReadModel<RecordedScan>>> {
        vec![Arc::new(SqliteUsage::new(self.database.clone()))]
    }

    fn decision_records(&self) -> Arc<dyn Records<DecisionRecord>> {
        Arc::new(self.decisions.clone())
    }

    fn scan_records(&self) -> Arc<dyn Records<ScanRecord>> {
        Arc::new(self.scans.clone())
    }

    async fn forge(&self, forgery: &Forgery) {
        let (file, table, guards) = match forgery.log {
            Log::Scans => ("scans.db", "scans", &["update", "delete", "gap", "replace"][..]),
            Log::Decisions => ("signpost.db", "events", &["update", "delete", "gap", "replace"][..]),
            Log::Seals => ("signpost.db", "seals", &["update", "delete"][..]),
        };
        let mut connection = Self::connection(self.folder.path(), file).await;
        for guard in guards {
            let drop = format!("DROP TRIGGER {table}_refuse_{guard}");
            connection.execute(drop.as_str()).await.expect("there is one");
        }
        connection
            .execute("PRAGMA ignore_check_constraints = on")
            .await
            .expect("a setting");
        let zeroed = |from| format!("CAST(substr(hashes, 1, {from} - 1) || zeroblob(32) || substr(hashes, {from} + 32) AS BLOB)");
        let statements = forgery.written("recorded_at + 1", zeroed);
        connection
            .execute(statements.as_str())
            .await
            .expect("nothing keeps the owner from it");
    }

    fn tree(&self) -> Arc<dyn ReadModel<DecisionRecord>> {
        Arc::new(SqliteSeals::new(self.database.clone()))
    }

    fn seals(&self) -> Arc<dyn Seals> {
        Arc::new(SqliteSeals::new(self.database.clone()))
    }

    async fn empty_tree(&self) {
        let mut connection = Self::connection(self.folder.path(), "signpost.db").await;
        let statements = "DELETE FROM seal_tiles; DELETE FROM checkpoints WHERE projection = 'seals'";
        connection.execute(statements).await.expect("it can be built again");
    }

    async fn routes(&self) -> RoutingTable {
        SqliteResolver::new(self.database.clone()).load().await.expect("it loads")
    }

    fn stored_routes(&self) -> Arc<dyn StoredRoutes> {
        Arc::new(SqliteResolver::new(self.database.clone()))
    }

    async fn try_rebuild(&self, model: &str, report: &mut (dyn FnMut(Position) + Send)) -> Result<(), String> {
        let (decisions, scans) = (self.decisions(), self.scans());
        rebuild(
            self.folder.path(),
            &self.database,
            decisions,
            scans,
            &[model],
            |_, position, _| {
                report(position);
            },
        )
        .await
        .map(drop)
        .map_err(|error| error.to_string())
    }

    async fn dump(&self) -> Rows {
        let mut connection = Self::connection(self.folder.path(), "signpost.db").await;
        let mut rows = Rows::new();
        let tables = PROJECTIONS.iter().flat_map(|(_, tables)| *tables).copied();
        for table in tables.chain(["checkpoints"]) {
            // The full-text table's rows are told apart by their row's number alone.
            let key = if table == "catalogue_text" { "rowid" } else { "0" };
            let query = format!("SELECT {key} AS dumped_key, * FROM {table}");
            let mut lines: Vec<String> = Vec::new();
            for row in connection.fetch_all(query.as_str()).await.expect("it can be read") {
                let values = (0..row.len()).map(|column| {
                    let number = row.try_get::<Option<i64>, _>(column).map(|value| format!("{value:?}"));
                    let text = |_| row.try_get::<Option<String>, _>(column).map(|value| format!("{value:?}"));
                    number
                        .or_else(text)
                        .unwrap_or_else(|_| format!("{:?}", row.get::<Vec<u8>, _>(column)))
                });
                lines.push(values.collect::<Vec<_>>().join(" | "));
            }
            lines.sort();
            rows.insert(table.to_owned(), lines);
        }
        rows
    }

    async fn tamper(&self) -> Vec<(&'static str, Result<(), String>)> {
        let mut outcomes = Vec::new();
        for (file, statement) in TAMPERINGS {
            let mut connection = Self::connection(self.folder.path(), file).await;
            let outcome = connection.execute(statement).await;
            outcomes.push((statement, outcome.map(|_| ()).map_err(|error| error.to_string())));
        }
        outcomes
    }

    async fn append_unreadable(&self) {
        let mut connection = Self::connection(self.folder.path(), "signpost.db").await;
        let statement =
            "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
                         SELECT 'code', 'LATER', 1, 'Teleported', '9', '{\"type\":\"Teleported\"}', metadata FROM events LIMIT 1";
        connection
            .execute(statement)
            .await
            .expect("the store cannot know what it holds");
    }
}
