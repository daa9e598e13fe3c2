use cqrs_es::test::TestFramework;

use super::*;

fn ordered(print: Option<Print>) -> BatchEvent {
    let order = Order {
        count: 500,
        first: 1,
        unit: None,
    };
    BatchEvent::Ordered { order, print }
}

fn in_design(design: &str) -> Print {
    Print {
        design: Some(design.parse().expect("a design")),
        ..Print::default()
    }
}

#[test]
fn how_a_batch_is_printed_is_settled_and_settled_otherwise() {
    let given = |events: Vec<BatchEvent>| TestFramework::<Batch>::with(()).given(events);
    let settle = |design: &str| BatchCommand::SettlePrint(Box::new(in_design(design)));
    let settled = |design: &str| BatchEvent::PrintSettled {
        print: in_design(design),
    };
    given(vec![ordered(None)])
        .when(settle("harbour@1"))
        .then_expect_events(vec![settled("harbour@1")]);
    given(vec![ordered(None), settled("harbour@1")])
        .when(settle("harbour@2"))
        .then_expect_events(vec![settled("harbour@2")]);
    // One that was minted before batches kept what was ordered.
    given(vec![])
        .when(settle("harbour@1"))
        .then_expect_events(vec![settled("harbour@1")]);
    given(vec![ordered(Some(in_design("harbour@1")))])
        .when(settle("harbour@1"))
        .then_expect_events(vec![]);
}

#[test]
fn an_order_of_the_log_is_read_as_it_was_written() {
    let written = r#"{"type":"Ordered","count":500,"first":1,"unit":"parks","print":{"design":"harbour@3"}}"#;
    let read: BatchEvent = serde_json::from_str(written).expect("an event");
    assert_eq!(read.print(), Some(&in_design("harbour@3")));
    assert_eq!(serde_json::to_string(&read).expect("JSON"), written);
}
