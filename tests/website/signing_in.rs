use reqwest::Method;
use scraper::{Html, Selector};

use super::{PASSWORD, Seat, add};
use crate::support::{Answer, Clock, Signpost, database_of_its_own};

/// What a page says where it complains.
fn complaint(answer: &Answer) -> String {
    let selector = Selector::parse("[role=alert]").unwrap();
    let document = Html::parse_document(&answer.text());
    let found = document.select(&selector).next().expect("a complaint");
    found.text().collect()
}

#[test]
fn whoever_is_refused_learns_nothing_and_ten_guesses_are_all_there_are() {
    for url in [None, Some(database_of_its_own())] {
        let folder = url.map_or_else(
            || std::sync::Arc::new(tempfile::tempdir().unwrap()),
            |url| Signpost::folder_for(&url),
        );
        let clock = Clock::at("2026-11-23 08:00:00");
        let signpost = Signpost::start_at(&clock, folder, &[]);
        add(&signpost, "ann", "Ann", "admin");
        add(&signpost, "ben", "Ben", "auditor");
        let mut seat = Seat::new(&signpost.url);
        let wrong = |seat: &mut Seat, login: &str| {
            let answer = seat.sign_in(login, "correct horse battery");
            (answer.status, complaint(&answer))
        };
        let first = wrong(&mut seat, "ann");
        assert_eq!(first.0, 422);
        for strange in ["nobody", "ANN'; --", "", "ann\u{0}"] {
            assert_eq!(wrong(&mut seat, strange), first, "{strange:?}");
        }
        for _ in 1..10 {
            assert_eq!(wrong(&mut seat, "Ann"), first);
            assert_eq!(wrong(&mut seat, "no.body"), first);
        }
        assert_eq!(wrong(&mut seat, "no.body"), first);
        let locked = wrong(&mut seat, "ann");
        assert_eq!(locked.0, 429);
        assert_eq!(wrong(&mut seat, "no.body"), locked, "as with somebody");
        assert_eq!(seat.sign_in("ann", PASSWORD).status, 429, "the right one is not looked at");
        Seat::signed_in(&signpost.url, "ben", PASSWORD);
        clock.set("2026-11-23 08:14:00");
        assert_eq!(seat.sign_in("ann", PASSWORD).status, 429);
        clock.set("2026-11-23 08:16:00");
        Seat::signed_in(&signpost.url, "ann", PASSWORD);
    }
}

#[test]
fn signing_in_leads_on_within_the_website_only() {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann", "admin");
    let mut seat = Seat::new(&signpost.url);
    let answer = seat.get("/admin/account?x=1").expect(303);
    assert_eq!(
        answer.header("location"),
        Some("/admin/sign-in?next=%2Fadmin%2Faccount%3Fx%3D1")
    );
    let to = |next: &str| {
        let mut seat = Seat::new(&signpost.url);
        let fields = [("login", "ann"), ("password", PASSWORD), ("next", next)];
        let answer = seat.post("/admin/sign-in", &fields).expect(303);
        answer.header("location").unwrap().to_owned()
    };
    assert_eq!(to("/admin/account?x=1"), "/admin/account?x=1");
    for elsewhere in ["https://evil.example/", "//evil.example", "/\\evil.example", "/ann"] {
        assert_eq!(to(elsewhere), "/admin");
    }
}

#[test]
fn what_others_make_a_browser_send_changes_nothing() {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann", "admin");
    let mut seat = Seat::signed_in(&signpost.url, "ann", PASSWORD);
    let token = seat.form_token();
    let body = format!("form_token={token}");
    let path = "/admin/sign-out-everywhere";
    let elsewhere: [&[(&str, &str)]; 5] = [
        &[],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", &signpost.url)],
    ];
    for headers in elsewhere {
        let mut request = seat.request(Method::POST, path).body(body.clone());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        seat.send(request).expect(403);
        assert!(seat.is_signed_in(), "{headers:?}");
    }
    // From here, but not from a page of this session.
    let other = Seat::signed_in(&signpost.url, "ann", PASSWORD).form_token();
    for token in ["", "0", other.as_str()] {
        seat.post(path, &[("form_token", token)]).expect(403);
        assert!(seat.is_signed_in());
    }
    assert_eq!(seat.get(path).status, 404, "by a link, either");
    seat.submit(path, &[]).expect(303);
    assert!(!seat.is_signed_in());
}

#[test]
fn a_password_that_is_easy_to_guess_opens_no_account() {
    let signpost = Signpost::start();
    let arguments = [
        "people",
        "add",
        "--login",
        "ann",
        "--name",
        "Ann",
        "--role",
        "admin",
        "--password-stdin",
    ];
    for (easy, word) in [("short", "12 characters"), ("password1234", "tried first")] {
        let output = signpost.command_with(&arguments, easy);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(word), "{said}");
    }
    add(&signpost, "ann", "Ann", "admin");
    let output = signpost.command_with(&arguments, PASSWORD);
    assert!(String::from_utf8_lossy(&output.stderr).contains("another login"));
}

#[test]
fn browsers_are_told_to_refuse_what_pages_do_not_need() {
    let signpost = Signpost::start_with(&["--public-url", "https://q.example.org"]);
    add(&signpost, "ann", "Ann", "admin");
    let mut seat = Seat::new(&signpost.url);
    let answer = seat.get("/admin/sign-in").expect(200);
    let policy = answer.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cache-control", "no-store"),
        ("strict-transport-security", "max-age=31536000"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    let answer = seat.sign_in("ann", PASSWORD).expect(303);
    let cookie = answer.header("set-cookie").unwrap();
    let (name, flags) = cookie.split_once('=').unwrap();
    assert_eq!(name, "__Host-signpost-session");
    let flags = flags.split_once("; ").unwrap().1;
    assert_eq!(flags, "Path=/; HttpOnly; SameSite=Lax; Secure");
    let page = seat.get("/admin").expect(200).text();
    let style = Html::parse_document(&page);
    let link = style
        .select(&Selector::parse("link[rel=stylesheet]").unwrap())
        .next()
        .unwrap();
    let style = seat.get(link.value().attr("href").unwrap()).expect(200);
    assert_eq!(style.header("cache-control"), Some("public, max-age=31536000, immutable"));
}
