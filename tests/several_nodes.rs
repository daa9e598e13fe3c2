//! Several nodes on one database: a city's citizens cannot tell which one answered, nor that one died.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Client, PROJECTIONS, Session, Signpost, database_of_its_own, eventually, phone, redirect};

/// Two nodes on a database of their own.
fn two_nodes() -> (String, Signpost, Signpost) {
    let database = database_of_its_own();
    let (one, other) = (Signpost::start_on(&database), Signpost::start_on(&database));
    (database, one, other)
}

/// Who leads each projection, as a node sees it.
fn led_by(node: &Signpost) -> Vec<(String, String)> {
    let readiness = phone(&node.url).open("/readyz").json();
    let projections = readiness["projections"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    projections
        .filter(|projection| !["memory", "tokens"].contains(&projection["name"].as_str().unwrap()))
        .map(|projection| (text(&projection["name"]), text(&projection["led_by"])))
        .collect()
}

fn leads(node: &Signpost) -> usize {
    led_by(node).iter().filter(|(_, leader)| leader == "here").count()
}

/// The one that leads all projections, once one does, and the other.
fn leader_first(one: Signpost, other: Signpost) -> (Signpost, Signpost) {
    let one_leads = eventually("one leads all", || match (leads(&one), leads(&other)) {
        (all, 0) if all == PROJECTIONS.len() => Some(true),
        (0, all) if all == PROJECTIONS.len() => Some(false),
        _ => None,
    });
    if one_leads { (one, other) } else { (other, one) }
}

fn scanned(staff: &Client) -> (u64, u64) {
    let statistics = staff.get("/statistics").expect(200).json();
    let number = |name: &str| statistics[name].as_u64().unwrap();
    (number("scans"), number("visitors"))
}

fn signal(name: &str, node: &Signpost) {
    let status = Command::new("kill").args([name, &node.process().to_string()]).status();
    assert!(status.unwrap().success());
}

#[test]
fn a_change_made_on_one_node_reaches_every_other() {
    let (_, one, other) = two_nodes();
    let staff = one.client("admin");
    staff.post("/codes", &json!({"id": "bench"})).expect(201);
    for n in 0..20 {
        let (here, there) = if n % 2 == 0 { (&one, &other) } else { (&other, &one) };
        let url = format!("https://example.org/{n}");
        let change = staff.at(&here.url);
        change.put("/codes/bench/target", &redirect(&url)).expect(200);
        // Whoever changed it reads it at once, whichever node leads the catalogue.
        assert_eq!(change.get("/codes/bench").json()["target"]["url"], url);
        eventually("the change on the other node", || {
            (phone(&there.url).open("/bench").header("location") == Some(&*url)).then_some(())
        });
    }
}

#[test]
fn nodes_that_are_told_nothing_find_out_by_asking() {
    let (database, one, other) = two_nodes();
    let staff = one.client("admin");
    staff.post("/codes", &json!({"id": "bench"})).expect(201);
    // As a proxy does that passes no notifications on.
    Session::open(&database)
        .execute("CREATE OR REPLACE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
        .unwrap();
    for n in 0..3 {
        let url = format!("https://example.org/{n}");
        staff.put("/codes/bench/target", &redirect(&url)).expect(200);
        eventually("the change on the other node", || {
            (phone(&other.url).open("/bench").header("location") == Some(&*url)).then_some(())
        });
    }
    eventually("their scans are counted", || {
        (scanned(&staff).0 == staff.scans().len() as u64 && scanned(&staff).0 > 2).then_some(())
    });
}

#[test]
fn one_node_at_a_time_leads_each_projection_and_another_takes_over_from_the_dead() {
    let (_, one, other) = two_nodes();
    let staff = one.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    let (leader, follower) = leader_first(one, other);
    eventually("the follower knows who leads", || {
        led_by(&follower).iter().all(|(_, leader)| leader.len() == 16).then_some(())
    });
    phone(&leader.url).open("/bench").expect(302);
    phone(&follower.url).open("/bench").expect(302);
    eventually("both nodes' scans are counted", || (scanned(&staff).0 == 2).then_some(()));

    let dead = leader.kill();
    let staff = staff.at(&follower.url);
    phone(&follower.url).open("/bench").expect(302);
    eventually("the other leads", || (leads(&follower) == PROJECTIONS.len()).then_some(()));
    staff
        .put("/codes/bench/target", &redirect("https://example.org/after"))
        .expect(200);
    assert_eq!(staff.get("/codes/bench").json()["target"]["url"], "https://example.org/after");
    eventually("the statistics go on", || (scanned(&staff).0 == 3).then_some(()));

    // The dead one comes back and follows.
    let back = Signpost::start_in(dead, &[]);
    eventually("it follows", || {
        (leads(&back) == 0 && leads(&follower) == PROJECTIONS.len()).then_some(())
    });
    phone(&back.url).open("/bench").expect(302);
    eventually("its scans are counted", || (scanned(&staff).0 == 4).then_some(()));
    rebuilt_equals_live(&follower, &staff);
}

/// All that the read models answer stays the same when they are built anew.
fn rebuilt_equals_live(node: &Signpost, staff: &Client) {
    let answers =
        || ["/codes", "/statistics", "/decisions", "/codes/bench/history"].map(|path| staff.get(path).expect(200).json());
    let before = answers();
    let rebuild = |which: &str| {
        let output = node.command(&["projections", "rebuild", which]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(answers(), before);
        String::from_utf8_lossy(&output.stdout).lines().count()
    };
    for name in PROJECTIONS {
        assert_eq!(rebuild(name), 1);
    }
    assert_eq!(rebuild("--all"), PROJECTIONS.len());
}

#[test]
fn a_leader_that_was_paused_and_wakes_up_spoils_nothing() {
    let (_, one, other) = two_nodes();
    let staff = one.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    let (leader, follower) = leader_first(one, other);
    let staff = staff.at(&follower.url);
    signal("-STOP", &leader);
    for _ in 0..10 {
        phone(&follower.url).open("/bench").expect(302);
    }
    eventually("the other leads", || (leads(&follower) == PROJECTIONS.len()).then_some(()));
    eventually("its scans are counted", || (scanned(&staff).0 == 10).then_some(()));
    signal("-CONT", &leader);
    eventually("the one that woke up follows", || {
        (leads(&leader) == 0 && leads(&follower) == PROJECTIONS.len()).then_some(())
    });
    for node in [&leader, &follower] {
        phone(&node.url).open("/bench").expect(302);
    }
    eventually("everything is counted once", || (scanned(&staff).0 == 12).then_some(()));
    rebuilt_equals_live(&follower, &staff);
}

#[test]
fn a_visitor_of_two_nodes_is_one_visitor() {
    let (_, one, other) = two_nodes();
    let staff = one.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    for node in [&one, &other, &one, &other] {
        phone(&node.url).open("/bench");
    }
    eventually("all scans are counted", || (scanned(&staff).0 == 4).then_some(()));
    let visitors: Vec<Value> = staff.scans().iter().map(|scan| scan["visitor"].clone()).collect();
    let (scans, counted) = scanned(&staff);
    assert_eq!((scans, counted), (4, 1), "{visitors:?}");
}

#[test]
fn roles_say_what_a_node_answers() {
    let database = database_of_its_own();
    let all = Signpost::start_on(&database);
    let staff = all.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    let resolver = Signpost::start_on_with(&database, &["--role", "resolver"]);
    let admin = Signpost::start_on_with(&database, &["--role", "admin"]);
    phone(&resolver.url).open("/bench").expect(302);
    staff.at(&resolver.url).get("/codes").problem(404, "not-here");
    staff.at(&admin.url).get("/codes/bench").expect(200);
    assert_eq!(
        phone(&admin.url).open("/bench").expect(404).json()["type"],
        "urn:signpost:problem:not-here"
    );
    for node in [&resolver, &admin] {
        for path in ["/healthz", "/readyz", "/metrics"] {
            phone(&node.url).open(path).expect(200);
        }
    }
    all.kill();
    eventually("the admin node leads", || (leads(&admin) == PROJECTIONS.len()).then_some(()));
    assert_eq!(leads(&resolver), 0, "a resolver never does");
}

#[test]
fn a_key_retried_on_another_node_is_one_deed_also_when_the_first_is_killed() {
    let database = database_of_its_own();
    let mut first = Signpost::start_on(&database);
    let other = Signpost::start_on(&database);
    let staff = first.client("admin");
    for round in 0..4 {
        let key = format!("key-{round}");
        let headers = [("idempotency-key", key.as_str())];
        let body = json!({"label": key});
        let here = staff.at(&first.url);
        let (answer, folder) = std::thread::scope(|scope| {
            let sending = scope.spawn(|| here.try_post("/codes", &headers, &body));
            std::thread::park_timeout(std::time::Duration::from_millis(round * 2));
            let there = staff.at(&other.url).try_post("/codes", &headers, &body).expect("an answer");
            assert!([201, 409].contains(&there.status), "{}", there.text());
            let folder = first.kill();
            (sending.join().unwrap(), folder)
        });
        let again = eventually("the living node knows that the other died", || {
            let again = staff.at(&other.url).try_post("/codes", &headers, &body).expect("an answer");
            // Told to come back when who leads the read models is not known for longer.
            (![409, 503].contains(&again.status)).then_some(again)
        });
        let id = again.expect(201).json()["id"].clone();
        if let Some(answer) = answer.filter(|answer| answer.status == 201) {
            assert_eq!(answer.json()["id"], id);
        }
        first = Signpost::start_in(folder, &[]);
        // Whoever led the catalogue may be the one that died.
        eventually("somebody leads and has caught up", || {
            let readiness = phone(&other.url).open("/readyz").json();
            let mut projections = readiness["projections"].as_array().unwrap().iter();
            projections.all(|p| p["lag"] == 0 && p["led_by"] != "nobody").then_some(())
        });
        let codes = staff.at(&other.url).get("/codes").json();
        assert_eq!(
            codes["items"].as_array().unwrap().len() as u64,
            round + 1,
            "one code for each key"
        );
    }
}
