//! Whatever comes, memory stays bounded: connections that say little, nothing or far too much, and ids that nobody minted. Bounds are
//! generous, several times what it takes; without a limit each of these would take far more than that.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::Duration,
};

use crate::{
    importing::import,
    support::{Signpost, phone},
};

const MIB: u64 = 1 << 20;

/// Bytes of memory that a process has.
fn resident(node: &Signpost) -> u64 {
    counted(node, "VmRSS:")
}

/// What the kernel counts of a process, in bytes (proc(5)).
fn counted(node: &Signpost, what: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", node.process())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(what)).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() << 10
}

/// How many files this program may have open, and the node as well.
fn files_at_once() -> u64 {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap_or(u64::MAX)
}

fn connect(node: &Signpost) -> TcpStream {
    let stream = TcpStream::connect(node.url.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// A node that is warm, and what it takes.
fn node() -> (Signpost, u64) {
    let node = Signpost::start_with(&["--request-seconds", "600", "--idle-seconds", "600"]);
    unknown_ids(&node, 0..2_000);
    let takes = resident(&node);
    (node, takes)
}

/// Fails if the node takes more than `mebibytes` beyond what it took before, or answers nobody.
#[track_caller]
fn has_grown_by_less_than(mebibytes: u64, node: &Signpost, before: u64) {
    let grown = resident(node).saturating_sub(before);
    assert!(grown < mebibytes * MIB, "it has grown by {} MiB", grown / MIB);
    phone(&node.url).open("/bench").expect(404);
}

/// Asks for ids that nobody minted, each another one, many at a time.
fn unknown_ids(node: &Signpost, ids: std::ops::Range<u32>) {
    const AT_ONCE: u32 = 100;
    let mut stream = connect(node);
    let mut bytes = vec![0; 64 << 10];
    for first in ids.step_by(AT_ONCE as usize) {
        let asks =
            (first..first + AT_ONCE).map(|id| format!("GET /ID-{id} HTTP/1.1\r\nhost: q\r\naccept: application/json\r\n\r\n"));
        stream.write_all(asks.collect::<String>().as_bytes()).unwrap();
        let mut answers = 0;
        let mut tail = Vec::new();
        while answers < AT_ONCE {
            let read = stream.read(&mut bytes).unwrap();
            assert!(read > 0, "it hung up");
            tail.extend_from_slice(&bytes[..read]);
            let text = String::from_utf8_lossy(&tail);
            answers += u32::try_from(text.matches("HTTP/1.1 404").count()).unwrap();
            // A status line may be cut in two.
            let rest = tail.len().saturating_sub(11);
            tail.drain(..rest);
        }
    }
}

#[test]
fn a_great_many_ids_that_nobody_minted_leave_nothing_in_memory() {
    let (node, before) = node();
    thread::scope(|scope| {
        for part in 0..4 {
            let node = &node;
            scope.spawn(move || unknown_ids(node, (part + 1) * 1_000_000..(part + 1) * 1_000_000 + 15_000));
        }
    });
    has_grown_by_less_than(96, &node, before);
}

#[test]
fn thousands_of_connections_with_heads_that_do_not_end_take_what_a_head_may_and_no_more() {
    let (node, before) = node();
    let head = format!("GET /bench HTTP/1.1\r\nhost: q\r\nx: {}", "x".repeat(15_000));
    let kept: Vec<_> = (0..2_000.min(files_at_once() / 2))
        .map(|n| {
            let mut stream = connect(&node);
            if n % 2 == 0 {
                stream.write_all(head.as_bytes()).unwrap();
            }
            stream
        })
        .collect();
    has_grown_by_less_than(160, &node, before);
    drop(kept);
}

#[test]
fn a_head_without_end_is_not_kept() {
    let (node, before) = node();
    for begin in ["GET /bench HTTP/1.1\r\nx: ", "GET /", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
        for _ in 0..8 {
            let mut stream = connect(&node);
            let _ = stream.write_all(begin.as_bytes());
            // Until it is cut off, or all of it was taken.
            let junk = vec![b'x'; 1 << 20];
            let sent = (0..64).take_while(|_| stream.write_all(&junk).is_ok()).count();
            assert!(sent < 64, "{begin} is still heard");
        }
    }
    has_grown_by_less_than(64, &node, before);
}

/// A workbook as spreadsheets save it: cells name texts by their numbers, and the texts stand in a part of their own, each of them once.
fn workbook(rows: u32, longest: usize) -> Vec<u8> {
    const NAMESPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let texts: Vec<String> = (0..rows)
        .map(|row| format!("<si><t>SHARED-{row}</t></si><si><t>{row:0>longest$}</t></si>"))
        .collect();
    let texts = texts.concat();
    let cells: Vec<String> = (0..rows)
        .map(|row| {
            let (line, id, remark) = (row + 2, row * 2 + 2, row * 2 + 3);
            format!(
                "<row r=\"{line}\"><c r=\"A{line}\" t=\"s\"><v>{id}</v></c><c r=\"B{line}\" t=\"s\"><v>{remark}</v></c></row>"
            )
        })
        .collect();
    let cells = cells.concat();
    let heading = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{NAMESPACE}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"Benches\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                <Relationship Id=\"r2\" Type=\"{RELATIONS}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/sharedStrings.xml",
            format!("<sst xmlns=\"{NAMESPACE}\"><si><t>id</t></si><si><t>remark</t></si>{texts}</sst>"),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{NAMESPACE}\"><sheetData>{heading}{cells}</sheetData></worksheet>"),
        ),
    ];
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, content) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn texts_that_the_cells_of_a_workbook_share_wait_on_the_disk() {
    const ROWS: u32 = 20_000;
    let (node, before) = node();
    let staff = node.client("editor");
    // 160 MB of texts.
    let import = import(&staff, "?dry_run=true", workbook(ROWS, 8_000));
    assert_eq!(import["outcome"]["minted"], ROWS, "{import}");
    assert_eq!(import["outcome"]["ignored"], serde_json::json!(["remark"]), "{import}");
    let grown = counted(&node, "VmHWM:").saturating_sub(before) / MIB;
    assert!(grown < 112, "it has grown by {grown} MiB meanwhile");
}

#[test]
fn those_who_ask_and_never_read_take_little() {
    let (node, before) = node();
    let asks = "GET /bench HTTP/1.1\r\nhost: q\r\n\r\n".repeat(1_000);
    let kept: Vec<_> = (0..200)
        .map(|_| {
            let mut stream = connect(&node);
            stream.set_nonblocking(true).unwrap();
            // As much as fits between here and there.
            while stream.write(asks.as_bytes()).is_ok() {}
            stream
        })
        .collect();
    has_grown_by_less_than(160, &node, before);
    drop(kept);
}
