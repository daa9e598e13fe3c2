//! End to end: the real program on real stores, one file per promise.

#![expect(clippy::unwrap_used, reason = "everything here is a test, and a panic its way to fail")]

mod support;

mod access;
mod another_verifier;
mod approvals;
mod audit;
mod auditing;
mod backup;
mod bad_disks;
mod bad_input;
mod batches;
mod bounded_memory;
mod changes;
mod clock_steps;
mod concurrency;
mod connecting;
mod desk;
mod evidence;
mod exported_logs;
mod exporting;
mod forgetting;
mod idempotency;
mod importing;
mod interrupted_rebuild;
mod invariants;
mod limits;
mod links;
mod moving_house;
mod openapi_drift;
mod operating;
mod outage;
mod pages_in_a_browser;
mod pictures_are_read_by_real_readers;
mod printing;
mod read_through_rebuilds;
mod readme_tour;
mod rechecking;
mod refusals;
mod resolver;
mod retention;
mod rights;
mod seals;
mod searching;
mod several_nodes;
mod starting;
mod the_main_job;
mod tokens;
mod website;
mod which_scans;
