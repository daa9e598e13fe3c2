use cqrs_es::test::TestFramework;

use super::*;

pub(super) fn plain(label: &str) -> Specification {
    Specification {
        unit: None,
        label: label.to_owned(),
        dark: Colour::BLACK,
        light: Colour::WHITE,
        shape: Shape::Square,
        margin: QUIET_ZONE,
        level: None,
        logo: None,
        frame: None,
        caption: vec![],
        size: USUAL_SIZE,
    }
}

fn draw(label: &str) -> DesignCommand {
    DesignCommand::Draw(Box::new(plain(label)))
}

#[test]
fn a_design_is_drawn_redrawn_withdrawn_and_drawn_again() {
    let given = |events: Vec<DesignEvent>| TestFramework::<Design>::with(()).given(events);
    given(vec![])
        .when(draw("Harbour"))
        .then_expect_events(vec![DesignEvent::Drawn(plain("Harbour"))]);
    given(vec![DesignEvent::Drawn(plain("Harbour"))])
        .when(draw("Port"))
        .then_expect_events(vec![DesignEvent::Redrawn(plain("Port"))]);
    given(vec![DesignEvent::Drawn(plain("Harbour"))])
        .when(DesignCommand::Withdraw)
        .then_expect_events(vec![DesignEvent::Withdrawn]);
    given(vec![DesignEvent::Drawn(plain("Harbour")), DesignEvent::Withdrawn])
        .when(draw("Harbour"))
        .then_expect_events(vec![DesignEvent::Drawn(plain("Harbour"))]);
    given(vec![])
        .when(DesignCommand::Withdraw)
        .then_expect_error(DesignError::Unknown);
}

#[test]
fn saying_the_same_again_is_no_decision() {
    let given = |events: Vec<DesignEvent>| TestFramework::<Design>::with(()).given(events);
    given(vec![DesignEvent::Drawn(plain("Harbour"))])
        .when(draw("Harbour"))
        .then_expect_events(vec![]);
    given(vec![DesignEvent::Drawn(plain("Harbour")), DesignEvent::Withdrawn])
        .when(DesignCommand::Withdraw)
        .then_expect_events(vec![]);
}

#[test]
fn what_is_out_of_bounds_is_named() {
    let emblem = Emblem::Png(String::new());
    let bad = Specification {
        margin: 3,
        size: 9,
        logo: Some(Logo { emblem, share: 36 }),
        frame: Some(Frame { thickness: 0, corner: 9 }),
        caption: ["{id}", "{number}", "c", "d", "e"]
            .map(|line| line.parse().expect("a template"))
            .to_vec(),
        ..plain(" ")
    };
    let pointers: Vec<&str> = bad.check().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(
        pointers,
        [
            "/margin",
            "/size",
            "/logo/share",
            "/frame/thickness",
            "/frame/corner",
            "/label",
            "/caption",
            "/caption"
        ]
    );
    assert_eq!(plain("Harbour").check(), []);
}

#[test]
fn a_design_of_the_log_is_read_as_it_was_written() {
    let event = r##"{"type":"Drawn","unit":"port","label":"Harbour","dark":"#003366","light":"#ffffff","shape":"dots","margin":4,
        "level":"H","logo":{"emblem":{"svg":"<svg/>"},"share":20},"frame":{"thickness":1,"corner":2},"caption":["{id}","Scan me"],"size":25}"##;
    let read: DesignEvent = serde_json::from_str(event).expect("an event");
    let written = serde_json::to_value(&read).expect("JSON");
    assert_eq!(written, serde_json::from_str::<serde_json::Value>(event).expect("JSON"));
    assert_eq!(
        read.specification().map(|drawn| drawn.dark.to_string()).as_deref(),
        Some("#003366")
    );
}

#[test]
fn only_six_digits_are_a_colour() {
    assert_eq!("#1a5fb4".parse::<Colour>(), "1A5FB4".parse());
    for bad in ["", "#fff", "red", "1a5fb4ff", "+a5fb4", "1a5fbé"] {
        assert!(bad.parse::<Colour>().is_err(), "{bad}");
    }
}
