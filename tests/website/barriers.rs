//! No page keeps anybody out: axe-core, which is served to the browser from here, looks at each of them by day and by night, at a desk and in the street. No page complains, and none asks anybody
//! else for anything.

use serde_json::{Value, json};

use super::pages::{City, Shown};
use crate::support::{
    driver::{DESK, Driver, PHONE, Preferences},
    npm_packages,
};

/// What WCAG 2.2 asks for at level AA, in axe's words.
const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

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

/// Looks at the page that a browser shows, and says all that is wrong with it.
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
                // One of each is enough to see both; and on a phone, forms below a page (`unit-new`) look as it does.
                let is_phone = preferences.width < 600;
                if dark != is_phone || is_phone && shown.name.contains('-') {
                    return;
                }
                browser.document(&format!(
                    "{}{}{}",
                    shown.name,
                    if is_phone { "-phone" } else { "" },
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
