//! Words and times in which staff think: their language, and the clock on the town hall.

use reqwest::Method;

use super::{PASSWORD, Seat, add};
use crate::support::Signpost;

#[test]
fn times_are_typed_and_read_by_the_clock_of_the_city_and_kept_in_utc() {
    let signpost = Signpost::start_with(&["--time-zone", "Europe/Brussels"]);
    add(&signpost, "ann", "Ann Peeters", "admin");
    let staff = signpost.client("admin");
    let mut ann = Seat::signed_in(&signpost.url, "ann", PASSWORD);
    let form = ann.get("/admin/decisions").expect(200).text();
    assert!(form.contains("By the clock of Europe/Brussels"), "{form}");
    let summer = [
        ("act", "save"),
        ("name", "summer"),
        ("label", "In summer"),
        ("condition/kind", "between"),
        ("condition/between/from", "2026-07-01T08:00"),
        ("condition/between/until", "2026-12-01T08:00"),
    ];
    ann.submit("/admin/audience", &summer).expect(303);
    let kept = staff.get("/audiences/summer").expect(200).json();
    let between = &kept["condition"]["between"];
    assert_eq!(between["from"], "2026-07-01T06:00:00Z", "{kept}");
    assert_eq!(between["until"], "2026-12-01T07:00:00Z", "{kept}");
    let shown = ann.get("/admin/audiences/summer").expect(200).text();
    assert!(
        shown.contains("from 2026-07-01 08:00 CEST until 2026-12-01 08:00 CET"),
        "{shown}"
    );
    let form = ann.get("/admin/audiences/summer/change").expect(200).text();
    assert!(
        form.contains("value=\"2026-07-01T08:00\"") && form.contains("value=\"2026-12-01T08:00\""),
        "{form}"
    );
    // What was decided is found by the same clock, and exported so.
    for (from, found) in [("2020-01-01T00:00", true), ("2999-01-01T00:00", false)] {
        for path in ["/admin/decisions", "/admin/decisions/export.csv"] {
            let page = ann.get(&format!("{path}?from={from}&type=Defined")).expect(200).text();
            assert_eq!(page.contains("summer"), found, "{path} {from}");
        }
    }
    // A token counts to the end of a day there.
    let token = [("name", "App"), ("grants", "analyst"), ("expires_at", "2998-06-30")];
    ann.submit("/admin/token", &token).expect(200);
    let tokens = staff.get("/tokens").expect(200).text();
    assert!(tokens.contains("2998-06-30T22:00:00Z"), "{tokens}");
}

#[test]
fn why_something_was_not_done_is_said_in_the_readers_language() {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann Peeters", "editor");
    let mut ann = Seat::signed_in(&signpost.url, "ann", PASSWORD);
    let token = ann.form_token();
    for (language, path, fields, said) in [
        (
            "nl",
            "/admin/code",
            "id=x&act=save",
            "een code-id heeft 3 tot 50 tekens, dit heeft er 1",
        ),
        ("fr", "/admin/audience", "name=&act=save", "un nom a 1 à 60 caractères"),
        (
            "sv",
            "/admin/code",
            "target/type=redirect&target/url=ftp://x.be/&act=save",
            "bara http och https är tillåtna, inte ftp",
        ),
        (
            "da",
            "/admin/unit",
            "name=x&label=y",
            "din rolle (redaktør) lader dig ikke: ændre enheder",
        ),
        (
            "en",
            "/admin/code",
            "id=x&act=save",
            "a code&#39;s id has 3 to 50 characters, this has 1",
        ),
    ] {
        let request = ann.request(Method::POST, path).header("sec-fetch-site", "same-origin");
        let request = request
            .header("accept-language", language)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("form_token={token}&{fields}"));
        let page = ann.send(request).text().replace("&#38;#39;", "&#39;");
        assert!(page.contains(said), "{language} {path}: {said}\n{page}");
        assert!(language == "en" || page.contains(&format!("lang=\"{language}\"")), "{page}");
    }
}
