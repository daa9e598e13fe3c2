//! Tables come in and go out: each row mints a code or changes one, all of it is one act, and what a spreadsheet left alone stays as it is.

mod aliases;
mod calls;
mod command_line;
mod qr_toolkit;
mod round_trip;
mod tables;

use reqwest::Method;
use serde_json::Value;

use crate::support::{Answer, Client};

/// Sends a table, and waits for the end of its import.
pub(crate) fn import(staff: &Client, query: &str, table: impl Into<Vec<u8>>) -> Value {
    let answer = send(staff, query, table);
    assert!(matches!(answer.status, 200 | 202), "{}", answer.text());
    let import = answer.json();
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    crate::support::eventually("the import ends", || {
        let import = staff.get(&path).expect(200).json();
        (import["state"] != "reading" && import["state"] != "appending").then_some(import)
    })
}

fn send(staff: &Client, query: &str, table: impl Into<Vec<u8>>) -> Answer {
    let headers = [("content-type", "application/octet-stream")];
    staff.send_bytes(Method::POST, &format!("/imports{query}"), &headers, Some(table.into()))
}

/// The table of results, which was sent as CSV.
fn result(staff: &Client, import: &Value) -> Vec<String> {
    let id = import["id"].as_str().unwrap();
    let result = staff.get(&format!("/imports/{id}/result")).expect(200).text();
    result.lines().map(str::to_owned).collect()
}
