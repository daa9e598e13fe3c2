//! No page keeps anybody out: axe-core, which is served to the browser from here, looks at each of them by day and by night, at a desk and in the street. No page complains, and none asks anybody
//! else for anything.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Seat;
use crate::support::{
    Client, Signpost,
    driver::{DESK, Driver, PHONE, Preferences},
    eventually, npm_packages, redirect,
};

/// What WCAG 2.2 asks for at level AA, in axe's words.
const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// A page, and what it is called in `docs/screenshots`.
pub(super) struct Shown {
    pub(super) path: String,
    name: &'static str,
    /// What its status makes a browser complain of.
    pub(super) status: u16,
}

fn page(path: impl Into<String>, name: &'static str) -> Shown {
    answered(path, name, 200)
}

fn answered(path: impl Into<String>, name: &'static str, status: u16) -> Shown {
    let path = path.into();
    Shown { path, name, status }
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
            let codes = staff.get("/codes?tag=stop&limit=1").expect(200).json();
            Some(codes["items"][0]["id"].as_str()?.to_owned())
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
        let others = self.others.iter().map(|(path, name)| page(path, name));
        let known = vec![
            page("/admin", "start"),
            page("/admin/account", "account"),
            page("/admin/codes", "codes"),
            page("/admin/codes/new", "mint"),
            page(format!("/admin/codes/{code}"), "code"),
            page(format!("/admin/codes/{code}/target"), "target"),
            page(format!("/admin/codes/{code}/rules"), "rules"),
            page(format!("/admin/codes/{code}/history"), "history"),
            page(format!("/admin/codes/{code}/statistics"), "code-statistics"),
            page("/admin/statistics", "statistics"),
            page(format!("/admin/changes/new?which=ticked&ids={code}"), "change"),
            page(format!("/admin/codes/{code}/description"), "description"),
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
            page("/admin/batches/new", "batch-new"),
            page("/admin/changes", "changes"),
            page("/admin/units", "units"),
            page("/admin/units/new", "unit-new"),
            page("/admin/proposals", "proposals"),
            page("/admin/decisions", "decisions"),
            page("/admin/seals", "seals"),
            page("/admin/work", "work"),
            page("/admin/people", "people"),
            page("/admin/people/new", "person-new"),
            page("/admin/tokens", "tokens"),
            page("/admin/tokens/new", "token-new"),
            page(format!("/admin/street/{code}"), "street"),
            answered("/admin/nowhere", "failure", 404),
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
    page("/admin/units/show".to_owned(), "unit");
    page("/admin/units/show/change".to_owned(), "unit-change");
    let proposal = first("/proposals?limit=1");
    page(format!("/admin/proposals/{proposal}"), "proposal");
    page(format!("/admin/proposals/{proposal}/withdraw"), "proposal-end");
    let change = staff.post(
        "/changes",
        &json!({"filter": {"ids": ["SHOW-PAGE"]}, "change": {"type": "add_tag", "tag": "shown"}}),
    );
    let change = change.expect(201).json();
    page(format!("/admin/changes/{}", change["id"].as_str().unwrap()), "change-made");
    let (token, person) = (first("/tokens?limit=1"), first("/people?limit=1"));
    page(format!("/admin/tokens/{token}"), "token");
    page(format!("/admin/tokens/{token}/grants"), "token-grants");
    page(format!("/admin/tokens/{token}/revoke"), "token-revoke");
    page(format!("/admin/people/{person}"), "person");
    page(format!("/admin/people/{person}/forget"), "person-forget");
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
        ("SHOW-MENU", menu),
        ("SHOW-EMPTY", Value::Null),
        ("SHOW-PAUSED", shown.clone()),
        ("SHOW-GONE", shown),
    ] {
        staff.post("/codes", &json!({"id": id, "target": target})).expect(201);
    }
    let harbour = json!({"label": "Harbour", "dark": "#0b3d91", "shape": "rounded", "frame": {"corner": 2}, "caption": ["{id}"]});
    staff.put("/designs/harbour", &harbour).expect(201);
    let hours = json!({"days": ["mon", "fri"], "from": "18:00", "until": "23:00", "zone": "Europe/Brussels"});
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

/// What axe finds on the page that a browser shows, in a line each.
fn violations(browser: &Driver, axe: &str) -> Vec<String> {
    let rules = json!({"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]});
    let script =
        format!("{axe}; axe.run(document, {rules}).then(arguments[arguments.length - 1], arguments[arguments.length - 1])");
    let found = browser.script_that_calls_back(&script);
    let found = found["violations"].as_array().unwrap_or_else(|| panic!("axe says {found}"));
    let line = |found: &Value| {
        let nodes = found["nodes"].as_array().into_iter().flatten();
        let nodes: Vec<String> = nodes
            .map(|node| format!("{} {}", node["html"], node["failureSummary"]))
            .collect();
        format!("{}: {}: {}", found["id"], found["help"], nodes.join("; "))
    };
    found.iter().map(line).collect()
}

/// Opens a page, and says all that is wrong with it.
fn wrong_with(browser: &Driver, city: &City, shown: &Shown, axe: &str) -> Vec<String> {
    browser.go(&city.url(&shown.path));
    let mut wrong = violations(browser, axe);
    let asked = browser.script("return performance.getEntriesByType('resource').map((entry) => entry.name)");
    let asked = asked.as_array().unwrap().iter().filter_map(Value::as_str);
    wrong.extend(
        asked
            .filter(|asked| !asked.starts_with(&city.signpost.url) && !asked.starts_with("data:"))
            .map(|asked| format!("it asked for {asked}")),
    );
    // A page that says "not found" is answered so, which browsers write down; nothing else is theirs to say.
    let status = shown.status.to_string();
    let expected = |line: &String| shown.status != 200 && line.contains(&status);
    wrong.extend(browser.complaints().into_iter().filter(|line| !expected(line)));
    wrong
}

/// What is wrong with the menu when it is open.
fn menus(browser: &Driver, city: &City, axe: &str) -> Vec<String> {
    browser.go(&city.url("/admin/units"));
    let is_phone = browser.script("return innerWidth < 600") == true;
    browser.click(if is_phone { ".menu-button" } else { ".more-button" });
    let is_dark = browser.script("return matchMedia('(prefers-color-scheme: dark)').matches") == true;
    match (is_phone, is_dark) {
        (true, true) => browser.document("menu-of-staff-phone-dark"),
        (false, false) => browser.document("menu-of-staff"),
        _ => {}
    }
    let found = violations(browser, axe);
    found.into_iter().map(|what| format!("the menu: {what}")).collect()
}

#[test]
fn no_page_has_barriers_complains_or_asks_others_for_anything_by_day_and_by_night_at_a_desk_and_in_the_street() {
    let axe = std::fs::read_to_string(npm_packages().join("axe-core/axe.min.js")).expect("scripts/test installs axe-core");
    let city = City::start();
    let mut wrong = Vec::new();
    for preferences in [DESK, PHONE] {
        for dark in [false, true] {
            let browser = Driver::start(Preferences { dark, ..preferences });
            let mut look = |shown: &Shown| {
                let found = wrong_with(&browser, &city, shown, &axe);
                let where_seen = format!(
                    "{} at {} wide{}",
                    shown.path,
                    preferences.width,
                    if dark { ", dark" } else { "" }
                );
                wrong.extend(found.into_iter().map(|what| format!("{where_seen}: {what}")));
                // One of each is enough to see both.
                if dark != (preferences.width < 600) {
                    return;
                }
                browser.document(&format!(
                    "{}{}{}",
                    shown.name,
                    if preferences.width < 600 { "-phone" } else { "" },
                    if dark { "-dark" } else { "" }
                ));
            };
            City::for_everybody().iter().for_each(&mut look);
            city.sign_in(&browser, "ada");
            city.for_staff().iter().for_each(&mut look);
            wrong.extend(menus(&browser, &city, &axe));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Without this, the test above could pass with an axe that finds nothing.
#[test]
fn axe_finds_what_is_wrong() {
    let axe = std::fs::read_to_string(npm_packages().join("axe-core/axe.min.js")).expect("scripts/test installs axe-core");
    let browser = Driver::start(DESK);
    browser.go("data:text/html,<!doctype html><title>x</title><img src='x'><p style='color:%23ccc;background:%23fff'>pale</p>");
    let found = violations(&browser, &axe).join("\n");
    for rule in ["image-alt", "color-contrast", "html-has-lang"] {
        assert!(found.contains(rule), "{found}");
    }
}
