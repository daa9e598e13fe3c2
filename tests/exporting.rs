//! Exports of any length: whoever reads slowly costs no memory, and whoever hangs up leaves nothing behind.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::support::{Client, Database, Signpost, eventually};

const MIB: u64 = 1 << 20;
const SHAPES: [&str; 2] = ["application/jsonl", "text/csv"];

/// Bytes of memory that a process took and no file stands behind.
fn taken(node: &Signpost) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", node.process())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() << 10
}

/// Processor time that it used, in ticks.
fn worked(node: &Signpost) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{}/stat", node.process())).unwrap();
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    // utime and stime are fields 14 and 15 (proc_pid_stat(5)); the first two are gone.
    fields
        .split(' ')
        .skip(11)
        .take(2)
        .map(|ticks| ticks.parse::<u64>().unwrap())
        .sum()
}

/// Mints so many codes, each with a target, and waits until the history shows both decisions on each.
fn with_codes(node: &Signpost, codes: u64) -> Client {
    let staff = node.client("admin");
    let order = json!({"count": codes, "target": {"type": "redirect", "url": "https://example.org/a/rather/long/way/to/{id}"}});
    let minted = staff.send(
        reqwest::Method::POST,
        "/batches",
        &[("prefer", "respond-async")],
        Some(&order),
    );
    assert!([201, 202].contains(&minted.status), "{}", minted.text());
    let begun = Instant::now();
    let path = format!("/decisions?after={}&limit=1", codes * 2);
    while staff.get(&path).expect(200).json()["items"] == json!([]) {
        assert!(begun.elapsed() < Duration::from_mins(5), "the history does not catch up");
        std::thread::park_timeout(Duration::from_millis(50));
    }
    staff
}

/// Asks for all decisions, and leaves it to the caller when to read.
fn ask(node: &Signpost, token: &str, accept: &str) -> TcpStream {
    let mut stream = TcpStream::connect(node.url.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let request = format!(
        "GET /api/v1/decisions HTTP/1.1\r\nhost: q\r\nconnection: close\r\nauthorization: Bearer {token}\r\naccept: {accept}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

fn token(node: &Signpost) -> String {
    let output = node.command(&["token", "create", "--name", "Reader", "--role", "auditor"]);
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Waits until the node has nothing to do.
fn rests(node: &Signpost) {
    let mut before = u64::MAX;
    eventually("the node waits for its readers", || {
        std::thread::park_timeout(Duration::from_millis(100));
        let now = worked(node);
        std::mem::replace(&mut before, now).eq(&now).then_some(())
    });
}

/// Reads the beginning, then nothing until the node has nothing to do, then all the rest; gives the lines.
fn slowly(node: &Signpost, stream: TcpStream, most: u64) -> usize {
    let mut reader = BufReader::with_capacity(1 << 20, stream);
    let mut head = String::new();
    reader.read_line(&mut head).unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    rests(node);
    let is_within = |node: &Signpost| {
        let taken = taken(node);
        assert!(taken < most, "it takes {} MiB", taken / MIB);
    };
    is_within(node);
    let (mut lines, mut bytes) = (0, vec![0; 1 << 20]);
    loop {
        let read = reader.read(&mut bytes).unwrap();
        if read == 0 {
            return lines;
        }
        lines += bytes[..read].split(|byte| *byte == b'\n').count() - 1;
        is_within(node);
    }
}

fn an_export_takes_little_memory(node: &Signpost, codes: u32, mebibytes: u64) {
    with_codes(node, codes.into());
    let token = token(node);
    for accept in SHAPES {
        let before = taken(node);
        let lines = slowly(node, ask(node, &token, accept), before + mebibytes * MIB);
        assert!(lines > codes as usize * 2, "{lines} lines of {accept}");
    }
}

#[test]
fn an_export_takes_little_memory_however_long_it_is_and_however_slow_its_reader() {
    // All of it would be more than 150 MiB.
    an_export_takes_little_memory(&Signpost::start(), 100_000, 48);
}

#[test]
fn an_export_takes_little_memory_on_postgresql_too() {
    an_export_takes_little_memory(&Signpost::start_on(&Database::fresh().url), 40_000, 32);
}

/// More readers than the store has connections, who all stop half-way; then they hang up.
fn readers_who_stop_half_way_hold_up_nobody(node: &Signpost) {
    let staff = with_codes(node, 10_000);
    let token = token(node);
    let begin = |accept| {
        let mut stream = ask(node, &token, accept);
        stream.read_exact(&mut vec![0; 1 << 16]).unwrap();
        stream
    };
    let kept: Vec<TcpStream> = SHAPES.into_iter().cycle().take(20).map(begin).collect();
    rests(node);
    // Without a connection to be had these would be 503.
    let are_answered = || {
        for path in ["/decisions?limit=1", "/codes?limit=1", "/codes?q=a"] {
            staff.get(path).expect(200);
        }
        staff.post("/codes", &json!({})).expect(201);
    };
    are_answered();
    drop(kept);
    for accept in SHAPES.into_iter().cycle().take(20) {
        drop(begin(accept));
    }
    rests(node);
    are_answered();
}

#[test]
fn readers_who_stop_or_hang_up_half_way_hold_no_connection() {
    readers_who_stop_half_way_hold_up_nobody(&Signpost::start());
}

#[test]
fn readers_who_stop_or_hang_up_half_way_hold_no_connection_to_postgresql() {
    let database = Database::fresh();
    let node = Signpost::start_on(&database.url);
    readers_who_stop_half_way_hold_up_nobody(&node);
    eventually("no query goes on, and no transaction is left open", || {
        database
            .execute(
                "DO $$ BEGIN
                     IF EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                                AND state <> 'idle')
                     THEN RAISE EXCEPTION 'somebody is at work'; END IF;
                 END $$",
            )
            .ok()
    });
}

#[test]
fn a_node_that_is_stopped_breaks_off_the_exports_under_way_and_none_of_them_looks_whole() {
    let node = Signpost::start();
    with_codes(&node, 20_000);
    let token = token(&node);
    let mut begun = SHAPES.map(|accept| {
        let mut stream = ask(&node, &token, accept);
        stream.read_exact(&mut vec![0; 1 << 16]).unwrap();
        stream
    });
    rests(&node);
    // They read nothing meanwhile, so it has to hang up.
    node.stop();
    for stream in &mut begun {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        // The end of a whole answer is an empty chunk (RFC 9112, section 7.1).
        assert!(!rest.ends_with(b"0\r\n\r\n"), "{} bytes look whole", rest.len());
    }
}
