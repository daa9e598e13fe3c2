//! PostgreSQL keeps every promise that a store must keep.

#[path = "../../tests/support/cluster.rs"]
mod cluster;
mod conformance;
#[path = "postgres/exchanged.rs"]
mod exchanged;
#[path = "postgres/news.rs"]
mod news;
#[path = "postgres/writers.rs"]
mod writers;

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_application::{
    ports::{
        accounts::Accounts,
        catalogue::Catalogue,
        decision_log::{DecisionLog, Stream},
        history::History,
        links::Links,
        proposals::Proposals,
        records::Records,
        retention::{DropError, ScanRetention},
        scan_log::ScanLog,
        seals::Seals,
        sessions::Sessions,
        statistics::Statistics,
        stored_routes::StoredRoutes,
    },
    record::{DecisionRecord, ScanRecord},
    resolver::RoutingTable,
};
use signpost_domain::{
    decision::{Decision, Position},
    retention::Month,
    scan::{NodeId, RecordedScan, Scan},
};
use signpost_infrastructure::postgres::{
    Database, PROJECTIONS, PostgresAccess, PostgresAccounts, PostgresCatalogue, PostgresDecisionLog, PostgresHistory,
    PostgresLinks, PostgresProposals, PostgresResolver, PostgresRetention, PostgresScanLog, PostgresSeals, PostgresSearch,
    PostgresSessions, PostgresUsage, rebuild,
};
use signpost_infrastructure::schema::Migrating;
use signpost_projections::runner::ReadModel;
use sqlx::{Connection, Executor, PgConnection, PgPool, Row};

use crate::{
    cluster::Cluster,
    conformance::{
        Rows, Store,
        forgeries::Forgery,
        samples::{Counter, scan},
    },
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

    /// The URL of a database with nothing in it.
    async fn empty() -> String {
        let cluster = Cluster::of_this_program();
        let (url, name) = cluster.another_database();
        let mut connection = Self::connection(&cluster.url("postgres")).await;
        connection
            .execute(format!("CREATE DATABASE {name}").as_str())
            .await
            .expect("it is made");
        url
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

/// The schema as it was before usage was kept by days.
const BEFORE_DAYS: [(i64, &str); 10] = [
    (1, include_str!("../../migrations/postgres/0001_decision_log.sql")),
    (2, include_str!("../../migrations/postgres/0002_scan_log.sql")),
    (3, include_str!("../../migrations/postgres/0003_read_models.sql")),
    (5, include_str!("../../migrations/postgres/0005_rights.sql")),
    (6, include_str!("../../migrations/postgres/0006_nodes.sql")),
    (10, include_str!("../../migrations/postgres/0010_heads.sql")),
    (11, include_str!("../../migrations/postgres/0011_scans_by_month.sql")),
    (12, include_str!("../../migrations/postgres/0012_kept_months.sql")),
    (13, include_str!("../../migrations/postgres/0013_months_by_who_appends.sql")),
    (14, include_str!("../../migrations/postgres/0014_seals.sql")),
];

#[async_trait]
impl Store for Postgres {
    async fn fresh() -> Self {
        Self::open(Self::empty().await).await
    }

    async fn from_before_days(scans: &[(u64, Scan)], statements: &'static str) -> Self {
        let url = Self::empty().await;
        let pool = PgPool::connect(&url).await.expect("it opens");
        let then = conformance::upgrades::migrator(&BEFORE_DAYS);
        then.run(&pool).await.expect("the schema of then");
        pool.execute(statements).await.expect("it is as it was then");
        pool.close().await;
        let database = Database::unopened(&url).expect("it is a URL");
        let log = PostgresScanLog::new(database.clone());
        let next = scans.len() as u64;
        log.append(NodeId(7), scans, next).await.expect("it is taken in");
        database.close().await;
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

    fn proposals(&self) -> Arc<dyn Proposals> {
        Arc::new(PostgresProposals::new(self.database.clone()))
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

    fn accounts(&self) -> Arc<dyn Accounts> {
        Arc::new(PostgresAccounts::new(self.database.clone()))
    }

    fn links(&self) -> Arc<dyn Links> {
        Arc::new(PostgresLinks::new(self.database.clone()))
    }

    fn sessions(&self) -> Arc<dyn Sessions> {
        Arc::new(PostgresSessions::new(self.database.clone()))
    }

    fn models_of_decisions(&self) -> Vec<Arc<dyn ReadModel<Decision>>> {
        vec![
            Arc::new(PostgresAccess::new(self.database.clone())),
            Arc::new(PostgresCatalogue::new(self.database.clone())),
            Arc::new(PostgresHistory::new(self.database.clone())),
            Arc::new(PostgresProposals::new(self.database.clone())),
            Arc::new(PostgresResolver::new(self.database.clone())),
            Arc::new(PostgresSearch::new(self.database.clone())),
        ]
    }

    fn models_of_scans(&self) -> Vec<Arc<dyn ReadModel<RecordedScan>>> {
        vec![Arc::new(PostgresUsage::new(self.database.clone()))]
    }

    fn decision_records(&self) -> Arc<dyn Records<DecisionRecord>> {
        Arc::new(self.decisions.clone())
    }

    fn scan_records(&self) -> Arc<dyn Records<ScanRecord>> {
        Arc::new(self.scans.clone())
    }

    async fn forge(&self, forgery: &Forgery) {
        let mut connection = Self::connection(&self.url).await;
        // No trigger fires for a replica; and no constraint holds that the owner drops.
        let unguarded = "SET session_replication_role = replica; ALTER TABLE events DROP CONSTRAINT events_position_check;
                         ALTER TABLE scans DROP CONSTRAINT scans_position_check";
        connection.execute(unguarded).await.expect("the owner may");
        let later = "recorded_at + interval '1 microsecond'";
        let zeroed = |from| format!("overlay(hashes placing decode(repeat('00', 32), 'hex') from {from} for 32)");
        let statements = forgery.written(later, zeroed);
        connection
            .execute(statements.as_str())
            .await
            .expect("nothing keeps the owner from it");
    }

    fn tree(&self) -> Arc<dyn ReadModel<DecisionRecord>> {
        Arc::new(PostgresSeals::new(self.database.clone()))
    }

    fn seals(&self) -> Arc<dyn Seals> {
        Arc::new(PostgresSeals::new(self.database.clone()))
    }

    async fn empty_tree(&self) {
        let mut connection = Self::connection(&self.url).await;
        let statements = "DELETE FROM seal_tiles; DELETE FROM checkpoints WHERE projection = 'seals'";
        connection.execute(statements).await.expect("it can be built again");
    }

    async fn routes(&self) -> RoutingTable {
        PostgresResolver::new(self.database.clone()).load().await.expect("it loads")
    }

    fn stored_routes(&self) -> Arc<dyn StoredRoutes> {
        Arc::new(PostgresResolver::new(self.database.clone()))
    }

    async fn try_rebuild(&self, model: &str, report: &mut (dyn FnMut(Position) + Send)) -> Result<(), String> {
        rebuild(&self.database, self.decisions(), self.scans(), &[model], |_, position, _| {
            report(position);
        })
        .await
        .map(drop)
        .map_err(|error| error.to_string())
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

/// The migrations before scans were kept by months.
const BEFORE_MONTHS: [(i64, &str); 5] = [
    (1, include_str!("../../migrations/postgres/0001_decision_log.sql")),
    (2, include_str!("../../migrations/postgres/0002_scan_log.sql")),
    (3, include_str!("../../migrations/postgres/0003_read_models.sql")),
    (5, include_str!("../../migrations/postgres/0005_rights.sql")),
    (6, include_str!("../../migrations/postgres/0006_nodes.sql")),
];

#[tokio::test]
async fn scans_from_before_they_were_kept_by_months_keep_their_positions() {
    let url = Postgres::empty().await;
    let mut connection = Postgres::connection(&url).await;
    let then = conformance::upgrades::migrator(&BEFORE_MONTHS);
    then.run(&mut connection).await.expect("the schema of then");
    // January 1970, November 2026, January 2100, and November 2026 again.
    let insert = "INSERT INTO scans (node, \"offset\", at, code, as_of, outcome, cause, platform, robot, visitor)
                  SELECT 7, n - 1, at, 'BENCH-' || n, 1, 0, 'default', 0, false, n
                  FROM unnest('{0,1795000000000000,4102444800000001,1795000000000001}'::bigint[]) WITH ORDINALITY AS s (at, n);
                  INSERT INTO forwarded (node, next) VALUES (7, 4)";
    connection.execute(insert).await.expect("it is taken in");

    let store = Postgres::open(url).await;
    let kept = store.scans().read(Position::START, None, 10).await.expect("readable");
    let kept: Vec<_> = kept
        .iter()
        .map(|scan| (scan.position.0, scan.offset, scan.scan.code.as_str(), scan.scan.visitor.0))
        .collect();
    assert_eq!(
        kept,
        [
            (1, 0, "BENCH-1", 1),
            (2, 1, "BENCH-2", 2),
            (3, 2, "BENCH-3", 3),
            (4, 3, "BENCH-4", 4)
        ]
    );
    assert_eq!(store.scans().head().await.expect("a head"), Position(4));
    assert_eq!(store.scans().forwarded(NodeId(7)).await.expect("a mark"), 4);
    let again = [(3, scan("BENCH-4", 3)), (4, scan("BENCH-5", 4))];
    store.scans().append(NodeId(7), &again, 5).await.expect("it is taken in");
    assert_eq!(store.scans().head().await.expect("a head"), Position(5));
    let refusal = connection.execute("DELETE FROM scans").await.expect_err("it is append-only");
    assert!(refusal.to_string().contains("append-only"), "{refusal}");
}

#[tokio::test]
async fn nobody_who_appends_waits_for_a_drop_that_waits_for_a_backup() {
    let store = Postgres::fresh().await;
    let old = [(0, scan("BENCH-1", 0))];
    store.scans().append(NodeId(7), &old, 1).await.expect("it is taken in");
    store.follow().await;
    let months = store.retention().months(Month::of(Timestamp::MAX)).await.expect("an answer");
    assert_eq!(months.len(), 1);

    let mut backup = Postgres::connection(&store.url).await;
    backup
        .execute("BEGIN; LOCK TABLE scans IN ACCESS SHARE MODE")
        .await
        .expect("it reads");
    let refusal = store.retention().drop_months(&months, Box::pin(async { Ok(()) })).await;
    assert!(matches!(refusal, Err(DropError::InUse)), "{refusal:?}");
    let more = [(1, scan("BENCH-1", 1))];
    store.scans().append(NodeId(7), &more, 2).await.expect("it is taken in");
    backup.execute("COMMIT").await.expect("it is done");

    store.follow().await;
    let months = store.retention().months(Month::of(Timestamp::MAX)).await.expect("an answer");
    store
        .retention()
        .drop_months(&months, Box::pin(async { Ok(()) }))
        .await
        .expect("dropped");
    assert_eq!(store.scans().read(Position::START, None, 10).await.expect("readable"), []);
}
