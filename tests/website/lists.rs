//! Plain lists and plain forms, by plain requests: what each shows to whom, what it does, and what it refuses.

use scraper::{Html, Selector};
use serde_json::{Value, json};

use super::{PASSWORD, Seat, add};
use crate::support::{Client, Signpost, database_of_its_own, eventually, redirect};

/// Pages that are lists, and who besides admins sees them.
const LISTS: [(&str, &[&str]); 12] = [
    ("/admin/audiences", &["editor", "auditor", "approver"]),
    ("/admin/imports", &["editor", "auditor", "approver"]),
    ("/admin/batches", &["editor", "auditor", "approver"]),
    ("/admin/changes", &["editor", "auditor", "approver"]),
    ("/admin/proposals", &["editor", "auditor", "approver"]),
    ("/admin/units", &["editor", "auditor", "approver"]),
    ("/admin/links", &["editor", "auditor", "approver"]),
    ("/admin/decisions", &["editor", "auditor", "approver"]),
    ("/admin/seals", &["editor", "auditor", "approver"]),
    ("/admin/work", &["editor", "auditor", "approver"]),
    ("/admin/people", &[]),
    ("/admin/tokens", &[]),
];

/// Forms that change something, and who besides admins sees them.
const FORMS: [(&str, &[&str]); 5] = [
    ("/admin/audience", &["editor"]),
    ("/admin/unit", &[]),
    ("/admin/person", &[]),
    ("/admin/token", &[]),
    ("/admin/batch", &["editor"]),
];

fn city(signpost: &Signpost) -> (Client, Seat) {
    add(signpost, "ann", "Ann Peeters", "admin");
    (signpost.client("admin"), Seat::signed_in(&signpost.url, "ann", PASSWORD))
}

/// The text of everything that fits, one after the other.
pub(super) fn texts(page: &str, css: &str) -> Vec<String> {
    let (document, selector) = (Html::parse_document(page), Selector::parse(css).unwrap());
    let found = document.select(&selector);
    found
        .map(|element| {
            element
                .text()
                .collect::<Vec<_>>()
                .join(" ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

/// The value of a field that a page has.
pub(super) fn value(page: &str, name: &str) -> String {
    let selector = Selector::parse(&format!("[name=\"{name}\"], [id=\"{name}\"]")).unwrap();
    let document = Html::parse_document(page);
    let field = document
        .select(&selector)
        .next()
        .unwrap_or_else(|| panic!("no field {name}: {page}"));
    field.value().attr("value").unwrap_or_default().to_owned()
}

/// The values of all fields of this name.
pub(super) fn values(page: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(&format!("[name=\"{name}\"]")).unwrap();
    let document = Html::parse_document(page);
    let fields = document.select(&selector);
    fields
        .filter_map(|field| Some(field.value().attr("value")?.to_owned()))
        .collect()
}

/// Sends a form, and follows where it was done.
#[track_caller]
pub(super) fn submit(seat: &mut Seat, path: &str, fields: &[(&str, &str)]) -> (String, String) {
    let answer = seat.submit(path, fields).expect(303);
    let path = answer.header("location").unwrap().to_owned();
    let page = seat.get(&path).expect(200).text();
    (path, page)
}

#[test]
fn each_list_and_form_is_for_those_who_may_and_in_nobody_elses_menu() {
    let signpost = Signpost::start();
    let (_, mut admin) = city(&signpost);
    for role in ["editor", "auditor", "analyst", "approver"] {
        add(&signpost, role, role, role);
        let mut seat = Seat::signed_in(&signpost.url, role, PASSWORD);
        let menu = seat.get("/admin").expect(200).text();
        for (path, roles) in LISTS {
            let may = roles.contains(&role);
            assert_eq!(seat.get(path).status, if may { 200 } else { 403 }, "{role} {path}");
            assert_eq!(menu.contains(&format!("href=\"{path}\"")), may, "{role} {path}");
        }
        for (path, roles) in FORMS {
            let may = roles.contains(&role);
            assert_eq!(seat.get(path).status, if may { 200 } else { 403 }, "{role} {path}");
        }
        seat.submit("/admin/token", &[("name", "x"), ("grants", "admin")]).expect(403);
        seat.submit("/admin/person", &[("name", "x"), ("login", "x"), ("grants", "admin")])
            .expect(403);
    }
    for (path, _) in LISTS.iter().chain(&FORMS) {
        admin.get(path).expect(200);
        Seat::new(&signpost.url).get(path).expect(303);
    }
}

#[test]
fn a_token_is_shown_once_changed_and_revoked_on_the_website() {
    for signpost in [Signpost::start(), Signpost::start_on(&database_of_its_own())] {
        let (rest, mut seat) = city(&signpost);
        rest.put("/units/roads", &json!({"label": "Roads"})).expect(201);
        let bad = seat
            .submit("/admin/token", &[("name", ""), ("grants", "editor.roads")])
            .expect(422);
        assert!(bad.text().contains("1 to 200 characters") && bad.text().contains("value=\"editor.roads\" checked"));
        seat.submit("/admin/token", &[("name", "App")]).expect(422);
        seat.submit("/admin/token", &[("name", "App"), ("grants", "boss")])
            .expect(422);
        seat.submit(
            "/admin/token",
            &[("name", "App"), ("grants", "editor"), ("expires_at", "2001-01-01")],
        )
        .expect(422);
        let fields = [
            ("name", "App"),
            ("grants", "editor.roads"),
            ("grants", "analyst"),
            ("expires_at", "2999-12-31"),
            ("reason", "asked for"),
        ];
        let shown = seat.submit("/admin/token", &fields).expect(200);
        assert_eq!(shown.header("cache-control"), Some("no-store"));
        let secret = value(&shown.text(), "secret");
        let holder = Client::new(&signpost.url, &secret);
        holder.get("/scans").expect(200);
        let page = seat.get("/admin/tokens").expect(200).text();
        assert!(!page.contains(&secret));
        let link = Selector::parse(".listing th a").unwrap();
        let document = Html::parse_document(&page);
        let mut links = document.select(&link).filter(|link| link.inner_html() == "App");
        let path = links.next().unwrap().value().attr("href").unwrap().to_owned();
        let page = eventually("it was used", || {
            let page = seat.get(&path).expect(200).text();
            (!page.contains("Never")).then_some(page)
        });
        for word in ["editor of roads", "analyst", "3000-01-01", "Counts"] {
            assert!(page.contains(word), "{word}: {page}");
        }
        let form = seat.get(&format!("{path}/grants")).expect(200).text();
        let version = value(&form, "version");
        let fields = [("version", version.as_str()), ("grants", "auditor")];
        submit(&mut seat, &format!("{path}/grants"), &fields);
        holder.get("/codes").expect(200);
        let late = seat.submit(
            &format!("{path}/grants"),
            &[("version", version.as_str()), ("grants", "admin")],
        );
        assert!(late.expect(412).text().contains("Somebody else changed this"));
        let (_, page) = submit(&mut seat, &format!("{path}/revoke"), &[("reason", "no more")]);
        assert!(page.contains("Revoked"));
        holder.get("/codes").problem(401, "unauthenticated");
        let decisions = seat.get("/admin/decisions?q=no+more").expect(200).text();
        assert!(
            texts(&decisions, ".listing tbody th").contains(&"Token revoked".to_owned()),
            "{decisions}"
        );
    }
}

#[test]
fn people_are_let_in_given_roles_and_passwords_closed_and_forgotten_on_the_website() {
    let signpost = Signpost::start();
    let (_, mut seat) = city(&signpost);
    seat.submit("/admin/person", &[("name", "Ben"), ("login", "a b"), ("grants", "auditor")])
        .expect(422);
    let fields = [("name", "Ben Claes"), ("login", "ben"), ("grants", "auditor")];
    let first = value(&seat.submit("/admin/person", &fields).expect(200).text(), "secret");
    let mut ben = Seat::signed_in(&signpost.url, "ben", &first);
    let taken = seat.submit("/admin/person", &fields).expect(422).text();
    assert!(taken.contains("signs in as ben already"), "{taken}");

    let page = seat.get("/admin/people").expect(200).text();
    let document = Html::parse_document(&page);
    let link = Selector::parse(".listing th a").unwrap();
    let mut links = document.select(&link).filter(|link| link.inner_html() == "Ben Claes");
    let path = links.next().unwrap().value().attr("href").unwrap().to_owned();
    let version = value(&seat.get(&format!("{path}/grants")).expect(200).text(), "version");
    let fields = [("version", version.as_str()), ("grants", "analyst")];
    let (_, page) = submit(&mut seat, &format!("{path}/grants"), &fields);
    assert!(page.contains("analyst") && !page.contains("auditor"), "{page}");
    ben.get("/admin/decisions").expect(403);
    seat.get(&format!("{path}/password")).expect(200);
    let second = value(&seat.submit(&format!("{path}/password"), &[]).expect(200).text(), "secret");
    assert!(!ben.is_signed_in());
    let mut ben = Seat::signed_in(&signpost.url, "ben", &second);
    let (_, page) = submit(&mut seat, &format!("{path}/close"), &[("reason", "left")]);
    assert!(page.contains("Closed") && !ben.is_signed_in());
    let (_, page) = submit(&mut seat, &format!("{path}/forget"), &[]);
    assert!(page.contains("Forgotten") && !page.contains("Ben"), "{page}");
    seat.get("/admin/people/p-nobody").expect(404);
}

#[test]
fn a_unit_is_founded_and_changed_and_what_needs_approval_is_proposed_approved_and_told() {
    let signpost = Signpost::start();
    let (rest, mut seat) = city(&signpost);
    let bad = [("name", "Roads!"), ("label", "Roads")];
    assert!(seat.submit("/admin/unit", &bad).expect(422).text().contains("name-fault"));
    let bad = [
        ("name", "roads"),
        ("label", "Roads"),
        ("allowed_hosts", "gent.be\nnot a host/"),
    ];
    seat.submit("/admin/unit", &bad).expect(422);
    let fields = [
        ("name", "roads"),
        ("label", "Roads & bridges"),
        ("allowed_hosts", "gent.be\n*.stad.gent"),
        ("approval", "true"),
    ];
    let (path, page) = submit(&mut seat, "/admin/unit", &fields);
    assert_eq!(path, "/admin/units/roads");
    assert!(page.contains("*.stad.gent") && page.contains("Roads &#38; bridges"), "{page}");
    seat.submit("/admin/unit", &fields).expect(412);

    // What is narrower needs another person now.
    let form = seat.get("/admin/units/roads/change").expect(200).text();
    let version = value(&form, "version");
    let fields = [
        ("version", version.as_str()),
        ("label", "Roads & bridges"),
        ("allowed_hosts", "gent.be"),
        ("approval", "true"),
    ];
    let (proposal, page) = submit(&mut seat, "/admin/units/roads/change", &fields);
    assert!(proposal.starts_with("/admin/proposals/") && page.contains("Waits"), "{page}");
    assert!(
        page.contains("/withdraw") && !page.contains("/approve"),
        "nobody approves their own: {page}"
    );
    seat.submit(&format!("{proposal}/approve"), &[]).expect(403);
    add(&signpost, "ben", "Ben", "approver");
    let mut ben = Seat::signed_in(&signpost.url, "ben", PASSWORD);
    let list = ben.get("/admin/proposals?status=open").expect(200).text();
    assert_eq!(texts(&list, ".listing tbody tr").len(), 1);
    ben.get(&format!("{proposal}/approve")).expect(200);
    let (_, page) = submit(&mut ben, &format!("{proposal}/approve"), &[("reason", "agreed")]);
    assert!(page.contains("Approved") && page.contains("agreed"), "{page}");
    assert_eq!(rest.get("/units/roads").json()["allowed_hosts"], json!(["gent.be"]));
    ben.submit(&format!("{proposal}/reject"), &[("reason", "too late")])
        .expect(409);

    rest.post("/codes", &json!({"id": "bench", "unit": "roads"})).expect(201);
    rest.put("/codes/bench/target", &redirect("https://gent.be/x")).expect(202);
    let open = ben.get("/admin/proposals?status=open").expect(200).text();
    let document = Html::parse_document(&open);
    let link = Selector::parse(".listing th a").unwrap();
    let path = document
        .select(&link)
        .next()
        .unwrap()
        .value()
        .attr("href")
        .unwrap()
        .to_owned();
    let without = ben.submit(&format!("{path}/reject"), &[]).expect(422).text();
    assert!(without.contains("id=\"reason-fault\""), "{without}");
    let (_, page) = submit(&mut ben, &format!("{path}/reject"), &[("reason", "not that one")]);
    assert!(page.contains("Rejected") && page.contains("not that one"), "{page}");
    ben.get(&format!("{path}/burn")).expect(404);
}

#[test]
fn a_batch_is_minted_followed_and_downloaded_on_the_website() {
    let signpost = Signpost::start();
    let (rest, mut seat) = city(&signpost);
    rest.put("/units/roads", &json!({"label": "Roads"})).expect(201);
    for (name, text) in [
        ("count", "0"),
        ("count", "many"),
        ("label", "{nonsense}"),
        ("target/url", "javascript:1"),
    ] {
        let mut fields = vec![(name, text)];
        if name != "count" {
            fields.push(("count", "3"));
        }
        let page = seat.submit("/admin/batch", &fields).expect(422).text();
        assert!(page.contains(&format!("id=\"{name}-fault\"")), "{name}: {page}");
    }
    let fields = [
        ("count", "5"),
        ("unit", "roads"),
        ("label", "Bench {number}"),
        ("tags", "bench, park"),
        ("target/url", "https://example.org/{number}"),
    ];
    let (path, page) = submit(&mut seat, "/admin/batch", &fields);
    assert!(page.contains("5 codes are minted") && page.contains("5 in use"), "{page}");
    let csv = seat.get(&format!("{path}/codes.csv")).expect(200);
    assert!(csv.header("content-disposition").unwrap().contains("attachment"));
    assert_eq!(csv.text().lines().count(), 6);
    assert!(csv.text().contains("Bench 5"));
    let zip = seat.get(&format!("{path}/images.zip?format=png")).expect(200);
    assert!(zip.bytes.starts_with(b"PK"));
    let labels = "sheet=avery-l7160&caption=%7Bid%7D&start=2";
    let pdf = seat.get(&format!("{path}/labels.pdf?{labels}")).expect(200);
    assert!(pdf.bytes.starts_with(b"%PDF"));
    let answer = seat.get(&format!("{path}/labels.pdf?sheet=none")).expect(422);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));

    how_it_is_printed_is_settled(&rest, &mut seat, &path);

    // A large one can be left and found again.
    let (path, _) = submit(&mut seat, "/admin/batch", &[("count", "3000")]);
    assert!(path.contains('?') || path.ends_with(char::is_alphanumeric), "{path}");
    eventually("all of it shows", || {
        let page = seat.get(&path).expect(200).text();
        page.contains("3000 lead nowhere yet").then_some(())
    });
    let work = seat.get("/admin/work").expect(200).text();
    assert!(work.contains("A batch of 3000 codes"), "{work}");
    assert!(seat.get("/admin/batches").expect(200).text().contains("3000"));
    seat.get("/admin/batches/NOSUCH").expect(404);
}

/// Settled by a form, printed by the two others as it was settled, and printed otherwise by who chooses so.
fn how_it_is_printed_is_settled(rest: &Client, seat: &mut Seat, path: &str) {
    let draw = |dark: &str| {
        let answer = rest.put("/designs/harbour", &json!({"label": "Harbour", "dark": dark}));
        assert!(matches!(answer.status, 200 | 201));
    };
    draw("#0b3d91");
    assert!(seat.get(path).expect(200).text().contains("Not settled yet"));
    let form = format!("{path}/print");
    for (name, text) in [
        ("design", "nowhere"),
        ("caption", "{what}"),
        ("name", "{label}"),
        ("sheet", "none"),
    ] {
        let page = seat.submit(&form, &[(name, text)]).expect(422).text();
        assert!(page.contains(&format!("id=\"{name}-fault\"")), "{name}: {page}");
    }
    let fields = [
        ("design", "harbour"),
        ("sheet", "avery-l7163"),
        ("caption", "{label}|{id}"),
        ("cut_marks", "true"),
        ("format", "pdf"),
        ("name", "{number}-{label}"),
    ];
    let (_, page) = submit(seat, &form, &fields);
    for said in [
        "is settled",
        "harbour@1",
        "avery-l7163",
        "{label}|{id}",
        "PDF",
        "{number}-{label}",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    draw("#7b1e3a");
    // As the forms of the page send it, where nothing is changed in them.
    let query = "design=harbour%401&sheet=avery-l7163&caption=%7Blabel%7D%7C%7Bid%7D&start=1&as_of=&cut_marks=true";
    let labels = seat.get(&format!("{path}/labels.pdf?{query}")).expect(200).bytes;
    let batch = path.rsplit('/').next().unwrap();
    let again = rest.get(&format!("/batches/{batch}/labels.pdf")).expect(200);
    assert_eq!(again.bytes, labels);
    assert_eq!(again.header("signpost-design"), Some("harbour@1"));
    let plain = seat
        .get(&format!("{path}/images.zip?design=-&format=pdf&as_of=now"))
        .expect(200);
    assert_eq!(plain.header("signpost-design"), None);
    let unmarked = seat
        .get(&format!("{path}/labels.pdf?design=harbour%401&sheet=avery-l7163"))
        .expect(200)
        .bytes;
    assert_ne!(unmarked, labels);
    // The form has what was settled, and what is sent as it is changes nothing.
    let version = |path: &str| rest.get(path).expect(200).json()["version"].clone();
    let before = version(&format!("/batches/{batch}/print"));
    let pinned = fields.map(|(name, text)| if name == "design" { (name, "harbour@1") } else { (name, text) });
    submit(seat, &form, &pinned);
    assert_eq!(version(&format!("/batches/{batch}/print")), before);
    let decisions = seat.get("/admin/decisions").expect(200).text();
    assert!(
        decisions.contains("Batch ordered") && decisions.contains("How it is printed settled"),
        "{decisions}"
    );
}

#[test]
fn decisions_are_searched_paged_and_exported_and_changes_listed_on_the_website() {
    let signpost = Signpost::start();
    let (rest, mut seat) = city(&signpost);
    for n in 0..60 {
        let body = json!({"id": format!("code-{n:02}"), "target": redirect("https://old.example/x"), "tags": ["t"], "reason": "first of all"});
        rest.post("/codes", &body).expect(201);
    }
    let change = json!({
        "filter": {"tag": "t"}, "change": {"type": "move_host", "from": "old.example", "to": "new.example"}, "reason": "the site moved",
    });
    rest.post("/changes", &change).expect(201);
    let first = seat.get("/admin/decisions?type=Minted&code=").expect(200).text();
    assert_eq!(texts(&first, ".listing tbody tr").len(), 50);
    let document = Html::parse_document(&first);
    let next = document.select(&Selector::parse("a[rel=next]").unwrap()).next().unwrap();
    let second = seat.get(next.value().attr("href").unwrap()).expect(200).text();
    assert_eq!(texts(&second, ".listing tbody tr").len(), 10);
    let moved = seat.get("/admin/decisions?host=NEW.example").expect(200).text();
    assert_eq!(texts(&moved, ".listing tbody tr").len(), 50);
    for bad in ["from=yesterday", "code=a%20b", "url=javascript:1", "nonsense=1"] {
        seat.get(&format!("/admin/decisions?{bad}")).expect(422);
    }
    let csv = seat.get("/admin/decisions/export.csv?type=ChangeMade").expect(200);
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(csv.text().lines().count(), 2);
    let lines = seat.get("/admin/decisions/export.jsonl?type=Minted").expect(200).text();
    assert_eq!(
        lines
            .lines()
            .filter(|line| serde_json::from_str::<Value>(line).is_ok())
            .count(),
        60
    );
    seat.get("/admin/decisions/export.exe").expect(404);

    let list = seat.get("/admin/changes").expect(200).text();
    assert!(list.contains("Moved addresses from old.example to new.example"), "{list}");
    assert_eq!(texts(&list, ".listing tbody td")[0], "60", "{list}");
    let work = seat.get("/admin/work").expect(200).text();
    assert!(work.contains("Moved addresses from old.example"), "{work}");
}

#[test]
fn seals_are_shown_with_the_key_and_how_to_verify() {
    let signpost = Signpost::start();
    let (_, mut seat) = city(&signpost);
    let page = eventually("a checkpoint", || {
        let page = seat.get("/admin/seals").expect(200).text();
        page.contains("The last checkpoint").then_some(page)
    });
    let keys = seat.get("/tlog/keys").expect(200).text();
    assert!(
        page.contains(&keys.trim().replace('+', "&#43;")) || page.contains(keys.trim()),
        "{page}"
    );
    assert!(page.contains("signpost audit verify"));
}
