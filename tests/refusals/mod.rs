//! What a PostgreSQL server refuses is told clearly, leaves nothing half done, and is done when it is asked for again later.

mod disk;
mod half_way;
mod server;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Session, Signpost, eventually, phone, redirect};

/// Ends everybody else's connections to a database, so that what is set for new ones holds for all.
const DISCONNECT: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

fn post(staff: &Client, path: &str, key: &str, body: &Value) -> Answer {
    staff.send(Method::POST, path, &[("idempotency-key", key)], Some(body))
}

/// A code to be minted, whatever its id: minted twice, it is two.
fn bench() -> Value {
    json!({"label": "bench", "target": redirect("https://example.org/")})
}

#[track_caller]
fn told_to_come_back(answer: &Answer) {
    let problem = answer.problem(503, "store-unavailable");
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds), "{problem}");
}

/// Sends a command with its key again, as it was told to, until it is carried out.
fn carried_out(staff: &Client, path: &str, key: &str, body: &Value) -> Answer {
    eventually("the command is carried out", || match post(staff, path, key, body) {
        done if done.status < 300 => Some(done),
        wait if wait.status == 409 => {
            wait.problem(409, "underway");
            None
        }
        refused => {
            told_to_come_back(&refused);
            None
        }
    })
}

/// Fails unless both logs are whole.
#[track_caller]
fn are_gapless(server: &mut Session) {
    for log in ["events", "scans"] {
        let whole = format!(
            "SELECT count(*) FROM log_heads h, (SELECT count(*) AS n, count(DISTINCT position) AS d, coalesce(max(position), 0) AS m FROM {log}) l
             WHERE h.log = '{log}' AND l.n = h.position AND l.d = h.position AND l.m = h.position"
        );
        assert_eq!(server.number(&whole), 1, "{log}");
    }
}

fn number_of_codes(server: &mut Session) -> i64 {
    server.number("SELECT count(*) FROM events WHERE event_type = 'Minted'")
}

/// Citizens notice nothing.
fn visitors_are_answered(node: &Signpost, path: &str, times: usize) {
    for _ in 0..times {
        phone(&node.url).open(path).expect(302);
    }
    assert_eq!(phone(&node.url).open("/readyz/scans").status, 200);
}

fn scans_arrive(server: &mut Session, scans: i64) {
    eventually("every scan arrives", || {
        (server.number("SELECT count(*) FROM scans") >= scans).then_some(())
    });
    assert_eq!(server.number("SELECT count(*) FROM scans"), scans);
}
