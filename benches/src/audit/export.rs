//! Exports of both logs, beside what the store itself exports them with, and the memory that they take.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Instant,
};

use super::{
    Options,
    store::{Dumped, Store},
};
use crate::{
    memory::Watch,
    nodes::text,
    report::{Figure, Goal, Report},
    server::Server,
};

/// Part of the store's own rows per second that an export should reach.
const GOAL: f64 = 1.0 / 3.0;

pub(super) async fn measure(
    store: &Store,
    options: &Options,
    server: &Server,
    token: &str,
    report: &mut Report,
) -> Result<(), String> {
    let logs = [
        ("decisions", Dumped::History, options.history),
        ("decisions/records", Dumped::Records, options.history),
        ("scans", Dumped::Scans, options.scans),
    ];
    for (path, dumped, count) in logs {
        let what = format!("{}: {count} of /{path}", store.name());
        println!("{what}");
        #[expect(clippy::cast_precision_loss, reason = "a count")]
        let rows = count as f64;
        let (mut own, mut lines, mut csv, mut grown) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..options.rounds {
            let begun = Instant::now();
            store.dump(dumped).await?;
            own.push(rows / begun.elapsed().as_secs_f64());
            let watch = Watch::begin(server.process())?;
            lines.push(rows / exported(server, token, path, "application/jsonl", count)?);
            csv.push(rows / exported(server, token, path, "text/csv", count)?);
            grown.push(watch.end()?);
        }
        let own = Figure::new(format!("{what}, by the store itself"), "rows/s", own);
        for (shape, rates) in [("JSON lines", lines), ("CSV", csv)] {
            let figure = Figure::new(format!("{what}, as {shape}"), "rows/s", rates);
            let ratio = format!("{what}, as {shape} to the store's own");
            report.ratio(ratio, figure.median(), own.median(), Goal::AtLeast(GOAL));
            report.figure(figure);
        }
        report.figure(own);
        report.figure(Figure::new(format!("{what}, most memory above that before"), "MiB", grown));
    }
    Ok(())
}

/// Seconds until the last byte.
fn exported(server: &Server, token: &str, path: &str, accept: &str, least: u64) -> Result<f64, String> {
    let mut stream = TcpStream::connect(server.address).map_err(text)?;
    let begun = Instant::now();
    write!(
        stream,
        "GET /api/v1/{path} HTTP/1.1\r\nhost: bench\r\nconnection: close\r\nauthorization: Bearer {token}\r\naccept: {accept}\r\n\r\n"
    )
    .map_err(text)?;
    let (mut bytes, mut count, mut end) = (vec![0; 1 << 18], 0_u64, Vec::new());
    loop {
        let read = stream.read(&mut bytes).map_err(text)?;
        if read == 0 {
            break;
        }
        count += bytes[..read].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        end.extend_from_slice(&bytes[read.saturating_sub(8)..read]);
        end.drain(..end.len().saturating_sub(8));
    }
    // The last chunk is empty; lines of the protocol are counted as well.
    if count >= least && end.ends_with(b"0\r\n\r\n") {
        Ok(begun.elapsed().as_secs_f64())
    } else {
        Err(format!("the export was cut off after {count} lines"))
    }
}
