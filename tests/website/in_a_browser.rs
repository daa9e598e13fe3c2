use super::{PASSWORD, add};
use crate::support::{
    Signpost,
    driver::{DESK, Driver, PHONE, Preferences, key},
};

#[test]
fn staff_sign_in_change_their_password_and_sign_out_by_keyboard_alone() {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann Peeters", "admin");
    let browser = Driver::start(DESK);
    browser.go(&format!("{}/admin", signpost.url));
    assert_eq!(browser.focused(), "Login", "one can type at once");
    browser.press("ann");
    browser.press(key::TAB);
    browser.press("this is not it");
    browser.press(key::ENTER);
    browser.sees("[role=alert]", "do not belong together");
    assert_eq!(browser.focused(), "Password");
    browser.press(PASSWORD);
    browser.press(key::ENTER);
    browser.sees("h1", "Hello, Ann Peeters");
    browser.sees(".decisions", "Account opened");

    browser.press(key::TAB);
    assert_eq!(browser.focused(), "Skip to the content");
    let mut places = vec![];
    while places.last().is_none_or(|place| place != "Ann Peeters") {
        browser.press(key::TAB);
        places.push(browser.focused());
        assert!(places.len() < 30, "{places:?}");
    }
    assert_eq!(places[..3], ["Signpost", "Start", "Codes"]);
    browser.press(key::ENTER);
    browser.sees("h1", "Your account");
    while browser.focused() != "Present password" {
        browser.press(key::TAB);
    }
    for word in [PASSWORD, "vier andere woorden hier", "vier andere woorden hier"] {
        browser.press(word);
        browser.press(key::TAB);
    }
    assert_eq!(browser.focused(), "Change password");
    browser.press(key::ENTER);
    browser.sees("[role=status]", "is changed");
    while browser.focused() != "Sign out" {
        browser.press(key::TAB);
    }
    browser.press(key::ENTER);
    browser.sees("[role=status]", "You are signed out");
    assert!(browser.url().ends_with("/admin/sign-in"));
    browser.go(&format!("{}/admin", signpost.url));
    assert!(browser.url().ends_with("/admin/sign-in"));
    // A refused form is an answer of 422, which browsers report as such; nothing else is there to be reported.
    let complaints = browser.complaints();
    assert!(complaints.iter().all(|line| line.contains("422")), "{complaints:?}");
}

#[test]
fn every_page_is_seen_at_a_desk_and_in_the_street_by_day_and_by_night() {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann Peeters", "admin");
    for (name, preferences) in [("desk", DESK), ("phone", PHONE)] {
        for dark in [false, true] {
            let browser = Driver::start(Preferences { dark, ..preferences });
            let name = format!("website-{name}{}", if dark { "-dark" } else { "" });
            browser.go(&format!("{}/admin", signpost.url));
            fits(&browser);
            browser.photograph(&format!("{name}-sign-in"));
            browser.fill("#login", "ann");
            browser.fill("#password", PASSWORD);
            browser.click("main button");
            browser.sees("h1", "Ann Peeters");
            fits(&browser);
            browser.photograph(&format!("{name}-start"));
            if preferences.width < 600 {
                browser.click(".menu-button");
                browser.photograph(&format!("{name}-menu"));
            }
            browser.click(".me a");
            browser.sees(".facts", "Ann Peeters");
            fits(&browser);
            browser.photograph(&format!("{name}-account"));
            assert_eq!(browser.complaints(), [""; 0]);
        }
    }
}

/// Fails if one must scroll sideways.
#[track_caller]
pub(super) fn fits(browser: &Driver) {
    let width = browser.script("return document.documentElement.scrollWidth - window.innerWidth");
    assert!(width.as_i64().unwrap() <= 0, "{width} pixels too wide");
}
