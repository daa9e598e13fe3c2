//! The pages that citizens see after a scan: pure functions from what is known to an HTML document.
//!
//! A page is one small file: no script, no image, no font, nothing loaded from anywhere. It is for a phone in the
//! sun on a slow network first. Serve it as `text/html; charset=utf-8` together with [`Pages::content_security_policy`].
//! Status codes, headers and which language a visitor wants are the resolver's business, not this module's.
//!
//! The words are in `locales/`, the HTML and the stylesheet in `templates/resolver/`.

mod address;
mod board;
mod frame;
mod information;
mod language;
mod locale;
mod markdown;
mod menu;
mod notice;
mod reader;
mod style;
mod texts;

#[cfg(test)]
mod tests;

use askama::Template;

pub use self::information::InformationPage;
pub use self::language::UiLanguage;
pub use self::markdown::PageMarkdown;
pub use self::menu::MenuPage;
pub use self::notice::Notice;
pub use self::reader::Reader;

use self::style::Style;
use self::texts::Texts;

/// Whose pages these are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Shown at the head of every page and in the browser's title.
    pub name: String,
}

impl Default for Identity {
    fn default() -> Self {
        Self {
            name: "Signpost".to_owned(),
        }
    }
}

/// Renders every page. Built once; immutable and shared from then on.
pub struct Pages {
    identity: Identity,
    style: Style,
    dutch: Texts,
    english: Texts,
    french: Texts,
    swedish: Texts,
    danish: Texts,
}

impl Pages {
    /// Pages in the name of Signpost itself.
    #[must_use]
    pub fn new() -> Self {
        Self::of(Identity::default())
    }

    /// Pages in the name of a city.
    #[must_use]
    pub fn of(identity: Identity) -> Self {
        Self {
            identity,
            style: Style::new(),
            dutch: Texts::of(UiLanguage::Dutch),
            english: Texts::of(UiLanguage::English),
            french: Texts::of(UiLanguage::French),
            swedish: Texts::of(UiLanguage::Swedish),
            danish: Texts::of(UiLanguage::Danish),
        }
    }

    /// Whose pages these are.
    #[must_use]
    pub fn city(&self) -> &str {
        &self.identity.name
    }

    /// Value of the `Content-Security-Policy` header that fits every page, ASCII.
    #[must_use]
    pub fn content_security_policy(&self) -> &str {
        &self.style.policy
    }

    const fn texts(&self, language: UiLanguage) -> &Texts {
        match language {
            UiLanguage::Dutch => &self.dutch,
            UiLanguage::English => &self.english,
            UiLanguage::French => &self.french,
            UiLanguage::Swedish => &self.swedish,
            UiLanguage::Danish => &self.danish,
        }
    }
}

impl Default for Pages {
    fn default() -> Self {
        Self::new()
    }
}

fn render(template: &impl Template) -> String {
    template
        .render()
        .expect("templates are checked at compile time, hold only text, and write to a String")
}
