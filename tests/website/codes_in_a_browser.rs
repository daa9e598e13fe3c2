//! Pages of codes in a real browser: by mouse, by keyboard alone, and on a phone.

use serde_json::json;

use super::{add, sign_in};
use crate::support::{
    Signpost,
    driver::{DESK, PHONE, Preferences, key},
    eventually,
};

/// A city with a bench, a tree and some scans.
fn city() -> Signpost {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann Peeters", "admin");
    let admin = signpost.client("admin");
    admin.put("/units/parks", &json!({"label": "Parks"})).expect(201);
    let to = |path: &str| json!({"type": "redirect", "url": format!("https://example.org/{path}")});
    let rules = json!([
        {"when": {"language": ["nl"]}, "target": to("nl")},
        {"when": {"all": [{"platform": ["ios"]}, {"signed_in": false}]}, "target": to("ios")},
    ]);
    let bench = json!({"id": "BENCH-1", "label": "Bench by the pond", "unit": "parks", "tags": ["bench"], "target": to("all"), "rules": rules});
    admin.post("/codes", &bench).expect(201);
    admin
        .post("/codes", &json!({"id": "TREE-1", "label": "Old oak", "unit": "parks"}))
        .expect(201);
    for path in ["/BENCH-1", "/TREE-1", "/NOWHERE"] {
        crate::support::phone(&signpost.url).open(path);
    }
    signpost
}

#[test]
fn codes_are_found_while_one_types_and_rules_are_dragged_into_order() {
    let signpost = city();
    let browser = sign_in(&signpost, DESK);
    browser.click("a[href='/admin/codes']");
    browser.sees("#found", "TREE-1");
    browser.fill("#q", "pond");
    eventually("only the bench is left", || {
        let rows = browser.script("return [...document.querySelectorAll('#found tbody th')].map(row => row.innerText).join()");
        (rows == "BENCH-1").then_some(())
    });
    // What was found can be found again by its address; "po" is enough to leave the bench alone, and has an answer of its own.
    eventually("the address says what was found", || {
        browser.url().contains("q=pond").then_some(())
    });
    browser.click("#found tbody a");
    browser.sees("#leads", "Where it leads");
    browser.click(".tabs li:nth-child(2) a");
    browser.sees("#rule-0", "Rule 1");

    // The second card is dragged above the first.
    let drag = "const grip = document.querySelector('#rule-1'), to = document.querySelector('#rule-0').closest('li').getBoundingClientRect(), \
                from = grip.getBoundingClientRect(); \
                const at = (type, x, y) => new PointerEvent(type, {bubbles: true, button: 0, pointerId: 1, clientX: x, clientY: y}); \
                grip.setPointerCapture = () => {}; \
                grip.dispatchEvent(at('pointerdown', from.left + 5, from.top + 5)); \
                document.dispatchEvent(at('pointermove', from.left + 5, to.top + 2)); \
                document.dispatchEvent(at('pointerup', from.left + 5, to.top + 2));";
    browser.script(drag);
    // The cards are numbered anew in the answer, which takes the place of everything that is typed before.
    browser.sees("#rules li:nth-child(1) h2", "1");
    browser.sees("#rules li:nth-child(1) .sentence", "example.org/ios");
    browser.fill("[name='try/language']", "nl");
    browser.press(key::TAB);
    browser.sees("tr.own", "rule 2");
    browser.click("form .acts button[value=save]");
    browser.sees("[role=status]", "rules are saved");
    browser.sees(".sentences li:nth-child(1)", "example.org/ios");
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn a_rule_is_added_moved_and_saved_by_keyboard_alone() {
    let signpost = city();
    let browser = sign_in(&signpost, DESK);
    browser.go(&format!("{}/admin/codes/BENCH-1/rules", signpost.url));
    let reach = |name: &str| {
        for _ in 0..200 {
            if browser.focused().starts_with(name) {
                return;
            }
            browser.press(key::TAB);
        }
        panic!("{name} cannot be reached");
    };
    reach("Down");
    browser.press(key::ENTER);
    browser.sees("#rules li:nth-child(2) .sentence", "example.org/nl");
    eventually("the focus is on the rule that moved", || {
        browser.focused().starts_with("Up").then_some(())
    });
    browser.press(key::ENTER);
    browser.sees("#rules li:nth-child(1) .sentence", "example.org/nl");
    reach("Save the rules");
    browser.press(key::ENTER);
    browser.sees("[role=status]", "rules are saved");
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn every_page_of_codes_fits_a_desk_and_a_phone_by_day_and_by_night() {
    let signpost = city();
    for (name, preferences) in [("desk", DESK), ("phone", PHONE)] {
        for dark in [false, true] {
            let browser = sign_in(&signpost, Preferences { dark, ..preferences });
            for (page, path) in [
                ("dashboard", ""),
                ("codes", "/codes"),
                ("mint", "/code"),
                ("code", "/codes/BENCH-1"),
                ("target", "/codes/BENCH-1/target"),
                ("description", "/codes/BENCH-1/description"),
                ("retire", "/codes/BENCH-1/retire"),
                ("rules", "/codes/BENCH-1/rules"),
                ("try", "/codes/BENCH-1/try?try/language=nl"),
                ("history", "/codes/BENCH-1/history"),
                ("code-statistics", "/codes/BENCH-1/statistics"),
                ("statistics", "/statistics"),
                ("change", "/change?which=ticked&ids=BENCH-1"),
            ] {
                browser.go(&format!("{}/admin{path}", signpost.url));
                let width = browser.script("return document.documentElement.scrollWidth");
                assert!(
                    width.as_u64().unwrap() <= u64::from(preferences.width),
                    "{page}: {width} pixels on a {name}"
                );
                browser.photograph(&format!("website-{name}{}-{page}", if dark { "-dark" } else { "" }));
            }
            assert_eq!(browser.complaints(), [""; 0]);
        }
    }
}
