//! Usage statistics: a row per day of UTC for the city and for every code, in which all that is ever asked is counted by the hour;
//! and a row per day for every visitor, which no answer but those about sets of codes reads.
//!
//! A visitor is 64 bits that mean nothing the day after, so different visitors of different days are different visitors and can be
//! added up. Within a day each hour knows how many were there, and how long before they were last seen that day. Whoever was last
//! seen before a period begins is new to it: that makes the visitors of any period of whole hours a sum ([`tally`]).

mod by_hour;
pub mod bytes;
mod count;
pub mod day;
mod fold;
pub mod hours;
mod ranking;
pub mod tally;
#[cfg(test)]
mod tests;
pub mod value;
pub mod visits;

pub use self::{
    by_hour::Alike,
    count::Count,
    fold::{DayKey, ToWrite, Usage, VisitsKey, days_of, first_rows_of, whole_days},
    ranking::{MOST_ROWS, Ranking},
};

use jiff::Timestamp;

/// Scans folded at once where nobody else waits: a few hundred MiB with the rows that they change.
pub const BULK: u32 = 200_000;

/// Hours in a day of UTC.
pub const HOURS: u8 = 24;

/// The day of UTC that a time lies in, in days since 1970, and its hour in that day.
pub fn day_and_hour(at: Timestamp) -> (i32, u8) {
    let hours = at.as_second().div_euclid(3_600);
    let (day, hour) = (hours.div_euclid(24), hours.rem_euclid(24));
    (
        i32::try_from(day).expect("a time lies within ten thousand years of 1970, which is less than four million days"),
        u8::try_from(hour).expect("the rest after division by 24"),
    )
}
