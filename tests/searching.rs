//! Whatever was ever decided is found by what it was about, the last first if asked, as a page or as all of it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, Signpost, Store, eventually, redirect};

/// Type and id of what a search finds.
fn found(staff: &Client, query: &str) -> Vec<String> {
    let page = staff.get(&format!("/decisions?{query}")).expect(200).json();
    let items = page["items"].as_array().unwrap().iter();
    let words = |item: &Value| format!("{} {}", item["type"].as_str().unwrap(), item["id"].as_str().unwrap());
    items.map(words).collect()
}

/// What a city decided about two benches.
fn city(staff: &Client) {
    staff.put("/units/parks", &json!({"label": "Parks"})).expect(201);
    let staffs = json!({"label": "Staff", "condition": {"signed_in": true}});
    staff.put("/audiences/staff", &staffs).expect(201);
    for id in ["bench", "bridge"] {
        let target = redirect(&format!("https://example.org/{id}"));
        staff
            .post("/codes", &json!({"id": id, "unit": "parks", "target": target}))
            .expect(201);
    }
    let rules = json!([{"audience": "staff", "target": redirect("https://intra.example.org/")}]);
    staff.put("/codes/bench/rules?reason=The+caf%C3%A9+moved", &rules).expect(200);
    staff.put("/codes/bench/rules?reason=moved+back", &json!([])).expect(200);
    staff.post("/codes/bridge/transfer", &json!({"unit": null})).expect(200);
    staff
        .put("/codes/bridge/target", &redirect("https://new.example.org/"))
        .expect(200);
}

#[test]
fn whatever_was_ever_decided_is_found_by_what_it_was_about() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    city(&staff);
    for (query, expected) in [
        ("host=intra.example.org", vec!["RulesChanged BENCH"]),
        ("url=HTTPS://Example.org/bridge", vec!["Retargeted BRIDGE"]),
        ("url=https://example.org/", vec![]),
        // Who took a rule away is found, too.
        (
            "audience=staff",
            vec!["Defined staff", "RulesChanged BENCH", "RulesChanged BENCH"],
        ),
        (
            "unit=parks&code=BRIDGE",
            vec!["Minted BRIDGE", "Retargeted BRIDGE", "Transferred BRIDGE"],
        ),
        ("q=cafe", vec!["RulesChanged BENCH"]),
        ("q=MOV", vec!["RulesChanged BENCH", "RulesChanged BENCH"]),
        ("q=mov&host=intra.example.org", vec!["RulesChanged BENCH"]),
        ("q=mov&host=example.org", vec![]),
        ("type=Minted&order=newest", vec!["Minted BRIDGE", "Minted BENCH"]),
        ("type=Minted&from=2020-01-01T00:00:00Z", vec!["Minted BENCH", "Minted BRIDGE"]),
        ("type=Minted&until=2020-01-01T00:00:00Z", vec![]),
        ("order=newest&limit=1", vec!["Retargeted BRIDGE"]),
    ] {
        assert_eq!(found(&staff, query), expected, "{query}");
    }
    for query in ["order=up", "url=there", "from=noon", "code=-", "kind=code"] {
        staff.get(&format!("/decisions?{query}")).problem(422, "invalid");
    }
}

#[test]
fn what_is_found_comes_in_parts_or_all_at_once_in_the_order_asked_for() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    city(&staff);
    for order in ["oldest", "newest"] {
        let (mut parts, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/decisions?unit=parks&order={order}&limit=2{after}");
            let page = staff.get(&path).expect(200).json();
            parts.extend(page["items"].as_array().unwrap().iter().cloned());
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        assert_eq!(parts.len(), 8, "{parts:?}");
        let path = format!("/decisions?unit=parks&order={order}");
        let lines = staff.send(Method::GET, &path, &[("accept", "application/jsonl")], None);
        let lines = lines.expect(200).text();
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines, parts);
        let table = staff.send(Method::GET, &path, &[("accept", "text/csv")], None).expect(200);
        assert_eq!(table.text().lines().count(), 9);
        let mut positions: Vec<u64> = parts.iter().map(|item| item["position"].as_u64().unwrap()).collect();
        assert!(positions.is_sorted() == (order == "oldest"), "{positions:?}");
        positions.sort_unstable();
        positions.dedup();
        assert_eq!(positions.len(), 8, "none is there twice");
    }
}

#[test]
fn a_database_of_an_older_version_is_searched_after_its_upgrade() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    city(&staff);
    let folder = signpost.stop();
    // As the schema was before there was an index to search by.
    let mut store = Store::open(&folder.path().join("signpost-data/signpost.db"));
    for statement in [
        "DROP TABLE search_marks",
        "DROP TABLE search_words",
        "DROP TABLE search_codes",
        "DELETE FROM checkpoints WHERE projection = 'search'",
        "DELETE FROM _sqlx_migrations WHERE version = 9",
        "CREATE TABLE history_hosts (host TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (host, position)) STRICT, WITHOUT ROWID",
        "CREATE INDEX history_decisions_actor ON history_decisions (actor, position)",
        "CREATE INDEX history_decisions_type ON history_decisions (type, position)",
    ] {
        store.execute(statement).unwrap();
    }
    drop(store);
    let signpost = Signpost::start_in(folder, &[]);
    let staff = staff.at(&signpost.url);
    eventually("the index is built", || {
        (found(&staff, "host=intra.example.org") == ["RulesChanged BENCH"]).then_some(())
    });
}

#[test]
fn proposals_are_found_by_what_they_are_about_those_of_before_an_upgrade_as_well() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff
        .put("/units/roads", &json!({"label": "Roads", "approval": "required"}))
        .expect(201);
    for id in ["sign", "bench"] {
        staff.post("/codes", &json!({"id": id, "unit": "roads"})).expect(201);
    }
    let proposal = staff
        .put("/codes/sign/target", &redirect("https://example.org/"))
        .expect(202)
        .json();
    let path = format!("/proposals/{}/withdraw", proposal["id"].as_str().unwrap());
    staff.post(&path, &json!({"reason": "a mistake"})).expect(200);
    let types = |staff: &Client| {
        ["code=sign", "code=bench", "unit=roads", "host=example.org"].map(|query| {
            let lines = found(staff, query);
            let words: Vec<_> = lines.iter().map(|line| line.split(' ').next().unwrap()).collect();
            words.join(" ")
        })
    };
    let expected = [
        "Minted Proposed ProposalWithdrawn",
        "Minted",
        "Founded Minted Minted Proposed ProposalWithdrawn",
        "",
    ];
    assert_eq!(types(&staff), expected);
    let folder = signpost.stop();
    // As an index was that has nothing of proposals.
    let mut store = Store::open(&folder.path().join("signpost-data/signpost.db"));
    for statement in [
        "DELETE FROM search_marks WHERE position > 4",
        "DROP TABLE search_proposals",
        "DELETE FROM _sqlx_migrations WHERE version = 11",
    ] {
        store.execute(statement).unwrap();
    }
    drop(store);
    let signpost = Signpost::start_in(folder, &[]);
    let staff = staff.at(&signpost.url);
    eventually("the index is built anew", || (types(&staff) == expected).then_some(()));
}
