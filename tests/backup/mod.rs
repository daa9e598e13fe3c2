//! The commands that docs/operating.md gives for backup and restore, run as printed on a living instance: what is restored
//! answers every question as before.

mod city;
mod guide;

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use serde_json::json;

use self::{
    city::{arrived, be_visited, counted, decide, pages, questions, scan, under_load},
    guide::{blocks, follow},
};
use crate::support::{Client, Cluster, Database, Session, Signpost, Store, eventually, journalled, redirect, run};

/// Three scans of January 2020, of a node that is no more.
const OLD: &str = "INSERT INTO scans (position, node, \"offset\", at, code, as_of, outcome, cause, platform, robot, visitor)
    SELECT n, 1, n, 1579089600000000, 'BENCH', 9, 0, 'default', 0, :robot, n FROM (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3) x ORDER BY n";

/// Wherever it runs, it says the same.
const PUBLIC: &[&str] = &["--public-url", "https://q.example.org", "--no-migrate"];

/// Scans that were answered just before the backup.
const WAITING: &str = "SELECT count(*) FROM scans WHERE referrer LIKE 'waiting%'";

/// Lets the scans of January 2020 be counted, and expire.
fn expire(owner: &Path, staff: &Client) {
    eventually("they are counted", || (counted(staff) == 3).then_some(()));
    let expired = Signpost::command_in(owner, &["scans", "expire", "--before", "2021-01"]);
    assert!(expired.status.success(), "{}", String::from_utf8_lossy(&expired.stderr));
    assert!(String::from_utf8_lossy(&expired.stdout).contains('3'));
}

/// Compares answers one by one, so that a difference is seen.
#[track_caller]
fn same<T: PartialEq + std::fmt::Debug>(before: &BTreeMap<String, T>, after: &BTreeMap<String, T>) {
    assert!(before.len() > 100 && before.keys().eq(after.keys()));
    for (question, answer) in before {
        assert_eq!(after[question], *answer, "{question}");
    }
}

/// Life goes on where it stopped.
fn goes_on(restored: &Signpost, staff: &Client) {
    let head = staff.head();
    staff
        .put("/codes/bench/target", &redirect("https://example.org/later"))
        .expect(200);
    staff.post("/codes", &json!({"id": "later"})).expect(201);
    assert_eq!(staff.head(), head + 2);
    staff.post("/codes", &json!({"id": "gone"})).problem(409, "already-minted");
    arrived(staff, &scan(&restored.url, "afterwards", 3));
    let scans = u64::try_from(staff.scans().len()).unwrap();
    eventually("each is counted once", || (counted(staff) == scans + 3).then_some(()));
}

/// Fails if a part of a backup holds the key by which today's visitors are told apart.
fn has_no_day_key(living: &Path, backup: impl IntoIterator<Item = Vec<u8>>) {
    let kept = fs::read_to_string(living.join("ephemeral/visitor-key")).unwrap();
    let key = kept.split_whitespace().last().unwrap();
    assert_eq!(key.len(), 32, "the key in hexadecimal digits");
    for part in backup {
        assert!(!part.windows(32).any(|text| text == key.as_bytes()));
    }
}

#[test]
fn a_backup_of_the_embedded_store_restored_elsewhere_answers_the_same() {
    let signpost = Signpost::start_with(&PUBLIC[..2]);
    let staff = signpost.client("admin");
    decide(&staff);
    let mut log = Store::open(&signpost.data().join("scans.db"));
    log.execute(&OLD.replace(":robot", "0")).unwrap();
    expire(signpost.folder().path(), &staff);
    be_visited(&signpost, &staff);
    let before = questions(&staff);

    // What is scanned now stays in the journal.
    log.execute("BEGIN IMMEDIATE").unwrap();
    let waiting = scan(&signpost.url, "waiting", 5);
    let place = tempfile::tempdir().unwrap();
    let [copy, restore] = blocks("SQLite").try_into().unwrap();
    let living = signpost.data();
    let _ = under_load(&signpost.url, || {
        follow(copy, place.path(), &[("/var/lib/signpost", living.to_str().unwrap())]);
    });
    log.execute("ROLLBACK").unwrap();
    let backup = place.path().join("backup");
    let parts = ["scans.db", "signpost.db"].map(|name| fs::read(backup.join(name)).unwrap());
    has_no_day_key(&living, parts);
    let seen = pages(&signpost);
    drop(signpost.kill());

    let folder = Arc::new(tempfile::tempdir().unwrap());
    let data = folder.path().join("signpost-data");
    follow(restore, place.path(), &[("/var/lib/signpost", data.to_str().unwrap())]);
    assert_eq!(Store::open(&data.join("scans.db")).number(WAITING), 0);
    assert!(journalled(&data) >= 5);
    let restored = Signpost::start_in(folder, PUBLIC);
    let staff = staff.at(&restored.url);
    arrived(&staff, &waiting);
    same(&before, &questions(&staff));
    assert_eq!(pages(&restored), seen);
    goes_on(&restored, &staff);
}

/// The URL at which the documented role uses the database that its owner uses at `url`.
fn of_the_program(url: &str) -> String {
    let mut url: url::Url = url.parse().unwrap();
    url.set_username("signpost_program").unwrap();
    url.into()
}

#[test]
fn a_dump_of_postgresql_restored_on_another_server_answers_the_same() {
    let owner = Database::fresh();
    owner.execute("CREATE ROLE signpost_program LOGIN").unwrap();
    let owners = Signpost::folder_for(&owner.url);
    let migrated = Signpost::command_in(owners.path(), &["migrate", "--grant-to", "signpost_program"]);
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    let signpost = Signpost::start_on_with(&of_the_program(&owner.url), PUBLIC);
    let staff = signpost.client("admin");
    decide(&staff);
    let mut log = Session::open(&owner.url);
    log.execute("SELECT make_month_of_scans('2020-01-01')").unwrap();
    log.execute(&OLD.replace(":robot", "false")).unwrap();
    expire(owners.path(), &staff);
    be_visited(&signpost, &staff);
    let before = questions(&staff);

    // What is scanned now is in the copy of the journal and, as it moves on after that, in the dump.
    log.execute("BEGIN; SELECT lock_head('scans')").unwrap();
    let waiting = scan(&signpost.url, "waiting", 5);
    let place = tempfile::tempdir().unwrap();
    let [copy, dump, restore, restore_node] = blocks("PostgreSQL").try_into().unwrap();
    let living = signpost.data();
    let mut answered = under_load(&signpost.url, || {
        follow(copy, place.path(), &[("/var/lib/signpost", living.to_str().unwrap())]);
        log.execute("ROLLBACK").unwrap();
        arrived(&staff, &waiting);
        follow(dump, place.path(), &[("postgres://owner@db/signpost", &owner.url)]);
    });
    answered.append(&mut scan(&signpost.url, "after-the-dump", 5));
    let backup = place.path().join("backup/signpost.dump");
    let dumped = run("pg_restore", "postgresql-client", [Path::new("--file=-"), &backup]).stdout;
    assert!(!String::from_utf8_lossy(&dumped).contains("ephemeral"));
    has_no_day_key(&living, [dumped]);
    let seen = pages(&signpost);
    let old_folder = signpost.kill();

    let server = Cluster::start();
    let restored_to = |database: &str, role: &str| {
        let url = server.url(database);
        let instead = [
            ("postgres://owner@new-db/postgres", &*server.url("postgres")),
            ("postgres://owner@new-db/signpost", &url),
            ("CREATE ROLE signpost_program LOGIN PASSWORD '…'", role),
            ("CREATE DATABASE signpost", &format!("CREATE DATABASE {database}")),
        ];
        follow(restore, place.path(), &instead);
        assert_eq!(Session::open(&url).number(WAITING), 5);
        of_the_program(&url)
    };
    let folder = Signpost::folder_for(&restored_to("signpost", "CREATE ROLE signpost_program LOGIN"));
    let data = folder.path().join("signpost-data");
    follow(restore_node, place.path(), &[("/var/lib/signpost", data.to_str().unwrap())]);
    assert!(journalled(&data) >= 5);
    let restored = Signpost::start_in(folder, PUBLIC);
    let staff = staff.at(&restored.url);
    arrived(&staff, &waiting);
    same(&before, &questions(&staff));
    assert_eq!(pages(&restored), seen);
    goes_on(&restored, &staff);

    // A node that kept its folder still has what it was answered for after the dump.
    let url = restored_to("again", "SELECT 'it is there'");
    let node = Signpost::start_in(old_folder, &[PUBLIC, &["--database-url", &url]].concat());
    arrived(&staff.at(&node.url), &answered);
}
