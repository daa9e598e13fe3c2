//! Pages of codes, by plain requests: everything works without scripts.

use serde_json::json;

use super::{
    PASSWORD, Seat, add,
    forms::{send, texts},
};
use crate::support::{Answer, Signpost, database_of_its_own, phone};

#[test]
fn a_code_is_minted_found_described_retargeted_and_put_out_of_use_by_forms() {
    for signpost in [Signpost::start(), Signpost::start_on(&database_of_its_own())] {
        add(&signpost, "ann", "Ann", "admin");
        let mut seat = Seat::signed_in(&signpost.url, "ann", PASSWORD);
        let page = seat.get("/admin/code").expect(200);
        let wrong = [("act", "save"), ("id", "BENCH-1"), ("target/url", "ftp://example.org")];
        let refused = send(&mut seat, &page, "#form", "/admin/code", &wrong).expect(422);
        assert_eq!(
            texts(&refused, ".row .fault").len(),
            1,
            "beside the field: {}",
            refused.text()
        );
        let right = [
            ("act", "save"),
            ("id", "bench-1"),
            ("label", "Bench by the pond"),
            ("tags", "bench, pond"),
            ("asset/location/address", "Citadelpark"),
            ("target/url", "https://example.org/1"),
            ("reason", "a new bench"),
        ];
        let minted = send(&mut seat, &page, "#form", "/admin/code", &right).expect(303);
        assert_eq!(minted.header("location"), Some("/admin/codes/BENCH-1"));
        assert_eq!(
            send(&mut seat, &page, "#form", "/admin/code", &right).status,
            409,
            "an id is never used twice"
        );

        let found = seat
            .get("/admin/codes?q=pond&tag=bench&status=active&host=example.org")
            .expect(200);
        assert_eq!(texts(&found, "#found tbody th"), ["BENCH-1"]);
        assert_eq!(
            texts(&seat.get("/admin/codes?q=nothing").expect(200), "#found tbody th"),
            [""; 0]
        );

        let page = seat.get("/admin/codes/BENCH-1/target").expect(200);
        let to = [("act", "save"), ("url", "https://example.org/2")];
        send(&mut seat, &page, "#form", "/admin/codes/BENCH-1/target", &to).expect(303);
        let stale = [("act", "save"), ("url", "https://example.org/3")];
        let answer = send(&mut seat, &page, "#form", "/admin/codes/BENCH-1/target", &stale).expect(412);
        assert!(texts(&answer, "[role=alert]").concat().contains("Somebody else changed"));
        assert!(
            seat.get("/admin/codes/BENCH-1")
                .expect(200)
                .text()
                .contains("Everybody gets https://example.org/2.")
        );

        for (act, standing) in [("suspend", "Suspended"), ("resume", "In use"), ("retire", "Retired")] {
            let path = format!("/admin/codes/BENCH-1/{act}");
            let page = seat.get(&path).expect(200);
            send(&mut seat, &page, "#form", &path, &[("reason", "works")]).expect(303);
            let page = seat.get("/admin/codes/BENCH-1").expect(200);
            assert_eq!(texts(&page, ".title .standing"), [standing]);
        }
        let history = seat.get("/admin/codes/BENCH-1/history").expect(200);
        assert!(
            history
                .text()
                .contains("Leads to: https://example.org/1 → https://example.org/2")
        );
        assert_eq!(texts(&history, ".timeline h2")[0], "Retired decision 7");
        assert_eq!(seat.get("/admin/codes/NOBODY").status, 404);
        assert_eq!(seat.get("/admin/codes/%3Cscript%3E").status, 404);
        let picture = seat.get("/admin/codes/BENCH-1/picture/pdf?download").expect(200);
        assert_eq!(
            picture.header("content-disposition"),
            Some("attachment; filename=\"BENCH-1.pdf\"")
        );
        assert!(picture.bytes.starts_with(b"%PDF"));
    }
}

#[test]
fn rules_are_made_tried_put_in_order_and_saved_without_scripts() {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann", "admin");
    let admin = signpost.client("admin");
    let target = json!({"type": "redirect", "url": "https://example.org/all"});
    admin.post("/codes", &json!({"id": "BENCH-1", "target": target})).expect(201);
    let mut seat = Seat::signed_in(&signpost.url, "ann", PASSWORD);
    let path = "/admin/codes/BENCH-1/rules";
    let page = seat.get(path).expect(200);
    let page = send(&mut seat, &page, "#editor", path, &[("act", "rule+")]).expect(200);
    let dutch = [
        ("act", "rule+"),
        ("rules/0/when/language", "nl"),
        ("rules/0/target/url", "https://example.org/nl"),
    ];
    let page = send(&mut seat, &page, "#editor", path, &dutch).expect(200);
    let signed_in = [
        ("act", "show"),
        ("rules/1/when/kind", "signed_in"),
        ("rules/1/target/url", "https://example.org/staff"),
    ];
    let page = send(&mut seat, &page, "#editor", path, &signed_in).expect(200);
    assert_eq!(
        texts(&page, ".rule .sentence"),
        [
            "Show https://example.org/nl to those who prefer Dutch",
            "Show https://example.org/staff to those who are signed in as staff"
        ]
    );
    // Nothing is saved, and yet it can be tried.
    let tried = [("act", "show"), ("try/language", "nl"), ("try/signed_in", "true")];
    let own = |page: &Answer| texts(page, "tr.own td");
    let page = send(&mut seat, &page, "#editor", path, &tried).expect(200);
    assert_eq!(own(&page), ["https://example.org/nl", "rule 1"]);
    let page = send(&mut seat, &page, "#editor", path, &[("act", "up 1")]).expect(200);
    assert_eq!(own(&page), ["https://example.org/staff", "rule 1"]);
    assert_eq!(
        texts(&page, ".reasons .won strong"),
        ["Rule 1: those who are signed in as staff"]
    );
    assert_eq!(admin.get("/codes/BENCH-1").expect(200).json()["rules"], json!([]));

    let wrong = [("act", "save"), ("rules/0/target/url", "nowhere")];
    let refused = send(&mut seat, &page, "#editor", path, &wrong).expect(422);
    assert_eq!(texts(&refused, ".row .fault").len(), 1);
    let saved = send(
        &mut seat,
        &page,
        "#editor",
        path,
        &[("act", "save"), ("reason", "staff first")],
    )
    .expect(303);
    assert_eq!(saved.header("location"), Some("/admin/codes/BENCH-1"));
    let rules = admin.get("/codes/BENCH-1").expect(200).json()["rules"].clone();
    let to = |url: &str| json!({"type": "redirect", "url": url, "forward_query": false});
    assert_eq!(
        rules,
        json!([
            {"when": {"signed_in": true}, "target": to("https://example.org/staff")},
            {"when": {"language": ["nl"]}, "target": to("https://example.org/nl")},
        ])
    );
    assert_eq!(
        send(&mut seat, &page, "#editor", path, &[("act", "save")]).status,
        412,
        "its version is an old one"
    );

    let history = seat.get("/admin/codes/BENCH-1/history").expect(200);
    let form = ".timeline li:nth-child(2) form";
    let restored = send(
        &mut seat,
        &history,
        form,
        "/admin/codes/BENCH-1/restore",
        &[("reason", "not yet")],
    );
    restored.expect(303);
    assert_eq!(admin.get("/codes/BENCH-1").expect(200).json()["rules"], json!([]));
}

#[test]
fn many_codes_are_changed_after_a_look_and_changed_back() {
    for signpost in [Signpost::start(), Signpost::start_on(&database_of_its_own())] {
        add(&signpost, "ann", "Ann", "admin");
        let admin = signpost.client("admin");
        for n in 0..3 {
            let target = json!({"type": "redirect", "url": format!("https://old.example.org/{n}")});
            admin
                .post(
                    "/codes",
                    &json!({"id": format!("TREE-{n}"), "tags": ["tree"], "target": target}),
                )
                .expect(201);
        }
        admin.post("/codes/TREE-2/retire", &json!({"reason": "felled"})).expect(200);
        let mut seat = Seat::signed_in(&signpost.url, "ann", PASSWORD);
        let page = seat.get("/admin/change?which=all&tag=tree").expect(200);
        let move_host = [
            ("act", "save"),
            ("change/type", "move_host"),
            ("change/from", "old.example.org"),
            ("change/to", "new.example.org"),
        ];
        let preview = send(&mut seat, &page, "#form", "/admin/change/preview", &move_host).expect(200);
        assert_eq!(texts(&preview, ".tiles dd"), ["2", "0", "1"]);
        assert!(
            preview
                .text()
                .contains("https://old.example.org/0 → https://new.example.org/0")
        );
        let leads_to = |n: u8| admin.get(&format!("/codes/TREE-{n}")).expect(200).json()["target"]["url"].clone();
        assert_eq!(leads_to(0), "https://old.example.org/0");

        let make = "/admin/change/make";
        let refused = send(&mut seat, &preview, "main form", make, &[("act", "make")]).expect(409);
        assert!(texts(&refused, "[role=alert]").concat().contains("cannot be changed so"));
        let go = [("act", "make"), ("leave_out", "true"), ("reason", "a new host")];
        let sent_on = send(&mut seat, &preview, "main form", make, &go).expect(303);
        let change = sent_on.header("location").unwrap().to_owned();
        assert_eq!(
            (leads_to(0), leads_to(2)),
            (json!("https://new.example.org/0"), json!("https://old.example.org/2"))
        );
        let shown = seat.get(&change).expect(200);
        assert_eq!(texts(&shown, ".tiles dd"), ["2", "0", "1"]);
        assert!(
            shown
                .text()
                .contains("Moved addresses from old.example.org to new.example.org")
        );

        let reverse = format!("{change}/reverse");
        let preview = seat.get(&reverse).expect(200);
        send(&mut seat, &preview, "main form", &reverse, &[("reason", "too early")]).expect(303);
        assert_eq!(leads_to(0), "https://old.example.org/0");
    }
}

#[test]
fn more_ids_are_given_to_a_code_by_a_form_and_lead_to_it_or_none_of_them_is() {
    let signpost = Signpost::start();
    add(&signpost, "eva", "Eva", "editor");
    let rest = signpost.client("admin");
    let target = json!({"type": "redirect", "url": "https://gent.be/bank"});
    rest.post("/codes", &json!({"id": "BENCH-1", "target": target})).expect(201);
    rest.post("/codes", &json!({"id": "TAKEN"})).expect(201);
    let mut seat = Seat::signed_in(&signpost.url, "eva", PASSWORD);
    let form = "/admin/codes/BENCH-1/aliases";
    assert!(seat.get("/admin/codes/BENCH-1").expect(200).text().contains(form));
    let page = seat.get(form).expect(200).text();
    assert!(page.contains("name=\"aliases\"") && page.contains("for good"), "{page}");

    let fresh = "6f1c2a3e-5b7d-4c8e-9f00-a1b2c3d4e5f6";
    for (typed, status, said) in [
        ("", 422, "give 1 to 100 ids"),
        ("a b", 422, "3 to 50 characters"),
        (&*format!("{fresh}, bénch"), 422, "none of these"),
        (&*format!("{fresh} bench-1"), 422, "this very code"),
        (&*format!("{fresh} {fresh}"), 422, "twice"),
        (&*format!("{fresh}\r\ntaken"), 409, "TAKEN"),
    ] {
        let answer = seat
            .submit(form, &[("aliases", typed), ("version", "2")])
            .expect(status)
            .text();
        assert!(
            answer.contains("id=\"aliases-fault\"") && answer.contains(said),
            "{typed:?}: {answer}"
        );
    }
    seat.submit(form, &[("aliases", fresh), ("version", "1")]).expect(412);
    phone(&signpost.url).open(&format!("/{fresh}")).expect(404);

    let typed = format!("{fresh}\r\nOld-Slug_7, plaque-2019");
    let fields = [
        ("aliases", typed.as_str()),
        ("version", "2"),
        ("reason", "the plaques of 2019"),
    ];
    let done = seat.submit(form, &fields).expect(303);
    let page = seat.get(done.header("location").unwrap()).expect(200).text();
    assert!(page.contains("3 ids lead here now") && page.contains("OLD-SLUG_7"), "{page}");
    for id in [fresh, "old-slug_7", "PLAQUE-2019"] {
        let answer = phone(&signpost.url).open(&format!("/{id}")).expect(302);
        assert_eq!(answer.header("location"), Some("https://gent.be/bank"));
    }
    let decisions = rest.get("/decisions?type=Aliased").expect(200).json();
    assert_eq!(decisions["items"][0]["reason"], "the plaques of 2019");
}

#[test]
fn each_sees_and_does_what_their_role_is_for() {
    let signpost = Signpost::start();
    for (login, role) in [("adi", "admin"), ("aud", "auditor"), ("ana", "analyst")] {
        add(&signpost, login, login, role);
    }
    signpost.client("admin").post("/codes", &json!({"id": "BENCH-1"})).expect(201);
    let mut auditor = Seat::signed_in(&signpost.url, "aud", PASSWORD);
    for path in [
        "/admin/codes",
        "/admin/codes/BENCH-1",
        "/admin/codes/BENCH-1/history",
        "/admin/codes/BENCH-1/rules",
    ] {
        let page = auditor.get(path).expect(200);
        let forms = texts(&page, "main form[method=post]");
        assert_eq!(forms, [""; 0], "{path} has a form that changes something");
    }
    for path in ["target", "description", "suspend", "retire", "transfer", "aliases"] {
        assert_eq!(auditor.get(&format!("/admin/codes/BENCH-1/{path}")).status, 403, "{path}");
        let sent = auditor.submit(&format!("/admin/codes/BENCH-1/{path}"), &[("act", "save"), ("version", "1")]);
        assert_eq!(sent.status, 403, "{path}");
    }
    assert_eq!(
        auditor
            .submit("/admin/codes/BENCH-1/rules", &[("act", "save"), ("version", "1")])
            .status,
        403
    );
    assert!(
        texts(&auditor.get("/admin").expect(200), "main section h2")[0].contains("decisions"),
        "what auditors look at comes first"
    );

    let mut analyst = Seat::signed_in(&signpost.url, "ana", PASSWORD);
    assert_eq!(analyst.get("/admin/codes").status, 403);
    let start = analyst.get("/admin").expect(200);
    assert_eq!(texts(&start, "nav li"), ["Start", "Statistics"]);
    assert!(
        !start.text().contains("href=\"/admin/codes"),
        "no link leads where an analyst may not go"
    );
    assert_eq!(analyst.get("/admin/statistics").status, 200);
}
