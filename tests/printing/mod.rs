//! What is printed of a batch: every code of it, in the order in which they were minted, the same whenever it is asked for, and read by
//! programs that are not ours.

mod designs;
mod images;
mod labels;
mod measures;
mod settled;
mod sheet;

use std::{fs, path::PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Client, Signpost};

/// A batch of labelled codes; its id.
fn mint(staff: &Client, order: &Value) -> String {
    let batch = staff.post("/batches", order).expect(201).json();
    batch["id"].as_str().expect("an id").to_owned()
}

/// A batch of benches, numbered from 8, and their ids in that order.
fn benches(staff: &Client, count: u32) -> (String, Vec<String>) {
    let batch = mint(
        staff,
        &json!({"count": count, "first": 8, "label": "Bench {number}", "target": null}),
    );
    let csv = staff.get(&format!("/batches/{batch}/codes.csv")).expect(200).text();
    let ids = csv.lines().skip(1).zip(8..).map(|(line, number)| {
        let fields: Vec<&str> = line.split(',').collect();
        assert_eq!(
            fields[2],
            format!("Bench {number}"),
            "codes stand in the order in which they were minted"
        );
        fields[0].to_owned()
    });
    let ids: Vec<String> = ids.collect();
    assert_eq!(ids.len(), count as usize);
    (batch, ids)
}

/// A folder for what other programs read.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts what was answered into a file.
    fn keep(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let file = self.file(name);
        fs::write(&file, bytes).expect("it can be written");
        file
    }
}

/// The text in the symbol of a code.
fn printed(signpost: &Signpost, id: &str) -> String {
    format!("{}/{id}", signpost.url.to_ascii_uppercase())
}
