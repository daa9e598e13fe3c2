//! Writers that give up or are killed half-way leave no gap, and no reader waits for them or sees what they began.

use signpost_domain::decision::Position;
use sqlx::{Connection, Executor};

use super::{
    Postgres,
    conformance::{
        Store,
        positions::{APPENDS, WRITERS, follow, write},
    },
};

/// What an append of ours begins with; nobody may ever read it.
const BEGIN: &str = "BEGIN;
    INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
    VALUES ('code', 'NEVER', 1, 'Never', '1', '{}', '{}')";

async fn rolls_back(url: String) {
    let mut writer = Postgres::connection(&url).await;
    for _ in 0..APPENDS {
        writer.execute(BEGIN).await.expect("it is its turn");
        writer.execute("ROLLBACK").await.expect("it gives up");
    }
}

async fn is_killed(url: String) {
    let mut killer = Postgres::connection(&url).await;
    for n in 0..APPENDS {
        let mut writer = Postgres::connection(&url).await;
        let process: i32 = sqlx::query_scalar("SELECT pg_backend_pid()")
            .fetch_one(&mut writer)
            .await
            .expect("a number");
        if n % 2 == 0 {
            writer.execute(BEGIN).await.expect("it is its turn");
        }
        // Killed with the head in its hand, or anywhere on the way there.
        let rest = tokio::spawn(async move {
            if n % 2 != 0 {
                writer.execute(BEGIN).await?;
            }
            writer.execute("SELECT pg_sleep(600)").await
        });
        sqlx::query("SELECT pg_terminate_backend($1)")
            .bind(process)
            .execute(&mut killer)
            .await
            .expect("it is told");
        assert!(rest.await.expect("no panic").is_err(), "it was killed");
    }
    killer.close().await.expect("goodbye");
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_that_roll_back_or_are_killed_half_way_leave_no_gap() {
    let store = Postgres::fresh().await;
    let other = store.another_process().await;
    let readers = [
        tokio::spawn(follow(store.decisions(), 7)),
        tokio::spawn(follow(other.decisions(), 1_000)),
    ];
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let store = if writer % 2 == 0 { &store } else { &other };
        writers.push(tokio::spawn(write(store.decisions(), writer)));
    }
    for _ in 0..2 {
        writers.push(tokio::spawn(rolls_back(store.url.clone())));
        writers.push(tokio::spawn(is_killed(store.url.clone())));
    }
    for writer in writers {
        writer.await.expect("nobody is kept from appending");
    }
    let [first, second] = readers;
    let (first, second) = (first.await.expect("no gap"), second.await.expect("no gap"));
    assert_eq!(first, second, "every reader sees the same order");
    let head = store.decisions().head().await.expect("a head");
    assert_eq!(
        head,
        Position(WRITERS * APPENDS * 2),
        "what was never committed took no position"
    );
}
