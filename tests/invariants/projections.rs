use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, PROJECTIONS, Signpost, Store, eventually, phone, redirect};

/// Takes every decision there is at least once.
fn decide_a_lot(staff: &Client) {
    let hosts = json!(["example.org", "*.example.org"]);
    for unit in ["roads", "parks"] {
        staff
            .put(&format!("/units/{unit}"), &json!({"label": unit, "allowed_hosts": hosts}))
            .expect(201);
    }
    staff
        .put("/units/roads", &json!({"label": "Roads", "allowed_hosts": null}))
        .expect(200);
    for (name, language) in [("dutch", "nl"), ("french", "fr"), ("gone", "sv")] {
        let condition = json!({"language": [language]});
        staff
            .put(&format!("/audiences/{name}"), &json!({"label": name, "condition": condition}))
            .expect(201);
    }
    let condition = json!({"any": [{"language": ["fr"]}, {"query": {"name": "l", "equals": "fr"}}]});
    staff
        .put("/audiences/french", &json!({"label": "French", "condition": condition}))
        .expect(200);
    staff.delete("/audiences/gone?reason=unused").expect(204);
    let menu = json!({"type": "menu", "items": [
        {"label": {"en": "One"}, "url": "https://example.org/1"}, {"label": {"en": "Two"}, "url": "https://www.example.org/2"}]});
    let page = json!({"type": "page", "content": {"nl": {"title": "Hallo", "body": "**dag**"}, "en": {"title": "Hello"}}});
    let rules = json!([
        {"audience": "dutch", "target": redirect("https://example.org/nl")},
        {"audience": "french", "target": page},
        {"when": {"platform": ["android"]}, "target": redirect("https://m.example.org/")},
    ]);
    for n in 0..6 {
        let asset = json!({"reference": format!("B-{n}"), "location": {"latitude": 51.05, "longitude": 3.72}});
        let code = json!({"id": format!("code-{n}"), "label": "Café bench", "unit": "parks", "tags": ["oak", "bench"], "asset": asset,
            "target": redirect("https://example.org/"), "rules": if n % 2 == 0 { rules.clone() } else { json!([]) }});
        staff.post("/codes", &code).expect(201);
    }
    staff.post("/codes", &json!({})).expect(201);
    staff.put("/codes/code-1/target", &menu).expect(200);
    staff.put("/codes/code-2/target", &Value::Null).expect(200);
    staff.put("/codes/code-3/rules", &rules).expect(200);
    staff.put("/codes/code-3/rules", &json!([])).expect(200);
    staff
        .patch(
            "/codes/code-3",
            &json!({"label": null, "tags": ["oak", "new"], "asset": {"reference": null}}),
        )
        .expect(200);
    staff.post("/codes/code-4/suspend", &json!({"reason": "flood"})).expect(200);
    staff.post("/codes/code-5/suspend", &json!({})).expect(200);
    staff.post("/codes/code-5/resume", &json!({})).expect(200);
    staff.post("/codes/code-5/transfer", &json!({"unit": "roads"})).expect(200);
    staff
        .put("/codes/code-1/approval", &json!({"approval": "required"}))
        .expect(200);
    staff
        .put("/codes/code-1/target", &redirect("https://example.org/"))
        .expect(202);
    staff
        .post("/codes/code-0/retire", &json!({"successor": "code-1"}))
        .expect(200);
    staff
        .put("/designs/harbour", &json!({"label": "Harbour", "size": 25}))
        .expect(201);
}

/// Scans of every outcome, by several visitors; gives their number.
fn scan_a_lot(url: &str) -> i64 {
    let robot = phone(url).with("user-agent", "WhatsApp/2.23.20.0");
    let program = phone(url).with("accept", "application/json");
    let mut scans = 0;
    for visitor in [phone(url), phone(url).with("accept-language", "fr"), robot, program] {
        for n in 0..7 {
            visitor.open(&format!("/code-{n}"));
            scans += 1;
        }
    }
    let menu = phone(url).open("/code-1").expect(200).text();
    let choice = menu
        .split("href=\"")
        .find(|rest| rest.starts_with("/CODE-1/choice/2/"))
        .unwrap();
    phone(url).open(choice.split('"').next().unwrap()).expect(302);
    scans + 2
}

fn snapshot(store: &mut Store) -> BTreeMap<String, Vec<String>> {
    let tables = store.tables();
    let models = tables
        .into_iter()
        .filter(|table| table == "proposals" || PROJECTIONS.iter().any(|name| table.starts_with(&format!("{name}_"))))
        // Behind the full-text table, whose own rows are compared.
        .filter(|table| !table.starts_with("catalogue_text_"));
    models
        .chain(["checkpoints".to_owned()])
        .map(|table| (table.clone(), store.rows(&table)))
        .collect()
}

fn caught_up(signpost: &Signpost, scans: i64) {
    eventually("every read model at the end of its log", || {
        let list = signpost.command(&["projections", "list", "--json"]);
        let list: Value = serde_json::from_slice(&list.stdout).unwrap();
        let list = list.as_array().unwrap().clone();
        let usage = list.iter().any(|row| row["name"] == "usage" && row["position"] == scans);
        (usage && list.iter().all(|row| row["lag"] == 0)).then_some(())
    });
}

#[test]
fn invariant_3_a_rebuilt_projection_equals_the_live_one_row_for_row() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    decide_a_lot(&staff);
    signpost.client_of("editor", Some("roads"));
    let scans = scan_a_lot(&signpost.url);
    caught_up(&signpost, scans);
    let mut store = Store::open(&signpost.data().join("signpost.db"));
    let before = snapshot(&mut store);
    for (table, rows) in &before {
        assert!(!rows.is_empty(), "{table} has no rows, so nothing is compared");
    }
    for name in PROJECTIONS {
        // As it is, and after somebody meddled with it: what is rebuilt comes from the log and from nothing else.
        for meddled in [false, true] {
            let own = before.keys().filter(|table| meddled && table.starts_with(name));
            for table in own {
                assert!(store.execute(&format!("DELETE FROM {table}")).unwrap() > 0);
            }
            let output = signpost.command(&["projections", "rebuild", name]);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let after = snapshot(&mut store);
            for (table, rows) in &before {
                assert_eq!(after[table], *rows, "{table} after rebuilding {name}");
            }
        }
    }
    // And the server goes on from there.
    staff
        .put("/codes/code-5/target", &redirect("https://example.org/after"))
        .expect(200);
    assert_eq!(
        staff.get("/codes?q=code-5").json()["items"][0]["target"]["url"],
        "https://example.org/after"
    );
    let unknown = signpost.command(&["projections", "rebuild", "nonsense"]);
    assert_eq!(unknown.status.code(), Some(2));
}

/// Readiness, as a load balancer asks for it.
fn readiness(signpost: &Signpost) -> (u16, Value) {
    let answer = phone(&signpost.url).send(Method::GET, "/readyz");
    (answer.status, answer.json())
}

fn shows_the_poison(signpost: &Signpost, position: u64) {
    let projections = eventually("every follower of the decision log stops", || {
        let (status, readiness) = readiness(signpost);
        let projections = readiness["projections"].as_array().unwrap().clone();
        let stopped = projections
            .iter()
            .filter(|p| p["follows"] == "decisions" && p["trouble"].is_string());
        // The seals read records and the statistics scans; in their place are the node's memory of codes and of tokens.
        (status == 503 && stopped.count() == PROJECTIONS.len()).then_some(projections)
    });
    for projection in projections {
        if projection["follows"] == "decisions" {
            let words = format!("stopped: entry {position} cannot be taken in");
            let trouble = projection["trouble"].as_str().unwrap();
            assert!(trouble.starts_with(&words), "{projection}");
            assert!(trouble.contains("Exploded"), "it says what is wrong: {projection}");
            assert_eq!(projection["position"], position - 1, "nothing is skipped: {projection}");
        } else {
            assert!(projection["trouble"].is_null(), "{projection}");
        }
    }
}

#[test]
fn invariant_3_poison_stops_the_projections_and_shows_and_is_never_skipped() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let target = redirect("https://example.org/");
    staff.post("/codes", &json!({"id": "bench", "target": target})).expect(201);
    let poison = staff.head() + 1;
    let mut store = Store::open(&signpost.data().join("signpost.db"));
    store
        .execute(
            "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
             SELECT 'code', 'BENCH', 99, 'Exploded', '1', '{\"type\": \"Exploded\"}', metadata FROM events WHERE position = 1",
        )
        .unwrap();
    shows_the_poison(&signpost, poison);

    // Whoever decides after it is recorded; what is shown stays before it, and visitors notice nothing.
    staff.post("/codes", &json!({"id": "bridge", "target": target})).expect(201);
    phone(&signpost.url).open("/bench").expect(302);
    eventually("how far they are behind", || {
        let (_, readiness) = readiness(&signpost);
        let behind = |p: &Value| p["follows"] != "decisions" || p["lag"] == 3;
        readiness["projections"].as_array().unwrap().iter().all(behind).then_some(())
    });
    eventually("the scan is counted", || {
        (staff.get("/statistics").json()["scans"] == 1).then_some(())
    });
    staff.get("/codes/bridge").problem(404, "not-found");
    shows_the_poison(&signpost, poison);
    let rebuild = signpost.command(&["projections", "rebuild", "catalogue"]);
    assert_eq!(rebuild.status.code(), Some(2), "a rebuild stops there too");
    assert!(String::from_utf8_lossy(&rebuild.stderr).contains(&format!("entry {poison} cannot be taken in")));
    staff.get("/codes/bench").expect(200);

    let signpost = Signpost::start_in(signpost.kill(), &[]);
    phone(&signpost.url).open("/bench").expect(302);
    shows_the_poison(&signpost, poison);
}

#[test]
fn a_rebuild_that_was_killed_goes_on_where_it_stopped() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let target = redirect("https://example.org/");
    staff.post("/codes", &json!({"id": "bench", "target": target})).expect(201);
    let folder = signpost.stop();
    let data = folder.path().join("signpost-data");
    let mut store = Store::open(&data.join("signpost.db"));
    // More than is folded before somebody can kill it.
    store
        .execute(
            "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 40000)
             INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
             SELECT 'code', 'B-' || n, 1, event_type, event_version, payload, metadata
             FROM events, n WHERE event_type = 'Minted' ORDER BY n",
        )
        .unwrap();
    let mut rebuild = Signpost::program(folder.path())
        .args(["projections", "rebuild", "history"])
        .spawn()
        .unwrap();
    let file = data.join(format!("rebuild-history-{}.db", env!("CARGO_PKG_VERSION")));
    let reached = eventually("some of it is built", || {
        let mut beside = file.exists().then(|| Store::open(&file))?;
        let has_checkpoints = beside.tables().contains(&"checkpoints".to_owned());
        let reached = has_checkpoints.then(|| beside.column("SELECT CAST(position AS TEXT) FROM checkpoints"));
        reached.filter(|reached| !reached.is_empty())
    });
    rebuild.kill().unwrap();
    rebuild.wait().unwrap();
    let mut beside = Store::open(&file);
    let reached_then = beside.number("SELECT CAST(position AS TEXT) FROM checkpoints");
    assert!(
        reached_then >= reached[0].parse().unwrap() && reached_then < 40_000,
        "{reached_then}"
    );
    // What was built is not built again: a mark in it is still there afterwards.
    assert_eq!(
        beside.execute("UPDATE history_decisions SET reason = 'marked' WHERE position = 3"),
        Ok(1)
    );
    let signpost = Signpost::start_in(folder, &[]);
    let output = signpost.command(&["projections", "rebuild", "history"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!file.exists(), "nothing of it stays behind");
    assert_eq!(
        store.column("SELECT reason FROM history_decisions WHERE position = 3"),
        ["marked"]
    );
    assert!(store.number("SELECT CAST(count(*) AS TEXT) FROM history_decisions") > 40_000);
}
