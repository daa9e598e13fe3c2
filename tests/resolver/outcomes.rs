use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Signpost, eventually, phone, redirect};

/// What was recorded of a code, once as much as expected is there.
fn outcomes(analyst: &Client, code: &str, count: usize) -> Vec<String> {
    let scans = eventually("the scans in the log", || {
        let scans = analyst.get(&format!("/scans?code={code}")).expect(200).json();
        let scans = scans["items"].as_array().unwrap().clone();
        (scans.len() >= count).then_some(scans)
    });
    scans
        .iter()
        .map(|scan| scan["outcome"].as_str().unwrap().to_owned())
        .collect()
}

fn title(answer: &Answer) -> String {
    let text = answer.text();
    let text = text.split("<h1").nth(1).unwrap().split("</h1>").next().unwrap();
    text.split('>').nth(1).unwrap().to_owned()
}

#[test]
fn white_space_case_and_a_trailing_slash_do_not_matter() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff
        .post(
            "/codes",
            &json!({"id": "Bench-7", "target": redirect("https://example.org/")}),
        )
        .expect(201);
    let paths = [
        "/BENCH-7",
        "/bench-7/",
        "/%20bEnCh-7%20",
        "/bench-7%0A",
        "/bench-7//",
        "/%62ench-7",
        "/%09bench-7%0D%0A/",
    ];
    for path in paths {
        let answer = phone(&signpost.url).open(path).expect(302);
        assert_eq!(answer.header("location"), Some("https://example.org/"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
    assert_eq!(outcomes(&staff, "bench-7", paths.len()), vec!["redirected"; paths.len()]);
}

#[test]
fn a_head_is_answered_as_a_get_and_not_recorded() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let page = json!({"type": "page", "content": {"en": {"title": "Hello"}}});
    staff.post("/codes", &json!({"id": "page", "target": page})).expect(201);
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    let visitor = phone(&signpost.url);
    for (path, status) in [("/bench", 302), ("/page", 200), ("/unknown", 404)] {
        let head = visitor.send(Method::HEAD, path).expect(status);
        assert!(head.bytes.is_empty());
        let get = visitor.open(path).expect(status);
        for name in ["location", "content-type", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{name} of {path}");
        }
    }
    eventually("three scans", || (staff.scans().len() == 3).then_some(()));
    // What was recorded last comes last, so nothing can still be on its way.
    visitor.send(Method::HEAD, "/bench").expect(302);
    visitor.open("/unknown").expect(404);
    let scans = eventually("the fourth", || Some(staff.scans()).filter(|scans| scans.len() >= 4));
    let codes: Vec<_> = scans.iter().map(|scan| scan["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["BENCH", "PAGE", "UNKNOWN", "UNKNOWN"]);
}

#[test]
fn whoever_asks_for_json_gets_the_resolution_and_is_recorded_so() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let target = redirect("https://example.org/");
    staff.post("/codes", &json!({"id": "bench", "target": target})).expect(201);
    staff.post("/codes", &json!({"id": "empty"})).expect(201);
    staff.post("/codes", &json!({"id": "away"})).expect(201);
    staff.post("/codes/away/suspend", &json!({})).expect(200);
    staff.post("/codes", &json!({"id": "old"})).expect(201);
    staff.post("/codes/old/retire", &json!({"successor": "bench"})).expect(200);
    let program = phone(&signpost.url).with("accept", "application/json");
    let found = program.open("/bench").expect(200);
    assert_eq!(found.header("content-type"), Some("application/json"));
    let resolution = found.json();
    assert_eq!(
        (&resolution["code"], &resolution["outcome"]),
        (&json!("BENCH"), &json!("redirect"))
    );
    assert_eq!(resolution["target"]["url"], "https://example.org/");
    for (path, status, outcome) in [
        ("/empty", 404, "unassigned"),
        ("/away", 503, "suspended"),
        ("/old", 410, "retired"),
        ("/unheard-of", 404, "unknown"),
    ] {
        let answer = program.open(path).expect(status).json();
        assert_eq!(
            (&answer["outcome"], &answer["target"]),
            (&json!(outcome), &Value::Null),
            "{path}"
        );
    }
    assert_eq!(program.open("/old").json()["successor"], format!("{}/BENCH", signpost.url));
    assert_eq!(outcomes(&staff, "bench", 1), ["json"]);
    assert_eq!(outcomes(&staff, "unheard-of", 1), ["json"]);
    // A browser names both and gets the page.
    phone(&signpost.url)
        .with("accept", "text/html,application/json;q=0.9")
        .open("/bench")
        .expect(302);
}

#[test]
fn every_state_of_a_code_has_its_own_page_and_status() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let target = redirect("https://example.org/");
    staff.post("/codes", &json!({"id": "bench", "target": target})).expect(201);
    staff.post("/codes", &json!({"id": "empty"})).expect(201);
    staff.post("/codes/bench/suspend", &json!({})).expect(200);
    let visitor = phone(&signpost.url).with("accept-language", "en");
    let mut titles = vec![];
    for (path, status) in [("/empty", 404), ("/unheard-of", 404), ("/bench", 503), ("/", 200)] {
        let answer = visitor.open(path).expect(status);
        assert!(answer.header("content-type").unwrap().starts_with("text/html"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        titles.push(title(&answer));
    }
    staff.post("/codes/bench/resume", &json!({})).expect(200);
    visitor.open("/bench").expect(302);
    staff.post("/codes/bench/retire", &json!({})).expect(200);
    titles.push(title(&visitor.open("/bench").expect(410)));
    let expected = [
        "Nothing here yet",
        "We do not know this code",
        "Temporarily not available",
        "QR codes in the city",
        "No longer in use",
    ];
    assert_eq!(titles, expected);
    assert_eq!(outcomes(&staff, "bench", 3), ["suspended", "redirected", "retired"]);
    assert_eq!(outcomes(&staff, "empty", 1), ["unassigned"]);
    assert_eq!(outcomes(&staff, "unheard-of", 1), ["unknown"]);
}

#[test]
fn a_retired_code_leads_on_to_its_successor() {
    let signpost = Signpost::start_with(&["--public-url", "https://stad.example/q"]);
    let staff = signpost.client("admin");
    let target = redirect("https://example.org/new");
    staff.post("/codes", &json!({"id": "new", "target": target})).expect(201);
    for (id, successor) in [("old", "new"), ("older", "old")] {
        staff.post("/codes", &json!({"id": id})).expect(201);
        staff
            .post(&format!("/codes/{id}/retire"), &json!({"successor": successor}))
            .expect(200);
    }
    let visitor = phone(&signpost.url);
    for (path, location) in [
        ("/older", "https://stad.example/q/OLD"),
        ("/q/old", "https://stad.example/q/NEW"),
        ("/q/new", "https://example.org/new"),
    ] {
        assert_eq!(visitor.open(path).expect(302).header("location"), Some(location), "{path}");
    }
    assert_eq!(outcomes(&staff, "old", 1), ["retired"]);
}

#[test]
fn the_query_is_passed_on_where_the_target_says_so() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let url = "https://example.org/form?lang=nl#part";
    let target = |forward: bool| json!({"type": "redirect", "url": url, "forward_query": forward});
    staff
        .post("/codes", &json!({"id": "pass", "target": target(true)}))
        .expect(201);
    staff
        .post("/codes", &json!({"id": "stop", "target": target(false)}))
        .expect(201);
    let visitor = phone(&signpost.url);
    for (path, location) in [
        ("/pass", url),
        ("/pass?", url),
        ("/pass?seat=5&x=a%20b", "https://example.org/form?lang=nl&seat=5&x=a+b#part"),
        ("/pass?lang=en", url),
        (
            "/pass?u=https://evil.example/%0d%0aset-cookie:x",
            "https://example.org/form?lang=nl&u=https%3A%2F%2Fevil.example%2F%0D%0Aset-cookie%3Ax#part",
        ),
        ("/stop?seat=5", url),
    ] {
        assert_eq!(visitor.open(path).expect(302).header("location"), Some(location), "{path}");
    }
}
