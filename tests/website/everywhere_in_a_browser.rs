//! Every page is gone to: by mouse at a desk, by touch in the street and in another language, and by keyboard alone.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    in_a_browser::fits,
    pages::{City, Shown},
};
use crate::support::{
    driver::{DESK, Driver, PHONE, Preferences, key},
    eventually,
};

/// A path without its query.
fn bare(path: &str) -> &str {
    path.split('?').next().unwrap_or(path)
}

/// Where one can go from the page that a browser shows: by links, and by forms that only ask.
fn ways(browser: &Driver) -> Vec<String> {
    let script = "const here = [...document.querySelectorAll('a[href]:not([href^=\"#\"])')].filter(a => !a.hasAttribute('download')).map(a => new URL(a.href)); \
                  const asks = [...document.querySelectorAll('form[method=get]')].filter(f => f.querySelector('button')).map(f => new URL(f.action)); \
                  return [...here, ...asks].filter(url => url.origin === location.origin).map(url => url.pathname)";
    let ways = browser.script(script);
    ways.as_array()
        .unwrap()
        .iter()
        .map(|way| way.as_str().unwrap().to_owned())
        .collect()
}

/// Marks what leads to a path, and says in which menu it is.
fn mark(browser: &Driver, path: &str) -> Value {
    let script = format!(
        "const path = {}; \
         const leads = e => e.tagName === 'A' ? new URL(e.href).pathname === path : new URL(e.form.action).pathname === path && e.form.method === 'get'; \
         const all = [...document.querySelectorAll('a[href]:not([download]):not([href^=\"#\"]), form[method=get] button')].filter(leads); \
         const found = all.find(e => e.closest('main')) ?? all[0]; \
         found.setAttribute('data-walk', ''); \
         found.form?.querySelector('[type=checkbox]')?.click(); \
         return found.closest('#more') ? 'more' : found.closest('#menu') ? 'menu' : ''",
        json!(path)
    );
    browser.script(&script)
}

/// Goes from one page to another as people do.
fn walk(browser: &Driver, city: &City, from: &str, to: &str) {
    browser.go(&city.url(from));
    let is_phone = browser.script("return innerWidth < 600") == true;
    match mark(browser, to).as_str() {
        Some("more" | "menu") if is_phone => browser.click(".menu-button"),
        Some("more") => browser.click(".more-button"),
        _ => {}
    }
    browser.click("[data-walk]");
    eventually(&format!("{to} from {from}"), || {
        let arrived = bare(&browser.url()) == city.url(to);
        (arrived && browser.script("return document.querySelector('h1')?.innerText") != Value::Null).then_some(())
    });
}

#[test]
fn every_page_is_reached_by_mouse_at_a_desk_and_by_touch_in_the_street() {
    let city = City::start();
    for preferences in [DESK, PHONE] {
        let browser = Driver::start(preferences);
        city.sign_in(&browser, "ada");
        let pages = city.for_staff();
        let mut missing: Vec<&Shown> = pages.iter().filter(|page| page.is_linked).collect();
        let mut from: BTreeMap<String, String> = BTreeMap::from([("/admin".to_owned(), "/admin".to_owned())]);
        loop {
            let (found, rest): (Vec<&Shown>, Vec<&Shown>) =
                missing.into_iter().partition(|page| from.contains_key(bare(&page.path)));
            missing = rest;
            if found.is_empty() {
                break;
            }
            for page in found {
                browser.go(&city.url(&page.path));
                fits(&browser);
                for way in ways(&browser) {
                    from.entry(way).or_insert_with(|| page.path.clone());
                }
            }
        }
        let missing: Vec<&str> = missing.iter().map(|page| page.path.as_str()).collect();
        assert!(missing.is_empty(), "nothing leads to {missing:?}");
        for page in pages.iter().filter(|page| page.is_linked) {
            let to = bare(&page.path);
            walk(&browser, &city, &from[to], to);
        }
        // What leads nowhere yet is answered so, which browsers write down.
        let complaints = browser.complaints().into_iter().filter(|line| !line.contains("SHOW-EMPTY"));
        assert_eq!(complaints.collect::<Vec<_>>(), [""; 0]);
    }
}

/// Notes what has the focus from now on: the place of each among all that can have it, and whether one sees so. Gives how often to press.
const NOTE: &str = "\
    const shows = e => e.checkVisibility({visibilityProperty: true}) && !e.closest('[inert]'); \
    const can = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]; \
    const all = can.filter(e => e.tabIndex >= 0 && !e.disabled && shows(e)) \
        .filter((e, _, every) => e.type !== 'radio' || e === (every.find(o => o.name === e.name && o.checked) ?? every.find(o => o.name === e.name))); \
    window.walked = []; window.named = all.map(e => e.outerHTML.slice(0, 120)); \
    document.addEventListener('focusin', ({target}) => { \
        const style = getComputedStyle(target); \
        const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'; \
        window.walked.push([all.indexOf(target), ring]); \
    }); \
    document.activeElement?.blur(); \
    const parts = e => e.type?.startsWith('date') || e.type === 'time' ? 8 : 1; \
    return all.reduce((sum, e) => sum + parts(e), 0)";

/// What is wrong with a page for those who have a keyboard and nothing else.
fn wrong_by_keyboard(browser: &Driver) -> Vec<String> {
    let count = browser.script(NOTE).as_u64().unwrap();
    browser.press(&key::TAB.repeat(usize::try_from(count).unwrap() + 2));
    let names = browser.script("return window.named");
    let walked = browser.script("return window.walked");
    let (names, walked) = (names.as_array().unwrap(), walked.as_array().unwrap());
    let mut wrong = vec![];
    let mut order: Vec<i64> = vec![];
    for step in walked {
        let place = step[0].as_i64().unwrap();
        if place < 0 || order.contains(&place) {
            continue;
        }
        if order.last().is_some_and(|last| *last > place) {
            wrong.push(format!(
                "{} comes after what stands below it",
                names[usize::try_from(place).unwrap()]
            ));
        }
        if step[1] != true {
            wrong.push(format!(
                "{} does not show that it has the focus",
                names[usize::try_from(place).unwrap()]
            ));
        }
        order.push(place);
    }
    for (place, name) in names.iter().enumerate() {
        if !order.contains(&i64::try_from(place).unwrap()) {
            wrong.push(format!("{name} is not reached"));
        }
    }
    wrong
}

#[test]
fn everything_on_every_page_is_reached_by_keyboard_alone_in_order_and_shows_it() {
    let city = City::start();
    for preferences in [DESK, PHONE] {
        let browser = Driver::start(Preferences {
            language: if preferences.width < 600 { "fr" } else { "en" },
            ..preferences
        });
        city.sign_in(&browser, "ada");
        let mut wrong = vec![];
        for page in city.for_staff() {
            browser.go(&city.url(&page.path));
            let found = wrong_by_keyboard(&browser);
            wrong.extend(found.into_iter().map(|what| format!("{}: {what}", page.path)));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// Without this, the test above could pass with a look that finds nothing.
#[test]
fn what_a_keyboard_does_not_reach_is_found() {
    let browser = Driver::start(DESK);
    let page = "<!doctype html><style>[name]:focus{outline:none}</style><a href='x'>a</a><button name=b>b</button><button tabindex=1>c</button>";
    browser.go(&format!("data:text/html,{page}"));
    let wrong = wrong_by_keyboard(&browser).join("\n");
    assert!(wrong.contains("comes after what stands below it"), "{wrong}");
    assert!(wrong.contains("does not show that it has the focus"), "{wrong}");
}
