//! Audiences on the website, by plain requests: defined and defined anew with what can be said of visitors, used, told whom a change touched, withdrawn.

use serde_json::json;

use super::{
    PASSWORD, Seat, add, add_editor_of,
    lists::{submit, texts, value},
};
use crate::support::{Client, Signpost, database_of_its_own, eventually, phone, redirect};

/// What a form sends of one condition: those who prefer a language.
fn speaking<'f>(label: &'f str, tag: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("act", "save"),
        ("label", label),
        ("condition/shown", "language"),
        ("condition/kind", "language"),
        ("condition/language", tag),
    ]
}

#[test]
fn an_audience_is_defined_used_defined_anew_and_withdrawn_and_whom_that_touched_is_told() {
    for signpost in [Signpost::start(), Signpost::start_on(&database_of_its_own())] {
        add(&signpost, "ann", "Ann Peeters", "admin");
        let rest = signpost.client("admin");
        let mut seat = Seat::signed_in(&signpost.url, "ann", PASSWORD);

        // The form grows with each button, and says in a sentence what stands in it.
        let mut fields = speaking("Dutch speakers", "nl");
        fields[0] = ("act", "show");
        fields.extend([("name", "dutch"), ("condition/kind", "any")]);
        fields.retain(|(name, value)| (*name, *value) != ("condition/kind", "language"));
        let grown = seat.submit("/admin/audience", &fields).expect(200).text();
        assert_eq!(value(&grown, "condition/any/0/kind"), "");
        assert_eq!(value(&grown, "label"), "Dutch speakers");
        let bad = [
            ("act", "save"),
            ("name", "Not so!"),
            ("condition/kind", "percentage"),
            ("condition/percentage", "x"),
        ];
        let bad = seat.submit("/admin/audience", &bad).expect(422).text();
        assert!(bad.contains("name-fault"), "{bad}");

        let mut fields = speaking("Dutch speakers", "nl");
        fields.push(("name", "dutch"));
        let (path, page) = submit(&mut seat, "/admin/audience", &fields);
        assert_eq!(path, "/admin/audiences/dutch");
        assert!(texts(&page, ".facts").join(" ").contains("those who prefer Dutch"), "{page}");
        assert_eq!(seat.submit("/admin/audience", &fields).status, 412, "it is there already");
        assert_eq!(
            rest.get("/audiences/dutch").expect(200).json()["condition"],
            json!({"language": ["nl"]})
        );
        let list = seat.get("/admin/audiences").expect(200).text();
        assert_eq!(texts(&list, ".listing tbody th"), ["Dutch speakers"]);

        // A code has a rule for it, which both say, and it cannot be withdrawn.
        let rules = json!([{"audience": "dutch", "target": redirect("https://example.org/nl")}]);
        let bench = json!({"id": "BENCH-1", "label": "Bench", "target": redirect("https://example.org/all"), "rules": rules});
        rest.post("/codes", &bench).expect(201);
        rest.post("/codes", &json!({"id": "TREE-1"})).expect(201);
        let page = seat.get(&path).expect(200).text();
        assert_eq!(texts(&page, "#codes ~ .listing tbody th"), ["BENCH-1"], "{page}");
        let found = seat.get("/admin/codes?audience=dutch").expect(200).text();
        assert_eq!(texts(&found, "#found tbody th"), ["BENCH-1"]);
        assert_eq!(
            rest.get("/codes?audience=dutch").expect(200).json()["items"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
        assert_eq!(rest.get("/codes?audience=nobody").expect(200).json()["items"], json!([]));
        rest.get("/codes?audience=No!").problem(422, "invalid");
        let form = seat.get(&format!("{path}/withdraw")).expect(200).text();
        assert!(form.contains("cannot be withdrawn"), "{form}");
        let version = value(&form, "version");
        let refused = seat.submit(&format!("{path}/withdraw"), &[("version", &version)]);
        assert!(refused.expect(409).text().contains("cannot be withdrawn"));

        // Somebody who reads Dutch comes while it is French by mistake.
        let mut fields = speaking("French speakers", "fr");
        fields.push(("version", &version));
        submit(&mut seat, &format!("{path}/change"), &fields);
        assert_eq!(
            seat.submit(&format!("{path}/change"), &fields).status,
            412,
            "somebody else was first"
        );
        let visitor = phone(&signpost.url).with("accept-language", "nl");
        assert_eq!(
            visitor.open("/BENCH-1").expect(302).header("location"),
            Some("https://example.org/all")
        );
        let page = seat.get(&path).expect(200).text();
        let decisions = texts(&page, "#decisions ~ .listing tbody th");
        assert_eq!(decisions, ["Audience defined anew", "Audience defined"], "{page}");
        let touched = link(&page, "/touched?from=");
        let row = eventually("the scan is in the log", || {
            let page = seat.get(&touched).expect(200).text();
            let cells = texts(&page, ".listing tbody td");
            (cells.first()? != "0").then_some(cells)
        });
        // Scans, won, would have won, would have led elsewhere, cannot be told, and how.
        assert_eq!(row[..5], ["1", "0", "1", "1", "0"]);
        assert_eq!(row[5], "1 × https://example.org/all → https://example.org/nl");
        let csv = seat.get(&touched.replace("/touched?", "/touched.csv?")).expect(200);
        assert_eq!(
            csv.header("content-disposition"),
            Some("attachment; filename=\"touched-dutch.csv\"")
        );
        assert!(csv.text().lines().nth(1).unwrap().starts_with("BENCH-1,"), "{}", csv.text());
        seat.get(&format!("{path}/touched?from=1")).expect(404);
        seat.get(&format!("{path}/touched?from=x")).expect(404);
        withdraw(&rest, &mut seat, &path);
    }
}

/// Out of use it is still found, with all that was decided, and can come back.
fn withdraw(rest: &Client, seat: &mut Seat, path: &str) {
    rest.put("/codes/BENCH-1/rules", &json!([])).expect(200);
    let version = value(&seat.get(&format!("{path}/withdraw")).expect(200).text(), "version");
    let (_, page) = submit(
        seat,
        &format!("{path}/withdraw"),
        &[("version", &version), ("reason", "no more")],
    );
    assert!(texts(&page, ".state").contains(&"Withdrawn".to_owned()), "{page}");
    assert!(page.contains("no more") && !page.contains("/withdraw\""), "{page}");
    let version = value(&seat.get(&format!("{path}/change")).expect(200).text(), "version");
    let mut fields = speaking("Dutch again", "nl");
    fields.push(("version", &version));
    let (_, page) = submit(seat, &format!("{path}/change"), &fields);
    assert!(page.contains("Dutch again"));
    seat.get("/admin/audiences/nobody").expect(404);
}

/// The first link to an address with this in it.
fn link(page: &str, part: &str) -> String {
    use scraper::{Html, Selector};
    let (document, links) = (Html::parse_document(page), Selector::parse("a[href]").unwrap());
    let mut found = document.select(&links).filter_map(|link| link.value().attr("href"));
    found.find(|path| path.contains(part)).expect("such a link").to_owned()
}

#[test]
fn only_those_who_may_change_audiences_everywhere_are_offered_to() {
    let signpost = Signpost::start();
    let rest = signpost.client("admin");
    rest.put("/units/roads", &json!({"label": "Roads"})).expect(201);
    rest.put(
        "/audiences/dutch",
        &json!({"label": "Dutch", "condition": {"language": ["nl"]}}),
    )
    .expect(201);
    for (role, may, may_ask) in [("editor", true, false), ("auditor", false, true), ("approver", false, false)] {
        add(&signpost, role, role, role);
        let mut seat = Seat::signed_in(&signpost.url, role, PASSWORD);
        let page = seat.get("/admin/audiences/dutch").expect(200).text();
        assert_eq!(page.contains("/change\""), may, "{role}");
        // Whom a change touched is in single scans, which editors do not see.
        assert_eq!(page.contains("/touched?from="), may_ask, "{role}");
        let expected = if may { 200 } else { 403 };
        for path in [
            "/admin/audience",
            "/admin/audiences/dutch/change",
            "/admin/audiences/dutch/withdraw",
        ] {
            assert_eq!(seat.get(path).status, expected, "{role} {path}");
        }
        assert_eq!(
            seat.submit("/admin/audiences/dutch/change", &speaking("x", "fr")).status,
            if may { 303 } else { 403 }
        );
    }
    add_editor_of(&signpost, "eva", "roads");
    let mut eva = Seat::signed_in(&signpost.url, "eva", PASSWORD);
    assert!(!eva.get("/admin/audiences/dutch").expect(200).text().contains("/change\""));
    eva.get("/admin/audience").expect(403);
}
