//! Changes of many codes: one act, of codes as they are.

use signpost_application::{
    authority::Caller,
    commands::{
        Expectation,
        changes::{Order, Terms, make},
        suspend_code::suspend_code,
    },
    ports::decision_log::Addition,
    refusal::Refusal,
};
use signpost_domain::{
    change::Alteration,
    code::{CodeEvent, CodeFilter},
    decision::{DecisionEvent, Position},
    identifier::CodeId,
};

use super::{
    Store,
    decision_log::append,
    desk::Desk,
    samples::{circumstances, minted, parsed, retargeted},
};

pub(crate) async fn decisions_on_many_come_one_after_the_other_and_those_of_an_act_in_its_order<S: Store>() {
    let store = S::fresh().await;
    for id in ["A-1", "B-1", "C-1"] {
        append(&store, id, 0, vec![minted("a")]).await.expect("a free place");
    }
    append(&store, "C-1", 1, vec![CodeEvent::Suspended])
        .await
        .expect("a free place");
    let addition = |id: &str, version, event| Addition {
        event: DecisionEvent::Code(parsed(id), event),
        version,
    };
    let act = [
        addition("B-1", 2, retargeted("https://example.org/")),
        addition("A-1", 2, CodeEvent::Suspended),
        addition("B-1", 3, CodeEvent::Suspended),
    ];
    let log = store.decisions();
    log.append_all(&act, &circumstances("one act")).await.expect("free places");

    let on = log.decisions_on("code", &["B-1", "NONE", "A-1"]).await.expect("readable");
    let on: Vec<(String, u64, u64)> = on
        .iter()
        .map(|decision| {
            (
                decision.event.subject().id().to_owned(),
                decision.version,
                decision.position.0,
            )
        })
        .collect();
    let expected = [("B-1", 1, 2), ("B-1", 2, 5), ("B-1", 3, 7), ("A-1", 1, 1), ("A-1", 2, 6)];
    assert_eq!(on, expected.map(|(id, version, position)| (id.to_owned(), version, position)));
    assert_eq!(log.decisions_on("unit", &["A-1"]).await.expect("readable"), []);
    assert_eq!(log.decisions_on("code", &[]).await.expect("readable"), []);

    for (after, expected) in [(0, vec![1, 2]), (1, vec![2, 3]), (2, vec![3]), (3, vec![])] {
        let of = log.decisions_of("code", "B-1", after, 2).await.expect("readable");
        assert_eq!(of.iter().map(|decision| decision.version).collect::<Vec<_>>(), expected);
        assert!(of.iter().all(|decision| decision.event.subject().id() == "B-1"));
    }
    assert_eq!(log.decisions_of("unit", "B-1", 0, 2).await.expect("readable"), []);

    let of_act = log.act("one act", Position::START, 2).await.expect("readable");
    assert_eq!(of_act.iter().map(|decision| decision.position.0).collect::<Vec<_>>(), [5, 6]);
    let rest = log.act("one act", Position(6), 2).await.expect("readable");
    assert_eq!(rest.iter().map(|decision| decision.position.0).collect::<Vec<_>>(), [7]);
    assert_eq!(log.act("no act", Position::START, 2).await.expect("readable"), []);
}

pub(crate) async fn a_change_is_made_of_codes_as_they_are_or_not_at_all<S: Store>() {
    let store = S::fresh().await;
    let desk = Desk::on(&store);
    for id in ["A-1", "B-1", "C-1"] {
        append(&store, id, 0, vec![minted("a")]).await.expect("a free place");
    }
    store.follow().await;
    suspend_code(&desk.application, &desk.admin, &parsed("B-1"), Expectation::Any)
        .await
        .expect("in use");
    // The catalogue has not heard of that, and goes on saying that B-1 is what it was.
    let head = store.decisions().head().await.expect("a head");
    let refused = make(
        &desk.application,
        &caller(&desk, "c-1"),
        &order(Alteration::Suspend, None),
        &terms(),
    )
    .await;
    assert!(matches!(refused, Err(Refusal::LostRace)), "{refused:?}");
    assert_eq!(store.decisions().head().await.expect("a head"), head);

    store.follow().await;
    let made = make(
        &desk.application,
        &caller(&desk, "c-1"),
        &order(Alteration::Suspend, None),
        &terms(),
    )
    .await;
    let made = made.expect("two are in use").done().expect("nobody need approve it").making;
    assert_eq!((made.codes, made.decisions, made.unchanged), (2, 2, 1));
    // Built again, the history has it like any other decision.
    store.follow().await;
    let living = store.dump().await;
    store.rebuild("history").await;
    assert_eq!(store.dump().await, living);
}

pub(super) fn caller(desk: &Desk, id: &str) -> Caller {
    Caller {
        correlation: id.to_owned(),
        ..desk.admin.clone()
    }
}

pub(super) fn order(alteration: Alteration, ids: Option<Vec<CodeId>>) -> Order {
    let filter = match ids {
        Some(_) => CodeFilter {
            ids,
            ..CodeFilter::default()
        },
        None => CodeFilter {
            tag: Some(parsed("oak")),
            ..CodeFilter::default()
        },
    };
    Order { filter, alteration }
}

pub(super) fn terms() -> Terms {
    Terms {
        leave_out: true,
        ..Terms::default()
    }
}
