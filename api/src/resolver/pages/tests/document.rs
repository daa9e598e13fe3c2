//! A page as a browser reads it.

use scraper::{ElementRef, Html, Selector};

/// Every element that a page may have; none runs, loads or sends anything, but for the icon's `link`.
const ELEMENTS: &str = "a blockquote body br code del div em footer g h1 h2 h3 h4 h5 h6 head header hr html li link main meta \
                        nav ol p path pre span strong style svg table tbody td th thead title tr ul";

const ATTRIBUTES: &str = "aria-hidden aria-labelledby charset class content d dir height href id lang name rel start transform \
                          translate viewBox width";

pub(super) struct Document(Html);

impl Document {
    pub(super) fn read(page: &str) -> Self {
        Self(Html::parse_document(page))
    }

    /// What a browser would have to put right.
    pub(super) fn errors(&self) -> &[std::borrow::Cow<'static, str>] {
        &self.0.errors
    }

    pub(super) fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.0.select(&Selector::parse(selector).expect("a valid selector")).collect()
    }

    /// The only element that fits.
    pub(super) fn one(&self, selector: &str) -> ElementRef<'_> {
        let found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector} in {}", self.0.html());
        found[0]
    }

    pub(super) fn text(&self, selector: &str) -> String {
        self.one(selector).text().collect::<String>().trim().to_owned()
    }

    pub(super) fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector)
            .into_iter()
            .map(|element| element.text().collect())
            .collect()
    }

    pub(super) fn attribute(&self, selector: &str, name: &str) -> Option<&str> {
        self.one(selector).attr(name)
    }

    /// What no page may have, whatever was written into it.
    pub(super) fn offences(&self) -> Vec<String> {
        let mut offences = Vec::new();
        for element in self.all("*") {
            let name = element.value().name();
            if !ELEMENTS.split(' ').any(|allowed| allowed == name) {
                offences.push(format!("<{name}>"));
            }
            for (attribute, value) in element.value().attrs() {
                let address = attribute == "href" && name != "link";
                if !ATTRIBUTES.split(' ').any(|allowed| allowed == attribute) || (address && is_dangerous(value)) {
                    offences.push(format!("<{name} {attribute}={value:?}>"));
                }
            }
        }
        for (only, count) in [("h1", 1), ("style", 1), ("link", 1), ("title", 1), ("meta", 3)] {
            if self.all(only).len() != count {
                offences.push(format!("{} times <{only}>", self.all(only).len()));
            }
        }
        offences
    }
}

/// Coarser than `address.rs`, on purpose: anything like a script's scheme once all that a browser might skip is gone.
fn is_dangerous(address: &str) -> bool {
    let bare: String = address
        .chars()
        .filter(char::is_ascii_graphic)
        .collect::<String>()
        .to_ascii_lowercase();
    [
        "javascript:",
        "vbscript:",
        "livescript:",
        "data:",
        "file:",
        "blob:",
        "about:",
        "view-source:",
    ]
    .iter()
    .any(|scheme| bare.starts_with(scheme))
}

#[test]
fn offences_are_seen() {
    let innocent = "<!doctype html><meta><meta><meta><title></title><link><style></style><h1></h1>";
    assert_eq!(Document::read(innocent).offences(), [""; 0]);
    for offence in [
        "<script></script>",
        "<p onclick=x>",
        "<img src=x>",
        "<iframe></iframe>",
        "<h1></h1>",
        "<p style=color:red>",
        "<a href='&#x6a;ava&Tab;script:x'>",
        "<a href=' DATA:x'>",
        "<svg><animate/></svg>",
        "<form></form>",
        "<input>",
    ] {
        assert_ne!(
            Document::read(&format!("{innocent}{offence}")).offences(),
            [""; 0],
            "{offence}"
        );
    }
}
