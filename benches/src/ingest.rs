//! Scans into the scan log: the append that the forwarder uses, against a bare COPY of the same rows into the same table.

use std::{sync::Arc, time::Instant};

use clap::Args;
use signpost_application::ports::scan_log::ScanLog;
use signpost_domain::{
    decision::Position,
    scan::{Cause, NodeId, Outcome, Scan},
    visit::{Platform, Visitor},
};
use signpost_infrastructure::{
    postgres::{self, PostgresScanLog},
    schema::Migrating,
};
use sqlx::{Connection, PgConnection};

use crate::{
    nodes::{Database, text},
    report::{Figure, Goal, Report},
};

/// Part of a bare COPY's rows per second that the append should reach.
const GOAL: f64 = 0.5;

/// How it is measured.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Scans appended in each turn
    #[arg(long, default_value_t = 100_000)]
    scans: u32,
    /// Scans in one append; the forwarder hands over about 2,000
    #[arg(long, default_value_t = 2_000)]
    batch: usize,
    /// Turns of each
    #[arg(long, default_value_t = 5)]
    rounds: u32,
}

/// Measures.
pub(crate) fn measure(options: &Options) -> Result<Report, String> {
    let server = Database::start()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(text)?;
    runtime.block_on(alternate(options, &server.url()))
}

async fn alternate(options: &Options, url: &str) -> Result<Report, String> {
    let database = postgres::Database::open(url, Migrating::Allowed).await.map_err(text)?;
    let log: Arc<dyn ScanLog> = Arc::new(PostgresScanLog::new(database.clone()));
    let (mut appended, mut copied) = (Vec::new(), Vec::new());
    let (ours, theirs) = (NodeId(1), NodeId(2));
    for round in 0..options.rounds {
        let first = u64::from(round) * u64::from(options.scans);
        let scans: Vec<(u64, Scan)> = (first..first + u64::from(options.scans)).map(|n| (n, scan(n))).collect();
        let rows = f64::from(options.scans);
        let begun = Instant::now();
        for batch in scans.chunks(options.batch) {
            let next = batch.last().map_or(0, |(offset, _)| offset + 1);
            log.append(ours, batch, next).await.map_err(text)?;
        }
        appended.push(rows / begun.elapsed().as_secs_f64());

        let head = log.head().await.map_err(text)?;
        let lines = lines(head, theirs, &scans);
        let mut connection = PgConnection::connect(url).await.map_err(text)?;
        let begun = Instant::now();
        let mut copy = connection.copy_in_raw("COPY scans FROM STDIN").await.map_err(text)?;
        copy.send(lines).await.map_err(text)?;
        copy.finish().await.map_err(text)?;
        copied.push(rows / begun.elapsed().as_secs_f64());
    }
    database.close().await;
    let mut report = Report::new("ingest");
    let appended = Figure::new(format!("append, {} scans at a time", options.batch), "scans/s", appended);
    let copied = Figure::new("bare COPY of the same rows", "scans/s", copied);
    report.ratio("append to bare COPY", appended.median(), copied.median(), Goal::AtLeast(GOAL));
    report.figure(appended);
    report.figure(copied);
    Ok(report)
}

/// A scan like those of a city: some thousand codes, some causes, a month of time.
pub(crate) fn scan(n: u64) -> Scan {
    // Scattered, and the same in every run (SplitMix64's finaliser).
    let mut bits = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits ^= bits >> 27;
    Scan {
        at: jiff::Timestamp::from_microsecond(1_790_000_000_000_000 + n.cast_signed() * 1_000).expect("inside the range of time"),
        code: format!("BENCH-{}", bits % 10_000).parse().expect("an id"),
        as_of: Position(bits % 50_000),
        outcome: Outcome::Redirected,
        cause: if bits.is_multiple_of(5) {
            Cause::Audience("staff".parse().expect("a name"))
        } else {
            Cause::Default
        },
        platform: Platform::ALL[(bits % 4) as usize],
        language: Some(
            if bits.is_multiple_of(3) { "fr-BE" } else { "nl-BE" }
                .parse()
                .expect("a language"),
        ),
        country: None,
        robot: bits.is_multiple_of(50),
        visitor: Visitor(bits),
        referrer: None,
        item: None,
    }
}

/// The rows as COPY takes them, in the order of the table's columns.
pub(crate) fn lines(head: Position, node: NodeId, scans: &[(u64, Scan)]) -> Vec<u8> {
    let lines = (head.0 + 1..).zip(scans).map(|(position, (offset, scan))| {
        format!(
            "{position}\t{}\t{offset}\t{}\t{}\t{}\t0\t{}\t{}\t{}\t\\N\t{}\t{}\t\\N\t\\N\n",
            node.0,
            scan.at.as_microsecond(),
            scan.code,
            scan.as_of,
            scan.cause,
            scan.platform as u8,
            scan.language.as_ref().map_or("\\N", |language| language.as_str()),
            scan.robot,
            scan.visitor.0.cast_signed(),
        )
    });
    lines.collect::<String>().into_bytes()
}
