//! When something holds: a window between two instants, or hours that return every week in a time zone.

use std::{fmt, str::FromStr};

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// From an instant, included, until another, excluded. One of the two may be open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BetweenParts", into = "BetweenParts")]
pub struct Between {
    from: Option<Timestamp>,
    until: Option<Timestamp>,
}

/// [`Between`] as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BetweenParts {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
}

/// Why a window or weekly hours make no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// Neither end is given.
    #[error("give from, until, or both")]
    Open,
    /// The end is not after the start.
    #[error("until must be after from; for hours over midnight take two conditions, one until 24:00 and one from 00:00")]
    EndsBeforeStart,
    /// No day is given.
    #[error("give at least one day of mon, tue, wed, thu, fri, sat, sun")]
    NoDays,
    /// Not a time of day.
    #[error("{0:?} is not a time of day such as 08:00, from 00:00 to 24:00")]
    TimeOfDay(String),
    /// Not the name of a time zone.
    #[error("{0:?} is not a time zone of the IANA database such as Europe/Brussels")]
    Zone(String),
}

impl Between {
    /// A window; `until` must come after `from`.
    pub fn new(from: Option<Timestamp>, until: Option<Timestamp>) -> Result<Self, ScheduleError> {
        match (from, until) {
            (None, None) => Err(ScheduleError::Open),
            (Some(from), Some(until)) if until <= from => Err(ScheduleError::EndsBeforeStart),
            _ => Ok(Self { from, until }),
        }
    }

    /// Its first instant, where it has one.
    pub fn from(&self) -> Option<Timestamp> {
        self.from
    }

    /// The instant at which it is over, where there is one.
    pub fn until(&self) -> Option<Timestamp> {
        self.until
    }

    /// Whether `at` lies inside.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

impl TryFrom<BetweenParts> for Between {
    type Error = ScheduleError;

    fn try_from(parts: BetweenParts) -> Result<Self, Self::Error> {
        Self::new(parts.from, parts.until)
    }
}

impl From<Between> for BetweenParts {
    fn from(between: Between) -> Self {
        Self {
            from: between.from,
            until: between.until,
        }
    }
}

/// A time of day to the minute, `00:00` to `24:00`, the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay {
    minutes: u16,
}

impl FromStr for TimeOfDay {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ScheduleError::TimeOfDay(text.chars().take(20).collect());
        let digits = |part: &str| {
            part.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        let (hours, minutes) = text
            .split_once(':')
            .filter(|(h, m)| h.len() == 2 && m.len() == 2)
            .ok_or_else(refuse)?;
        match (digits(hours), digits(minutes)) {
            (Some(hours), Some(minutes)) if minutes < 60 && hours * 60 + minutes <= 24 * 60 => Ok(Self {
                minutes: hours * 60 + minutes,
            }),
            _ => Err(refuse()),
        }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = ScheduleError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Day {
    /// Every day, from Monday on.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }
}

impl From<civil::Weekday> for Day {
    fn from(day: civil::Weekday) -> Self {
        match day {
            civil::Weekday::Monday => Self::Mon,
            civil::Weekday::Tuesday => Self::Tue,
            civil::Weekday::Wednesday => Self::Wed,
            civil::Weekday::Thursday => Self::Thu,
            civil::Weekday::Friday => Self::Fri,
            civil::Weekday::Saturday => Self::Sat,
            civil::Weekday::Sunday => Self::Sun,
        }
    }
}

/// A time zone of the IANA database; the database is compiled in, so an old decision means the same on every machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone {
    zone: TimeZone,
    name: Box<str>,
}

impl Zone {
    /// The zone's name, such as `Europe/Brussels`.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The zone's rules.
    pub fn rules(&self) -> &TimeZone {
        &self.zone
    }
}

impl FromStr for Zone {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let zone = TimeZone::get(text).map_err(|_| ScheduleError::Zone(text.chars().take(40).collect()))?;
        let name = zone.iana_name().unwrap_or(text).into();
        Ok(Self { zone, name })
    }
}

impl TryFrom<String> for Zone {
    type Error = ScheduleError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name.into()
    }
}

/// The same hours on some days of every week, in a time zone: `from` included, `until` excluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WeeklyParts", into = "WeeklyParts")]
pub struct Weekly {
    days: Vec<Day>,
    from: TimeOfDay,
    until: TimeOfDay,
    zone: Zone,
}

/// [`Weekly`] as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeeklyParts {
    days: Vec<Day>,
    from: TimeOfDay,
    until: TimeOfDay,
    zone: Zone,
}

impl Weekly {
    /// Weekly hours; `until` must come after `from`, and there must be a day.
    pub fn new(mut days: Vec<Day>, from: TimeOfDay, until: TimeOfDay, zone: Zone) -> Result<Self, ScheduleError> {
        if days.is_empty() {
            return Err(ScheduleError::NoDays);
        }
        if until <= from {
            return Err(ScheduleError::EndsBeforeStart);
        }
        days.sort_by_key(|day| *day as u8);
        days.dedup();
        Ok(Self { days, from, until, zone })
    }

    /// The days, from Monday on.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// When they begin.
    pub fn from(&self) -> TimeOfDay {
        self.from
    }

    /// When they are over.
    pub fn until(&self) -> TimeOfDay {
        self.until
    }

    /// Whose wall clock shows them.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Whether the wall clock in the zone shows one of these hours at `at`.
    pub fn contains(&self, at: Timestamp) -> bool {
        let local = self.zone.zone.to_datetime(at);
        let minutes = u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs());
        self.days.contains(&Day::from(local.weekday())) && self.from.minutes <= minutes && minutes < self.until.minutes
    }
}

impl TryFrom<WeeklyParts> for Weekly {
    type Error = ScheduleError;

    fn try_from(parts: WeeklyParts) -> Result<Self, Self::Error> {
        Self::new(parts.days, parts.from, parts.until, parts.zone)
    }
}

impl From<Weekly> for WeeklyParts {
    fn from(weekly: Weekly) -> Self {
        Self {
            days: weekly.days,
            from: weekly.from,
            until: weekly.until,
            zone: weekly.zone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn weekly(json: &str) -> Result<Weekly, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn weekly_hours_follow_the_wall_clock_through_summer_time() {
        let office = weekly(r#"{"days": ["mon", "fri"], "from": "08:00", "until": "18:00", "zone": "Europe/Brussels"}"#).unwrap();
        assert!(!office.contains(at("2026-03-27T06:59:00Z")), "07:59 in winter");
        assert!(office.contains(at("2026-03-27T07:00:00Z")), "08:00 in winter");
        assert!(office.contains(at("2026-03-30T06:00:00Z")), "08:00 in summer");
        assert!(!office.contains(at("2026-03-30T16:00:00Z")), "18:00 is outside");
        assert!(!office.contains(at("2026-03-29T10:00:00Z")), "a Sunday");
    }

    #[test]
    fn the_last_minute_of_a_day_can_be_inside() {
        let night = weekly(r#"{"days": ["sun"], "from": "22:00", "until": "24:00", "zone": "UTC"}"#).unwrap();
        assert!(night.contains(at("2026-03-29T23:59:59Z")));
        assert!(!night.contains(at("2026-03-30T00:00:00Z")));
    }

    #[test]
    fn windows_that_make_no_sense_are_refused() {
        for bad in [
            r#"{"days": [], "from": "08:00", "until": "18:00", "zone": "UTC"}"#,
            r#"{"days": ["mon"], "from": "18:00", "until": "08:00", "zone": "UTC"}"#,
            r#"{"days": ["mon"], "from": "08:00", "until": "24:01", "zone": "UTC"}"#,
            r#"{"days": ["mon"], "from": "8:00", "until": "18:00", "zone": "UTC"}"#,
            r#"{"days": ["mon"], "from": "+8:00", "until": "18:00", "zone": "UTC"}"#,
            r#"{"days": ["mon"], "from": "08:00", "until": "18:00", "zone": "Europe/Ghent"}"#,
        ] {
            assert!(weekly(bad).is_err(), "{bad}");
        }
        let later = at("2026-01-02T00:00:00Z");
        let sooner = at("2026-01-01T00:00:00Z");
        assert_eq!(Between::new(Some(later), Some(sooner)), Err(ScheduleError::EndsBeforeStart));
        assert_eq!(Between::new(Some(later), Some(later)), Err(ScheduleError::EndsBeforeStart));
        assert_eq!(Between::new(None, None), Err(ScheduleError::Open));
    }

    #[test]
    fn a_window_includes_its_start_and_not_its_end() {
        let window = Between::new(Some(at("2026-01-01T00:00:00Z")), Some(at("2026-01-02T00:00:00Z"))).unwrap();
        assert!(window.contains(at("2026-01-01T00:00:00Z")));
        assert!(!window.contains(at("2026-01-02T00:00:00Z")));
    }
}
