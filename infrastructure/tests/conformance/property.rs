//! Runs a property over random cases, each with a time of its own to be awaited in.

use std::{fmt::Debug, future::Future};

use proptest::{
    strategy::Strategy,
    test_runner::{Config, TestCaseError, TestRunner},
};

/// Tries `property` on `cases` random inputs, or on as many as `PROPTEST_CASES` says; fails with the smallest one that it does
/// not hold for.
pub(crate) fn holds<T: Debug, F: Future<Output = Result<(), TestCaseError>>>(
    cases: u32,
    input: impl Strategy<Value = T>,
    property: impl Fn(T) -> F,
) {
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    let config = Config {
        cases: std::env::var("PROPTEST_CASES").map_or(cases, |cases| cases.parse().expect("PROPTEST_CASES is a number")),
        failure_persistence: None,
        // Every case makes a store; a long search for the smallest input would look like a test that hangs.
        max_shrink_iters: 500,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&input, |input| runtime.block_on(property(input)));
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
