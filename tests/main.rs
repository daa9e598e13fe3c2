//! End to end: the real program on real stores, one file per promise.

#![expect(clippy::unwrap_used, reason = "everything here is a test, and a panic its way to fail")]

mod support;

mod bad_input;
mod concurrency;
mod idempotency;
mod invariants;
mod operating;
mod resolver;
mod the_main_job;
