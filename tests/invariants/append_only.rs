use crate::support::{Signpost, Store, eventually, phone};

const EVENT: &str = "aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata";
const SCAN: &str = "node, offset, at, code, as_of, outcome, cause, platform, robot, visitor";

/// Every way that SQL has to change or remove a row, or to put one where it does not belong, with the store's words for it.
fn attacks(table: &str, columns: &str, identity: &str, change: &str) -> Vec<(String, &'static str)> {
    let copy = format!("INTO {table} (position, {columns}) SELECT position, {columns} FROM {table} WHERE position = 1");
    let again = format!("INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE position = 1");
    let elsewhere = |position: &str| {
        let fresh = columns.replace(identity, &format!("{identity} + 1000"));
        format!("INSERT INTO {table} (position, {columns}) SELECT {position}, {fresh} FROM {table} WHERE position = 1")
    };
    let taken = if table == "events" {
        "version conflict"
    } else {
        "in the log already"
    };
    vec![
        (format!("UPDATE {table} SET {change}"), "UPDATE refused"),
        (format!("UPDATE OR IGNORE {table} SET {change}"), "UPDATE refused"),
        (
            format!("UPDATE {table} SET position = position + 1000 WHERE position = 1"),
            "UPDATE refused",
        ),
        (format!("DELETE FROM {table}"), "DELETE refused"),
        (format!("DELETE FROM {table} WHERE position = 1"), "DELETE refused"),
        (format!("REPLACE {copy}"), taken),
        (format!("REPLACE {again}"), taken),
        (format!("INSERT OR REPLACE {again}"), taken),
        (format!("INSERT OR IGNORE {again}"), taken),
        (format!("INSERT {again} ON CONFLICT DO UPDATE SET {change}"), taken),
        (elsewhere("1000"), "no gaps"),
        (elsewhere("0"), "no gaps"),
        (elsewhere("-1"), "CHECK constraint failed"),
        (elsewhere("-7"), "no gaps"),
    ]
}

fn attack(store: &mut Store, table: &str, columns: &str, identity: &str, change: &str) {
    let before = store.rows(table);
    assert!(!before.is_empty());
    for (statement, words) in attacks(table, columns, identity, change) {
        let refusal = store.execute(&statement).expect_err(&statement);
        assert!(refusal.contains(words), "{statement}: {refusal}");
    }
    assert_eq!(store.rows(table), before);
}

#[test]
fn invariant_1_the_store_itself_refuses_to_change_or_remove_what_is_in_a_log() {
    let signpost = Signpost::start();
    let visitor = phone(&signpost.url);
    visitor.open("/somewhere").expect(404);
    signpost.client("admin");
    let mut decisions = Store::open(&signpost.data().join("signpost.db"));
    let mut scans = Store::open(&signpost.data().join("scans.db"));
    eventually("a scan in the log", || {
        (scans.number("SELECT count(*) FROM scans") == 1).then_some(())
    });
    // While the server runs, and when it does not.
    let mut running = Some(signpost);
    for _ in 0..2 {
        attack(&mut decisions, "events", EVENT, "sequence", "payload = '{}'");
        attack(&mut scans, "scans", SCAN, "offset", "robot = 1");
        running.take().map(Signpost::stop);
    }
}
