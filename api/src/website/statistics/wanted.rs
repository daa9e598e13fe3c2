//! Which scans are counted, as it was chosen.

use jiff::{Timestamp, ToSpan, civil::Date};
use serde::Deserialize;
use signpost_application::{
    ports::statistics::ScanFilter,
    queries::statistics::{Bucket, OUT_OF_REACH, Period},
    refusal::Fault,
};
use signpost_domain::schedule::Zone;
use url::form_urlencoded::Serializer;

use crate::website::{Faults, field::Field, texts::Texts, wall_clock::NO_DAY};

/// What can be chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    /// `day`, `week`, `month`, `year`, or `own` with two dates.
    period: String,
    from: String,
    until: String,
    /// `hour`, `day` or `month`; what suits the period, if not given.
    bucket: String,
    unit: String,
    tag: String,
    batch: String,
}

/// Periods that are offered, each with its days.
const PERIODS: [(&str, i64); 4] = [("day", 1), ("week", 7), ("month", 30), ("year", 365)];

impl Wanted {
    /// The form.
    pub(crate) fn fields(&self, texts: &Texts, faults: &Faults, of_the_city: bool) -> Vec<Field> {
        let t = |key: &str| texts.text(key, &[]);
        let period = self.period();
        let periods = ["day", "week", "month", "year", "own"].map(|word| (word.to_owned(), t(&format!("period-{word}"))));
        let mut buckets = vec![(String::new(), t("bucket-any"))];
        buckets.extend(["hour", "day", "month"].map(|word| (word.to_owned(), t(&format!("bucket-{word}")))));
        let mut fields = vec![
            Field::choice("period", t("period"), period, periods.into()),
            Field::typed("from", t("period-from"), &self.from, "date"),
            Field::typed("until", t("period-until"), &self.until, "date"),
            Field::choice("bucket", t("bucket"), &self.bucket, buckets),
        ];
        if of_the_city {
            fields.push(Field::line("unit", t("field-unit"), &self.unit));
            fields.push(Field::line("tag", t("field-tag"), &self.tag));
            fields.push(Field::line("batch", t("field-batch"), &self.batch));
        }
        fields.into_iter().map(|field| field.with(faults, texts)).collect()
    }

    /// The period; dates mean that they are.
    fn period(&self) -> &str {
        let has_dates = !self.from.is_empty() || !self.until.is_empty();
        match self.period.as_str() {
            "" if has_dates => "own",
            "" => "month",
            word => word,
        }
    }

    pub(crate) fn bucket(&self) -> Bucket {
        match (self.bucket.as_str(), self.period()) {
            ("hour", _) | ("", "day") => Bucket::Hour,
            ("month", _) | ("", "year") => Bucket::Month,
            _ => Bucket::Day,
        }
    }

    /// The time, or what is wrong with it.
    pub(crate) fn time(&self, zone: &Zone, now: Timestamp) -> Result<Period, Faults> {
        let bucket = self.bucket();
        let start_of = |name: &str, text: &str, days_more: i64| -> Result<Option<Timestamp>, Faults> {
            if text.is_empty() {
                return Ok(None);
            }
            let date: Date = text.parse().map_err(|_| Faults::one(name, NO_DAY))?;
            let start = date
                .checked_add(days_more.days())
                .and_then(|date| date.to_zoned_datetime(zone.rules().clone()));
            start
                .map(|start| Some(start.timestamp()))
                .map_err(|_| Faults::one(name, OUT_OF_REACH))
        };
        let (from, until) = match PERIODS.iter().find(|(word, _)| *word == self.period()) {
            Some((_, days)) => (now.checked_sub((24 * days).hours()).ok(), None),
            // The day that was named last is in it.
            None => (start_of("from", &self.from, 0)?, start_of("until", &self.until, 1)?),
        };
        Ok(Period {
            from,
            until,
            bucket,
            zone: zone.clone(),
        })
    }

    /// The codes, or what is wrong with how they are named.
    pub(crate) fn filter(&self) -> Result<ScanFilter, Faults> {
        let mut faults = vec![];
        let mut filter = ScanFilter::default();
        let (unit, tag, batch) = (self.unit.trim(), self.tag.trim(), self.batch.trim());
        if !unit.is_empty() {
            filter.unit = unit
                .parse()
                .map_err(|error| faults.push(Fault::new("unit", format!("{error}"))))
                .ok();
        }
        if !tag.is_empty() {
            filter.tag = tag
                .parse()
                .map_err(|error| faults.push(Fault::new("tag", format!("{error}"))))
                .ok();
        }
        filter.batch = Some(batch.replace('\0', "")).filter(|batch| !batch.is_empty());
        if faults.is_empty() {
            Ok(filter)
        } else {
            Err(Faults::from_iter(faults))
        }
    }

    /// The same again, as a query.
    pub(crate) fn query(&self) -> String {
        let all = [
            ("period", &self.period),
            ("from", &self.from),
            ("until", &self.until),
            ("bucket", &self.bucket),
            ("unit", &self.unit),
            ("tag", &self.tag),
            ("batch", &self.batch),
        ];
        let given = all.into_iter().filter(|(_, text)| !text.is_empty());
        Serializer::new(String::new()).extend_pairs(given).finish()
    }
}
