//! Plain visits are answered without hyper, and nobody can tell.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    time::Duration,
};

use serde_json::json;

use crate::support::{Client, Signpost, eventually, redirect};

fn city(staff: &Client) {
    let rules =
        json!([{"when": {"header": {"name": "x-kiosk", "equals": "yes"}}, "target": redirect("https://example.org/kiosk")}]);
    let target = json!({"type": "redirect", "url": "https://example.org/?own=1", "forward_query": true});
    staff
        .post("/codes", &json!({"id": "BENCH", "target": target, "rules": rules}))
        .expect(201);
    staff.post("/codes", &json!({"id": "OLD"})).expect(201);
    staff
        .post("/codes/OLD/retire", &json!({"successor": "BENCH", "reason": "gone"}))
        .expect(200);
    staff.post("/codes", &json!({"id": "NEW"})).expect(201);
}

/// All that comes back for what is sent, in pieces of so many bytes, until the other end closes.
fn exchange(signpost: &Signpost, sent: &str, piece: usize) -> String {
    let mut stream = TcpStream::connect(signpost.url.trim_start_matches("http://")).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    for piece in sent.as_bytes().chunks(piece) {
        stream.write_all(piece).unwrap();
    }
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    // The second may be another one meanwhile.
    let lines = answer.split_inclusive("\r\n").filter(|line| !line.starts_with("date: "));
    lines.collect()
}

fn head(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: q\r\nuser-agent: Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile\r\n{headers}\r\n")
}

#[test]
fn a_plain_visit_is_answered_byte_for_byte_as_any_other() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    city(&staff);
    let mut visits = 0;
    for path in [
        "/bench",
        "/BENCH?a=b&own=2",
        "/bench?",
        "/old",
        "/old?a=b",
        "/new",
        "/nowhere",
        "/bench?%",
        "/bench/",
    ] {
        for headers in [
            "",
            "Accept-Language: nl, en;q=0.5\r\nReferer: https://example.com/x\r\n",
            "X-Kiosk: yes\r\nX-Kiosk: no\r\n",
            "x-kiosk: no\r\nx-kiosk: yes\r\n",
            "accept: application/json\r\n",
            "connection: Keep-Alive\r\nPurpose: prefetch\r\n",
        ] {
            // What `te` says does not matter here, but whoever sends it is hyper's.
            let other = exchange(&signpost, &head(path, &format!("{headers}te: trailers\r\n")), 10_000);
            assert!(other.starts_with("HTTP/1.1 "), "{other}");
            for piece in [10_000, 7] {
                assert_eq!(exchange(&signpost, &head(path, headers), piece), other, "{path} {headers}");
            }
            visits += 3;
        }
    }
    // Each of three was recorded as the others were.
    let scans = eventually("every scan", || Some(staff.scans()).filter(|scans| scans.len() == visits));
    for three in scans.chunks(3) {
        let [one, two, three] = [&three[0], &three[1], &three[2]].map(|scan| {
            let mut scan = scan.clone();
            for field in ["position", "offset", "at"] {
                scan[field] = json!(null);
            }
            scan
        });
        assert_eq!(one, two);
        assert_eq!(one, three);
    }
}

#[test]
fn visits_sent_without_waiting_are_answered_in_their_order_whoever_answers_them() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    city(&staff);
    let all = [("/bench", ""), ("/old", ""), ("/new", ""), ("/bench", ""), ("/healthz", "")];
    let sent: String = all.map(|(path, headers)| head(path, headers)).concat();
    for piece in [10_000, 50, 1] {
        let answer = exchange(&signpost, &sent, piece);
        let statuses: Vec<&str> = answer
            .split("HTTP/1.1 ")
            .skip(1)
            .filter_map(|answer| answer.get(..3))
            .collect();
        assert_eq!(statuses, ["302", "302", "404", "302", "200"], "{answer}");
    }
    eventually("every scan", || (staff.scans().len() == 12).then_some(()));
}
