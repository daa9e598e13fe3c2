//! Hits: when which code was asked for, and what came of it. More the toolkit does not keep.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use signpost_application::{commands::imports::past_scans::PastScan, ports::tables::Row};
use signpost_domain::scan::Outcome;

/// A hit as it waits: its id; when, of which slug and UUID, and the action.
pub(super) fn row(id: i64, at: &str, slug: &str, uuid: &str, action: &str) -> Row {
    Row {
        number: u64::try_from(id).unwrap_or_default(),
        cells: [at, slug, uuid, action].map(str::to_owned).into(),
    }
}

/// What it says as a scan, if it says enough.
pub(super) fn past_scan(Row { number, cells }: Row) -> (u64, Option<PastScan>) {
    let scan = |cells: &[String]| {
        let [at, slug, uuid, action] = cells else { return None };
        Some(PastScan {
            at: time(at)?,
            code: slug.parse().ok()?,
            alias: uuid.replace('-', "").parse().ok()?,
            outcome: outcome(action)?,
        })
    };
    (number, scan(&cells))
}

/// A time with its offset, or one of UTC, as Django keeps them.
fn time(text: &str) -> Option<Timestamp> {
    let utc = || TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok();
    text.parse::<Timestamp>().ok().or_else(utc)
}

/// What the visitor got, by what `QRCodeDetails` of the toolkit's `views.py` calls it.
fn outcome(action: &str) -> Option<Outcome> {
    match action {
        "redirect" => Some(Outcome::Redirected),
        "basic_info" => Some(Outcome::Page),
        "kiosk" | "api_call" => Some(Outcome::Menu),
        "json" => Some(Outcome::Json),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_is_a_scan_of_what_it_says_or_none() {
        let scan = |at, slug, action| past_scan(row(7, at, slug, "6f1c2a3e-5b7d-4c8e-9f00-a1b2c3d4e5f6", action));
        let (number, kiosk) = scan("2021-02-02 12:57:00.000123", "Old_7", "kiosk");
        let kiosk = kiosk.unwrap();
        assert_eq!((number, kiosk.outcome, kiosk.code.as_str()), (7, Outcome::Menu, "OLD_7"));
        assert_eq!(kiosk.at.to_string(), "2021-02-02T12:57:00.000123Z");
        assert_eq!(kiosk.alias.as_str(), "6F1C2A3E5B7D4C8E9F00A1B2C3D4E5F6");
        let (_, redirected) = scan("2021-02-02T13:57:00+01:00", "Old_7", "redirect");
        assert_eq!(redirected.unwrap().at.to_string(), "2021-02-02T12:57:00Z");
        for (at, slug, action) in [
            ("yesterday", "Old_7", "kiosk"),
            ("2021-02-02 12:57:00", "é", "kiosk"),
            ("2021-02-02 12:57:00", "Old_7", "error"),
        ] {
            assert_eq!(scan(at, slug, action), (7, None));
        }
    }
}
