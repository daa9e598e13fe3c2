//! Symbols, beside libqrencode; a sheet of labels: the memory of the server and the bytes of the document; a batch of a million codes, beside a bare bulk insert;
//! and importing a table.

mod imports;
mod symbols;

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
};

use clap::Args;
use serde_json::Value;

use crate::{
    memory::Watch,
    mint,
    nodes::{Client, text},
    report::{Figure, Goal, Report},
    server::Server,
    staff,
};

/// Memory that the server may take more, in MiB, and bytes that a label may take.
const MOST_MEMORY: f64 = 64.0;
const MOST_BYTES: f64 = 2_000.0;

/// How it is measured.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Symbols in one turn
    #[arg(long, default_value_t = 50_000)]
    symbols: u32,
    /// Labels in the document
    #[arg(long, default_value_t = 10_000)]
    labels: u32,
    /// Codes of the batch that is minted
    #[arg(long, default_value_t = 1_000_000)]
    codes: u32,
    /// Rows of the table that is imported
    #[arg(long, default_value_t = 1_000_000)]
    rows: u32,
    /// Turns of symbols and labels
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Turns of batch and table, on both stores
    #[arg(long, default_value_t = 2)]
    long_rounds: u32,
}

/// What a document took.
struct Printed {
    mebibytes: f64,
    bytes_per_label: f64,
}

/// Measures.
pub(crate) fn measure(options: &Options, program: &Path) -> Result<Report, String> {
    let mut report = Report::new("print");
    symbols::measure(&mut report, options.symbols, options.rounds)?;
    let batch = mint::Options {
        codes: options.codes,
        rounds: options.long_rounds,
    };
    mint::measure_into(&mut report, &batch, program)?;
    imports::measure(&mut report, options.rows, options.long_rounds, program)?;

    let folder = tempfile::tempdir().map_err(text)?;
    let token = staff::token(program, folder.path())?;
    let server = Server::signpost(program, folder.path(), &[])?;
    let order = format!(r#"{{"count": {}, "label": "Bench {{number}}"}}"#, options.labels);
    let minted = Client::to(server.address)?.change("POST", "/batches", &token, &order)?;
    let batch: Value = serde_json::from_str(&minted.body).map_err(text)?;
    let batch = batch["id"].as_str().ok_or_else(|| format!("not minted: {}", minted.body))?;
    let pages = format!("/batches/{batch}/labels.pdf?sheet=avery-l7160&caption=%7Blabel%7D%7C%7Bid%7D");
    let printed: Vec<Printed> = (0..options.rounds)
        .map(|_| print(&server, &token, &pages, options.labels))
        .collect::<Result<_, _>>()?;
    let of = |value: fn(&Printed) -> f64| printed.iter().map(value).collect::<Vec<_>>();
    let memory = Figure::new(
        format!("sheets of {} labels: most memory above that before", options.labels),
        "MiB",
        of(|printed| printed.mebibytes),
    );
    let bytes = Figure::new(
        "sheets of labels: size of the PDF",
        "bytes/label",
        of(|printed| printed.bytes_per_label),
    );
    report.ratio(
        "memory for sheets of labels, to 64 MiB",
        memory.median(),
        MOST_MEMORY,
        Goal::AtMost(1.0),
    );
    report.ratio("bytes of a label, to 2 kB", bytes.median(), MOST_BYTES, Goal::AtMost(1.0));
    report.figure(memory);
    report.figure(bytes);
    Ok(report)
}

fn print(server: &Server, token: &str, path: &str, labels: u32) -> Result<Printed, String> {
    let watch = Watch::begin(server.process())?;
    let mut stream = TcpStream::connect(server.address).map_err(text)?;
    // By HTTP/1.0 the body is all there is until the end, without lengths of chunks.
    write!(
        stream,
        "GET /api/v1{path} HTTP/1.0\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n"
    )
    .map_err(text)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).map_err(text)?;
    let head = answer
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .ok_or("no answer")?;
    let document = &answer[head + 4..];
    if !answer.starts_with(b"HTTP/1.0 200") || !document.ends_with(b"%%EOF\n") {
        return Err(String::from_utf8_lossy(&answer[..answer.len().min(500)]).into_owned());
    }
    let bytes = u32::try_from(document.len()).map_err(text)?;
    Ok(Printed {
        mebibytes: watch.end()?,
        bytes_per_label: f64::from(bytes) / f64::from(labels),
    })
}
