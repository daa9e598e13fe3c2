use std::thread;

use serde_json::json;

use super::{
    DISCONNECT, are_gapless, bench, carried_out, number_of_codes, post, scans_arrive, told_to_come_back, visitors_are_answered,
};
use crate::support::{Database, Session, Signpost, eventually, phone, redirect};

#[test]
fn a_database_that_is_read_only_refuses_changes_and_nothing_else() {
    let database = Database::fresh();
    let node = Signpost::start_on(&database.url);
    let staff = node.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    let mut server = Session::open(&database.url);
    let name = database.known_as();
    server
        .execute(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on"))
        .unwrap();
    server.execute(DISCONNECT).unwrap();

    told_to_come_back(&post(&staff, "/codes", "k-1", &bench()));
    told_to_come_back(&post(&staff, "/codes/bench/suspend", "k-2", &json!({})));
    told_to_come_back(&staff.put("/codes/bench/target", &redirect("https://example.org/new")));
    visitors_are_answered(&node, "/bench", 10);
    let shown = staff.get("/codes/bench").expect(200).json();
    assert_eq!((&shown["status"], &shown["version"]), (&json!("active"), &json!(2)));
    assert_eq!(number_of_codes(&mut server), 1);
    // Nor does a restart hurt.
    let node = Signpost::start_in(node.stop(), &[]);
    let staff = staff.at(&node.url);
    visitors_are_answered(&node, "/bench", 10);
    told_to_come_back(&post(&staff, "/codes", "k-1", &bench()));

    server
        .execute(&format!("ALTER DATABASE {name} RESET default_transaction_read_only"))
        .unwrap();
    server.execute(DISCONNECT).unwrap();
    carried_out(&staff, "/codes", "k-1", &bench()).expect(201);
    carried_out(&staff, "/codes/bench/suspend", "k-2", &json!({})).expect(200);
    scans_arrive(&mut server, 20);
    assert_eq!(number_of_codes(&mut server), 2);
    are_gapless(&mut server);
}

#[test]
fn a_server_that_takes_no_more_connections_is_waited_for() {
    let database = Database::fresh();
    let clerk = database.role("clerk");
    let owner = Signpost::folder_for(&database.url);
    let migrated = Signpost::command_in(owner.path(), &["migrate", "--grant-to", &clerk.name]);
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    let node = Signpost::start_on(&clerk.url);
    let staff = node.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    let mut server = Session::open(&database.url);
    server
        .execute(&format!("ALTER ROLE \"{}\" CONNECTION LIMIT 0", clerk.name))
        .unwrap();
    server.execute(DISCONNECT).unwrap();

    told_to_come_back(&post(&staff, "/codes", "k-1", &bench()));
    told_to_come_back(&staff.get("/codes/bench"));
    visitors_are_answered(&node, "/bench", 10);
    assert_eq!(phone(&node.url).open("/readyz").status, 503);
    assert_eq!(number_of_codes(&mut server), 1);

    server
        .execute(&format!("ALTER ROLE \"{}\" CONNECTION LIMIT -1", clerk.name))
        .unwrap();
    carried_out(&staff, "/codes", "k-1", &bench()).expect(201);
    scans_arrive(&mut server, 10);
    assert_eq!(number_of_codes(&mut server), 2);
    are_gapless(&mut server);
    eventually("the node is well", || {
        (phone(&node.url).open("/readyz").status == 200).then_some(())
    });
}

#[test]
fn where_transactions_give_way_to_each_other_every_command_is_carried_out_once_or_told_to_come_back() {
    let database = Database::fresh();
    let mut server = Session::open(&database.url);
    let name = database.known_as();
    server
        .execute(&format!(
            "ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'"
        ))
        .unwrap();
    let nodes = [Signpost::start_on(&database.url), Signpost::start_on(&database.url)];
    let staff = nodes[0].client("admin");
    staff.post("/codes", &json!({"id": "bench"})).expect(201);
    eventually("the other node knows it", || {
        (staff.at(&nodes[1].url).get("/codes/bench").status == 200).then_some(())
    });
    thread::scope(|scope| {
        for clerk in 0..8 {
            let staff = staff.at(&nodes[clerk % 2].url);
            scope.spawn(move || {
                for n in 0..10 {
                    let minted = post(&staff, "/codes", &format!("{clerk}-{n}"), &bench());
                    let changed = staff.put("/codes/bench/target", &redirect(&format!("https://example.org/{clerk}/{n}")));
                    for answer in [minted, changed] {
                        match answer.status {
                            200 | 201 => {}
                            409 => drop(answer.problem(409, "lost-race")),
                            _ => told_to_come_back(&answer),
                        }
                    }
                }
            });
        }
    });
    for clerk in 0..8 {
        for n in 0..10 {
            carried_out(&staff, "/codes", &format!("{clerk}-{n}"), &bench()).expect(201);
        }
    }
    assert_eq!(number_of_codes(&mut server), 81);
    are_gapless(&mut server);
}
