//! Designs on the website: looked at, refused, kept, changed and withdrawn, with and without scripts.

use super::{PASSWORD, Seat, add};
use crate::support::{
    Signpost,
    driver::{DESK, Driver, PHONE, Preferences},
};

/// What stands in the form, with some of it changed.
fn fields<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("name", "harbour"),
        ("version", ""),
        ("label", "Harbour"),
        ("unit", ""),
        ("dark", "#0b3d91"),
        ("light", "#ffffff"),
        ("shape", "rounded"),
        ("margin", "4"),
        ("level", "H"),
        ("svg", ""),
        ("png", ""),
        ("share", "20"),
        ("thickness", "1"),
        ("corner", "2"),
        ("caption", "{id}\nScan me"),
        ("size", "25"),
    ];
    let change = |(name, value): (&'a str, &'a str)| {
        let other = changes.iter().find(|(changed, _)| *changed == name);
        (name, other.map_or(value, |(_, value)| value))
    };
    let act = changes.iter().filter(|(name, _)| *name == "act").copied();
    usual.into_iter().map(change).chain(act).collect()
}

#[test]
fn a_design_is_looked_at_kept_changed_and_withdrawn_by_plain_forms() {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann Peeters", "editor");
    let mut ann = Seat::signed_in(&signpost.url, "ann", PASSWORD);
    assert!(
        ann.get("/admin/designs")
            .expect(200)
            .text()
            .contains("There are no designs yet")
    );

    let look = ann.submit("/admin/design", &fields(&[("act", "look")])).expect(200).text();
    assert!(look.contains("data:image/svg+xml;base64,"), "{look}");
    assert!(
        ann.get("/admin/designs")
            .expect(200)
            .text()
            .contains("There are no designs yet")
    );

    for (change, said) in [
        (("dark", "#999999"), "contrast"),
        (("margin", "3"), "quiet zone"),
        (("svg", "<svg><script>1</script></svg>"), "&lt;script&gt;"),
        (("name", "a b"), "a name has"),
        (("size", "wide"), "whole number"),
    ] {
        let refused = ann.submit("/admin/design", &fields(&[change, ("act", "keep")]));
        let page = refused.expect(422).text();
        assert!(
            page.contains(said) || page.contains(&said.replace("&lt;", "&#60;").replace("&gt;", "&#62;")),
            "{change:?}: {page}"
        );
    }

    let kept = ann.submit("/admin/design", &fields(&[("act", "keep")]));
    assert_eq!(
        (kept.status, kept.header("location")),
        (303, Some("/admin/designs/harbour")),
        "{}",
        kept.text()
    );
    let page = ann.get("/admin/designs/harbour").expect(200).text();
    assert!(
        page.contains("The design harbour is kept.") && page.contains("harbour@1"),
        "{page}"
    );
    let taken = ann.submit("/admin/design", &fields(&[("act", "keep")])).expect(422).text();
    assert!(taken.contains("there is a design of this name already"), "{taken}");

    let change = [("act", "keep"), ("version", "1"), ("dark", "#7b1e3a")];
    ann.submit("/admin/design", &fields(&change)).expect(303);
    let stale = ann.submit("/admin/design", &fields(&change));
    assert_eq!(stale.status, 412, "{}", stale.text());
    let list = ann.get("/admin/designs").expect(200).text();
    assert!(list.contains("Harbour") && list.contains("data:image/svg+xml"), "{list}");

    ann.submit("/admin/designs/harbour/withdraw", &[("version", "2")]).expect(303);
    ann.get("/admin/designs/harbour").expect(404);

    add(&signpost, "eva", "Eva Maes", "auditor");
    let mut eva = Seat::signed_in(&signpost.url, "eva", PASSWORD);
    eva.submit("/admin/design", &fields(&[("act", "keep")])).expect(403);
}

#[test]
fn what_a_design_looks_like_is_seen_while_it_is_drawn() {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann Peeters", "editor");
    let english = ("New design", "It was read at its size in print");
    let dutch = ("Nieuw ontwerp", "Het is gelezen op drukformaat");
    for (name, preferences, (title, read)) in [("desk", DESK, english), ("phone", PHONE, dutch)] {
        let browser = Driver::start(Preferences {
            dark: false,
            ..preferences
        });
        browser.go(&format!("{}/admin/design", signpost.url));
        browser.fill("#login", "ann");
        browser.fill("#password", PASSWORD);
        browser.click("main button");
        browser.sees("h1", title);
        browser.fill("#label", "Harbour");
        browser.click("#size");
        browser.sees("#look .hint", read);
        browser.fill("#caption", "Scan me");
        browser.click("#size");
        browser.photograph(&format!("website-{name}-design"));
        let width = browser.script("return document.documentElement.scrollWidth - window.innerWidth");
        assert!(width.as_i64().expect("a number") <= 0, "{width} pixels too wide");
        assert_eq!(browser.complaints(), [""; 0]);
    }
}
