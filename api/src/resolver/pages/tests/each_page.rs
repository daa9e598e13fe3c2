//! Every page in every language.

use super::document::Document;
use super::{INFORMATION, MENU, NOTICES, one_of_each};
use crate::{
    city::Identity,
    resolver::pages::{InformationPage, Notice, Pages, UiLanguage},
};

#[test]
fn every_page_is_sound_small_html_with_nothing_that_runs_or_loads() {
    let pages = Pages::new();
    for ui in UiLanguage::ALL {
        for page in one_of_each(&pages, ui) {
            let document = Document::read(&page);
            assert!(page.starts_with("<!doctype html>\n<html lang="), "{page}");
            assert!(document.errors().is_empty(), "{:?} in {page}", document.errors());
            assert_eq!(document.offences(), [""; 0], "{page}");
            assert!(page.len() < 6000, "{} bytes", page.len());
            assert_eq!(document.attribute("meta[name=robots]", "content"), Some("noindex"));
            assert_eq!(
                document.attribute("meta[name=viewport]", "content"),
                Some("width=device-width, initial-scale=1")
            );
            assert!(
                document
                    .attribute("link[rel=icon]", "href")
                    .is_some_and(|icon| icon.starts_with("data:image/svg+xml,"))
            );
            assert_eq!(document.text("footer code"), "7K3M9QXT");
        }
    }
}

#[test]
fn the_policy_admits_exactly_the_style_in_the_page() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use sha2::{Digest, Sha256};

    let pages = Pages::new();
    for page in one_of_each(&pages, UiLanguage::Dutch) {
        let hash = STANDARD.encode(Sha256::digest(Document::read(&page).one("style").inner_html()));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'"
        );
        assert_eq!(pages.content_security_policy(), policy);
        assert!(policy.is_ascii());
    }
}

#[test]
fn notices_differ_from_each_other_in_every_language() {
    let pages = Pages::new();
    for ui in UiLanguage::ALL {
        let mut titles = NOTICES.map(|notice| Document::read(&pages.notice(ui, notice, None)).text("h1"));
        titles.sort();
        assert!(titles.windows(2).all(|pair| pair[0] != pair[1]), "{titles:?}");
    }
}

#[test]
fn without_a_code_nobody_is_asked_to_mention_one() {
    let pages = Pages::new();
    for notice in NOTICES {
        assert!(
            Document::read(&pages.notice(UiLanguage::French, notice, None))
                .all("footer")
                .is_empty()
        );
    }
}

#[test]
fn only_a_failure_offers_another_try_and_only_home_leads_staff_on() {
    let pages = Pages::new();
    for notice in NOTICES {
        let document = Document::read(&pages.notice(UiLanguage::English, notice, Some("ABC")));
        let links: Vec<_> = document.all("a").iter().filter_map(|link| link.attr("href")).collect();
        match notice {
            Notice::Failure => assert_eq!(links, [""]),
            Notice::Home => assert_eq!(links, ["/api/docs"]),
            _ => assert_eq!(links, [""; 0]),
        }
    }
}

#[test]
fn information_shows_what_staff_wrote_and_speaks_its_language() {
    let pages = Pages::new();
    for ui in UiLanguage::ALL {
        let document = Document::read(&pages.information(ui, &INFORMATION));
        assert_eq!(document.attribute("html", "lang"), Some("nl-BE"));
        assert_eq!(document.attribute("html", "dir"), None);
        assert_eq!(document.text("title"), "Bloemenkiosk · Signpost");
        assert_eq!(document.text("h1"), "Bloemenkiosk");
        assert_eq!(document.text(".text strong"), "zondag");
        let links: Vec<_> = document
            .all("nav a")
            .iter()
            .map(|link| (link.inner_html(), link.attr("href")))
            .collect();
        let expected = [("Boeken", "https://stad.gent/boek?a=1&b=2"), ("Spelen", "antwerp-app://play")];
        assert_eq!(links, expected.map(|(label, address)| (label.to_owned(), Some(address))));
        assert!(
            document
                .all("nav a")
                .iter()
                .all(|link| link.attr("rel") == Some("noopener noreferrer nofollow"))
        );
        // The interface's own words say which language they are, where it is another.
        let foreign = (ui != UiLanguage::Dutch).then(|| ui.tag());
        assert_eq!(document.attribute("nav h2", "lang"), foreign);
        assert_eq!(document.attribute("footer p", "lang"), foreign);
    }
}

#[test]
fn information_without_links_has_no_navigation() {
    let page = InformationPage {
        links: &[],
        ..INFORMATION
    };
    assert!(
        Document::read(&Pages::new().information(UiLanguage::Dutch, &page))
            .all("nav")
            .is_empty()
    );
}

#[test]
fn a_menu_is_a_list_of_links_under_its_heading() {
    let pages = Pages::new();
    for ui in UiLanguage::ALL {
        let document = Document::read(&pages.menu(ui, &MENU));
        assert_eq!(document.text("h1"), "Deze brug");
        assert_eq!(document.attribute("h1", "lang"), None);
        assert_eq!(document.texts("nav > ul > li > a"), ["Geschiedenis", "Melding maken"]);
        assert_eq!(document.all("nav a")[0].attr("href"), Some("/7K3M9QXT?choice=1"));
        assert_eq!(document.attribute("nav", "aria-labelledby"), document.attribute("h1", "id"));
    }
}

#[test]
fn a_city_shows_its_own_name() {
    let pages = Pages::of(Identity {
        name: "Stad Gent".to_owned(),
        ..Identity::default()
    });
    let document = Document::read(&pages.notice(UiLanguage::Dutch, Notice::Home, None));
    assert_eq!(document.text("header"), "Stad Gent");
    assert!(document.text("title").ends_with(" · Stad Gent"));
}
