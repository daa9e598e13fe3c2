//! The most frequent visit, answered from the bytes that came: a `GET` of a code that leads on, by a client of HTTP/1.1 that keeps its connection.
//!
//! Nothing is answered here that would be answered otherwise elsewhere: whatever is not as plain as that, is left for hyper and the router. Which requests
//! these are is read by the same parser as hyper's.

use std::{cell::RefCell, net::IpAddr, time::Instant};

use axum::http::StatusCode;
use jiff::{Timestamp, fmt::rfc2822};
use signpost_application::ports::journal::Receipt;

use super::{address, answer::way_on, record, request::Visiting, wait};
use crate::Api;

/// More headers than this are left for hyper, which takes 100.
const HEADERS: usize = 32;
/// Headers that may change what a request or its connection means, in lower case. Who sends cookies or a token may be somebody whom we know.
const UNUSUAL: [&str; 9] = [
    "authorization",
    "content-length",
    "cookie",
    "expect",
    "http2-settings",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// What is to be done about bytes that came.
pub(crate) enum Express {
    /// The head of the request is not whole.
    More,
    /// It is not one for here.
    Other,
    /// Answered with what was put into the buffer, once the scan is safe.
    SentOn(SentOn),
}

/// A visitor who is sent on.
pub(crate) struct SentOn {
    /// How many bytes the request has.
    pub(crate) length: usize,
    begun: Instant,
    receipt: Option<Receipt>,
}

impl SentOn {
    /// Waits until the scan is safe, as long as anybody waits for that.
    pub(crate) async fn recorded(self, api: &Api) {
        wait(api, self.receipt).await;
        api.metrics.visit(StatusCode::FOUND, self.begun.elapsed());
    }
}

/// Reads what came from `peer`, resolves and hands the scan over. `answer` is empty, and has the answer afterwards if there is one.
pub(crate) fn express(api: &Api, prefix: &str, came: &[u8], peer: IpAddr, answer: &mut Vec<u8>) -> Express {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    let length = match request.parse(came) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Express::More,
        Err(_) => return Express::Other,
    };
    let begun = Instant::now();
    let (Some("GET"), Some(target), Some(1)) = (request.method, request.path, request.version) else {
        return Express::Other;
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let Some(code) = address::plain(path, prefix).filter(|_| is_plain(query) && request.headers.iter().all(is_usual)) else {
        return Express::Other;
    };
    let visiting = Visiting::plain(api, query, request.headers, peer);
    if visiting.wants_json {
        return Express::Other;
    }
    let visit = visiting.visit();
    let route = api.routes.route(&code, &visit);
    // Addresses are ASCII by their type; should one slip through, it is dealt with elsewhere.
    let Some(address) = way_on(api, &visiting, &route).filter(|address| address.bytes().all(|byte| byte.is_ascii_graphic()))
    else {
        return Express::Other;
    };
    respond(answer, &address, visiting.at);
    let outcome = route.outcome();
    let code = route.alias_of.clone().unwrap_or(code);
    let receipt = record(api, &visiting, || {
        route.scan(code, &visit, outcome, visiting.robot, visiting.referrer.clone(), None)
    });
    Express::SentOn(SentOn { length, begun, receipt })
}

/// Whether nothing in a query is read in more than one way.
fn is_plain(query: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:@/?".contains(&byte);
    query.bytes().all(is_plain)
}

fn is_usual(header: &httparse::Header<'_>) -> bool {
    let is = |name: &&str| header.name.eq_ignore_ascii_case(name);
    if header.name.eq_ignore_ascii_case("connection") {
        return header.value.eq_ignore_ascii_case(b"keep-alive");
    }
    !UNUSUAL.iter().any(is)
}

thread_local! {
    /// The `Date` of answers, of a second since 1970.
    static DATE: RefCell<(i64, String)> = const { RefCell::new((i64::MIN, String::new())) };
}

/// The answer, byte for byte as hyper writes it.
fn respond(answer: &mut Vec<u8>, address: &str, at: Timestamp) {
    answer.extend_from_slice(b"HTTP/1.1 302 Found\r\nlocation: ");
    answer.extend_from_slice(address.as_bytes());
    answer.extend_from_slice(b"\r\ncache-control: no-store\r\ncontent-length: 0\r\ndate: ");
    DATE.with_borrow_mut(|(second, date)| {
        if *second != at.as_second() {
            // Only a year beyond 9999 has none.
            *date = rfc2822::DateTimePrinter::new()
                .timestamp_to_rfc9110_string(&at)
                .unwrap_or_default();
            *second = at.as_second();
        }
        answer.extend_from_slice(date.as_bytes());
    });
    answer.extend_from_slice(b"\r\n\r\n");
}
