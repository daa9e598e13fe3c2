//! What was scanned, counted.

use jiff::{Timestamp, ToSpan, ZonedDateTime};
use signpost_domain::schedule::Zone;

use crate::{
    Application,
    authority::{Action, Principal},
    ports::statistics::{Dimension, ScanFilter, StatisticsAnswer, StatisticsQuery},
    refusal::{Fault, Refusal},
};

/// Buckets in one answer, at most: a year by hour.
const MOST_BUCKETS: usize = 24 * 366;
/// What is said of a time that no calendar here has.
pub const OUT_OF_REACH: &str = "this is too long ago or too far ahead to be counted";

/// How time is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bucket {
    /// By the hour.
    Hour,
    /// By the day.
    Day,
    /// By the month.
    Month,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Period {
    /// From here; `None` takes 30 days before the end.
    pub from: Option<Timestamp>,
    /// Until here; `None` takes now.
    pub until: Option<Timestamp>,
    /// How it is divided.
    pub bucket: Bucket,
    /// Where days and months begin.
    pub zone: Zone,
}

/// Counts scans. Returns the starts of the buckets beside the counts.
///
/// Counts are kept by whole hours of UTC: `from` is taken down to its hour, `until` up to the next.
pub async fn statistics(
    application: &Application,
    principal: &Principal,
    filter: ScanFilter,
    period: &Period,
    by: Vec<Dimension>,
) -> Result<(Vec<Timestamp>, StatisticsAnswer), Refusal> {
    principal.must(Action::ReadStatistics, None)?;
    if let Some(id) = &filter.code
        && application.catalogue.code(id).await?.is_none()
    {
        return Err(Refusal::NotFound {
            kind: "code",
            id: id.to_string(),
        });
    }
    let bounds = bounds(period, application.clock.now()).map_err(|fault| Refusal::Invalid(vec![fault]))?;
    let query = StatisticsQuery { filter, bounds, by };
    let answer = application.statistics.count(&query).await?;
    let mut starts = query.bounds;
    starts.pop();
    Ok((starts, answer))
}

/// The bounds of the buckets: the first is the start of the period, the last its end, those between are where hours, days
/// or months begin in the zone.
fn bounds(period: &Period, now: Timestamp) -> Result<Vec<Timestamp>, Fault> {
    const HOUR: i64 = 3_600;
    let whole_hour = |second: i64| Timestamp::from_second(second).map_err(|_| Fault::new("from", OUT_OF_REACH));
    let until = period.until.unwrap_or(now);
    let end = whole_hour(until.as_second().saturating_add(HOUR - 1).div_euclid(HOUR) * HOUR)?;
    let from = match period.from {
        Some(from) => from,
        None => end
            .checked_sub((24 * 30).hours())
            .map_err(|_| Fault::new("until", OUT_OF_REACH))?,
    };
    let start = whole_hour(from.as_second().div_euclid(HOUR) * HOUR)?;
    if end <= start {
        return Err(Fault::new("until", "until must be after from"));
    }
    let mut bounds = vec![start];
    let mut next = following(&start.to_zoned_datetime(period.zone.rules().clone()), period.bucket)?;
    while next.timestamp() < end {
        if next.timestamp().as_second() % HOUR != 0 {
            let what = format!(
                "counts are kept by whole hours of UTC, and in {} a {} does not begin at one",
                period.zone.as_str(),
                match period.bucket {
                    Bucket::Hour => "hour",
                    Bucket::Day => "day",
                    Bucket::Month => "month",
                }
            );
            return Err(Fault::new("zone", what));
        }
        bounds.push(next.timestamp());
        if bounds.len() > MOST_BUCKETS {
            return Err(Fault::new(
                "bucket",
                format!("that makes more than {MOST_BUCKETS} buckets; take larger ones or a shorter time"),
            ));
        }
        next = following(&next, period.bucket)?;
    }
    bounds.push(end);
    Ok(bounds)
}

/// The start of the bucket after the one that `time` lies in.
fn following(time: &ZonedDateTime, bucket: Bucket) -> Result<ZonedDateTime, Fault> {
    let next = match bucket {
        // By the clock of the world and not of the wall, so that the hour repeated in autumn is two buckets.
        Bucket::Hour => time.checked_add(1.hour()).and_then(|t| {
            let past = t.timestamp().as_second().rem_euclid(3_600);
            t.checked_sub(past.seconds())
        }),
        Bucket::Day => time.tomorrow().and_then(|t| t.start_of_day()),
        Bucket::Month => time
            .first_of_month()
            .and_then(|t| t.checked_add(1.month()))
            .and_then(|t| t.start_of_day()),
    };
    next.map_err(|_| Fault::new("until", OUT_OF_REACH))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds_of(from: &str, until: &str, bucket: Bucket, zone: &str) -> Result<Vec<String>, Fault> {
        let period = Period {
            from: Some(from.parse().unwrap()),
            until: Some(until.parse().unwrap()),
            bucket,
            zone: zone.parse().unwrap(),
        };
        bounds(&period, Timestamp::UNIX_EPOCH).map(|bounds| bounds.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn days_begin_at_midnight_in_the_zone_also_when_the_clock_changes() {
        let days = bounds_of(
            "2026-03-28T00:00:00+01:00",
            "2026-03-31T00:00:00+02:00",
            Bucket::Day,
            "Europe/Brussels",
        )
        .unwrap();
        assert_eq!(
            days,
            [
                "2026-03-27T23:00:00Z",
                "2026-03-28T23:00:00Z",
                "2026-03-29T22:00:00Z",
                "2026-03-30T22:00:00Z"
            ]
        );
    }

    #[test]
    fn the_first_and_last_bucket_may_be_parts() {
        let months = bounds_of("2026-01-15T10:20:00Z", "2026-02-03T10:20:00Z", Bucket::Month, "UTC").unwrap();
        assert_eq!(
            months,
            ["2026-01-15T10:00:00Z", "2026-02-01T00:00:00Z", "2026-02-03T11:00:00Z"]
        );
        let hours = bounds_of("2026-01-15T10:20:00Z", "2026-01-15T12:00:00Z", Bucket::Hour, "UTC").unwrap();
        assert_eq!(
            hours,
            ["2026-01-15T10:00:00Z", "2026-01-15T11:00:00Z", "2026-01-15T12:00:00Z"]
        );
    }

    #[test]
    fn what_cannot_be_counted_is_refused() {
        assert_eq!(
            bounds_of("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", Bucket::Day, "UTC")
                .unwrap_err()
                .pointer,
            "until"
        );
        assert_eq!(
            bounds_of("2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z", Bucket::Hour, "UTC")
                .unwrap_err()
                .pointer,
            "bucket"
        );
        assert_eq!(
            bounds_of("2026-01-01T00:00:00Z", "2026-01-05T00:00:00Z", Bucket::Day, "Asia/Kolkata")
                .unwrap_err()
                .pointer,
            "zone"
        );
    }
}
