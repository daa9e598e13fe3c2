//! Which language a page says it is in, and which way it runs.

use super::document::Document;
use super::{INFORMATION, MENU, NOTICES};
use crate::resolver::pages::{InformationPage, MenuPage, Pages, UiLanguage};

#[test]
fn a_notice_is_wholly_in_the_language_of_the_interface() {
    let pages = Pages::new();
    for ui in UiLanguage::ALL {
        for notice in NOTICES {
            let document = Document::read(&pages.notice(ui, notice, Some("7K3M9QXT")));
            let title = document.text("h1");
            assert_eq!(document.attribute("html", "lang"), Some(ui.tag()));
            assert_eq!(document.all("[lang]").len(), 1);
            assert_eq!(document.text("title"), format!("{title} · Signpost"));
            assert!(document.text("p.message").len() > 20);
            assert!(document.all("main p").len() > 1, "{notice:?} says what to do");
        }
    }
}

#[test]
fn a_menu_without_a_heading_asks_in_the_words_of_the_interface() {
    let pages = Pages::new();
    let menu = MenuPage { heading: None, ..MENU };
    let french = Document::read(&pages.menu(UiLanguage::French, &menu));
    assert_eq!(french.text("h1"), "Que cherchez-vous\u{a0}?");
    assert_eq!(french.attribute("h1", "lang"), Some("fr"));
    assert_eq!(french.attribute("html", "lang"), Some("nl"));
    assert_eq!(
        Document::read(&pages.menu(UiLanguage::Dutch, &menu)).attribute("h1", "lang"),
        None
    );
}

#[test]
fn languages_from_right_to_left_turn_the_page_but_not_the_interface() {
    let pages = Pages::new();
    for language in ["ar", "he", "fa", "ur-PK"] {
        let information = pages.information(UiLanguage::Dutch, &InformationPage { language, ..INFORMATION });
        let menu = pages.menu(
            UiLanguage::Dutch,
            &MenuPage {
                language,
                heading: None,
                ..MENU
            },
        );
        for page in [&information, &menu] {
            let document = Document::read(page);
            assert_eq!(document.attribute("html", "dir"), Some("rtl"));
            assert_eq!(document.attribute("footer p", "dir"), Some("ltr"));
        }
        assert_eq!(Document::read(&menu).attribute("h1", "dir"), Some("ltr"));
    }
}
