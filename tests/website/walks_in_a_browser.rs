//! Every section of the website is reached by the menu: by mouse at a desk, by keyboard alone, and on a phone in another language; and the menu stays one row.

use super::{add, sign_in};
use crate::support::{
    Signpost,
    driver::{DESK, Driver, PHONE, Preferences, key},
    eventually,
};

/// Where each section is, what the menu calls it in English and in Dutch, and whether that stands behind "More".
const SECTIONS: [(&str, &str, &str, bool); 16] = [
    ("/codes", "Codes", "Codes", false),
    ("/audiences", "Audiences", "Doelgroepen", false),
    ("/batches", "Batches", "Reeksen", false),
    ("/statistics", "Statistics", "Statistieken", false),
    ("/designs", "Designs", "Ontwerpen", true),
    ("/imports", "Import and export", "Import en export", true),
    ("/changes", "Changes of many", "Wijzigingen van velen", true),
    ("/work", "Work", "Werk", true),
    ("/units", "Units", "Diensten", true),
    ("/links", "Dead links", "Dode links", true),
    ("/proposals", "Proposals", "Voorstellen", true),
    ("/decisions", "Decisions", "Beslissingen", true),
    ("/seals", "Seals", "Zegels", true),
    ("/people", "People", "Mensen", true),
    ("/tokens", "Tokens", "Tokens", true),
    ("/account", "Ann Peeters", "Ann Peeters", false),
];

/// A city with somebody in it.
fn city() -> Signpost {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann Peeters", "admin");
    signpost
}

fn arrives(browser: &Driver, path: &str, name: &str) {
    // One's own page is called after what it is.
    browser.sees(if path == "/account" { ".facts" } else { "h1" }, name);
    assert!(browser.url().ends_with(&format!("/admin{path}")), "{}", browser.url());
}

#[test]
fn every_section_is_reached_by_mouse_and_the_menu_is_one_row() {
    let signpost = city();
    for language in ["en", "nl", "fr"] {
        let browser = sign_in(&signpost, Preferences { language, ..DESK });
        for (path, english, dutch, is_behind) in SECTIONS {
            if is_behind {
                browser.click(".more-button");
            }
            browser.click(&format!("#menu a[href='/admin{path}']"));
            match language {
                "en" => arrives(&browser, path, english),
                "nl" => arrives(&browser, path, dutch),
                _ => browser.sees("h1", ""),
            }
            let height = browser.script("return document.querySelector('.head').getBoundingClientRect().height");
            assert!(
                height.as_f64().unwrap() < 70.0,
                "{language} {path}: a head of {height} pixels"
            );
        }
        browser.go(&format!("{}/admin", signpost.url));
        browser.click(".more-button");
        browser.photograph(&format!("menu-{language}"));
        assert_eq!(browser.complaints(), [""; 0]);
    }
}

#[test]
fn every_section_is_reached_by_keyboard_alone() {
    let signpost = city();
    let browser = sign_in(&signpost, DESK);
    let to = |place: &str| {
        for _ in 0..40 {
            if browser.focused() == place {
                return;
            }
            browser.press(key::TAB);
        }
        panic!("{place} is not reached by the keyboard");
    };
    for (path, name, _, is_behind) in SECTIONS {
        browser.go(&format!("{}/admin", signpost.url));
        browser.press(key::TAB);
        assert_eq!(browser.focused(), "Skip to the content", "{path}");
        if is_behind {
            to("More");
            browser.press(key::ENTER);
            assert_eq!(
                browser.script("return document.querySelector('#more').matches(':popover-open')"),
                true
            );
        }
        to(name);
        browser.press(key::ENTER);
        arrives(&browser, path, name);
    }
    // What opened is closed by the key for it, and the focus is back.
    to("More");
    browser.press(key::ENTER);
    browser.press(key::TAB);
    assert_eq!(browser.focused(), "Designs");
    browser.press(key::ESCAPE);
    assert_eq!(browser.focused(), "More");
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn every_section_is_reached_on_a_phone() {
    let signpost = city();
    let browser = sign_in(&signpost, PHONE);
    for (path, _, name, _) in SECTIONS {
        browser.click(".menu-button");
        browser.click(&format!("#menu a[href='/admin{path}']"));
        arrives(&browser, path, name);
        super::in_a_browser::fits(&browser);
    }
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn an_audience_is_defined_by_keyboard_alone_and_a_table_is_imported_by_mouse() {
    let signpost = city();
    let rest = signpost.client("admin");
    let browser = sign_in(&signpost, DESK);
    let to = |place: &str| {
        for _ in 0..60 {
            if browser.focused().starts_with(place) {
                return;
            }
            browser.press(key::TAB);
        }
        panic!("{place} is not reached by the keyboard");
    };
    browser.go(&format!("{}/admin/audience", signpost.url));
    to("Short name");
    browser.press("dutch");
    to("Name");
    browser.press("Dutch speakers");
    to("Languages");
    browser.press("nl");
    // Leaving a field asks for the form anew, which says what it means.
    browser.press(key::TAB);
    browser.sees("#form .sentence", "those who prefer Dutch");
    to("Save");
    browser.press(key::ENTER);
    browser.sees("[role=status]", "The audience is defined.");
    rest.get("/audiences/dutch").expect(200);

    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("benches.csv");
    std::fs::write(&table, "id,label\nBENCH-1,Bench\n").unwrap();
    browser.go(&format!("{}/admin/imports", signpost.url));
    browser.chooses("#file", &table);
    browser.click("form[enctype] .acts button");
    browser.sees("h1", "benches.csv");
    browser.sees(".state", "Tried");
    browser.fill("#reason", "they hang already");
    browser.click("form[action$='/do'] button");
    browser.sees(".state", "Done");
    rest.get("/codes/BENCH-1").expect(200);
    browser.click("a[href^='/admin/changes/']");
    browser.sees("main", "they hang already");
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn what_is_typed_while_a_form_grows_is_not_lost() {
    let signpost = city();
    let browser = sign_in(&signpost, DESK);
    browser.go(&format!("{}/admin/audience", signpost.url));
    browser.waits(700);
    browser.click("#name");
    browser.press("dutch");
    // Leaving it asks for the form anew; before it comes, one is in the next one.
    browser.press(key::TAB);
    browser.press("Dutch speakers");
    eventually("the form came anew with both", || {
        let values = "return [...document.querySelectorAll('#name, #label')].map((field) => field.value).join()";
        let is_asked_for = "return document.querySelector('.htmx-request') !== null";
        (browser.script(values) == "dutch,Dutch speakers" && browser.script(is_asked_for) == false).then_some(())
    });
}
