//! Why the program gives up: one line on standard error that says what to do, and exit code 2; or 1 where it was
//! asked whether two things are the same and they are not.

use std::process::ExitCode;

/// Why the program gives up.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub(crate) struct Failure {
    what: String,
    code: u8,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            code: 2,
        }
    }

    /// What should be the same is not.
    pub(crate) fn disagreement(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            code: 1,
        }
    }

    /// Says why and gives the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        eprintln!("signpost: {}", self.what);
        ExitCode::from(self.code)
    }
}

/// Turns any error into a failure with its own words.
pub(crate) fn fail(error: impl std::fmt::Display) -> Failure {
    Failure::new(error.to_string())
}
