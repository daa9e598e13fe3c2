//! Whatever is changed in either log since it was sealed is found, whoever changed it.

use signpost_application::{
    commands::{seal::seal, seal_scans::seal_scans},
    ports::decision_log::Addition,
    seals::{
        checkpoint::TreeHead,
        verify::{Evidence, Fault, Known, Log, Report, verify},
    },
};
use signpost_domain::{
    decision::{DecisionEvent, Position},
    scan::{NodeId, Scan},
};
use signpost_projections::runner::catch_up;

use super::{
    Store,
    decision_log::append,
    desk::Desk,
    forgeries::{OF_DECISIONS, OF_SCANS, OF_SEALS},
    samples::{circumstances, minted, parsed, scan, time},
    seals::{Keys, a_store_with_a_key},
};

const HOUR: u32 = 3_600;

/// One of several hours.
fn made(number: u64) -> Scan {
    let at = time(i64::try_from(number * 1_200).expect("small"));
    Scan {
        at,
        ..scan("BENCH-0-0", number)
    }
}

/// Fifteen decisions of which three seal thirty scans of some hours, and what an auditor kept of them.
async fn sealed<S: Store>() -> (S, Keys, Known) {
    let (store, keys) = a_store_with_a_key::<S>().await;
    let desk = Desk::on(&store);
    for round in 0..3_u64 {
        for number in 0..4 {
            append(&store, &format!("BENCH-{round}-{number}"), 0, vec![minted("a")])
                .await
                .expect("a free place");
        }
        let scans: Vec<_> = (0..10).map(|n| (round * 10 + n, made(n))).collect();
        store
            .scans()
            .append(NodeId(7), &scans, round * 10 + 10)
            .await
            .expect("they are taken in");
        desk.clock.pass(100_000 * HOUR);
        seal_scans(&desk.application, &*store.scan_records())
            .await
            .expect("sealed")
            .expect("hours are over");
        catch_up(&store.stored(), &*store.tree(), |_| {}).await.expect("no poison");
        seal(&*store.seals(), &keys).await.expect("sealed").expect("it has grown");
    }
    let known = Known {
        keys: store.seals().keys().await.expect("keys"),
        checkpoints: vec![
            TreeHead::read(&store.seals().latest().await.expect("an answer").expect("one").note).expect("readable"),
        ],
    };
    (store, keys, known)
}

async fn audited(store: &impl Store, known: &Known) -> Report {
    let (decisions, scans, seals) = (store.decision_records(), store.scan_records(), store.seals());
    let evidence = Evidence {
        decisions: &*decisions,
        scans: Some(&*scans),
        seals: &*seals,
    };
    verify(evidence, known, |_| {}).await.expect("it can be read")
}

pub(crate) async fn what_nobody_changed_is_found_to_be_so<S: Store>() {
    let (store, _, known) = sealed::<S>().await;
    let report = audited(&store, &known).await;
    assert_eq!(report.faults, []);
    assert_eq!((report.decisions, report.decisions_sealed), (15, 15));
    assert_eq!((report.scans, report.scans_sealed), (30, 30));
    append(&store, "LATER", 0, vec![minted("a")]).await.expect("a free place");
    store
        .scans()
        .append(NodeId(8), &[(0, scan("BENCH-0-0", 99))], 1)
        .await
        .expect("taken in");
    let report = audited(&store, &known).await;
    assert_eq!(report.faults, []);
    assert_eq!((report.decisions, report.decisions_sealed), (16, 15), "not sealed yet");
    assert_eq!((report.scans, report.scans_sealed), (31, 30), "not sealed yet");
}

pub(crate) async fn every_way_to_tamper_is_found_where_it_begins<S: Store>() {
    for tampering in OF_DECISIONS.iter().chain(OF_SCANS) {
        let (store, _, known) = sealed::<S>().await;
        store.forge(tampering).await;
        let report = audited(&store, &known).await;
        let Some(Fault {
            log, position, through, ..
        }) = report.faults.first()
        else {
            panic!("not found: {}", tampering.statements);
        };
        assert_eq!(*log, tampering.log, "{}: {report:?}", tampering.statements);
        let range = *position..=through.unwrap_or(*position);
        assert!(range.contains(&tampering.first), "{}: {report:?}", tampering.statements);
        if *log == Log::Decisions {
            assert_eq!(*position, tampering.first, "{}: {report:?}", tampering.statements);
        }
        // Also where the tree was made to fit, since a checkpoint was kept elsewhere.
        store.empty_tree().await;
        let _ = catch_up(&store.stored(), &*store.tree(), |_| {}).await;
        let report = audited(&store, &known).await;
        let found = |fault: &Fault| fault.log == tampering.log && fault.position <= tampering.first;
        assert!(
            report.faults.iter().any(found),
            "with another tree: {}: {report:?}",
            tampering.statements
        );
    }
}

pub(crate) async fn every_way_to_tamper_with_the_tree_and_its_checkpoints_is_found<S: Store>() {
    for tampering in OF_SEALS {
        let (store, keys) = a_store_with_a_key::<S>().await;
        for round in 0..2 {
            let additions: Vec<Addition> = (0..300)
                .map(|number| Addition {
                    event: DecisionEvent::Code(parsed(&format!("BENCH-{round}-{number}")), minted("a")),
                    version: 1,
                })
                .collect();
            let appended = store.decisions().append_all(&additions, &circumstances("seals")).await;
            appended.expect("free places");
            catch_up(&store.stored(), &*store.tree(), |_| {}).await.expect("no poison");
            seal(&*store.seals(), &keys).await.expect("sealed").expect("it has grown");
        }
        let known = Known {
            keys: store.seals().keys().await.expect("keys"),
            checkpoints: vec![],
        };
        assert_eq!(audited(&store, &known).await.faults, []);
        store.forge(tampering).await;
        let report = audited(&store, &known).await;
        let [fault] = &report.faults[..] else {
            panic!("{}: {report:?}", tampering.statements);
        };
        let place = (fault.log, fault.position);
        assert_eq!(place, (Log::Seals, tampering.first), "{}: {report:?}", tampering.statements);
    }
}

pub(crate) async fn scans_that_expired_are_still_covered<S: Store>() {
    let (store, _, known) = sealed::<S>().await;
    store.follow().await;
    let desk = Desk::on(&store);
    let retention = store.retention();
    let months = retention
        .months(signpost_domain::retention::Month::of(jiff::Timestamp::MAX))
        .await
        .expect("months");
    desk.clock.pass(u32::MAX);
    signpost_application::commands::expire_scans::expire_scans(&desk.application, &*retention, &desk.admin, &months)
        .await
        .expect("dropped");
    let report = audited(&store, &known).await;
    assert_eq!(report.faults, [], "they were dropped by command, which is on record");
    assert_eq!((report.scans, report.scans_sealed), (0, 30));
}

pub(crate) async fn late_scans_of_a_sealed_hour_are_sealed_in_a_further_stretch<S: Store>() {
    let (store, keys, known) = sealed::<S>().await;
    let desk = Desk::on(&store);
    desk.clock.pass(u32::MAX);
    store
        .scans()
        .append(NodeId(9), &[(0, scan("BENCH-0-0", 3))], 1)
        .await
        .expect("taken in");
    let stretch = seal_scans(&desk.application, &*store.scan_records())
        .await
        .expect("sealed")
        .expect("it is over");
    assert_eq!((stretch.after, stretch.through), (Position(30), Position(31)));
    catch_up(&store.stored(), &*store.tree(), |_| {}).await.expect("no poison");
    seal(&*store.seals(), &keys).await.expect("sealed").expect("it has grown");
    let report = audited(&store, &known).await;
    assert_eq!((report.faults, report.scans_sealed), (vec![], 31));
}
