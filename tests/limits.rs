//! Whoever takes too much, on purpose or not, is bounded, and others are served meanwhile.

use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    time::{Duration, Instant},
};

use crate::support::{Signpost, eventually, phone};

const TIGHT: [&str; 6] = ["--request-seconds", "1", "--idle-seconds", "1", "--max-connections", "20"];

fn connect(signpost: &Signpost) -> TcpStream {
    let stream = TcpStream::connect(signpost.url.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// Everything that comes until the other end closes; fails when it does not.
fn until_closed(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("it was not closed: {error}"),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let signpost = Signpost::start();
    let (long, many) = ("x".repeat(20_000), "a: b\r\n".repeat(200));
    for head in [
        format!("GET /{long} HTTP/1.1\r\nhost: q\r\n\r\n"),
        format!("GET /bench?{long} HTTP/1.1\r\nhost: q\r\n\r\n"),
        format!("GET /bench HTTP/1.1\r\nhost: q\r\nx: {long}\r\n\r\n"),
        format!("GET /bench HTTP/1.1\r\nhost: q\r\n{many}\r\n"),
    ] {
        let mut stream = connect(&signpost);
        stream.write_all(head.as_bytes()).unwrap();
        let answer = until_closed(&mut stream);
        assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    }
    phone(&signpost.url).open("/bench").expect(404);
}

#[test]
fn a_connection_that_says_nothing_is_closed() {
    let signpost = Signpost::start_with(&TIGHT);
    assert_eq!(until_closed(&mut connect(&signpost)), "");
    let mut kept = connect(&signpost);
    kept.write_all(b"GET /healthz HTTP/1.1\r\nhost: q\r\n\r\n").unwrap();
    assert!(until_closed(&mut kept).starts_with("HTTP/1.1 200"), "answered, then closed");
}

#[test]
fn a_head_or_a_body_that_trickles_is_cut_off() {
    let signpost = Signpost::start_with(&["--request-seconds", "1"]);
    let token = signpost.client("admin").token;
    let body = format!(
        "POST /api/v1/codes HTTP/1.1\r\nhost: q\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-length: 1000\r\n\r\n{{"
    );
    for begin in ["GET /bench HTTP/1.1\r\nx: ", "PRI * HTTP/2", body.as_str()] {
        let mut stream = connect(&signpost);
        stream.write_all(begin.as_bytes()).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let begun = Instant::now();
        let mut bytes = [0; 4_096];
        // A byte now and then is no excuse.
        loop {
            assert!(begun.elapsed() < Duration::from_secs(20), "{begin} is still heard");
            let filler: &[u8] = if begin.starts_with("PRI") { b"" } else { b" " };
            match stream.read(&mut bytes) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Ok(_) | Err(_) => break,
            }
            if stream.write_all(filler).is_err() {
                break;
            }
        }
    }
}

#[test]
fn who_does_not_read_the_answers_is_cut_off() {
    let signpost = Signpost::start_with(&["--request-seconds", "1"]);
    let mut stream = connect(&signpost);
    stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
    let requests = b"GET /bench HTTP/1.1\r\nhost: q\r\n\r\n".repeat(1_000);
    let error = (0..10_000).find_map(|_| stream.write_all(&requests).err());
    let kind = error.expect("nobody takes that much").kind();
    assert!(matches!(kind, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{kind}");
}

#[test]
fn idle_connections_make_room_for_visitors() {
    let signpost = Signpost::start_with(&["--max-connections", "20"]);
    let idle: Vec<TcpStream> = (0..60).map(|_| connect(&signpost)).collect();
    phone(&signpost.url).open("/bench").expect(404);
    drop(idle);
    signpost.stop();
}

#[test]
fn a_visitor_who_hangs_up_is_counted_like_any_other() {
    let signpost = Signpost::start();
    let analyst = signpost.client("analyst");
    for n in 0..300 {
        let mut stream = connect(&signpost);
        let request = format!("GET /bench HTTP/1.1\r\nhost: q\r\nreferer: https://n{n}.example/\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        if n % 2 == 0 {
            stream.shutdown(Shutdown::Both).unwrap();
        }
    }
    let scans = eventually("every scan", || Some(analyst.scans()).filter(|scans| scans.len() >= 300));
    let referrers: std::collections::BTreeSet<_> = scans.iter().map(|scan| scan["referrer"].to_string()).collect();
    assert_eq!((scans.len(), referrers.len()), (300, 300));
}
