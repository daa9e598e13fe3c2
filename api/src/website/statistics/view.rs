//! Counts, ready to be looked at.

use askama::Template;
use jiff::Timestamp;
use signpost_application::{
    ports::statistics::{Counts, Dimension, StatisticsAnswer},
    queries::statistics::{Bucket, statistics},
    refusal::Refusal,
};
use signpost_domain::{identifier::CodeId, scan::Cause, schedule::Zone};

use super::Wanted;
use crate::{
    Shared,
    website::{
        Faults, Staff, WebsiteError,
        charts::{Column, Columns, share},
        page::number_of,
        texts::Texts,
        words,
    },
};

/// Rows of a chart of parts; what is beyond them is in its CSV.
const MOST_ROWS: usize = 12;

/// Counts, ready to be looked at.
pub(crate) struct View {
    pub(crate) total: Counts,
    pub(crate) choices: Vec<(String, u64)>,
    /// The chart over time, as HTML.
    pub(crate) chart: String,
    pub(crate) series: Vec<(String, Counts)>,
    pub(crate) parts: Vec<Part>,
    pub(crate) query: String,
}

/// How scans are told apart by one thing.
pub(crate) struct Part {
    /// The word of the dimension.
    pub(crate) word: &'static str,
    pub(crate) rows: Vec<Row>,
    /// Values beyond those.
    pub(crate) more: usize,
}

pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) counts: Counts,
    /// Hundredths of the longest bar.
    pub(crate) share: u64,
}

/// What was counted, or what is wrong with what was asked.
pub(super) async fn count(
    api: &Shared,
    staff: &Staff,
    code: Option<&CodeId>,
    wanted: &Wanted,
) -> Result<Result<(Vec<Timestamp>, StatisticsAnswer), Faults>, WebsiteError> {
    let asked = || Ok((wanted.filter()?, wanted.time(&api.pages.zone(), api.application.clock.now())?));
    let (mut filter, period) = match asked() {
        Ok(asked) => asked,
        Err(faults) => return Ok(Err(faults)),
    };
    filter.code = code.cloned();
    let answer = statistics(&api.application, staff.principal(), filter, &period, Dimension::ALL.into()).await;
    match answer {
        Ok(answer) => Ok(Ok(answer)),
        Err(Refusal::Invalid(faults)) => Ok(Err(Faults::from_iter(faults))),
        Err(refusal) => Err(WebsiteError::refused(staff, refusal)),
    }
}

/// The same, ready to be looked at.
pub(crate) async fn counted(
    api: &Shared,
    staff: &Staff,
    code: Option<&CodeId>,
    wanted: &Wanted,
) -> Result<Result<View, Faults>, WebsiteError> {
    let counted = count(api, staff, code, wanted).await?;
    Ok(counted.map(|(starts, answer)| view(staff.texts(), &api.pages.zone(), wanted, &starts, &answer)))
}

fn view(texts: &Texts, zone: &Zone, wanted: &Wanted, starts: &[Timestamp], answer: &StatisticsAnswer) -> View {
    let series: Vec<(String, Counts)> = starts
        .iter()
        .map(|start| label(*start, wanted.bucket(), zone))
        .zip(answer.series.iter().copied())
        .collect();
    let part = |dimension: Dimension| {
        let values = answer.by.get(&dimension).into_iter().flatten();
        let mut values: Vec<(&String, &Counts)> = values.collect();
        values.sort_by(|(a, one), (b, other)| other.scans.cmp(&one.scans).then(a.cmp(b)));
        let highest = values.first().map_or(0, |(_, counts)| counts.scans);
        let row = |(word, counts): &(&String, &Counts)| Row {
            label: value(texts, dimension, word),
            counts: **counts,
            share: share(counts.scans, highest),
        };
        Part {
            word: dimension.as_str(),
            rows: values.iter().take(MOST_ROWS).map(row).collect(),
            more: values.len().saturating_sub(MOST_ROWS),
        }
    };
    let choice = |(item, count): (&u16, &u64)| (texts.text("statistics-choice", &[("value", &(item + 1).to_string())]), *count);
    View {
        total: answer.total,
        choices: answer.choices.iter().map(choice).collect(),
        chart: columns(texts, texts.text("statistics-chart", &[]), &series),
        series,
        parts: [
            Dimension::Outcome,
            Dimension::Audience,
            Dimension::Platform,
            Dimension::Language,
        ]
        .map(part)
        .into(),
        query: wanted.query(),
    }
}

/// A chart of scans over time.
pub(crate) fn columns(texts: &Texts, title: String, series: &[(String, Counts)]) -> String {
    let column = |(label, counts): &(String, Counts)| Column {
        label: label.clone(),
        all: counts.scans,
        lower: counts.scans - counts.robots.min(counts.scans),
        says: texts.text(
            "statistics-says",
            &[
                ("value", &number_of(counts.scans)),
                ("name", &number_of(counts.visitors)),
                ("unit", &number_of(counts.robots)),
            ],
        ),
    };
    let columns: Vec<Column> = series.iter().map(column).collect();
    Columns::new(title, &columns).render().unwrap_or_default()
}

/// When a bucket begins, by the wall clock of the city.
pub(super) fn label(start: Timestamp, bucket: Bucket, zone: &Zone) -> String {
    let local = start.to_zoned_datetime(zone.rules().clone());
    let format = match bucket {
        Bucket::Hour => "%m-%d %H:%M",
        Bucket::Day => "%Y-%m-%d",
        Bucket::Month => "%Y-%m",
    };
    local.strftime(format).to_string()
}

/// What a value of a dimension is called.
fn value(texts: &Texts, dimension: Dimension, word: &str) -> String {
    let unknown = || texts.text("statistics-unknown", &[]);
    match dimension {
        Dimension::Platform => texts.text(&format!("platform-{word}"), &[]),
        Dimension::Outcome => texts.text(&format!("outcome-{word}"), &[]),
        Dimension::Language => word.parse().map_or_else(
            |_| unknown(),
            |language| {
                if word == "unknown" {
                    unknown()
                } else {
                    words::language(texts, &language)
                }
            },
        ),
        Dimension::Audience => match word.parse() {
            Ok(Cause::Audience(name)) => texts.text("whom-audience", &[("name", name.as_str())]),
            Ok(Cause::Rule(place)) => texts.text("because-rule", &[("value", &(place + 1).to_string())]),
            Ok(Cause::Default) => texts.text("because-default", &[]),
            Ok(Cause::Status) => texts.text("because-status", &[]),
            Err(_) => word.to_owned(),
        },
    }
}
