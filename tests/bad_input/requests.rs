use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use reqwest::Method;
use serde_json::json;

use super::{flaw, furnished};
use crate::support::{Signpost, phone, redirect};

#[test]
fn invariant_12_a_query_parameter_that_is_not_right_is_named() {
    let (_signpost, staff) = furnished();
    for (path, pointer) in [
        ("/codes?limit=0", "limit"),
        ("/codes?limit=1001", "limit"),
        ("/codes?limit=ten", "limit"),
        ("/codes?limit=-1", "limit"),
        ("/codes?limit=1&limit=2", "limit"),
        ("/codes?lable=x", "lable"),
        ("/codes?q=a%00b", "q"),
        ("/codes?cursor=%00", "cursor"),
        ("/codes/bench?foo=1", "foo"),
        ("/decisions?after=18446744073709551615", "after"),
        ("/scans?after=18446744073709551615", "after"),
        ("/codes/bench/as-of?position=18446744073709551615", "position"),
        ("/codes?status=lost", "status"),
        ("/codes?unit=%20", "unit"),
        ("/codes?tag=a%20b", "tag"),
        ("/codes/bench/history?cursor=nonsense", "cursor"),
        ("/codes/bench/as-of", "at"),
        ("/codes/bench/as-of?at=yesterday", "at"),
        ("/codes/bench/as-of?position=-1", "position"),
        ("/codes/bench/as-of?position=1&at=2026-01-01T00:00:00Z", "at"),
        ("/codes/bench/statistics?bucket=week", "bucket"),
        ("/codes/bench/statistics?zone=Europe/Ghent", "zone"),
        ("/statistics?from=now", "from"),
        ("/statistics?from=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z", "until"),
        ("/statistics?from=1970-01-01T00:00:00Z&bucket=hour", "bucket"),
        ("/statistics?by=shoe", "by"),
        ("/decisions?after=first", "after"),
        ("/decisions?limit=0", "limit"),
        ("/decisions?colour=red", "colour"),
        ("/scans?code=a%20b", "code"),
        ("/scans?after=-1", "after"),
        ("/codes/bench/qr.svg?level=X", "level"),
        ("/codes/bench/qr.svg?margin=41", "margin"),
        ("/codes/bench/qr.png?size=0", "size"),
        ("/codes/bench/qr.png?size=1000000", "size"),
        ("/codes/bench/qr.pdf?dark=red", "dark"),
        ("/codes/bench/qr.pdf?light=%23", "light"),
        ("/codes/bench/qr.pdf?border=1", "border"),
    ] {
        let answer = staff.get(path);
        assert_eq!(flaw(&answer, 422, "invalid", Some(pointer)), None, "{path}");
    }
}

#[test]
fn a_query_parameter_that_cannot_be_read_is_told_what_to_give() {
    let (_signpost, staff) = furnished();
    for (path, told) in [
        ("/codes?limit=ten", "give a whole number"),
        ("/codes?limit=", "give a whole number"),
        ("/codes?limit=99999999999", "99999999999 is too high a number"),
        ("/codes/bench/qr.png?size=-1", "give a whole number"),
        ("/codes/bench/qr.png?size=99999999999", "99999999999 is too high a number"),
        ("/links?dead=perhaps", "give true or false"),
        (
            "/codes/bench/as-of?at=yesterday",
            "\"yesterday\" is no time; give one such as 2027-01-01T00:00:00Z",
        ),
    ] {
        let answer = staff.get(path);
        assert_eq!(answer.json()["errors"][0]["detail"], told, "{path}");
    }
}

#[test]
fn invariant_12_what_is_not_there_is_404_and_what_cannot_be_done_405() {
    let (_signpost, staff) = furnished();
    let head = staff.head();
    for path in [
        "/nothing",
        "/codes/unheard-of",
        "/codes/unheard-of/history",
        "/codes/unheard-of/statistics",
        "/codes/unheard-of/qr.svg",
        "/codes/bench/as-of?position=0",
        "/codes/bench/nothing",
        "/codes/bench/qr.gif",
        "/codes/%FF%FE",
        "/codes/%00",
        "/codes/..%2f..%2fetc%2fpasswd",
        "/codes/a%20b",
        "/audiences/gone",
        "/audiences/%FF",
        "/units/unfounded",
    ] {
        assert_eq!(flaw(&staff.get(path), 404, "not-found", None), None, "{path}");
    }
    for (path, body) in [
        ("/codes/unheard-of/target", redirect("https://gent.be/")),
        ("/codes/unheard-of/rules", json!([])),
    ] {
        assert_eq!(flaw(&staff.put(path, &body), 404, "not-found", None), None, "{path}");
    }
    for call in ["suspend", "resume", "retire", "transfer", "aliases", "explain"] {
        let body = match call {
            "transfer" => json!({"unit": null}),
            "aliases" => json!({"aliases": ["bench-2"]}),
            _ => json!({}),
        };
        let answer = staff.post(&format!("/codes/unheard-of/{call}"), &body);
        assert_eq!(flaw(&answer, 404, "not-found", None), None, "{call}");
    }
    for (method, path) in [
        (Method::DELETE, "/codes/bench"),
        (Method::PUT, "/codes"),
        (Method::DELETE, "/units/roads"),
        (Method::POST, "/decisions"),
        (Method::DELETE, "/scans"),
        (Method::GET, "/codes/bench/suspend"),
    ] {
        let answer = staff.send(method, path, &[], None);
        assert_eq!(flaw(&answer, 405, "method-not-allowed", None), None, "{path}");
        assert!(answer.header("allow").is_some(), "{path}");
    }
    let csv = staff.send(Method::GET, "/scans", &[("accept", "image/png")], None);
    csv.problem(406, "not-acceptable");
    assert_eq!(staff.head(), head);
}

/// Sends bytes as they are; gives the first line of the answer.
fn raw(signpost: &Signpost, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(signpost.url.strip_prefix("http://").unwrap()).unwrap();
    let _ = stream.write_all(bytes);
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn invariant_12_nonsense_at_the_resolver_is_answered_calmly() {
    let (signpost, staff) = furnished();
    let visitor = phone(&signpost.url);
    for path in [
        "/%FF%FE",
        "/%00%00%00",
        "/..%2f..%2fetc%2fpasswd",
        "/bench/choice/1/00000000/more",
        "/bench/other",
        "/bench%2Fother",
        "/%F0%9F%9A%B2",
        "/ab",
        "/favicon.ico",
        "/.well-known/x",
        "/wp-login.php",
        "/%25%25%25",
    ] {
        let answer = visitor.open(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.header("content-type").unwrap().starts_with("text/html"), "{path}");
    }
    let long = format!("/{}", "a".repeat(8_000));
    visitor.open(&long).expect(404);
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
        let answer = visitor.send(method.clone(), "/bench");
        assert_eq!(flaw(&answer, 405, "method-not-allowed", None), None, "{method}");
        assert_eq!(answer.header("allow"), Some("GET, HEAD"));
        let answer = visitor.send(method.clone(), "/healthz");
        assert_eq!(flaw(&answer, 405, "method-not-allowed", None), None, "{method} /healthz");
    }
    let cookie = "x".repeat(1_000_000);
    for (bytes, status) in [
        (&b"GET /%zz HTTP/1.1\r\nconnection: close\r\n\r\n"[..], " 404 "),
        (b"GET /bench\xff\xfe HTTP/1.1\r\nconnection: close\r\n\r\n", " 40"),
        (b"GET http://evil.example/bench HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", " 302 "),
        (b"GET /bench HTTP/9.9\r\n\r\n", " 400 "),
        (b"\x16\x03\x01\x02\x00\x01", " 400 "),
        (format!("GET /bench HTTP/1.1\r\ncookie: {cookie}\r\n\r\n").as_bytes(), " 431 "),
        (b"GET /bench HTTP/1.1\r\nuser-agent: \xff\xfe\r\naccept-language: \xff\r\nreferer: \xff\r\nx-forwarded-for: \xff\r\nauthorization: \xff\r\nconnection: close\r\n\r\n", " 302 "),
        (b"GET /bench HTTP/1.1\r\naccept-language: ;;;,,,q=9,*;q=x,nl;q=1e99\r\nreferer: http://[::1\r\nconnection: close\r\n\r\n", " 302 "),
    ] {
        let line = raw(&signpost, bytes);
        assert!(line.contains(status), "{:?}: {line}", String::from_utf8_lossy(&bytes[..bytes.len().min(80)]));
    }
    visitor.open("/bench").expect(302);
    staff.get("/codes/bench").expect(200);
}
