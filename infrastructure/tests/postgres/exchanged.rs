//! The tables that a rebuild makes take the place of the old ones with all that others rely on.

use std::collections::BTreeSet;

use sqlx::{Executor, Row};

use super::{
    Postgres,
    conformance::{Store, checkpoints::filled},
};

/// All about the tables of the catalogue but their rows.
const ABOUT: &str = "
    SELECT c.relname || ' ' || pg_get_userbyid(c.relowner) || ' ' || coalesce(array_to_string(c.reloptions, ','), '')
           || ' ' || coalesce((SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(c.relacl) a), '') AS line
    FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relname LIKE 'catalogue%'
    UNION ALL
    SELECT c.relname || '.' || t.attname || ' ' || t.attacl::text
    FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname LIKE 'catalogue%' AND t.attacl IS NOT NULL
    UNION ALL
    SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname LIKE 'catalogue%'
    UNION ALL
    SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE conrelid::regclass::text LIKE 'catalogue%'
    ORDER BY 1";

async fn lines(store: &Postgres, query: &str) -> Vec<String> {
    let mut connection = Postgres::connection(&store.url).await;
    let rows = connection.fetch_all(query).await.expect("it can be read");
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_settings_and_indexes_of_the_tables_outlive_a_rebuild() {
    let store = filled::<Postgres>().await;
    store.follow().await;
    let mut connection = Postgres::connection(&store.url).await;
    let granted = "GRANT SELECT ON catalogue_codes TO PUBLIC;
                   GRANT UPDATE (name) ON catalogue_audiences TO pg_monitor WITH GRANT OPTION;
                   REVOKE DELETE ON catalogue_units FROM CURRENT_USER;
                   ALTER TABLE catalogue_codes SET (fillfactor = 70)";
    connection.execute(granted).await.expect("the owner may");
    let (before, rows) = (lines(&store, ABOUT).await, store.dump().await);
    assert!(
        before
            .iter()
            .any(|line| line.contains("fillfactor=70") && line.contains("=r/")),
        "{before:#?}"
    );
    store.rebuild("catalogue").await;
    assert_eq!(lines(&store, ABOUT).await, before);
    assert_eq!(store.dump().await, rows);
    let left = "SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'rebuild%'";
    assert_eq!(lines(&store, left).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_of_the_tables_is_named_and_nothing_is_exchanged() {
    let store = filled::<Postgres>().await;
    store.follow().await;
    let mut connection = Postgres::connection(&store.url).await;
    let view = "CREATE VIEW of_the_city AS SELECT * FROM catalogue_codes";
    connection.execute(view).await.expect("the owner may");
    let rows = store.dump().await;
    let refused = store
        .try_rebuild("catalogue", &mut |_| {})
        .await
        .expect_err("a view reads them");
    assert!(refused.contains("of_the_city"), "{refused}");
    assert_eq!(store.dump().await, rows);
    connection.execute("DROP VIEW of_the_city").await.expect("the owner may");
    store.rebuild("catalogue").await;
    assert_eq!(store.dump().await, rows);
}

/// Rows that a transaction sees.
async fn rows_in(connection: &mut sqlx::PgConnection, table: &str) -> i64 {
    let count = format!("SELECT count(*) FROM {table}");
    sqlx::query_scalar(&count)
        .fetch_one(connection)
        .await
        .expect("it can be read")
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_as_of_an_earlier_moment_finds_the_tables_as_they_were_and_is_waited_for() {
    let store = filled::<Postgres>().await;
    store.follow().await;
    let mut reader = Postgres::connection(&store.url).await;
    reader
        .execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        .await
        .expect("it begins");
    // The moment is that of the first statement, which reads something else.
    assert!(rows_in(&mut reader, "events").await > 0);
    let rows = store.dump().await;
    let rebuilding = {
        let process = store.another_process().await;
        tokio::spawn(async move { process.rebuild("catalogue").await })
    };
    // It tries, sees that somebody reads, and tries again in another transaction.
    let trying = "SELECT l.virtualtransaction FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
                  WHERE c.relname = 'catalogue_codes' AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted";
    let (mut looking, mut tries) = (Postgres::connection(&store.url).await, BTreeSet::<String>::new());
    while tries.len() < 2 {
        assert!(!rebuilding.is_finished(), "nobody was waited for");
        tries.extend(sqlx::query_scalar(trying).fetch_all(&mut looking).await.expect("texts"));
    }
    let seen = rows_in(&mut reader, "catalogue_codes").await;
    assert_eq!(seen, i64::try_from(rows["catalogue_codes"].len()).expect("a few"));
    assert!(!rebuilding.is_finished(), "nobody was waited for");
    reader.execute("COMMIT").await.expect("it ends");
    rebuilding.await.expect("then it is done");
    assert_eq!(store.dump().await, rows);
}
