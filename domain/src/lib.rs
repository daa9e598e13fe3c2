//! What Signpost decides, and nothing else: the identifiers, targets, conditions and aggregates of a city's codes, and
//! [`resolve`](resolve::resolve), the one function that says where a visit goes.
//!
//! No I/O, no clock and no randomness of its own: the same input gives the same output for as long as the log is kept.
//! Start with [`code`] for what can happen to a code, and with [`resolve`] for what happens to a visitor.

pub mod access;
pub mod approval;
pub mod audience;
pub mod batch;
pub mod change;
pub mod code;
pub mod condition;
pub mod counted;
pub mod decision;
pub mod design;
pub mod identifier;
pub mod language;
pub mod pattern;
pub mod print;
pub mod proposal;
pub mod resolve;
pub mod retention;
pub mod rule;
pub mod scan;
pub mod schedule;
pub mod seals;
pub mod sheets;
pub mod target;
pub mod template;
pub mod unit;
pub mod url;
pub mod visit;

/// What state follows from an event; the trait every aggregate here implements.
pub use cqrs_es::Aggregate;
