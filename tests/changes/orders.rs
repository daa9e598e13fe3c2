//! What may be ordered of many codes, by whom, and what each kind of change does.

use serde_json::{Value, json};

use super::{leading_to, moved, with};
use crate::support::{Signpost, redirect};

#[test]
fn only_codes_that_one_may_change_are_changed_and_others_are_never_left_out_silently() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    for unit in ["parks", "roads"] {
        staff.put(&format!("/units/{unit}"), &json!({"label": unit})).expect(201);
        for n in 0..2 {
            let code =
                json!({"id": format!("{unit}-{n}"), "unit": unit, "tags": ["oak"], "target": redirect("https://old.example/")});
            staff.post("/codes", &code).expect(201);
        }
    }
    let editor = signpost.client_of("editor", Some("parks"));
    let auditor = signpost.client("auditor");
    let head = staff.settled_head();
    let order = moved(&json!({"tag": "oak"}));
    auditor.post("/changes", &order).problem(403, "forbidden");
    auditor.post("/changes/preview", &order).problem(403, "forbidden");
    let preview = editor.post("/changes/preview", &order).expect(200).json();
    assert_eq!((&preview["codes"], &preview["left_out"]), (&json!(2), &json!(2)));
    assert_eq!(preview["refused"][0]["type"], "urn:signpost:problem:forbidden");
    let problem = editor.post("/changes", &order).problem(409, "not-all");
    assert_eq!(problem["errors"].as_array().unwrap().len(), 2, "{problem}");
    assert!(
        problem["errors"][0]["detail"].as_str().unwrap().starts_with("ROADS-0: "),
        "{problem}"
    );
    let away = json!({"filter": {"unit": "parks"}, "change": {"type": "transfer", "unit": "roads"}});
    editor.post("/changes", &away).problem(403, "forbidden");
    assert_eq!(staff.head(), head);

    let change = editor.post("/changes", &with(order, "leave_out", true)).expect(201).json();
    assert_eq!((&change["codes"], &change["left_out"]), (&json!(2), &json!(2)));
    assert_eq!(change["exceptions"][1], json!({"code": "ROADS-1", "because": "forbidden"}));
    assert_eq!((leading_to(&staff, "old.example"), leading_to(&staff, "new.example")), (2, 2));

    // What an admin changed everywhere, the editor takes back where they may, and the admin the rest.
    let id = staff
        .post("/changes", &json!({"filter": {"tag": "oak"}, "change": {"type": "suspend"}}))
        .expect(201)
        .json();
    let path = format!("/changes/{}/reverse", id["id"].as_str().unwrap());
    let back = editor.post(&path, &json!({})).expect(201).json();
    assert_eq!(back["exceptions"][0], json!({"code": "ROADS-0", "because": "forbidden"}));
    let rest = staff.post(&path, &json!({})).expect(201).json();
    assert_eq!(rest["codes"], 2);
    assert_eq!(staff.get("/codes?status=suspended").expect(200).json()["items"], json!([]));
    let reversed_by = staff
        .get(&format!("/changes/{}", id["id"].as_str().unwrap()))
        .expect(200)
        .json();
    assert_eq!(reversed_by["reversed_by"], json!([back["id"], rest["id"]]));
}

#[test]
fn every_kind_of_change_does_what_it_says_and_is_taken_back() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff
        .put(
            "/units/parks",
            &json!({"label": "Parks", "allowed_hosts": ["old.example", "new.example"]}),
        )
        .expect(201);
    staff
        .post("/codes", &json!({"id": "far", "target": redirect("https://far.example/")}))
        .expect(201);
    staff
        .post(
            "/codes",
            &json!({"id": "oak-1", "tags": ["oak"], "target": redirect("https://old.example/")}),
        )
        .expect(201);
    staff
        .post("/codes", &json!({"id": "oak-2", "unit": "parks", "tags": ["oak", "old"]}))
        .expect(201);
    let state = |code: &str| {
        let mut state = staff.get(&format!("/codes/{code}")).expect(200).json();
        for moving in ["version", "changed_at"] {
            state[moving].take();
        }
        state
    };
    for (change, field, values) in [
        (
            json!({"type": "retarget", "target": redirect("https://new.example/")}),
            "/target/url",
            ["https://new.example/"; 2],
        ),
        (
            json!({"type": "retarget_to_pattern", "url": "https://new.example/{number}/{id}"}),
            "/target/url",
            ["https://new.example/1/OAK-1", "https://new.example/2/OAK-2"],
        ),
        (json!({"type": "suspend"}), "/status", ["suspended"; 2]),
        (json!({"type": "transfer", "unit": "parks"}), "/unit", ["parks"; 2]),
        (json!({"type": "add_tag", "tag": "ash"}), "/tags/0", ["ash"; 2]),
        (json!({"type": "remove_tag", "tag": "oak"}), "/tags/0", ["", "old"]),
    ] {
        let before = ["OAK-1", "OAK-2"].map(&state);
        let order = json!({"filter": {"ids": ["oak-1", "oak-2"]}, "change": change});
        let made = staff.post("/changes", &order).expect(201).json();
        let after = ["OAK-1", "OAK-2"].map(&state);
        for (after, value) in after.iter().zip(values) {
            assert_eq!(
                after.pointer(field).and_then(Value::as_str).unwrap_or_default(),
                value,
                "{change}"
            );
        }
        assert_eq!(made["reversible"], true);
        staff
            .post(&format!("/changes/{}/reverse", made["id"].as_str().unwrap()), &json!({}))
            .expect(201);
        assert_eq!(["OAK-1", "OAK-2"].map(&state), before, "{change}");
    }
    // Resuming what was suspended one by one.
    staff.post("/codes/oak-1/suspend", &json!({})).expect(200);
    let resumed = staff
        .post(
            "/changes",
            &json!({"filter": {"status": "suspended"}, "change": {"type": "resume"}}),
        )
        .expect(201)
        .json();
    assert_eq!(resumed["codes"], 1);
    // Retiring is for good.
    let order = json!({"filter": {"tag": "oak"}, "change": {"type": "retire", "successor": "far"}});
    let retired = staff.post("/changes", &order).expect(201).json();
    assert_eq!(retired["reversible"], false);
    staff
        .post(&format!("/changes/{}/reverse", retired["id"].as_str().unwrap()), &json!({}))
        .problem(409, "irreversible");
    assert_eq!(state("OAK-2")["successor"], "FAR");
}

#[test]
fn an_order_that_cannot_be_is_refused_with_every_fault_and_changes_nothing() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff
        .put("/units/roads", &json!({"label": "Roads", "allowed_hosts": ["old.example"]}))
        .expect(201);
    let code = json!({"id": "oak-1", "unit": "roads", "tags": ["oak"], "target": redirect("https://old.example/")});
    staff.post("/codes", &code).expect(201);
    staff.post("/codes", &json!({"id": "gone-1"})).expect(201);
    staff.post("/codes/gone-1/retire", &json!({})).expect(200);
    let head = staff.head();
    let oak = json!({"tag": "oak"});
    let suspend = json!({"type": "suspend"});
    for (filter, change, pointer) in [
        (json!({}), suspend.clone(), "/filter"),
        (json!({"tag": "elm"}), suspend.clone(), "/filter"),
        (json!({"colour": "red"}), suspend.clone(), "/filter/colour"),
        (json!({"unit": "a b"}), suspend.clone(), "/filter/unit"),
        (json!({"tag": "-"}), suspend.clone(), "/filter/tag"),
        (json!({"status": "gone"}), suspend.clone(), "/filter/status"),
        (json!({"ids": ["oak-1", "none-1"]}), suspend.clone(), "/filter/ids/1"),
        (json!({"ids": ["oak-1", "a b"]}), suspend.clone(), "/filter/ids/1"),
        (oak.clone(), json!({"type": "paint"}), "/change/type"),
        (oak.clone(), json!({"type": "suspend", "unit": "roads"}), "/change/unit"),
        (oak.clone(), json!({"type": "move_host", "from": "old.example"}), "/change/to"),
        (
            oak.clone(),
            json!({"type": "move_host", "from": "https://old.example", "to": "new.example"}),
            "/change/from",
        ),
        (
            oak.clone(),
            json!({"type": "move_host", "from": "old.example", "to": "old.example"}),
            "/change/to",
        ),
        (oak.clone(), json!({"type": "retarget"}), "/change/target"),
        (
            oak.clone(),
            json!({"type": "retarget", "target": redirect("javascript:alert(1)")}),
            "/change/target/url",
        ),
        (
            oak.clone(),
            json!({"type": "retarget_to_pattern", "url": "https://{id}.example/"}),
            "/change/url",
        ),
        (
            oak.clone(),
            json!({"type": "retire", "successor": "none-1"}),
            "/change/successor",
        ),
        (oak.clone(), json!({"type": "transfer"}), "/change/unit"),
        (oak.clone(), json!({"type": "transfer", "unit": "nobody"}), "/change/unit"),
        (oak.clone(), json!({"type": "add_tag", "tag": "a b"}), "/change/tag"),
    ] {
        let order = json!({"filter": filter, "change": change});
        for path in ["/changes", "/changes/preview"] {
            let problem = staff.post(path, &order).problem(422, "invalid");
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{order}: {problem}");
        }
    }
    // Fine as orders, but not for these codes.
    let to_new = staff.post("/changes", &moved(&oak)).problem(409, "not-all");
    assert!(
        to_new["errors"][0]["detail"].as_str().unwrap().contains("new.example"),
        "{to_new}"
    );
    let gone = json!({"filter": {"ids": ["gone-1"]}, "change": suspend});
    staff.post("/changes", &gone).problem(409, "not-all");
    staff
        .post("/changes", &with(gone, "leave_out", true))
        .problem(409, "nothing-to-change");
    let led_back = json!({"filter": oak, "change": {"type": "retire", "successor": "oak-1"}});
    staff.post("/changes", &led_back).problem(409, "not-all");
    let resume = json!({"filter": {"tag": "oak"}, "change": {"type": "resume"}});
    staff.post("/changes", &resume).problem(409, "nothing-to-change");
    staff.get("/changes/none").problem(404, "not-found");
    staff.get("/changes/none/codes").problem(404, "not-found");
    staff.post("/changes/none/reverse", &json!({})).problem(404, "not-found");
    assert_eq!(staff.head(), head);
    // What was looked at is not what is there any more.
    let order = json!({"filter": {"tag": "oak"}, "change": {"type": "suspend"}});
    let token = staff.post("/changes/preview", &order).expect(200).json()["token"].clone();
    staff.patch("/codes/oak-1", &json!({"label": "Oak"})).expect(200);
    staff
        .post("/changes", &with(order, "previewed", token))
        .problem(409, "preview-outdated");
}
