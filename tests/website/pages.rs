//! Every page that there is, in a city that has one of everything. A test compares the table with the router, so that a page without a line here fails;
//! `barriers.rs` looks at each, `walks_in_a_browser.rs` goes to each.

use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::Seat;
use crate::support::{Client, Signpost, driver::Driver, eventually, redirect};

/// A page, and what it is called in `docs/screenshots`.
pub(super) struct Shown {
    pub(super) path: String,
    pub(super) name: &'static str,
    /// What its status makes a browser complain of.
    pub(super) status: u16,
    /// Whether somebody who looks around finds it.
    pub(super) is_linked: bool,
}

fn page(path: impl Into<String>, name: &'static str) -> Shown {
    answered(path, name, 200)
}

fn answered(path: impl Into<String>, name: &'static str, status: u16) -> Shown {
    let path = path.into();
    Shown {
        path,
        name,
        status,
        is_linked: true,
    }
}

/// A Signpost with a city in it, and one code of each kind.
pub(super) struct City {
    pub(super) signpost: Signpost,
    pub(super) password: String,
    code: String,
    /// Where there is one of each thing that has an id of its own, and what its page is called.
    others: Vec<(String, &'static str)>,
}

impl City {
    pub(super) fn start() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let signpost = Signpost::start_in(folder, &["--demo"]);
        let (_, rest) = signpost.banner().split_once("with the password ").expect("a password");
        let password = rest.split_whitespace().next().unwrap().to_owned();
        let staff = signpost.client("admin");
        furnish(&staff);
        let code = eventually("the city is shown", || {
            // Of the first that are listed.
            let codes = staff.get("/codes?limit=50").expect(200).json();
            let is_stop = |code: &&Value| code["tags"] == json!(["stop"]) && !code["target"].is_null();
            Some(codes["items"].as_array()?.iter().find(is_stop)?["id"].as_str()?.to_owned())
        });
        let others = others(&signpost, &staff, &password);
        Self {
            signpost,
            password,
            code,
            others,
        }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.signpost.url)
    }

    #[track_caller]
    pub(super) fn sign_in(&self, browser: &Driver, login: &str) {
        browser.go(&self.url("/admin/sign-in"));
        browser.fill("#login", login);
        browser.fill("#password", &self.password);
        browser.click("main form button");
        browser.sees(".me", "");
    }

    /// What everybody sees.
    pub(super) fn for_everybody() -> Vec<Shown> {
        vec![
            page("/", "home"),
            page("/SHOW-PAGE", "page"),
            page("/SHOW-MENU", "menu"),
            answered("/SHOW-EMPTY", "unassigned", 404),
            answered("/SHOW-PAUSED", "suspended", 503),
            answered("/SHOW-GONE", "retired", 410),
            answered("/SHOW-NOBODY", "unknown", 404),
            page("/admin/sign-in", "sign-in"),
        ]
    }

    /// What an admin sees who signed in. A page that is new is a line here.
    pub(super) fn for_staff(&self) -> Vec<Shown> {
        let code = &self.code;
        let others = self.others.iter().map(|(path, name)| Shown {
            // Who proposed it themselves withdraws it, and nobody else is asked.
            is_linked: *name != "proposal-withdraw",
            ..page(path, name)
        });
        let known = vec![
            page("/admin", "start"),
            page("/admin/account", "account"),
            page("/admin/links", "links"),
            page("/admin/codes", "codes"),
            page("/admin/codes?q=show", "codes-found"),
            page("/admin/codes/SHOW-PAUSED", "code-suspended"),
            page("/admin/codes/SHOW-PAUSED/resume", "resume"),
            page("/admin/codes/SHOW-GONE", "code-retired"),
            page("/admin/codes/SHOW-PAGE", "code-of-a-page"),
            page("/admin/codes/SHOW-PAGE/target", "target-page"),
            page("/admin/codes/SHOW-MENU", "code-of-a-menu"),
            page("/admin/codes/SHOW-MENU/target", "target-menu"),
            page("/admin/codes/SHOW-RULES", "code-of-rules"),
            page("/admin/codes/SHOW-RULES/rules", "rules-of-every-kind"),
            page("/admin/codes/SHOW-RULES/history", "history-of-rules"),
            page("/admin/code", "mint"),
            page(format!("/admin/codes/{code}"), "code"),
            page(format!("/admin/codes/{code}/target"), "target"),
            page(format!("/admin/codes/{code}/rules"), "rules"),
            page(format!("/admin/codes/{code}/history"), "history"),
            page(format!("/admin/codes/{code}/statistics"), "code-statistics"),
            page("/admin/statistics", "statistics"),
            page(format!("/admin/change?which=ticked&ids={code}"), "change"),
            page(format!("/admin/codes/{code}/description"), "description"),
            page(format!("/admin/codes/{code}/transfer"), "transfer"),
            page(format!("/admin/codes/{code}/suspend"), "suspend"),
            page(format!("/admin/codes/{code}/aliases"), "aliases"),
            page(format!("/admin/codes/{code}/retire"), "retire"),
            page(format!("/admin/codes/{code}/try?try/language=nl&try/role=editor"), "try"),
            page("/admin/designs", "designs"),
            page("/admin/design", "design"),
            page("/admin/designs/harbour", "design"),
            page("/admin/audiences", "audiences"),
            page("/admin/audience", "audience-new"),
            page("/admin/audiences/show-evening", "audience"),
            page("/admin/audiences/show-evening/change", "audience-change"),
            page("/admin/audiences/show-evening/withdraw", "audience-withdraw"),
            page("/admin/imports", "imports"),
            page("/admin/batches", "batches"),
            page("/admin/batch", "batch-new"),
            page("/admin/changes", "changes"),
            page("/admin/units", "units"),
            page("/admin/unit", "unit-new"),
            page("/admin/proposals", "proposals"),
            page("/admin/decisions", "decisions"),
            page("/admin/seals", "seals"),
            page("/admin/work", "work"),
            page("/admin/people", "people"),
            page("/admin/person", "person-new"),
            page("/admin/tokens", "tokens"),
            page("/admin/token", "token-new"),
            page("/admin/codes/SHOW-EMPTY", "code-unassigned"),
            answered("/SHOW-EMPTY", "staff-before-an-unassigned-sticker", 404),
            page("/admin/street/SHOW-EMPTY", "street"),
            Shown {
                is_linked: false,
                ..answered("/admin/nowhere", "failure", 404)
            },
            page(format!("/{code}"), "staff-before-a-sticker"),
        ];
        known.into_iter().chain(others).collect()
    }
}

/// Pages of things that have ids of their own: the first of each.
fn others(signpost: &Signpost, staff: &Client, password: &str) -> Vec<(String, &'static str)> {
    let first = |path: &str| {
        let found = staff.get(path).expect(200).json();
        found["items"][0]["id"].as_str().expect("one of them").to_owned()
    };
    let mut pages = vec![];
    let mut page = |path: String, name: &'static str| pages.push((path, name));
    let batch = first("/batches?limit=1");
    page(format!("/admin/batches/{batch}"), "batch");
    page(format!("/admin/batches/{batch}/print"), "batch-print");
    page("/admin/units/show".to_owned(), "unit");
    page("/admin/units/show/change".to_owned(), "unit-change");
    let proposal = first("/proposals?limit=1");
    page(format!("/admin/proposals/{proposal}"), "proposal");
    page(format!("/admin/proposals/{proposal}/approve"), "proposal-approve");
    page(format!("/admin/proposals/{proposal}/reject"), "proposal-end");
    page(format!("/admin/proposals/{proposal}/withdraw"), "proposal-withdraw");
    let change = staff.post(
        "/changes",
        &json!({"filter": {"ids": ["SHOW-PAGE"]}, "change": {"type": "add_tag", "tag": "shown"}}),
    );
    let change = change.expect(201).json();
    let change = format!("/admin/changes/{}", change["id"].as_str().unwrap());
    page(format!("{change}/reverse"), "change-reverse");
    page(change, "change-made");
    let (token, person) = (first("/tokens?limit=1"), first("/people?limit=1"));
    page(format!("/admin/tokens/{token}"), "token");
    page(format!("/admin/tokens/{token}/grants"), "token-grants");
    page(format!("/admin/tokens/{token}/revoke"), "token-revoke");
    page(format!("/admin/people/{person}"), "person");
    page(format!("/admin/people/{person}/forget"), "person-forget");
    let people = staff.get("/people").expect(200).json();
    let signs_in = |person: &&Value| person["accounts"].as_array().is_some_and(|accounts| !accounts.is_empty());
    let somebody = people["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(signs_in)
        .expect("somebody signs in");
    let (person, account) = (&somebody["id"], &somebody["accounts"][0]["id"]);
    page(format!("/admin/people/{}", person.as_str().unwrap()), "person-with-account");
    for (act, name) in [
        ("grants", "account-grants"),
        ("password", "account-password"),
        ("close", "account-close"),
    ] {
        page(format!("/admin/people/{}/{act}", account.as_str().unwrap()), name);
    }
    // Tables that were sent by her who looks.
    let mut ada = Seat::signed_in(&signpost.url, "ada", password);
    for (table, name) in [
        ("id,label,unit\nSHOW-PAGE,The old bridge,\n,A new bench,nowhere\n", "import"),
        ("id,id\nx,y\n", "import-failed"),
    ] {
        let sent = ada.send_file("/admin/imports", &[], ("benches.csv", table)).expect(303);
        let path = sent.header("location").unwrap().to_owned();
        eventually("the table is tried", || {
            let page = ada.get(&path).expect(200).text();
            (!page.contains("hx-trigger=\"load")).then_some(())
        });
        page(path, name);
    }
    let about = ada.get("/admin/audiences/show-evening").expect(200).text();
    let (_, touched) = about.split_once("/touched?from=").expect("somebody may ask whom it touched");
    let from: String = touched.chars().take_while(char::is_ascii_digit).collect();
    page(
        format!("/admin/audiences/show-evening/touched?from={from}"),
        "audience-touched",
    );
    pages
}

/// A rule for every kind of condition that there is, leading to every kind of target.
fn rules_of_every_kind(page: &Value, menu: &Value) -> Value {
    let hours = json!({"days": ["mon", "sun"], "from": "08:00", "until": "18:00", "zone": "Europe/Brussels"});
    let conditions = [
        json!({"language": ["nl", "fr"]}),
        json!({"platform": ["ios"]}),
        json!({"weekly": hours}),
        json!({"between": {"from": "2026-06-01T06:00:00Z", "until": "2026-09-01T06:00:00Z"}}),
        json!({"network": ["10.0.0.0/8"]}),
        json!({"query": {"name": "app", "equals": "x"}}),
        json!({"header": {"name": "x-kiosk", "equals": "1"}}),
        json!({"signed_in": {"role": "editor", "unit": "parks"}}),
        json!({"country": ["BE"]}),
        json!({"percentage": 20}),
        json!({"all": [{"language": ["en"]}, {"any": [{"platform": ["android"]}, {"not": {"country": ["NL"]}}]}]}),
    ];
    let targets = [redirect("https://example.org/rule"), page.clone(), menu.clone()];
    let rule = |(n, when): (usize, Value)| json!({"when": when, "target": targets[n % targets.len()]});
    conditions.into_iter().enumerate().map(rule).collect()
}

/// Codes with addresses that are known.
fn furnish(staff: &Client) {
    let text = |language: &str| {
        let links = json!([{"label": "Route", "url": "https://example.org/route"}]);
        json!({"title": format!("The old bridge ({language})"), "body": "# Opening hours\n\n- weekdays\n- **weekends**\n\n> Mind the step.\n\n| day | hours |\n|---|---|\n| Monday | 9 to 17 |", "links": links})
    };
    let item = |label: &str| json!({"label": {"en": label, "nl": label}, "url": "https://example.org/x"});
    let menu = json!({"type": "menu", "heading": {"en": "This bench", "nl": "Deze bank"}, "items": [item("Report a fault"), item("History")]});
    let shown = json!({"type": "page", "content": {"en": text("en"), "nl": text("nl")}});
    for (id, target) in [
        ("SHOW-PAGE", shown.clone()),
        ("SHOW-MENU", menu.clone()),
        ("SHOW-RULES", menu.clone()),
        ("SHOW-EMPTY", Value::Null),
        ("SHOW-PAUSED", shown.clone()),
        ("SHOW-GONE", shown.clone()),
    ] {
        staff.post("/codes", &json!({"id": id, "target": target})).expect(201);
    }
    staff
        .put("/codes/SHOW-RULES/rules", &rules_of_every_kind(&shown, &menu))
        .expect(200);
    let harbour = json!({"label": "Harbour", "dark": "#0b3d91", "shape": "rounded", "frame": {"corner": 2}, "caption": ["{id}"]});
    staff.put("/designs/harbour", &harbour).expect(201);
    #[expect(clippy::disallowed_methods, reason = "the server's clock is the machine's")]
    let now = Timestamp::now();
    // Not today, so that the page is what visitors see at every hour.
    let day = |days: i64| {
        let then = now.checked_add((days * 24).hours()).unwrap();
        then.strftime("%a").to_string().to_lowercase()
    };
    let hours = json!({"days": [day(2), day(4)], "from": "18:00", "until": "23:00", "zone": "Europe/Brussels"});
    let condition = json!({"any": [{"weekly": hours}, {"all": [{"language": ["nl", "fr"]}, {"signed_in": {"role": "editor"}}]}]});
    staff
        .put(
            "/audiences/show-evening",
            &json!({"label": "In the evening", "condition": condition}),
        )
        .expect(201);
    let rules = json!([{"audience": "show-evening", "target": redirect("https://example.org/evening")}]);
    staff.put("/codes/SHOW-PAGE/rules", &rules).expect(200);
    let unit = json!({"label": "The show", "allowed_hosts": ["example.org"], "approval": "required"});
    staff.put("/units/show", &unit).expect(201);
    let guarded = json!({"id": "SHOW-GUARDED", "unit": "show"});
    staff.post("/codes", &guarded).expect(201);
    let rules = json!([{"when": {"language": ["nl"]}, "target": redirect("https://example.org/nl")}]);
    staff.put("/codes/SHOW-GUARDED/rules", &rules).expect(202);
    staff.post("/codes/SHOW-PAUSED/suspend", &json!({})).expect(200);
    staff.post("/codes/SHOW-GONE/retire", &json!({})).expect(200);
}

/// What answers at an address that is no page.
const NO_PAGES: [(&str, &str); 13] = [
    ("/admin/{*rest}", "what there is not; /admin/nowhere is looked at"),
    ("/admin/sign-in/elsewhere", "leads on to the provider"),
    ("/admin/sign-in/answer", "leads on from the provider"),
    ("/admin/codes/{id}/picture/{format}", "a picture"),
    ("/admin/codes/{id}/statistics/{chart}", "a table to download"),
    ("/admin/statistics/{chart}", "a table to download"),
    ("/admin/batches/{id}/codes.csv", "a table to download"),
    ("/admin/batches/{id}/images.zip", "pictures to download"),
    ("/admin/batches/{id}/labels.pdf", "labels to download"),
    ("/admin/audiences/{name}/touched.csv", "a table to download"),
    ("/admin/decisions/{export}", "a table to download"),
    ("/admin/imports/{id}/result", "a table to download"),
    ("/admin/exports/{file}", "a table to download"),
];

/// Every path of the website that answers to `get(` or `post(`, as the router has it. Read from its source, where each stands by itself.
pub(super) fn routes(method: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("api/src/website")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            for route in source.split(".route(").skip(1) {
                let route = route.trim_start();
                let (path, handlers) = route
                    .strip_prefix('"')
                    .and_then(|rest| rest.split_once("\","))
                    .unwrap_or_else(|| panic!("{}: a path that is not written where it is routed", path.display()));
                // Below the last of a file stands what it calls.
                let handlers = handlers.split("\n}").next().unwrap_or_default();
                if handlers.contains(method) && path.starts_with("/admin") {
                    paths.insert(path.to_owned());
                }
            }
        }
    }
    assert!(paths.len() > 30, "{paths:?}");
    paths
}

/// Whether a path, which may have a query, is of such a route.
pub(super) fn is_of(path: &str, route: &str) -> bool {
    let path = path.split('?').next().unwrap_or(path);
    let (path, route): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), route.split('/').collect());
    let fits = |(part, pattern): (&&str, &&str)| part == pattern || (pattern.starts_with('{') && !part.is_empty());
    path.len() == route.len() && path.iter().zip(&route).all(fits)
}

#[test]
fn every_page_that_the_router_has_is_in_the_table() {
    let city = City::start();
    let mut pages = City::for_everybody();
    pages.extend(city.for_staff());
    let missing: Vec<String> = routes("get(")
        .into_iter()
        .filter(|route| !NO_PAGES.iter().any(|(known, _)| known == route))
        .filter(|route| !pages.iter().any(|page| is_of(&page.path, route)))
        .collect();
    assert!(missing.is_empty(), "nobody looks at {missing:?}");
    for (route, why) in NO_PAGES {
        assert!(routes("get(").contains(route), "{route} ({why}) is no more");
    }
}

#[test]
fn no_page_stands_where_a_name_can() {
    let routes = routes("get(");
    for named in routes.iter().filter(|route| route.ends_with('}') && !route.contains('*')) {
        let (folder, _) = named.rsplit_once('/').unwrap();
        let hidden: Vec<&String> = routes
            .iter()
            .filter(|route| *route != named && is_of(route, named) && route.starts_with(folder))
            .collect();
        assert!(hidden.is_empty(), "{hidden:?} hides what is called so in {named}");
    }
}

#[test]
fn a_unit_an_audience_and_a_design_may_be_called_new() {
    let city = City::start();
    let staff = city.signpost.client("admin");
    staff.put("/units/new", &json!({"label": "The newest unit"})).expect(201);
    let audience = json!({"label": "The newest audience", "condition": {"language": ["nl"]}});
    staff.put("/audiences/new", &audience).expect(201);
    staff.put("/designs/new", &json!({"label": "The newest design"})).expect(201);
    staff
        .post("/codes", &json!({"id": "NEW", "label": "The newest code"}))
        .expect(201);
    let mut ada = Seat::signed_in(&city.signpost.url, "ada", &city.password);
    for (path, name) in [
        ("/admin/units/new", "The newest unit"),
        ("/admin/audiences/new", "The newest audience"),
        ("/admin/designs/new", "The newest design"),
        ("/admin/codes/new", "The newest code"),
    ] {
        let page = ada.get(path).expect(200).text();
        assert!(page.contains(name), "{path}");
    }
}
