//! Small things to put into logs.

use std::convert::Infallible;

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use signpost_domain::{
    code::CodeEvent,
    decision::{Actor, Circumstances, Position, Source},
    scan::{Cause, Outcome, Scan},
    target::Target,
    visit::{Platform, Visitor},
};

/// Reads what a test wrote down itself.
pub(crate) fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a test's own words are right")
}

/// A whole number of seconds after the start of 2026.
pub(crate) fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + seconds).expect("inside the range of time")
}

pub(crate) fn circumstances(correlation: &str) -> Circumstances {
    Circumstances {
        actor: Actor::Principal(parsed("t-7")),
        reason: Some("new form".to_owned().try_into().expect("short")),
        source: Source::Rest,
        at: time(0),
        correlation: correlation.to_owned(),
        approves: None,
    }
}

pub(crate) fn redirect(url: &str) -> Target {
    Target::Redirect {
        url: parsed(url),
        forward_query: false,
    }
}

pub(crate) fn minted(label: &str) -> CodeEvent {
    CodeEvent::Minted {
        unit: None,
        label: Some(label.to_owned()),
        tags: vec![parsed("oak")],
        batch: None,
    }
}

pub(crate) fn retargeted(url: &str) -> CodeEvent {
    CodeEvent::Retargeted {
        target: Some(redirect(url)),
    }
}

/// A scan with something in every column, different for every `seed`.
pub(crate) fn scan(code: &str, seed: u64) -> Scan {
    Scan {
        at: Timestamp::from_microsecond(1_767_225_600_000_000 + seed.cast_signed()).expect("inside the range of time"),
        code: parsed(code),
        as_of: Position(seed),
        outcome: Outcome::Menu,
        cause: Cause::Audience(parsed("staff")),
        platform: Platform::Android,
        language: Some(parsed("nl-BE")),
        country: Some(parsed("BE")),
        robot: seed % 2 == 1,
        // All 64 bits are used, also where a store has signed numbers only.
        visitor: Visitor(u64::MAX - seed),
        referrer: Some("stad.gent".to_owned()),
        item: seed.is_multiple_of(3).then_some(2),
    }
}

/// Counts what is applied to it. Signpost's own events set values, so that one applied twice would not show in them.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counter {
    pub(crate) count: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum CounterEvent {
    Incremented,
}

impl DomainEvent for CounterEvent {
    fn event_type(&self) -> String {
        "Incremented".to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Aggregate for Counter {
    const TYPE: &'static str = "counter";
    type Command = ();
    type Event = CounterEvent;
    type Error = Infallible;
    type Services = ();

    async fn handle(&mut self, (): (), (): &(), sink: &EventSink<Self>) -> Result<(), Infallible> {
        sink.write(CounterEvent::Incremented, self).await;
        Ok(())
    }

    fn apply(&mut self, CounterEvent::Incremented: CounterEvent) {
        self.count += 1;
    }
}
