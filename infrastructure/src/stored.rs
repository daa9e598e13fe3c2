//! How numbers and times stand in the columns of every SQL store, so that a log reads the same wherever it is kept.

use jiff::Timestamp;
use signpost_application::ports::StoreError;
use signpost_domain::{retention::Month, scan::Outcome, visit::Platform};
use signpost_projections::usage::day_and_hour;

/// What is stored cannot be read.
pub(crate) fn unreadable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Unreadable(error.to_string())
}

/// A number that SQL, which has signed ones only, keeps.
pub(crate) fn signed(number: u64) -> i64 {
    number.cast_signed()
}

/// The number that [`signed`] kept.
pub(crate) fn unsigned(number: i64) -> u64 {
    number.cast_unsigned()
}

/// A time from microseconds since 1970.
pub(crate) fn time(microseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(microseconds).map_err(unreadable)
}

/// A span of time in microseconds since 1970; where an end is left out, that of time.
pub(crate) fn between(from: Option<Timestamp>, until: Option<Timestamp>) -> (i64, i64) {
    let micros = |at: Timestamp| at.as_microsecond();
    (from.map_or(i64::MIN, micros), until.map_or(i64::MAX, micros))
}

/// The number an outcome is stored as.
pub(crate) fn outcome_number(outcome: Outcome) -> u8 {
    outcome as u8
}

/// The outcome stored as a number.
pub(crate) fn outcome(number: i64) -> Result<Outcome, StoreError> {
    let known = usize::try_from(number).ok().and_then(|number| Outcome::ALL.get(number));
    known.copied().ok_or_else(|| unreadable(format!("{number} is no outcome")))
}

/// The number a platform is stored as.
pub(crate) fn platform_number(platform: Platform) -> u8 {
    platform as u8
}

/// The platform stored as a number.
pub(crate) fn platform(number: i64) -> Result<Platform, StoreError> {
    let known = usize::try_from(number).ok().and_then(|number| Platform::ALL.get(number));
    known.copied().ok_or_else(|| unreadable(format!("{number} is no platform")))
}

/// The days of a month, as statistics count them since 1970: the first, and the first after it.
pub(crate) fn days_of(month: Month) -> (i32, i32) {
    (day_and_hour(month.begins()).0, day_and_hour(month.ends()).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_numbers_are_read_back() {
        for known in Outcome::ALL {
            assert_eq!(outcome(outcome_number(known).into()).unwrap(), known);
        }
        for known in Platform::ALL {
            assert_eq!(platform(platform_number(known).into()).unwrap(), known);
        }
    }
}
