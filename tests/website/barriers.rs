//! No page keeps anybody out: axe-core, which is served to the browser from here, looks at each of them by day and by night, at a desk and in the street. No page complains, and none asks anybody
//! else for anything.

use super::{
    axe::Axe,
    pages::{City, Shown},
};
use crate::support::driver::{DESK, Driver, PHONE, Preferences};

/// Looks at a page, and says all that is wrong with it.
fn wrong_with(browser: &Driver, city: &City, shown: &Shown, axe: &Axe) -> Vec<String> {
    browser.go(&city.url(&shown.path));
    axe.wrong_with(browser, &city.signpost.url, shown.status)
}

/// What is wrong with the menu when it is open.
fn menus(browser: &Driver, city: &City, axe: &Axe) -> Vec<String> {
    browser.go(&city.url("/admin/units"));
    let is_phone = browser.script("return innerWidth < 600") == true;
    browser.click(if is_phone { ".menu-button" } else { ".more-button" });
    let is_dark = browser.script("return matchMedia('(prefers-color-scheme: dark)').matches") == true;
    match (is_phone, is_dark) {
        (true, true) => browser.document("menu-of-staff-phone-dark"),
        (false, false) => browser.document("menu-of-staff"),
        _ => {}
    }
    let found = axe.violations(browser);
    found.into_iter().map(|what| format!("the menu: {what}")).collect()
}

#[test]
fn no_page_has_barriers_complains_or_asks_others_for_anything_by_day_and_by_night_at_a_desk_and_in_the_street() {
    let axe = Axe::read();
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
