use std::thread;

use serde_json::json;

use super::{DISCONNECT, are_gapless, bench, carried_out, number_of_codes, post, told_to_come_back};
use crate::support::{Database, Session, Signpost, eventually};

/// From now on rows are refused as on a disk that is full.
const REFUSE: &str = "
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''no space left'' USING ERRCODE = ''disk_full''; END';
    CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refuse();
    CREATE TRIGGER refuse BEFORE UPDATE OR DELETE ON idempotency FOR EACH ROW EXECUTE FUNCTION refuse()";

#[test]
fn a_command_that_failed_when_not_even_that_could_be_noted_is_carried_out_later() {
    let database = Database::fresh();
    let node = Signpost::start_on(&database.url);
    let staff = node.client("admin");
    let mut server = Session::open(&database.url);
    server.execute(REFUSE).unwrap();
    told_to_come_back(&post(&staff, "/codes", "k-1", &bench()));
    assert_eq!(number_of_codes(&mut server), 0);
    server.execute("DROP FUNCTION refuse() CASCADE").unwrap();
    carried_out(&staff, "/codes", "k-1", &bench()).expect(201);
    assert_eq!(number_of_codes(&mut server), 1);
    are_gapless(&mut server);
}

/// Waits until somebody waits for a lock of this kind.
fn waits(server: &mut Session, kind: &str) {
    let waiting = format!(
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
         WHERE NOT granted AND locktype = '{kind}' AND datname = current_database()"
    );
    eventually("somebody waits for the lock", || (server.number(&waiting) > 0).then_some(()));
}

#[test]
fn a_command_that_was_carried_out_and_could_not_be_answered_is_not_carried_out_twice() {
    let database = Database::fresh();
    let node = Signpost::start_on(&database.url);
    let staff = node.client("admin");
    let [mut server, mut head, mut reader] = [(); 3].map(|()| Session::open(&database.url));
    let name = database.known_as();
    server
        .execute(&format!("ALTER DATABASE {name} SET statement_timeout = '3s'"))
        .unwrap();
    server
        .execute(&format!("{DISCONNECT} AND application_name = 'signpost'"))
        .unwrap();
    head.execute("BEGIN; SELECT lock_head('events')").unwrap();
    thread::scope(|scope| {
        let refused = scope.spawn(|| post(&staff, "/codes", "k-1", &bench()));
        waits(&mut server, "transactionid");
        // Whoever wants to read the log after the commit waits behind this one.
        let locked = scope.spawn(|| reader.execute("BEGIN; LOCK TABLE events"));
        waits(&mut server, "relation");
        head.execute("COMMIT").unwrap();
        told_to_come_back(&refused.join().unwrap());
        locked.join().unwrap().unwrap();
    });
    reader.execute("COMMIT").unwrap();
    assert_eq!(number_of_codes(&mut server), 1, "it was decided");
    let done = carried_out(&staff, "/codes", "k-1", &bench()).expect(201);
    assert_eq!(number_of_codes(&mut server), 1);
    let listed = staff.get("/codes").expect(200).json();
    assert_eq!(listed["items"][0]["id"], done.json()["id"]);
    post(&staff, "/codes", "k-1", &json!({"label": "another"})).problem(422, "key-reused");
}
