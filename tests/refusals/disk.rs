use std::{path::PathBuf, process::Command};

use serde_json::json;

use super::{are_gapless, bench, carried_out, number_of_codes, post, scans_arrive, told_to_come_back, visitors_are_answered};
use crate::support::{Disk, Session, Signpost, Stoppable, redirect, unprivileged};

/// A folder on a disk that belongs to the server.
fn folder_on(disk: &Disk) -> PathBuf {
    let folder = disk.path().join("small");
    // The server may not look into the folders above.
    let open = Command::new("chmod").arg("711").arg(disk.path().parent().unwrap()).status();
    assert!(open.unwrap().success());
    let made = unprivileged()
        .args(["mkdir", "-m", "700"])
        .arg(&folder)
        .current_dir("/")
        .status();
    assert!(made.unwrap().success());
    folder
}

#[test]
fn a_disk_that_is_full_refuses_changes_and_they_are_made_when_there_is_room() {
    let disk = match Disk::in_memory(32) {
        Ok(disk) => disk,
        Err(why) => return eprintln!("skipped: {why}"),
    };
    let server = Stoppable::start();
    // Not the server's own files: without room for its write-ahead log it would stop.
    let mut all = Session::open(&server.url());
    all.execute(&format!("CREATE TABLESPACE small LOCATION '{}'", folder_on(&disk).display()))
        .unwrap();
    all.execute("CREATE DATABASE city TABLESPACE small").unwrap();
    let url = server.url_of("city");
    let node = Signpost::start_on(&url);
    let staff = node.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    let mut database = Session::open(&url);
    database.execute("CREATE TABLE filler (t text)").unwrap();
    for rows in [10_000, 100, 1] {
        let fill = format!("INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, {rows})");
        let refused = (0..100_000).find_map(|_| database.execute(&fill).err());
        assert!(refused.unwrap().contains("No space left"));
    }

    // Some room is left in pages that were begun.
    let keys = (0..10_000).map(|n| format!("k-{n}"));
    let mut minted = 0;
    for key in keys {
        let answer = post(&staff, "/codes", &key, &bench());
        if answer.status != 201 {
            told_to_come_back(&answer);
            visitors_are_answered(&node, "/bench", 500);
            database.execute("DROP TABLE filler").unwrap();
            carried_out(&staff, "/codes", &key, &bench()).expect(201);
            break;
        }
        minted += 1;
    }
    assert!(minted < 10_000, "the disk was full");
    assert_eq!(number_of_codes(&mut database), minted + 2);
    scans_arrive(&mut database, 500);
    are_gapless(&mut database);
}
