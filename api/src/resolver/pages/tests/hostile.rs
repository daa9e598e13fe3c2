//! Whatever is written into a field stays text.

use super::document::Document;
use super::{INFORMATION, MENU, NOTICES};
use crate::resolver::pages::address::tests::HOSTILE as HOSTILE_ADDRESSES;
use crate::{
    city::Identity,
    resolver::pages::{InformationPage, MenuPage, Pages, UiLanguage},
};

/// None longer than a code may be, so that every field shows it whole.
const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=alert(1) x=\"",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><svg onload=alert(1)>",
    "&lt;b&gt; &#60;b&#62; &amp;",
    "{{ 7*7 }} {% raw %} ${x} \\u003cb\\u003e",
];

#[test]
fn hostile_text_is_shown_as_it_is_in_every_field_of_information() {
    for text in HOSTILE {
        let page = InformationPage {
            language: text,
            title: text,
            links: &[(text, text)],
            code: text,
            ..INFORMATION
        };
        let pages = Pages::of(Identity {
            name: text.to_owned(),
            ..Identity::default()
        });
        let document = Document::read(&pages.information(UiLanguage::Swedish, &page));
        assert_eq!(document.offences(), [""; 0], "{text}");
        assert_eq!(document.attribute("html", "lang"), Some(text));
        assert_eq!(document.text("title"), format!("{text} · {text}"));
        for place in ["header span", "h1", "nav a", "footer code"] {
            assert_eq!(document.one(place).text().collect::<String>(), text, "{place}");
        }
    }
}

#[test]
fn hostile_text_is_shown_as_it_is_in_every_field_of_a_menu() {
    for text in HOSTILE {
        let page = MenuPage {
            language: text,
            heading: Some(text),
            items: &[(text, "/A?b=\"'<c>&d")],
            code: text,
        };
        let document = Document::read(&Pages::new().menu(UiLanguage::French, &page));
        assert_eq!(document.offences(), [""; 0], "{text}");
        for place in ["h1", "nav a", "footer code"] {
            assert_eq!(document.one(place).text().collect::<String>(), text, "{place}");
        }
        assert_eq!(document.attribute("nav a", "href"), Some("/A?b=\"'<c>&d"));
    }
}

#[test]
fn a_hostile_code_is_shown_as_it_is_in_every_notice() {
    for text in HOSTILE {
        for notice in NOTICES {
            let document = Document::read(&Pages::new().notice(UiLanguage::Danish, notice, Some(text)));
            assert_eq!(document.offences(), [""; 0], "{text}");
            assert_eq!(document.one("footer code").text().collect::<String>(), text);
        }
    }
}

#[test]
fn a_hostile_address_leaves_a_label_without_a_link() {
    for address in HOSTILE_ADDRESSES {
        let links = &[("Label", address)];
        let information = Pages::new().information(UiLanguage::English, &InformationPage { links, ..INFORMATION });
        let menu = Pages::new().menu(UiLanguage::English, &MenuPage { items: links, ..MENU });
        for page in [information, menu] {
            let document = Document::read(&page);
            assert_eq!(document.text("nav a"), "Label");
            assert_eq!(document.attribute("nav a", "href"), None, "{address:?}");
        }
    }
}
