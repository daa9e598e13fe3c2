//! Whoever listens is told of a batch once, however large it is; and whoever is not told finds out all the same.

use signpost_application::ports::decision_log::Addition;
use signpost_domain::{decision::DecisionEvent, scan::NodeId};
use sqlx::{Executor, postgres::PgListener};

use super::{
    Postgres,
    conformance::{
        Store,
        samples::{circumstances, minted, parsed, scan},
    },
};

/// What a listener is told until it hears the mark that is sent last.
async fn told(listener: &mut PgListener, url: &str) -> Vec<String> {
    let mut other = Postgres::connection(url).await;
    other.execute("NOTIFY signpost, 'mark'").await.expect("it is sent");
    let mut told = Vec::new();
    loop {
        let news = listener.recv().await.expect("it goes on").payload().to_owned();
        if news == "mark" {
            return told;
        }
        told.push(news);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_told_once_however_large_it_is() {
    let store = Postgres::fresh().await;
    let mut listener = PgListener::connect(&store.url).await.expect("it connects");
    listener.listen("signpost").await.expect("it listens");

    let additions: Vec<_> = (0..500)
        .map(|n| Addition {
            event: DecisionEvent::Code(parsed(&format!("BENCH-{n}")), minted("Bench")),
            version: 1,
        })
        .collect();
    let decisions = store.decisions();
    decisions
        .append_all(&additions, &circumstances("all"))
        .await
        .expect("they are appended");
    assert_eq!(told(&mut listener, &store.url).await, ["events"]);

    let scans: Vec<_> = (0..500).map(|n| (n, scan("BENCH-1", n))).collect();
    store.scans().append(NodeId(7), &scans, 500).await.expect("it is taken in");
    assert_eq!(told(&mut listener, &store.url).await, ["scans"]);

    let model = &store.models_of_decisions()[0];
    signpost_projections::runner::catch_up(&decisions, &**model, |_| {})
        .await
        .expect("no poison");
    assert_eq!(told(&mut listener, &store.url).await, ["checkpoints"]);
}
