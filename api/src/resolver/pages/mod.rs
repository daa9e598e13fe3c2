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
use signpost_domain::schedule::Zone;

use crate::city::{Identity, Logo};

pub use self::information::InformationPage;
pub use self::language::UiLanguage;
pub use self::markdown::PageMarkdown;
pub use self::menu::MenuPage;
pub use self::notice::Notice;
pub use self::reader::Reader;

use self::style::Style;
use self::texts::Texts;

/// Renders every page. Built once; immutable and shared from then on.
pub struct Pages {
    identity: Identity,
    /// The logo as an address, where the city has one.
    logo: Option<String>,
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
            logo: identity.logo.as_ref().map(Logo::inside),
            style: Style::new(identity.accent),
            identity,
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

    /// Whose wall clock its staff read times by.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.identity.zone.clone()
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
