//! Retention: how long scans are kept, as decisions. Scans go by whole months; what was counted of them stays.

use std::{collections::BTreeMap, fmt, str::FromStr};

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::decision::Position;

/// A month of UTC, such as `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(Date);

/// Why a text is not a [`Month`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a month such as 2026-11")]
pub struct MonthError(String);

impl Month {
    /// The month that `at` lies in.
    pub fn of(at: Timestamp) -> Self {
        Self(at.to_zoned_datetime(TimeZone::UTC).date().first_of_month())
    }

    /// The month after this one; the last month there is has none.
    pub fn next(self) -> Option<Self> {
        self.0.checked_add(jiff::Span::new().months(1)).ok().map(Self)
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        self.0
    }

    /// When it begins: the first instant in it.
    pub fn begins(self) -> Timestamp {
        let midnight = self.0.to_zoned_datetime(TimeZone::UTC);
        midnight.map_or(Timestamp::MIN, |midnight| midnight.timestamp())
    }

    /// When it is over: the first instant after it.
    pub fn ends(self) -> Timestamp {
        self.next().map_or(Timestamp::MAX, Self::begins)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let error = || MonthError(text.chars().take(40).collect());
        let is_plain = text.len() == 7
            && text
                .bytes()
                .enumerate()
                .all(|(n, b)| if n == 4 { b == b'-' } else { b.is_ascii_digit() });
        if !is_plain {
            return Err(error());
        }
        format!("{text}-01").parse().map(Self).map_err(|_| error())
    }
}

impl TryFrom<String> for Month {
    type Error = MonthError;

    fn try_from(text: String) -> Result<Self, MonthError> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

/// A month's scans in the scan log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthOfScans {
    /// The month.
    pub month: Month,
    /// How many scans and choices.
    pub scans: u64,
    /// Position of the first.
    pub first: Position,
    /// Position of the last. Others of other months may lie between.
    pub last: Position,
}

/// How long scans are kept, as it was decided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// The position up to which scans of a month were dropped.
    pub dropped: BTreeMap<Month, Position>,
}

/// What can happen to retention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum RetentionEvent {
    /// Whole months of scans were dropped; what was counted of them stays.
    ScansExpired {
        /// The months, in their order.
        months: Vec<MonthOfScans>,
    },
}

impl DomainEvent for RetentionEvent {
    fn event_type(&self) -> String {
        match self {
            Self::ScansExpired { .. } => "ScansExpired",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// What can be asked of retention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetentionCommand {
    /// Drop these months.
    Expire(Vec<MonthOfScans>),
}

/// Retention refuses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RetentionError {}

impl Aggregate for Retention {
    const TYPE: &'static str = "retention";
    type Command = RetentionCommand;
    type Event = RetentionEvent;
    type Error = RetentionError;
    type Services = ();

    async fn handle(&mut self, command: RetentionCommand, (): &(), sink: &EventSink<Self>) -> Result<(), RetentionError> {
        let RetentionCommand::Expire(mut months) = command;
        // What was decided once, and perhaps not done yet, is not decided again.
        months.retain(|month| self.dropped.get(&month.month).is_none_or(|dropped| *dropped < month.last));
        if !months.is_empty() {
            sink.write(RetentionEvent::ScansExpired { months }, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: RetentionEvent) {
        let RetentionEvent::ScansExpired { months } = event;
        self.dropped.extend(months.into_iter().map(|month| (month.month, month.last)));
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;

    use super::*;

    fn month(text: &str, last: u64) -> MonthOfScans {
        MonthOfScans {
            month: text.parse().unwrap(),
            scans: 1,
            first: Position(last),
            last: Position(last),
        }
    }

    #[test]
    fn a_month_begins_and_ends_in_utc() {
        let month: Month = "2026-12".parse().unwrap();
        assert_eq!(month.begins().to_string(), "2026-12-01T00:00:00Z");
        assert_eq!(month.ends().to_string(), "2027-01-01T00:00:00Z");
        assert_eq!(Month::of(month.ends()).to_string(), "2027-01");
        for bad in ["2026", "2026-13", "2026-1", "2026-11-01", "-026-11", "２０２６-11", ""] {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_month_is_dropped_again_only_when_scans_came_after() {
        let expired = |months: Vec<MonthOfScans>| RetentionEvent::ScansExpired { months };
        let framework = TestFramework::<Retention>::with(());
        let once = expired(vec![month("2026-01", 7)]);
        framework
            .given(vec![once.clone()])
            .when(RetentionCommand::Expire(vec![month("2026-01", 7), month("2026-02", 9)]))
            .then_expect_events(vec![expired(vec![month("2026-02", 9)])]);
        let framework = TestFramework::<Retention>::with(());
        framework
            .given(vec![once])
            .when(RetentionCommand::Expire(vec![month("2026-01", 12)]))
            .then_expect_events(vec![expired(vec![month("2026-01", 12)])]);
    }
}
