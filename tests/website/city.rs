//! Whose pages they are.

use scraper::{Html, Selector};

use super::{Seat, forms::texts};
use crate::support::Signpost;

#[test]
fn a_city_has_its_name_logo_and_colour_on_every_page_or_does_not_start() {
    let folder = std::sync::Arc::new(tempfile::tempdir().unwrap());
    let logo = folder.path().join("logo.svg");
    std::fs::write(&logo, "<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap();
    let logo = logo.to_str().unwrap();
    let settings = [
        "--city-name",
        "Stad Gent",
        "--city-logo",
        logo,
        "--city-colour",
        "#8b0000",
        "--time-zone",
        "Europe/Brussels",
    ];
    let signpost = Signpost::start_in(std::sync::Arc::clone(&folder), &settings);
    let citizen = crate::support::phone(&signpost.url).open("/NOWHERE");
    assert_eq!(texts(&citizen, "header"), ["Stad Gent"]);
    assert!(citizen.text().contains("data:image/svg+xml;base64,") && citizen.text().contains("--board:#8b0000"));
    let mut seat = Seat::new(&signpost.url);
    let page = seat.get("/admin/sign-in").expect(200);
    assert_eq!(texts(&page, ".city"), ["Stad Gent"]);
    let of = |css: &str, name: &str| {
        let document = Html::parse_document(&page.text());
        let element = document
            .select(&Selector::parse(css).unwrap())
            .next()
            .expect("an element")
            .value()
            .attr(name)
            .map(str::to_owned);
        element.unwrap()
    };
    assert!(
        seat.get(&of("link[rel=stylesheet]", "href"))
            .expect(200)
            .text()
            .contains("--act:#8b0000")
    );
    assert_eq!(
        seat.get(&of(".city img", "src")).expect(200).header("content-type"),
        Some("image/svg+xml")
    );
    drop(signpost);

    for (setting, value, complaint) in [
        ("--city-colour", "#ffd700", "too light"),
        ("--city-colour", "gold", "not a colour"),
        ("--city-logo", "/nowhere.svg", "city-logo"),
        ("--city-logo", "/proc/self/exe", "32768"),
        ("--city-name", " ", "city-name"),
        ("--time-zone", "Europe/Gent", "time-zone"),
    ] {
        let (code, _, said) = Signpost::failing(folder.path(), &["serve", "--listen", "127.0.0.1:0", setting, value]);
        assert!(
            code.is_some_and(|code| code != 0) && said.contains(complaint),
            "{setting} {value}: {said}"
        );
    }
}
