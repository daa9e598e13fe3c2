//! Exports of all decisions, beside what the store itself exports its history with.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Instant,
};

use super::{Options, store::Store};
use crate::{
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
    let name = store.name();
    #[expect(clippy::cast_precision_loss, reason = "a count")]
    let rows = options.history as f64;
    let (mut own, mut lines, mut csv) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..options.rounds {
        println!("{name}: exporting {} decisions", options.history);
        let begun = Instant::now();
        store.dump_history().await?;
        own.push(rows / begun.elapsed().as_secs_f64());
        lines.push(rows / exported(server, token, "application/jsonl", options.history)?);
        csv.push(rows / exported(server, token, "text/csv", options.history)?);
    }
    let own = Figure::new(format!("{name}: the store's own export"), "rows/s", own);
    for (shape, rates) in [("JSON lines", lines), ("CSV", csv)] {
        let figure = Figure::new(format!("{name}: export as {shape}"), "rows/s", rates);
        let what = format!("{name}: export as {shape} to the store's own");
        report.ratio(what, figure.median(), own.median(), Goal::AtLeast(GOAL));
        report.figure(figure);
    }
    report.figure(own);
    Ok(())
}

/// Seconds until the last byte.
fn exported(server: &Server, token: &str, accept: &str, least: u64) -> Result<f64, String> {
    let mut stream = TcpStream::connect(server.address).map_err(text)?;
    let begun = Instant::now();
    write!(
        stream,
        "GET /api/v1/decisions HTTP/1.1\r\nhost: bench\r\nconnection: close\r\nauthorization: Bearer {token}\r\naccept: {accept}\r\n\r\n"
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
