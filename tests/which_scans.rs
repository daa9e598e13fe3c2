//! Who was sent where, and whom a change of an audience sent to the wrong page: scans resolved again, on every store.

use reqwest::Method;
use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::support::{Client, Signpost, Store, database_of_its_own, eventually, phone, redirect};

const SUMMER: &str = "https://example.org/summer";
const ZOMER: &str = "https://zomer.example.org/";
const APP: &str = "https://example.org/app";
const DEPTH: &str = "https://example.org/depth";

/// The lines of a list, all of it.
fn lines(client: &Client, path: &str) -> Vec<Value> {
    let answer = client
        .send(Method::GET, path, &[("accept", "application/jsonl")], None)
        .expect(200);
    answer
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A city whose audience was redefined by mistake, visited, and put right: the positions of the mistake and of its mending.
fn mistake(signpost: &Signpost, staff: &Client) -> (u64, u64) {
    let dutch = |language| json!({"label": "Dutch", "condition": {"language": [language]}});
    staff.put("/audiences/dutch", &dutch("nl")).expect(201);
    let rule = json!({"audience": "dutch", "target": redirect(ZOMER)});
    let by_query = json!({"when": {"query": {"name": "app", "equals": "x"}}, "target": redirect(APP)});
    for (id, target, rules) in [
        ("bench", SUMMER, json!([rule, by_query])),
        ("bridge", DEPTH, json!([rule])),
        ("plain", DEPTH, json!([])),
        ("past", DEPTH, json!([rule])),
    ] {
        let minted = json!({"id": id, "target": redirect(target), "rules": rules});
        staff.post("/codes", &minted).expect(201);
    }
    staff.put("/codes/past/rules", &json!([])).expect(200);
    let speaking = |language| phone(&signpost.url).with("accept-language", language);
    let (nl, fr, en) = (speaking("nl-BE"), speaking("fr"), speaking("en"));
    nl.open("/bench").expect(302);
    staff.put("/audiences/dutch", &dutch("fr")).expect(200);
    let from = staff.head();
    for path in ["/bench", "/bench?app=x", "/bridge", "/plain", "/past"] {
        nl.open(path).expect(302);
        fr.open(path).expect(302);
    }
    en.open("/bench").expect(302);
    staff.put("/audiences/dutch", &dutch("nl")).expect(200);
    let to = staff.head();
    nl.open("/bench").expect(302);
    eventually("all scans are in the log", || (staff.scans().len() == 13).then_some(()));
    (from, to)
}

/// What is counted of a code.
fn counts(touched: &Value) -> [&Value; 7] {
    [
        "scans",
        "won",
        "would_have_won",
        "same",
        "elsewhere",
        "untold",
        "disagreements",
    ]
    .map(|count| &touched[count])
}

fn whom_a_mistake_sent_to_the_wrong_page(signpost: &Signpost) {
    let admin = signpost.client("admin");
    let (from, to) = mistake(signpost, &admin);
    let auditor = signpost.client("auditor");
    let path = format!("/audiences/dutch/touched?from={from}&to={to}");
    let touched = lines(&auditor, &path);
    let codes: Vec<&Value> = touched.iter().map(|touched| &touched["code"]).collect();
    assert_eq!(codes, ["BENCH", "BRIDGE"], "those that had a rule for it then: {touched:?}");
    // Of those who were sent to ZOMER it is not known whether they had asked for the app.
    assert_eq!(counts(&touched[0]), [5, 2, 2, 1, 2, 2, 0], "{touched:?}");
    assert_eq!(counts(&touched[1]), [2, 1, 1, 0, 2, 0, 0], "{touched:?}");
    let scans = lines(&auditor, "/codes/bridge/scans");
    let way = |given: &str, instead: &str, at: &Value| {
        let to = |url: &str| json!({"type": "redirect", "url": url, "title": null});
        json!({"served": to(given), "instead": to(instead), "scans": 1, "robots": 0, "first": at, "last": at})
    };
    let (nl, fr) = (way(DEPTH, ZOMER, &scans[0]["at"]), way(ZOMER, DEPTH, &scans[1]["at"]));
    assert_eq!(touched[1]["ways"], json!([nl, fr]));

    let page = auditor.get(&format!("{path}&limit=1")).expect(200).json();
    assert_eq!(page["items"], json!([touched[0]]));
    let rest = auditor.get(&format!("{path}&after={}", page["next"].as_str().unwrap()));
    assert_eq!(rest.expect(200).json(), json!({"items": [touched[1]], "next": null}));
    // What the mistake touched, from the moment it was made until now, is asked of what it took the place of.
    let since = format!("/audiences/dutch/touched?from={from}&with={}", from - 1);
    let since = lines(&auditor, &since);
    assert_eq!(counts(&since[0]), [6, 3, 3, 2, 2, 2, 0], "{since:?}");
    // As it was all the time, nothing was otherwise.
    let same = lines(&auditor, &format!("{path}&with={from}"));
    assert_eq!(counts(&same[0]), [5, 2, 2, 5, 0, 0, 0], "{same:?}");
    // Before anybody had a rule for it, nobody was touched.
    assert_eq!(lines(&auditor, "/audiences/dutch/touched?from=1&to=2"), [] as [Value; 0]);

    for wrong in [
        String::new(),
        "?from=noon".to_owned(),
        format!("?from={to}&to={from}"),
        format!("?from={from}&to={from}"),
        "?from=99999".to_owned(),
        format!("?from={from}&with=99999"),
        format!("?from={from}&code=bench"),
    ] {
        auditor
            .get(&format!("/audiences/dutch/touched{wrong}"))
            .problem(422, "invalid");
    }
    auditor.get("/audiences/nobody/touched?from=1").problem(404, "not-found");
    for role in ["analyst", "editor"] {
        signpost.client(role).get(&path).problem(403, "forbidden");
    }
}

#[test]
fn whom_a_change_of_an_audience_sent_to_the_wrong_page_is_told_or_that_it_cannot_be() {
    whom_a_mistake_sent_to_the_wrong_page(&Signpost::start());
}

#[test]
fn whom_a_change_sent_to_the_wrong_page_is_told_on_postgresql_too() {
    whom_a_mistake_sent_to_the_wrong_page(&Signpost::start_on(&database_of_its_own()));
}

fn positions(scans: &[Value]) -> Vec<u64> {
    scans.iter().map(|scan| scan["position"].as_u64().unwrap()).collect()
}

fn what_each_scan_was_served(signpost: &Signpost) {
    let staff = signpost.client("admin");
    let menu = json!({"type": "menu", "heading": {"en": "What?"}, "items": [{"label": {"en": "Depth"}, "url": DEPTH}]});
    let page = json!({"type": "page", "content": {"en": {"title": "Closed", "body": "Until May."}}});
    staff.post("/codes", &json!({"id": "bench"})).expect(201);
    let visitor = phone(&signpost.url);
    visitor.open("/bench").expect(404);
    let shown = [(redirect(DEPTH), 302), (page, 200), (menu, 200)].map(|(target, status)| {
        staff.put("/codes/bench/target", &target).expect(200);
        visitor.open("/bench").expect(status).text()
    });
    let link = Html::parse_document(&shown[2]);
    let link = link.select(&Selector::parse("main a[href]").unwrap()).next().unwrap();
    visitor.open(link.value().attr("href").unwrap()).expect(302);
    staff
        .post("/codes", &json!({"id": "bridge", "target": redirect(SUMMER)}))
        .expect(201);
    staff.post("/codes/bench/retire", &json!({"successor": "bridge"})).expect(200);
    visitor.open("/bench");
    visitor.open("/bridge").expect(302);
    eventually("all scans are in the log", || (staff.scans().len() == 7).then_some(()));
    let scans = lines(&staff, "/codes/Bench/scans");
    let served: Vec<[&Value; 3]> = scans
        .iter()
        .map(|scan| ["served", "served_url", "served_title"].map(|field| &scan[field]))
        .collect();
    assert_eq!(
        json!(served),
        json!([
            ["nothing", null, null],
            ["redirect", DEPTH, null],
            ["page", null, "Closed"],
            ["menu", null, "What?"],
            ["choice", DEPTH, "Depth"],
            ["successor", null, "BRIDGE"],
        ])
    );
    assert!(scans.iter().all(|scan| scan["resolved_again"] == "same"), "{scans:?}");
    // Beside that, each is as the scan log has it.
    let log = staff.scans();
    let mut as_in_the_log = scans[1].clone();
    for more in ["served", "served_url", "served_title", "resolved_again", "disagreement"] {
        as_in_the_log.as_object_mut().unwrap().remove(more);
    }
    assert_eq!(as_in_the_log, log[1]);

    let found = |query: &str| positions(&lines(&staff, &format!("/codes/bench/scans?{query}")));
    let (page, choice) = (scans[2]["at"].as_str().unwrap(), scans[4]["at"].as_str().unwrap());
    for (query, expected) in [
        (format!("served={DEPTH}"), vec![2, 5]),
        ("host=Example.org".to_owned(), vec![2, 5]),
        (format!("served={SUMMER}"), vec![]),
        (format!("served={DEPTH}&from={page}"), vec![5]),
        (format!("from={page}&until={choice}"), vec![3, 4]),
        (format!("served={DEPTH}&limit=1"), vec![2]),
        (format!("served={DEPTH}&after=2"), vec![5]),
    ] {
        assert_eq!(found(&query), expected, "{query}");
    }
    let table = staff.send(Method::GET, "/codes/bench/scans?limit=2", &[("accept", "text/csv")], None);
    let table = table.expect(200).text();
    assert!(
        table
            .lines()
            .next()
            .unwrap()
            .ends_with(",served,served_url,served_title,resolved_again,disagreement"),
        "{table}"
    );
    assert!(
        table.lines().nth(2).unwrap().ends_with(&format!(",redirect,{DEPTH},,same,")),
        "{table}"
    );
    let page = staff.get("/codes/bench/scans?limit=4").expect(200).json();
    assert_eq!(page["next"], "4");

    for wrong in ["served=there", "from=noon", "limit=x", "after=-1", "code=bench"] {
        staff.get(&format!("/codes/bench/scans?{wrong}")).problem(422, "invalid");
    }
    let path = format!("/codes/bench/scans?from={choice}&until={choice}");
    staff.get(&path).problem(422, "invalid");
    staff.get("/codes/nothing/scans").problem(404, "not-found");
    for role in ["analyst", "editor"] {
        signpost.client(role).get("/codes/bench/scans").problem(403, "forbidden");
    }
}

#[test]
fn what_each_scan_of_a_code_was_served_is_told_from_the_decision_log() {
    let signpost = Signpost::start();
    what_each_scan_was_served(&signpost);
    // Whoever changes a scan in the store is found out, whichever address is asked for.
    let mut store = Store::open(&signpost.data().join("scans.db"));
    store.execute("DROP TRIGGER scans_refuse_update").unwrap();
    store
        .execute("UPDATE scans SET cause = 'audience:staff' WHERE position = 3")
        .unwrap();
    let staff = signpost.client("auditor");
    let scans = lines(&staff, &format!("/codes/bench/scans?served={DEPTH}"));
    assert_eq!(positions(&scans), [2, 3, 5]);
    assert_eq!(
        (&scans[1]["served"], &scans[1]["resolved_again"]),
        (&json!(null), &json!("disagrees"))
    );
    let why = scans[1]["disagreement"].as_str().unwrap();
    assert!(why.contains("the code had no such rule"), "{why}");
}

#[test]
fn what_each_scan_was_served_is_told_on_postgresql_too() {
    what_each_scan_was_served(&Signpost::start_on(&database_of_its_own()));
}
