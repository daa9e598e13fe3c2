//! A city's codes that hang in the street already keep their ids, as they are printed, and whatever else leads to them.

use reqwest::Method;
use serde_json::{Value, json};

use super::import;
use crate::support::{Signpost, database_of_its_own, phone};

const UUID: &str = "6f1c2a3e-5b7d-4c8e-9f00-a1b2c3d4e5f6";

fn are_adopted(signpost: &Signpost) {
    let staff = signpost.client("admin");
    let table = format!("id,label,target,aliases\naBc12345,Old bench,https://gent.be/bench,\"{UUID}, old-7\"\n");
    let done = import(&staff, "", table.clone());
    assert_eq!(
        (&done["state"], &done["outcome"]["minted"]),
        (&json!("done"), &json!(1)),
        "{done}"
    );
    let code = staff.get("/codes/abc12345").expect(200).json();
    assert_eq!((&code["id"], &code["printed"]), (&json!("ABC12345"), &json!("aBc12345")));
    assert_eq!(code["aliases"], json!([UUID.to_uppercase(), "OLD-7"]));

    let visitor = phone(&signpost.url);
    for path in ["/aBc12345", "/aBc12345/", &format!("/{UUID}/"), "/OLD-7", "/old-7"] {
        let scanned = visitor.open(path).expect(302);
        assert_eq!(scanned.header("location"), Some("https://gent.be/bench"), "{path}");
    }
    let scans: Vec<Value> = crate::support::eventually("every scan in the scan log", || {
        let scans = staff.scans();
        (scans.len() == 5).then_some(scans)
    });
    assert!(
        scans.iter().all(|scan| scan["code"] == "ABC12345"),
        "the code was scanned, not its alias: {scans:?}"
    );

    // What leads to a code follows it.
    let target = json!({"type": "redirect", "url": "https://gent.be/moved"});
    staff.put("/codes/ABC12345/target", &target).expect(200);
    assert_eq!(visitor.open("/old-7").header("location"), Some("https://gent.be/moved"));
    staff.post("/codes/ABC12345/suspend", &json!({})).expect(200);
    visitor.open("/old-7").expect(503);
    staff.post("/codes/ABC12345/resume", &json!({})).expect(200);

    // It is taken for good: nobody mints it, nobody else gets it, and it is not taken away.
    staff.post("/codes", &json!({"id": "old-7"})).problem(409, "already-minted");
    for (table, words) in [
        ("id,aliases\nNEW-1,old-7\n", "never used twice"),
        ("id,aliases\nNEW-1,abc12345\n", "never used twice"),
        ("id,aliases\nNEW-1,x-1\nNEW-2,x-1\n", "stands in this table twice"),
        ("id,aliases\nNEW-1,new-1\n", "stands in this table twice"),
        ("id,label\nold-7,Mine\n", "an alias of ABC12345"),
        ("id,aliases\nABC12345,old-7\n", "never taken away"),
        ("id,aliases\nNEW-1,a/b\n", "a/b"),
    ] {
        let refused = import(&staff, "", table);
        assert_eq!(refused["state"], "refused", "{table}: {refused}");
        let detail = refused["outcome"]["faults"][0]["detail"].as_str().unwrap();
        assert!(detail.contains(words), "{table}: {detail}");
    }
    let again = import(&staff, "", table.replace("/bench", "/moved"));
    assert_eq!(again["state"], "unchanged", "{again}");
    let more = import(&staff, "", format!("id,aliases\nABC12345,\"{UUID} old-7 old-8\"\n"));
    assert_eq!(more["state"], "done", "{more}");
    visitor.open("/old-8").expect(302);

    // History, the state of any moment, and exports know it; lists show codes only.
    let history = staff.get("/codes/ABC12345/history").expect(200).json();
    let types: Vec<&str> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["type"].as_str().unwrap())
        .collect();
    assert_eq!(types.iter().filter(|name| **name == "Adopted").count(), 2, "{types:?}");
    assert_eq!(staff.get("/codes").expect(200).json()["items"].as_array().unwrap().len(), 1);
    let exported = staff
        .send(Method::GET, "/codes", &[("accept", "text/csv")], None)
        .expect(200)
        .text();
    assert!(exported.contains("OLD-7, OLD-8"), "{exported}");
}

fn are_given_more_ids(signpost: &Signpost) {
    let staff = signpost.client("admin");
    let visitor = phone(&signpost.url);
    let target = json!({"type": "redirect", "url": "https://gent.be/bench"});
    for id in ["BENCH", "OTHER"] {
        staff.post("/codes", &json!({"id": id, "target": target})).expect(201);
    }
    let body = json!({"aliases": [UUID, "old-7"], "reason": "the plaque of 2019"});
    let given = staff.post("/codes/bench/aliases", &body).expect(200);
    let both = json!([UUID.to_uppercase(), "OLD-7"]);
    assert_eq!(given.json()["aliases"], both);
    assert_eq!(staff.get("/codes/bench").json(), given.json());
    for path in [format!("/{UUID}/"), "/old-7".to_owned()] {
        assert_eq!(
            visitor.open(&path).expect(302).header("location"),
            Some("https://gent.be/bench")
        );
    }
    let history = staff.get("/codes/bench/history").json();
    let last = history["items"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["type"], &last["reason"]),
        (&json!("Adopted"), &json!("the plaque of 2019"))
    );

    // What leads there already is no decision; what is anybody else's takes none of the others with it.
    let head = staff.settled_head();
    staff.post("/codes/bench/aliases", &body).expect(200);
    for taken in ["other", "old-7"] {
        let refused = staff.post("/codes/other/aliases", &json!({"aliases": ["new-1", taken]}));
        let _ = if taken == "other" {
            refused.problem(422, "invalid")
        } else {
            refused.problem(409, "already-minted")
        };
    }
    staff
        .post("/codes/bench/aliases", &json!({"aliases": ["new-1", "other"]}))
        .problem(409, "already-minted");
    staff
        .post("/codes/old-7/aliases", &json!({"aliases": ["new-1"]}))
        .problem(404, "not-found");
    assert_eq!(staff.head(), head);
    visitor.open("/new-1").expect(404);

    // Of all who want the same id at the same moment, one gets it.
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let ask = |id: &'static str| {
            let staff = &staff;
            scope.spawn(move || {
                staff
                    .post(&format!("/codes/{id}/aliases"), &json!({"aliases": ["plum-1"]}))
                    .status
            })
        };
        let asking: Vec<_> = ["bench", "other"].map(ask).into();
        asking.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert!(answers == [200, 409] || answers == [409, 200], "{answers:?}");
    visitor.open("/plum-1").expect(302);
    // Out of use for good, it may still be found under what hangs in the street.
    staff.post("/codes/other/retire", &json!({})).expect(200);
    staff.post("/codes/other/aliases", &json!({"aliases": ["new-2"]})).expect(200);
    visitor.open("/new-2").expect(410);
}

#[test]
fn a_code_is_given_more_ids_one_call_or_none_on_sqlite() {
    are_given_more_ids(&Signpost::start());
}

#[test]
fn a_code_is_given_more_ids_one_call_or_none_on_postgresql() {
    are_given_more_ids(&Signpost::start_on(&database_of_its_own()));
}

#[test]
fn codes_printed_elsewhere_keep_their_ids_and_all_that_leads_to_them_on_sqlite() {
    let signpost = Signpost::start();
    are_adopted(&signpost);
    // A start reads it from its table.
    let signpost = Signpost::start_in(signpost.stop(), &[]);
    let scanned = phone(&signpost.url).open(&format!("/{UUID}"));
    assert_eq!(scanned.header("location"), Some("https://gent.be/moved"));
}

#[test]
fn codes_printed_elsewhere_keep_their_ids_and_all_that_leads_to_them_on_postgresql() {
    let signpost = Signpost::start_on(&database_of_its_own());
    are_adopted(&signpost);
    let signpost = Signpost::start_in(signpost.stop(), &[]);
    let scanned = phone(&signpost.url).open(&format!("/{UUID}"));
    assert_eq!(scanned.header("location"), Some("https://gent.be/moved"));
}
