//! The scan log: every scan once, whatever is delivered how often.

use signpost_domain::{
    decision::Position,
    scan::{NodeId, RecordedScan, Scan},
};

use super::{
    Store,
    samples::{parsed, scan},
};

const NODE: NodeId = NodeId(0x7fff_ffff_ffff_ffff);

fn batch(offsets: impl IntoIterator<Item = u64>) -> Vec<(u64, Scan)> {
    let code = |n: u64| if n.is_multiple_of(2) { "EVEN" } else { "ODD" };
    offsets.into_iter().map(|n| (n, scan(code(n), n))).collect()
}

async fn all(store: &impl Store) -> Vec<RecordedScan> {
    store.scans().read(Position::START, None, 1_000).await.expect("readable")
}

fn offsets(scans: &[RecordedScan]) -> Vec<u64> {
    scans.iter().map(|scan| scan.offset).collect()
}

pub(crate) async fn what_was_appended_is_read_in_order_and_by_code<S: Store>() {
    let store = S::fresh().await;
    let log = store.scans();
    assert_eq!(log.head().await.expect("a head"), Position::START);
    log.append(NODE, &batch(0..7), 7).await.expect("it is taken in");
    let scans = all(&store.another_process().await).await;
    for (n, recorded) in (0..).zip(&scans) {
        let expected = RecordedScan {
            position: Position(n + 1),
            node: NODE,
            offset: n,
            scan: batch([n]).remove(0).1,
        };
        assert_eq!(*recorded, expected, "every field comes back as it went in");
    }
    assert_eq!(scans.len(), 7);
    assert_eq!(log.head().await.expect("a head"), Position(7));

    let part = log.read(Position(2), None, 3).await.expect("readable");
    assert_eq!(part, scans[2..5]);
    let of_code = log.read(Position(2), Some(&parsed("ODD")), 2).await.expect("readable");
    assert_eq!(offsets(&of_code), [3, 5]);
    assert_eq!(of_code[0].position, Position(4), "positions are those of the whole log");
    assert_eq!(
        log.read(Position::START, Some(&parsed("NONE")), 9).await.expect("readable"),
        []
    );
}

pub(crate) async fn a_batch_delivered_twice_or_overlapping_is_in_the_log_once<S: Store>() {
    let store = S::fresh().await;
    let log = store.scans();
    assert_eq!(log.forwarded(NODE).await.expect("a mark"), 0);
    for (range, head, mark) in [
        (0..3, 3, 3),
        (0..3, 3, 3),
        (1..5, 5, 5),
        (4..4, 5, 5),
        (2..4, 5, 5),
        (5..6, 6, 6),
    ] {
        // A forwarder that crashed and starts again from an old mark says that mark's end again.
        log.append(NODE, &batch(range.clone()), range.end)
            .await
            .expect("it is taken in");
        assert_eq!(log.head().await.expect("a head"), Position(head), "{range:?}");
        assert_eq!(log.forwarded(NODE).await.expect("a mark"), mark, "{range:?}");
    }
    // A node that had to drop some leaves a gap in its offsets, and none in the positions.
    log.append(NODE, &batch([8, 9]), 12).await.expect("it is taken in");
    assert_eq!(log.forwarded(NODE).await.expect("a mark"), 12);
    log.append(NODE, &batch([6, 7, 8, 9]), 12).await.expect("it is taken in");
    let scans = all(&store).await;
    assert_eq!(offsets(&scans), [0, 1, 2, 3, 4, 5, 8, 9]);
    assert!((1..).zip(&scans).all(|(n, scan)| scan.position == Position(n)));
}

pub(crate) async fn a_batch_delivered_by_two_processes_at_once_is_in_the_log_once<S: Store>() {
    let store = S::fresh().await;
    let other = store.another_process().await;
    for round in 0..10 {
        let (from, until) = (round * 20, round * 20 + 20);
        let deliveries = [store.scans(), other.scans(), store.scans(), other.scans()].map(|log| {
            tokio::spawn(async move {
                log.append(NODE, &batch(from..until), until).await.expect("it is taken in");
            })
        });
        for delivery in deliveries {
            delivery.await.expect("no panic");
        }
    }
    let scans = all(&store).await;
    assert_eq!(offsets(&scans), (0..200).collect::<Vec<_>>());
    assert!((1..).zip(&scans).all(|(n, scan)| scan.position == Position(n)));
}

pub(crate) async fn every_node_has_its_own_mark<S: Store>() {
    let store = S::fresh().await;
    let log = store.scans();
    log.append(NodeId(1), &batch(0..3), 3).await.expect("it is taken in");
    log.append(NodeId(2), &batch(0..2), 2).await.expect("it is taken in");
    assert_eq!(log.forwarded(NodeId(1)).await.expect("a mark"), 3);
    assert_eq!(log.forwarded(NodeId(2)).await.expect("a mark"), 2);
    assert_eq!(log.forwarded(NodeId(3)).await.expect("a mark"), 0);
    let scans = all(&store).await;
    let keys: Vec<_> = scans.iter().map(|scan| (scan.node.0, scan.offset)).collect();
    assert_eq!(keys, [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1)]);
}
