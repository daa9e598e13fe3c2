//! Statistics, beside the same GROUP BY over the raw scans.

mod raw;
mod scans;
mod store;

use std::time::Instant;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use signpost_application::ports::statistics::{ScanFilter, StatisticsQuery};
use signpost_domain::identifier::CodeId;

use crate::{
    nodes::text,
    report::{Figure, Goal, Report},
};

use self::{
    scans::City,
    store::{Processor, Store},
};

/// Part of the raw GROUP BY's time that an answer may take.
const GOAL: f64 = 0.001;
/// Answers per round, of which the median counts: one takes less than what disturbs it.
const ANSWERS: usize = 21;
const HOUR: i64 = 3_600;

/// Which store is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// How it is measured.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Scans in the log, over a year
    #[arg(long, default_value_t = 10_000_000)]
    scans: u64,
    /// Codes, beside one that a tenth of all scans are of
    #[arg(long, default_value_t = 10_000)]
    codes: u64,
    /// Turns of each
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// This store alone
    #[arg(long)]
    only: Option<Kind>,
}

/// Measures.
pub(crate) fn measure(options: &Options) -> Result<Report, String> {
    let runtime = tokio::runtime::Runtime::new().map_err(text)?;
    let mut report = Report::new("statistics");
    for kind in [Kind::Sqlite, Kind::Postgres] {
        if options.only.is_none_or(|only| only == kind) {
            runtime.block_on(measure_store(options, kind, &mut report))?;
        }
    }
    Ok(report)
}

/// One question, and the same over the raw scans.
struct Question {
    name: &'static str,
    code: Option<CodeId>,
    from: i64,
    until: i64,
    /// Seconds in a bucket.
    bucket: i64,
    goal: Goal,
}

impl Question {
    /// As it is asked of the statistics.
    fn query(&self) -> Result<StatisticsQuery, String> {
        let bounds = (self.from..=self.until).step_by(self.bucket.try_into().map_err(text)?);
        Ok(StatisticsQuery {
            filter: ScanFilter {
                code: self.code.clone(),
                ..ScanFilter::default()
            },
            bounds: bounds
                .map(|second| Timestamp::from_second(second).map_err(text))
                .collect::<Result<_, _>>()?,
            by: Vec::new(),
        })
    }
}

fn questions(city: &City) -> [Question; 3] {
    let (year, month) = (City::year(), City::month());
    [
        Question {
            name: "the busiest code's year by day",
            code: Some(City::busiest()),
            from: year.0,
            until: year.1,
            bucket: 24 * HOUR,
            goal: Goal::AtMost(GOAL),
        },
        Question {
            name: "the city's month by hour",
            code: None,
            from: month.0,
            until: month.1,
            bucket: HOUR,
            goal: Goal::AtMost(GOAL),
        },
        // The log has an index by code, so that few rows are read: no answer can be a thousand times as fast as a few milliseconds.
        Question {
            name: "an ordinary code's year by day",
            code: Some(city.ordinary()),
            from: year.0,
            until: year.1,
            bucket: 24 * HOUR,
            goal: Goal::ToCompare,
        },
    ]
}

async fn measure_store(options: &Options, kind: Kind, report: &mut Report) -> Result<(), String> {
    let city = City::new(options.scans, options.codes);
    let mut store = Store::open(kind).await?;
    let name = store.name();
    println!("{name}: appending {} scans", options.scans);
    let begun = Instant::now();
    city.append(&*store.log).await?;
    #[expect(clippy::cast_precision_loss, reason = "a count")]
    let scans = options.scans as f64;
    let per_second = |begun: Instant| vec![scans / begun.elapsed().as_secs_f64()];
    report.figure(Figure::new(format!("{name}: appended"), "scans/s", per_second(begun)));
    println!("{name}: folding them");
    let (begun, processor) = (Instant::now(), Processor::of(&store)?);
    store.fold().await?;
    report.figure(Figure::new(format!("{name}: folded"), "scans/s", per_second(begun)));
    let processor = processor.since(&store)?;
    report.figure(Figure::new(
        format!("{name}: folded per second of a processor"),
        "scans/s",
        vec![scans / processor],
    ));
    for (table, bytes) in store.sizes().await? {
        report.figure(Figure::new(format!("{name}: size of {table}"), "bytes", vec![bytes]));
    }

    store.settle().await?;
    for question in questions(&city) {
        let query = question.query()?;
        let (mut ours, mut raw) = (Vec::new(), Vec::new());
        for _ in 0..options.rounds {
            let begun = Instant::now();
            let expected = store.raw(&question).await?;
            raw.push(begun.elapsed().as_secs_f64() * 1e3);
            let mut times = Vec::new();
            for _ in 0..ANSWERS {
                let begun = Instant::now();
                let answer = store.statistics.count(&query).await.map_err(text)?;
                times.push(begun.elapsed().as_secs_f64() * 1e3);
                if answer.series != expected {
                    return Err(format!("{name}, {}: the answers differ", question.name));
                }
            }
            ours.push(Figure::new("", "ms", times).median());
        }
        let ours = Figure::new(format!("{name}: {}", question.name), "ms", ours);
        let raw = Figure::new(format!("{name}: the same over the raw scans"), "ms", raw);
        report.ratio(
            format!("{name}: {}", question.name),
            ours.median(),
            raw.median(),
            question.goal,
        );
        report.figure(ours);
        report.figure(raw);
    }
    Ok(())
}
