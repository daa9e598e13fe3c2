//! End to end: the real program on real stores, one file per promise.

#![expect(clippy::unwrap_used, reason = "everything here is a test, and a panic its way to fail")]

mod support;

mod concurrency;
mod idempotency;
mod invariants;
mod openapi_drift;
mod pages_in_a_browser;
mod pictures_are_read_by_real_readers;
mod readme_tour;
mod the_main_job;
