//! A rebuild on PostgreSQL that is killed leaves the living read model as it is, and goes on when it is called again.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use serde_json::json;

use crate::support::{Client, Database, Session, Signpost, eventually, phone, redirect};

/// Scans of one code, enough and of enough days for a rebuild to be killed half-way.
const SCANS: u64 = 40_000;
const SCANNED: &str = "SELECT make_month_of_scans('2026-01-01');
    INSERT INTO scans (position, node, \"offset\", at, code, as_of, outcome, cause, platform, robot, visitor)
    SELECT h.position + n, 1, n, 1768478400000000 + n::bigint * 10000000, 'BENCH', 3, 0, 'default', 0, false, n
    FROM generate_series(1, 40000) n, log_heads h WHERE h.log = 'scans'";

fn scanned(staff: &Client) -> u64 {
    let statistics = staff.get("/codes/bench/statistics?from=2026-01-01T00:00:00Z&bucket=month");
    statistics.expect(200).json()["scans"].as_u64().unwrap()
}

fn rebuild(folder: &Path, name: &str) -> Child {
    let mut command = Signpost::program(folder);
    command.args(["projections", "rebuild", name]).stderr(Stdio::null());
    command.spawn().unwrap()
}

fn signal(name: &str, process: &Child) {
    let status = Command::new("kill").args([name, &process.id().to_string()]).status();
    assert!(status.unwrap().success());
}

/// Rebuilds to the end, as soon as the server noticed that whoever was at it is gone.
fn rebuilt(node: &Signpost, name: &str) {
    eventually("it is rebuilt", || {
        let output = node.command(&["projections", "rebuild", name]);
        output.status.success().then_some(())
    });
}

/// `kill -9`.
fn kill(mut process: Child) {
    process.kill().unwrap();
    process.wait().unwrap();
}

/// The schemas that rebuilds made.
fn schemas(server: &mut Session) -> i64 {
    server.number("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'rebuild%'")
}

/// How far a rebuild of the statistics has come.
fn reached(server: &mut Session) -> i64 {
    let schema = concat!("rebuild_usage_", env!("CARGO_PKG_VERSION"));
    let tables = server.number(&format!(
        "SELECT count(*) FROM pg_tables WHERE schemaname = '{schema}' AND tablename = 'checkpoints'"
    ));
    if tables == 0 {
        return 0;
    }
    server.number(&format!("SELECT coalesce(max(position), 0) FROM \"{schema}\".checkpoints"))
}

#[test]
fn a_rebuild_killed_half_way_goes_on_and_nobody_reads_what_is_half_built() {
    let database = Database::fresh();
    let node = Signpost::start_on(&database.url);
    let staff = node.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    let mut server = Session::open(&database.url);
    server.execute(SCANNED).unwrap();
    eventually("all is counted", || (scanned(&staff) == SCANS).then_some(()));
    let folder = node.folder();
    let over = AtomicBool::new(false);
    let asked = thread::scope(|scope| {
        let readers = [(); 2].map(|()| {
            let (staff, url, over) = (staff.clone(), &node.url, &over);
            scope.spawn(move || {
                let (mut last, mut asked) = (SCANS, 0);
                while !over.load(Ordering::Acquire) {
                    phone(url).open("/bench").expect(302);
                    let now = scanned(&staff);
                    assert!(now >= last, "{now} scans after {last}");
                    (last, asked) = (now, asked + 1);
                }
                asked
            })
        });
        let first = rebuild(folder.path(), "usage");
        eventually("it is on its way", || (reached(&mut server) > 0).then_some(()));
        signal("-STOP", &first);
        let half_way = reached(&mut server);
        assert!(half_way < 40_000, "it is not done yet");
        let again = node.command(&["projections", "rebuild", "usage"]);
        let said = String::from_utf8_lossy(&again.stderr);
        assert!(!again.status.success() && said.contains("being rebuilt already"), "{said}");
        kill(first);
        assert!(reached(&mut server) >= half_way, "what was built is kept");

        // What the first one built is marked, and another version left something, too.
        // 2026-02-01 is day 20,485; seven scans in its first hour, no visitors, no choices.
        let mark = concat!(
            "INSERT INTO \"rebuild_usage_",
            env!("CARGO_PKG_VERSION"),
            "\".usage_days (day, code, total, parts) VALUES (20485, 'BENCH', '\\x010007000000', '')"
        );
        server.execute(mark).unwrap();
        server
            .execute("CREATE SCHEMA \"rebuild_usage_0.0.9\"; CREATE TABLE \"rebuild_usage_0.0.9\".usage_days (n int)")
            .unwrap();
        rebuilt(&node, "usage");
        over.store(true, Ordering::Release);
        readers.map(|reader| reader.join().unwrap()).iter().sum::<u64>()
    });
    let expected = SCANS + asked;
    eventually("it went on where the first one stopped", || {
        (scanned(&staff) == expected + 7).then_some(())
    });
    assert_eq!(schemas(&mut server), 0, "nothing is left behind");
    // From the beginning, that is.
    rebuilt(&node, "usage");
    assert_eq!(scanned(&staff), expected);
    assert_eq!(schemas(&mut server), 0);
}

#[test]
fn a_rebuild_killed_while_it_takes_the_old_ones_place_changes_nothing() {
    let database = Database::fresh();
    let node = Signpost::start_on(&database.url);
    let staff = node.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    let [mut server, mut holder] = [(); 2].map(|()| Session::open(&database.url));
    let before = staff.get("/codes/bench/history").expect(200).json();
    // It is built, and cannot take the place yet.
    holder
        .execute("BEGIN; SELECT FROM checkpoints WHERE projection = 'history' FOR UPDATE")
        .unwrap();
    let first = rebuild(node.folder().path(), "history");
    let waiting = "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE NOT granted AND datname = current_database() AND query LIKE '%checkpoints%FOR UPDATE%'";
    eventually("it waits", || (server.number(waiting) > 0).then_some(()));
    assert_eq!(schemas(&mut server), 1);
    kill(first);
    holder.execute("ROLLBACK").unwrap();
    assert_eq!(staff.get("/codes/bench/history").expect(200).json(), before);
    staff
        .put("/codes/bench/target", &redirect("https://example.org/later"))
        .expect(200);
    let live = staff.get("/codes/bench/history").expect(200).json();

    rebuilt(&node, "history");
    assert_eq!(staff.get("/codes/bench/history").expect(200).json(), live);
    assert_eq!(schemas(&mut server), 0);
}
