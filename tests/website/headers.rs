use super::{Seat, pages::City};
use crate::support::{
    Signpost,
    driver::{DESK, Driver},
    phone,
};

#[test]
fn the_documentation_of_the_api_runs_nothing_but_its_own() {
    let signpost = Signpost::start();
    let answer = phone(&signpost.url).open("/api/docs/");
    let policy = answer.header("content-security-policy").unwrap_or_default();
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    let browser = Driver::start(DESK);
    browser.go(&format!("{}/api/docs/", signpost.url));
    browser.sees("#swagger-ui .info", "Signpost");
    browser.sees("#swagger-ui", "List the addresses that codes lead to");
    browser.photograph("api-docs");
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn every_page_tells_browsers_to_refuse_what_it_does_not_need() {
    let city = City::start();
    let mut everybody = Seat::new(&city.signpost.url);
    let mut staff = Seat::signed_in(&city.signpost.url, "ada", &city.password);
    let pages = City::for_everybody().into_iter().map(|page| (page, false));
    let pages = pages.chain(city.for_staff().into_iter().map(|page| (page, true)));
    for (page, is_staff) in pages {
        let seat = if is_staff { &mut staff } else { &mut everybody };
        let answer = seat.get(&page.path).expect(page.status);
        let header = |name: &str| answer.header(name).unwrap_or_else(|| panic!("{}: no {name}", page.path));
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{}: {policy}", page.path);
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{}: {policy}", page.path);
        assert!(
            policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
            "{}: {policy}",
            page.path
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(header(name), value, "{}", page.path);
        }
        assert!(
            ["no-referrer", "same-origin"].contains(&header("referrer-policy")),
            "{}",
            page.path
        );
        let may_locate = header("permissions-policy").contains("geolocation=(self)");
        assert_eq!(may_locate, page.path.starts_with("/admin"), "{}", page.path);
        if !is_staff {
            assert_eq!(answer.header("set-cookie"), None, "{}", page.path);
            assert_eq!(
                answer.text().contains("<script"),
                page.path.starts_with("/admin"),
                "{}",
                page.path
            );
        }
    }
}
