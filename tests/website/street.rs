//! Staff before a sticker.

use reqwest::Method;
use serde_json::{Value, json};

use super::{PASSWORD, Seat, add, add_editor_of};
use crate::support::{
    Client, Signpost,
    driver::{Driver, PHONE},
    eventually, redirect,
};

fn rules(staff: &Client, condition: &Value) {
    let rules = json!([{"when": condition, "target": redirect("https://example.org/staff")}]);
    staff.put("/codes/BENCH-1/rules", &rules).expect(200);
}

/// A code that leads everybody else to a page, and somebody of every kind who is signed in.
fn street() -> (Signpost, Client) {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff.put("/units/roads", &json!({"label": "Roads"})).expect(201);
    staff.put("/units/parks", &json!({"label": "Parks"})).expect(201);
    let bench = json!({"id": "BENCH-1", "unit": "roads", "target": redirect("https://example.org/all")});
    staff.post("/codes", &bench).expect(201);
    staff.post("/codes", &json!({"id": "EMPTY-1", "unit": "roads"})).expect(201);
    (signpost, staff)
}

/// Where a scan leads, followed through the page that those see who may change codes.
fn leads(seat: &mut Seat) -> String {
    let answer = seat.get("/BENCH-1");
    match answer.status {
        302 => answer.header("location").unwrap().to_owned(),
        200 => {
            let page = answer.text();
            let (_, rest) = page.split_once("class=\"board\" href=\"").expect("a way on");
            rest.split('"').next().unwrap().to_owned()
        }
        other => panic!("{other}: {}", answer.text()),
    }
}

#[test]
fn who_is_signed_in_is_an_audience_by_role_and_unit_and_what_was_recorded_says_so() {
    let (signpost, staff) = street();
    add(&signpost, "otto", "Otto", "auditor");
    add_editor_of(&signpost, "eva", "roads");
    add_editor_of(&signpost, "noor", "parks");
    let mut nobody = Seat::new(&signpost.url);
    let mut seats = ["otto", "eva", "noor"].map(|login| Seat::signed_in(&signpost.url, login, PASSWORD));
    for (condition, expected) in [
        (json!({"signed_in": true}), [true, true, true]),
        (json!({"signed_in": {"role": "editor"}}), [false, true, true]),
        (
            json!({"signed_in": {"role": "editor", "unit": "roads"}}),
            [false, true, false],
        ),
        (json!({"signed_in": {"unit": "parks"}}), [true, false, true]),
    ] {
        rules(&staff, &condition);
        let found = seats.each_mut().map(|seat| leads(seat).ends_with("/staff"));
        assert_eq!(found, expected, "{condition}");
        assert!(leads(&mut nobody).ends_with("/all"));
        let explained = |visit: Value| {
            staff
                .post("/codes/BENCH-1/explain", &json!({"visit": {"signed_in": visit}}))
                .expect(200)
                .json()
        };
        let eva = explained(json!({"role": "editor", "unit": "roads"}));
        assert_eq!(eva["cause"] == "rule:0", expected[1], "{condition}: {eva}");
        assert_eq!(explained(json!(false))["cause"], "default");
    }
    // As it was then, it is explained as it was.
    let last = staff.get("/codes/BENCH-1").expect(200).json();
    assert_eq!(last["rules"][0]["when"], json!({"signed_in": {"unit": "parks"}}));
    for bad in [json!({}), json!({"role": "king"}), json!({"name": "ann"}), json!("yes")] {
        let rule = json!([{"when": {"signed_in": bad}, "target": redirect("https://example.org/x")}]);
        let refused = staff.put("/codes/BENCH-1/rules", &rule).expect(422).json();
        assert!(
            refused["errors"][0]["pointer"].as_str().unwrap().starts_with("/0/when"),
            "{refused}"
        );
    }
    let scans = eventually("all scans are there", || {
        let scans = staff.get("/scans?limit=100").expect(200).json();
        let scans = scans["items"].as_array()?.clone();
        (scans.len() == 16).then_some(scans)
    });
    let won = scans.iter().filter(|scan| scan["cause"] == "rule:0").count();
    assert_eq!(won, 3 + 2 + 1 + 2);
    let rechecked = signpost.command(&["audit", "recheck"]);
    assert!(rechecked.status.success(), "{}", String::from_utf8_lossy(&rechecked.stdout));
    // Signed out is signed out here, too.
    rules(&staff, &json!({"signed_in": true}));
    seats[1].submit("/admin/sign-out", &[]).expect(303);
    assert!(leads(&mut seats[1]).ends_with("/all"));
}

#[test]
fn a_code_offers_to_be_managed_to_those_who_may_and_to_nobody_else() {
    let (signpost, staff) = street();
    add(&signpost, "otto", "Otto", "auditor");
    add_editor_of(&signpost, "eva", "roads");
    let mut eva = Seat::signed_in(&signpost.url, "eva", PASSWORD);
    // What leads nowhere yet is attached on the spot; what is in use is managed where all of it can be.
    for (code, status, place) in [("BENCH-1", 200, "codes"), ("EMPTY-1", 404, "street")] {
        let answer = eva.get(&format!("/{code}")).expect(status);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(
            answer.text().contains(&format!("/admin/{place}/{code}\"")),
            "{}",
            answer.text()
        );
        let others = [Seat::new(&signpost.url), Seat::signed_in(&signpost.url, "otto", PASSWORD)];
        for mut other in others {
            let answer = other.get(&format!("/{code}"));
            assert_eq!(answer.status, if status == 200 { 302 } else { 404 });
            assert!(!answer.text().contains("/admin"), "{}", answer.text());
            assert_eq!(answer.header("set-cookie"), None);
        }
    }
    assert!(!eva.get("/NOBODY-1").expect(404).text().contains("/admin"));

    // A cookie that is none, or of a session that ended, makes nobody of anybody.
    let mut thief = Seat::new(&signpost.url);
    for value in ["0".repeat(64), "x".repeat(64), "a".repeat(9_000), String::new()] {
        thief.cookies = vec![("signpost-session".to_owned(), value)];
        thief.get("/BENCH-1").expect(302);
    }
    staff
        .send(Method::POST, "/codes/BENCH-1/retire", &[], Some(&json!({})))
        .expect(200);
    eva.get("/admin/street/BENCH-1").expect(200);
}

#[test]
fn a_form_attaches_a_code_or_changes_nothing() {
    let (signpost, staff) = street();
    add_editor_of(&signpost, "eva", "roads");
    add_editor_of(&signpost, "noor", "parks");
    let mut eva = Seat::signed_in(&signpost.url, "eva", PASSWORD);
    let path = "/admin/street/EMPTY-1";
    let before = staff.get("/codes/EMPTY-1").expect(200).json();
    for (field, bad) in [
        ("latitude", "north"),
        ("latitude", "91"),
        ("target", "ftp://example.org"),
        ("target", "https://example.org/{what}"),
        ("description", &"x".repeat(1_001)),
    ] {
        let fields = [("reference", "B-7"), ("longitude", "3.7"), ("latitude", "51"), (field, bad)];
        let mut last: std::collections::BTreeMap<&str, &str> = std::collections::BTreeMap::new();
        last.extend(fields);
        let fields: Vec<_> = last.into_iter().collect();
        let refused = eva.submit(path, &fields).expect(422).text();
        assert!(refused.contains(&format!("id=\"{field}-fault\"")), "{field}: {refused}");
        assert!(refused.contains("B-7"), "what was typed is kept");
        assert_eq!(staff.get("/codes/EMPTY-1").expect(200).json(), before);
    }
    let fields = [
        ("reference", "B-7"),
        ("latitude", "51,05"),
        ("longitude", "3.7"),
        ("target", "https://example.org/{unit}/{id}"),
    ];
    eva.submit(path, &fields).expect(303);
    let code = staff.get("/codes/EMPTY-1").expect(200).json();
    assert_eq!(
        code["asset"],
        json!({"reference": "B-7", "location": {"latitude": 51.05, "longitude": 3.7}})
    );
    assert_eq!(code["target"]["url"], "https://example.org/roads/EMPTY-1");
    let mut noor = Seat::signed_in(&signpost.url, "noor", PASSWORD);
    noor.get(path).expect(403);
    noor.submit(path, &fields).expect(403);
    eva.get("/admin/street/NOBODY-1").expect(404);
    eva.get("/admin/street/no%20code").expect(404);
}

#[test]
fn in_the_street_a_phone_says_where_it_is() {
    let (signpost, staff) = street();
    add_editor_of(&signpost, "eva", "roads");
    let browser = Driver::start(PHONE);
    browser.is_at(&signpost.url, 51.05362, 3.72509);
    browser.go(&format!("{}/admin/sign-in", signpost.url));
    browser.fill("#login", "eva");
    browser.fill("#password", PASSWORD);
    browser.click("main form button");
    browser.sees("h1", "eva");
    browser.go(&format!("{}/empty-1", signpost.url));
    browser.click("footer a");
    browser.fill("#description", "Groene bank");
    browser.click("#locate");
    browser.sees("#located", "meter");
    browser.fill("#target", "https://example.org/bank");
    browser.click("main form button:not([type])");
    browser.sees("[role=status]", "opgeslagen");
    let code = staff.get("/codes/EMPTY-1").expect(200).json();
    let expected = json!({"description": "Groene bank", "location": {"latitude": 51.05362, "longitude": 3.72509}});
    assert_eq!(code["asset"], expected);
    browser.go(&format!("{}/EMPTY-1", signpost.url));
    browser.sees("main nav a", "https://example.org/bank");
}
