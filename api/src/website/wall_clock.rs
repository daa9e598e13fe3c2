//! Times as staff read and type them: by the wall clock of the city. Logs, programs and the REST API have them in UTC.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use signpost_domain::schedule::Zone;

/// What is said of what is no day.
pub(crate) const NO_DAY: &str = "give a day such as 2027-06-30";

/// The wall clock of the city.
#[derive(Debug, Clone)]
pub(crate) struct WallClock(Zone);

impl WallClock {
    pub(crate) fn of(zone: Zone) -> Self {
        Self(zone)
    }

    /// Where it hangs, as the IANA database has it.
    pub(crate) fn zone(&self) -> &str {
        self.0.as_str()
    }

    /// A time for people, to the minute.
    pub(crate) fn shown(&self, at: Timestamp) -> String {
        let local = at.to_zoned_datetime(self.0.rules().clone());
        local.strftime("%Y-%m-%d %H:%M %Z").to_string()
    }

    /// A time as a browser has it in a field, which knows no zone.
    pub(crate) fn typed(&self, at: Timestamp) -> String {
        let local = at.to_zoned_datetime(self.0.rules().clone());
        local.strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// What was typed into such a field. An hour that comes twice is meant the first time, one that never comes is the hour after; with a zone of its own
    /// (RFC 3339) a time is what it says.
    pub(crate) fn read(&self, typed: &str) -> Option<Timestamp> {
        let typed = typed.trim();
        if let Ok(at) = typed.parse::<Timestamp>() {
            return Some(at);
        }
        let local: DateTime = typed.parse().ok()?;
        Some(local.to_zoned_datetime(self.0.rules().clone()).ok()?.timestamp())
    }

    /// The end of a day.
    pub(crate) fn end_of(&self, day: &str) -> Option<Timestamp> {
        let day: Date = day.trim().parse().ok()?;
        let next = day.tomorrow().ok()?.to_zoned_datetime(self.0.rules().clone());
        Some(next.ok()?.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brussels() -> WallClock {
        WallClock::of("Europe/Brussels".parse().unwrap())
    }

    #[test]
    fn what_is_typed_is_what_the_clock_on_the_town_hall_shows() {
        let clock = brussels();
        for (typed, at) in [
            ("2026-07-01T08:00", "2026-07-01T06:00:00Z"),
            ("2026-01-01T08:00:30", "2026-01-01T07:00:30Z"),
            // Comes twice, and never.
            ("2026-10-25T02:30", "2026-10-25T00:30:00Z"),
            ("2026-03-29T02:30", "2026-03-29T01:30:00Z"),
            ("2026-07-01T08:00:00Z", "2026-07-01T08:00:00Z"),
        ] {
            assert_eq!(clock.read(typed), Some(at.parse().unwrap()), "{typed}");
        }
        for nothing in ["", "soon", "2026-13-01T00:00", "08:00"] {
            assert_eq!(clock.read(nothing), None, "{nothing}");
        }
        let summer = "2026-07-01T06:00:00Z".parse().unwrap();
        assert_eq!(clock.typed(summer), "2026-07-01T08:00");
        assert_eq!(clock.shown(summer), "2026-07-01 08:00 CEST");
    }

    #[test]
    fn a_day_ends_when_it_does_there() {
        assert_eq!(brussels().end_of("2026-03-29"), Some("2026-03-29T22:00:00Z".parse().unwrap()));
        assert_eq!(brussels().end_of("29 March"), None);
    }
}
