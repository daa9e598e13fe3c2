use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::support::{Client, Signpost, phone, redirect};

/// Where a target can hide an address: the target around `url`, and the pointer to blame.
fn hiding_places(url: &str) -> [(Value, &'static str); 4] {
    let link = json!([{"label": "x", "url": url}]);
    [
        (redirect(url), "/url"),
        (
            json!({"type": "page", "content": {"en": {"title": "x", "links": link}}}),
            "/content/en/links/0/url",
        ),
        (
            json!({"type": "page", "content": {"en": {"title": "x", "body": format!("[x](<{url}>)")}}}),
            "/content/en/body",
        ),
        (
            json!({"type": "menu", "items": [{"label": {"en": "x"}, "url": url}]}),
            "/items/0/url",
        ),
    ]
}

/// Tries to make codes lead to `url` on every way there is.
fn refused_everywhere(staff: &Client, unit: Option<&str>, url: &str) {
    let blamed = |problem: &Value, pointer: String| {
        let faults = problem["errors"].as_array().unwrap();
        assert!(
            faults.iter().any(|fault| fault["pointer"] == pointer),
            "{url}: {pointer}: {problem}"
        );
    };
    for (target, pointer) in hiding_places(url) {
        let mint = staff.post("/codes", &json!({"unit": unit, "target": target}));
        blamed(&mint.problem(422, "invalid"), format!("/target{pointer}"));
        let retarget = staff.put("/codes/bench/target", &target);
        blamed(&retarget.problem(422, "invalid"), pointer.to_owned());
        let rules = json!([{"when": {"percentage": 100}, "target": target}]);
        let rules = staff.put("/codes/bench/rules", &rules);
        blamed(&rules.problem(422, "invalid"), format!("/0/target{pointer}"));
    }
}

#[test]
fn invariant_8_no_way_leads_to_a_target_that_is_not_safe() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let hosts = json!(["gent.be", "*.gent.be"]);
    staff
        .put("/units/roads", &json!({"label": "Roads", "allowed_hosts": hosts}))
        .expect(201);
    staff.put("/units/free", &json!({"label": "Free"})).expect(201);
    let code = json!({"id": "bench", "unit": "roads", "target": redirect("https://stad.gent.be/")});
    staff.post("/codes", &code).expect(201);
    let head = staff.head();
    for url in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://gent.be/",
        "https://user:secret@gent.be/",
        "https://user@gent.be/",
        "https:///gent.be",
        "https://example.org/",
        "https://gent.be.example.org/",
        "https://notgent.be/",
        "https://example.org/?gent.be",
        "https://example.org\\@gent.be/",
    ] {
        refused_everywhere(&staff, Some("roads"), url);
    }
    refused_everywhere(&staff, Some("roads"), &format!("https://gent.be/{}", "x".repeat(2_048)));
    assert_eq!(staff.head(), head, "nothing was decided");

    // A code cannot bring a foreign target along into a unit either.
    let code = json!({"id": "foreign", "unit": "free", "target": redirect("https://example.org/")});
    staff.post("/codes", &code).expect(201);
    let moved = staff.post("/codes/foreign/transfer", &json!({"unit": "roads"}));
    assert_eq!(moved.problem(422, "invalid")["errors"][0]["pointer"], "/unit");
    for url in ["https://gent.be/", "https://stad.gent.be:8443/x?y#z"] {
        staff.put("/codes/bench/target", &redirect(url)).expect(200);
    }
}

#[test]
fn invariant_8_a_page_never_carries_raw_html() {
    let signpost = Signpost::start();
    let staff = signpost.client("editor");
    let evil = "<script>alert(1)</script><img src=x onerror=alert(1)><iframe src=https://evil.example></iframe>";
    let body = format!("{evil}\n\n<div onclick=\"alert(1)\">block</div>\n\n**bold** [x](https://example.org/)");
    let page = json!({"type": "page", "content": {"en": {"title": evil, "body": body, "links": [{"label": evil, "url": "https://example.org/"}]}}});
    staff.post("/codes", &json!({"id": "page", "target": page})).expect(201);
    let menu =
        json!({"type": "menu", "heading": {"en": evil}, "items": [{"label": {"en": evil}, "url": "https://example.org/"}]});
    staff.post("/codes", &json!({"id": "menu", "target": menu})).expect(201);
    for path in ["/page", "/menu", "/menu?x=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"] {
        let answer = phone(&signpost.url).open(path).expect(200);
        assert!(
            answer
                .header("content-security-policy")
                .unwrap()
                .contains("default-src 'none'")
        );
        let html = Html::parse_document(&answer.text());
        for bad in [
            "script",
            "img",
            "iframe",
            "div[onclick]",
            "[onerror]",
            "a[href^='javascript']",
        ] {
            let found = html.select(&Selector::parse(bad).unwrap()).count();
            assert_eq!(found, 0, "{bad} in {path}: {}", answer.text());
        }
    }
    let html = Html::parse_document(&phone(&signpost.url).open("/page").text());
    assert_eq!(
        html.select(&Selector::parse("strong").unwrap()).count(),
        1,
        "Markdown does count"
    );
}
