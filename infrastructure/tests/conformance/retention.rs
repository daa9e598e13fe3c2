//! Whole months of scans are dropped; positions and what was counted stay.

use signpost_application::ports::{StoreError, retention::DropError};
use signpost_domain::{
    decision::Position,
    retention::{Month, MonthOfScans},
    scan::{NodeId, Scan},
    visit::Visitor,
};
use tokio::{runtime::Handle, sync::Notify};

use super::{
    Rows, Store,
    samples::{parsed, scan},
};

const NODE: NodeId = NodeId(7);
const USAGE: &str = "usage";

fn month(text: &str) -> Month {
    parsed(text)
}

/// A scan in the middle of a month.
fn in_month(text: &str, n: u64) -> (u64, Scan) {
    let mut scan = scan("BENCH-1", n);
    scan.at = parsed(&format!("{text}-15T12:00:00Z"));
    (n, scan)
}

/// A log of three months, in no order, all of it counted.
async fn three_months<S: Store>() -> S {
    let store = S::fresh().await;
    let months = ["2026-01", "2026-02", "2026-01", "2026-03", "2026-02"];
    let scans: Vec<_> = (0..).zip(months).map(|(n, month)| in_month(month, n)).collect();
    store.scans().append(NODE, &scans, 5).await.expect("it is taken in");
    store.follow().await;
    store
}

async fn dropped(store: &impl Store, before: &str) -> Result<Vec<MonthOfScans>, DropError> {
    let months = store.retention().months(month(before)).await?;
    store.retention().drop_months(&months, Box::pin(async { Ok(()) })).await?;
    Ok(months)
}

/// What was counted. Visitors of expired months who were at one code alone are in it, and remembered no more.
async fn counted(store: &impl Store) -> Rows {
    let mut rows = store.dump().await;
    rows.remove("usage_visits");
    rows
}

async fn positions(store: &impl Store) -> Vec<u64> {
    let scans = store.scans().read(Position::START, None, 100).await.expect("readable");
    scans.iter().map(|scan| scan.position.0).collect()
}

pub(crate) async fn whole_months_are_dropped_and_positions_go_on<S: Store>() {
    let store = three_months::<S>().await;
    let january = MonthOfScans {
        month: month("2026-01"),
        scans: 2,
        first: Position(1),
        last: Position(3),
    };
    let february = MonthOfScans {
        month: month("2026-02"),
        scans: 2,
        first: Position(2),
        last: Position(5),
    };
    assert_eq!(dropped(&store, "2026-03").await.expect("dropped"), [january, february]);
    assert_eq!(positions(&store).await, [4]);
    assert_eq!(dropped(&store, "2026-04").await.expect("dropped").len(), 1);
    assert!(positions(&store).await.is_empty(), "everything may go");

    for store in [&store, &store.another_process().await] {
        assert_eq!(store.scans().head().await.expect("a head"), Position(5));
        assert_eq!(store.scans().forwarded(NODE).await.expect("a mark"), 5);
    }
    store
        .scans()
        .append(NODE, &[in_month("2026-04", 5), in_month("2026-04", 6)], 7)
        .await
        .expect("it is taken in");
    assert_eq!(positions(&store).await, [6, 7]);
}

pub(crate) async fn what_was_counted_of_dropped_scans_stays_and_is_there_after_a_rebuild<S: Store>() {
    let store = three_months::<S>().await;
    let count = counted(&store).await;
    dropped(&store, "2026-03").await.expect("dropped");
    assert_eq!(counted(&store).await, count, "dropping scans changes no count");
    let living = store.dump().await;
    for _ in 0..2 {
        store.rebuild(USAGE).await;
        assert_eq!(store.dump().await, living, "nor does a rebuild change anything");
    }
    dropped(&store, "2026-04").await.expect("dropped");
    store.rebuild(USAGE).await;
    assert_eq!(counted(&store).await, count, "also when nothing is left to read");
}

pub(crate) async fn visitors_of_dropped_scans_are_forgotten_but_for_those_at_several_codes<S: Store>() {
    let store = S::fresh().await;
    let visit = |n: u64, code: &str, visitor: u64| {
        let (_, scan) = in_month("2026-01", 2);
        let (code, visitor) = (parsed(code), Visitor(visitor));
        (n, Scan { code, visitor, ..scan })
    };
    let scans = [
        visit(0, "BENCH-1", 1),
        visit(1, "BENCH-1", 2),
        visit(2, "BENCH-1", 3),
        visit(3, "BRIDGE-2", 3),
    ];
    store.scans().append(NODE, &scans, 4).await.expect("it is taken in");
    store.follow().await;
    let visits = async || store.dump().await["usage_visits"].len();
    assert_eq!(visits().await, 3);
    dropped(&store, "2026-03").await.expect("dropped");
    assert_eq!(visits().await, 1);
    store.rebuild(USAGE).await;
    assert_eq!(visits().await, 1);
}

pub(crate) async fn a_month_is_dropped_with_all_of_its_scans_or_not_at_all<S: Store>() {
    let store = three_months::<S>().await;
    let months = store.retention().months(month("2026-03")).await.expect("an answer");
    let living = store.dump().await;
    // It could not be put on record.
    let failing = Box::pin(async { Err(StoreError::Unavailable("gone".to_owned())) });
    let refusal = store.retention().drop_months(&months, failing).await;
    assert!(matches!(refusal, Err(DropError::Store(_))), "{refusal:?}");
    // One more came in.
    store
        .scans()
        .append(NODE, &[in_month("2026-02", 5)], 6)
        .await
        .expect("it is taken in");
    store.follow().await;
    let refusal = store.retention().drop_months(&months, Box::pin(async { Ok(()) })).await;
    assert!(matches!(refusal, Err(DropError::Changed)), "{refusal:?}");
    // It is not counted yet.
    store
        .scans()
        .append(NODE, &[in_month("2026-02", 6)], 7)
        .await
        .expect("it is taken in");
    let refusal = dropped(&store, "2026-03").await;
    assert!(matches!(refusal, Err(DropError::NotCounted)), "{refusal:?}");
    assert_eq!(positions(&store).await, [1, 2, 3, 4, 5, 6, 7]);
    store.follow().await;
    store.rebuild(USAGE).await;
    assert_ne!(store.dump().await, living);
    let count = counted(&store).await;
    dropped(&store, "2026-03").await.expect("dropped");
    assert_eq!(counted(&store).await, count);
}

pub(crate) async fn a_scan_of_a_dropped_month_that_comes_late_is_in_the_log_like_any_other<S: Store>() {
    let store = three_months::<S>().await;
    dropped(&store, "2026-03").await.expect("dropped");
    // From the journal of a node that was away, or another process that does not know.
    let late = [in_month("2026-01", 5), in_month("2026-02", 6)];
    for store in [&store, &store.another_process().await] {
        // A process that takes the month for known finds out, and is right the next time.
        if store.scans().append(NODE, &late, 7).await.is_err() {
            store.scans().append(NODE, &late, 7).await.expect("it is taken in");
        }
    }
    assert_eq!(positions(&store).await, [4, 6, 7]);
    store.follow().await;
    let (living, count) = (store.dump().await, counted(&store).await);
    store.rebuild(USAGE).await;
    assert_eq!(store.dump().await, living);
    dropped(&store, "2026-03").await.expect("dropped again");
    store.rebuild(USAGE).await;
    assert_eq!(counted(&store).await, count);
}

pub(crate) async fn what_was_counted_stays_when_dropping_late_scans_of_its_month_fails<S: Store>() {
    let store = three_months::<S>().await;
    dropped(&store, "2026-03").await.expect("dropped");
    store
        .scans()
        .append(NODE, &[in_month("2026-04", 5)], 6)
        .await
        .expect("it is taken in");
    let late = store.another_process().await;
    late.scans()
        .append(NODE, &[in_month("2026-01", 6), in_month("2026-01", 7)], 8)
        .await
        .expect("it is taken in");
    store.follow().await;
    let count = counted(&store).await;
    let months = store.retention().months(month("2026-03")).await.expect("an answer");
    let failing = Box::pin(async { Err(StoreError::Unavailable("gone".to_owned())) });
    let refusal = store.retention().drop_months(&months, failing).await;
    assert!(matches!(refusal, Err(DropError::Store(_))), "{refusal:?}");
    assert_eq!(positions(&store).await, [4, 6, 7, 8]);
    store.rebuild(USAGE).await;
    assert_eq!(
        counted(&store).await,
        count,
        "those dropped before are counted, and the late ones once"
    );
}

/// A log of which a rebuild folds some of March first, with January and February at its end, all of it counted.
async fn much_of_march_first<S: Store>() -> S {
    let store = S::fresh().await;
    let months = std::iter::repeat_n("2026-03", 1_500).chain(["2026-01", "2026-02", "2026-01"]);
    let scans: Vec<_> = (0..).zip(months).map(|(n, month)| (n, in_month(month, 1).1)).collect();
    store.scans().append(NODE, &scans, 1_503).await.expect("it is taken in");
    store.follow().await;
    store
}

pub(crate) async fn a_month_dropped_while_statistics_are_rebuilt_stays_counted<S: Store>() {
    let store = much_of_march_first::<S>().await;
    let count = counted(&store).await;
    let mut is_first = true;
    let mut drop_once = |_| {
        if std::mem::take(&mut is_first) {
            let dropping = dropped(&store, "2026-03");
            tokio::task::block_in_place(|| Handle::current().block_on(dropping)).expect("dropped");
        }
    };
    store.rebuild_telling(USAGE, &mut drop_once).await;
    assert_eq!(store.retention().months(month("2026-03")).await.expect("an answer"), []);
    assert_eq!(counted(&store).await, count);
}

pub(crate) async fn a_month_dropped_before_an_interrupted_rebuild_goes_on_stays_counted<S: Store>() {
    let store = much_of_march_first::<S>().await;
    let count = counted(&store).await;
    let began = Notify::new();
    let mut tell = |_| began.notify_one();
    tokio::select! {
        biased;
        () = began.notified() => {}
        () = store.rebuild_telling(USAGE, &mut tell) => panic!("it was to be interrupted"),
    }
    dropped(&store, "2026-03").await.expect("dropped");
    store.rebuild(USAGE).await;
    assert_eq!(counted(&store).await, count);
}
