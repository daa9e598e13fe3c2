//! What every page has around its content, and how it is answered.

use std::{borrow::Borrow, fmt::Display};

use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use jiff::Timestamp;

use super::{Staff, cookies::Cookie, navigation::Section, texts::Texts};
use crate::{
    Shared,
    resolver::{pages::UiLanguage, visitor::language::accepted_languages},
};

/// A text by its key, with values to be put in: what is said after something was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    key: String,
    value: Option<String>,
}

impl Text {
    /// Without values.
    pub(crate) fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            value: None,
        }
    }

    /// With one, which the text calls `$value`.
    pub(crate) fn with(key: &str, value: &dyn Display) -> Self {
        Self {
            key: key.to_owned(),
            value: Some(value.to_string()),
        }
    }

    fn written(&self) -> String {
        let value = self.value.as_deref().map_or(String::new(), |value| format!(" {value}"));
        format!("{}{value}", self.key)
    }

    /// Only texts that are there to be said so: what a browser sends is not to be trusted.
    fn read(written: &str) -> Option<Self> {
        let (key, value) = written
            .split_once(' ')
            .map_or((written, None), |(key, value)| (key, Some(value.to_owned())));
        key.starts_with("done-").then(|| Self {
            key: key.to_owned(),
            value,
        })
    }
}

/// What a page needs beside its content.
pub(crate) struct Page {
    api: Shared,
    language: UiLanguage,
    /// In the head and in the browser's title.
    pub(crate) title: String,
    pub(crate) section: Section,
    /// Who sees it.
    pub(crate) staff: Option<Staff>,
    said: Option<Text>,
    removes_said: bool,
}

/// In which language somebody wants to read.
pub(super) fn language(headers: &HeaderMap) -> UiLanguage {
    let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let accepted = accepted_languages(header.unwrap_or_default());
    let accepted: Vec<&str> = accepted.iter().map(signpost_domain::language::Language::as_str).collect();
    UiLanguage::negotiate(&accepted)
}

impl Page {
    /// Of somebody who signed in; the title is a text.
    pub(crate) fn of(staff: &Staff, section: Section, title: &str) -> Self {
        let said = staff.said.as_deref().and_then(Text::read);
        Self {
            title: staff.texts().text(title, &[]),
            api: staff.api.clone(),
            language: staff.language,
            section,
            removes_said: staff.said.is_some(),
            said,
            staff: Some(staff.clone()),
        }
    }

    /// Of anybody.
    pub(crate) fn outside(api: &Shared, headers: &HeaderMap, title: &str) -> Self {
        let said = Cookie::Flash.read(headers, api.is_encrypted());
        let language = language(headers);
        Self {
            title: api.website.words.of(language).text(title, &[]),
            api: api.clone(),
            language,
            section: Section::Outside,
            removes_said: said.is_some(),
            said: said.as_deref().and_then(Text::read),
            staff: None,
        }
    }

    pub(crate) fn texts(&self) -> &Texts {
        self.api.website.words.of(self.language)
    }

    /// A text.
    pub(crate) fn t(&self, key: &str) -> String {
        self.texts().text(key, &[])
    }

    /// A text with a value put in.
    pub(crate) fn t1(&self, key: &str, name: &str, value: &dyn Display) -> String {
        self.texts().text(key, &[(name, &value.to_string())])
    }

    /// A text with two values put in.
    pub(crate) fn t2(&self, key: &str, one: (&str, &dyn Display), other: (&str, &dyn Display)) -> String {
        let (first, second) = (one.1.to_string(), other.1.to_string());
        self.texts().text(key, &[(one.0, &first), (other.0, &second)])
    }

    /// A time for people, by the wall clock of the city.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        self.texts().clock.shown(at)
    }

    /// A number for people: its digits in threes.
    #[expect(clippy::unused_self, reason = "templates ask the page for everything")]
    pub(crate) fn number(&self, number: impl Borrow<u64>) -> String {
        number_of(*number.borrow())
    }

    pub(crate) fn tag(&self) -> &'static str {
        self.language.tag()
    }

    pub(crate) fn city(&self) -> &str {
        self.api.pages.city()
    }

    pub(crate) fn style(&self) -> &str {
        self.api.website.assets.style()
    }

    pub(crate) fn htmx(&self) -> &str {
        self.api.website.assets.htmx()
    }

    pub(crate) fn street(&self) -> &str {
        self.api.website.assets.street()
    }

    pub(crate) fn sortable(&self) -> &str {
        self.api.website.assets.sortable()
    }

    pub(crate) fn logo(&self) -> Option<&str> {
        self.api.website.assets.logo()
    }

    pub(crate) fn icon(&self) -> &str {
        self.api.website.assets.icon()
    }

    /// What was just done.
    pub(crate) fn said(&self) -> Option<String> {
        let said = self.said.as_ref()?;
        let value = said.value.as_deref().unwrap_or_default();
        self.texts().find(&said.key, &[("value", value)])
    }
}

/// A number in threes of digits, with narrow spaces between them as ISO 80000 has it: no language reads these as a decimal point.
pub(super) fn number_of(number: u64) -> String {
    let digits = number.to_string();
    let spaced = digits
        .chars()
        .enumerate()
        .map(|(place, digit)| match (digits.len() - place) % 3 {
            0 if place > 0 => format!("\u{202f}{digit}"),
            _ => digit.to_string(),
        });
    spaced.collect()
}

/// Answers with a page of this status.
pub(crate) fn render(status: StatusCode, page: &Page, template: &impl Template) -> Response {
    let html = match template.render() {
        Ok(html) => html,
        Err(error) => {
            tracing::error!("a page cannot be rendered: {error}");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let mut response = (status, Html(html)).into_response();
    if page.removes_said {
        let (name, value) = Cookie::Flash.remove(page.api.is_encrypted());
        response.headers_mut().append(name, value);
    }
    response
}

/// Answers that something was done: on to `path`, where it is said. Reloading that page does nothing again.
pub(crate) fn done(api: &Shared, path: &str, said: &Text) -> Response {
    let (name, value) = Cookie::Flash.set(&said.written(), api.is_encrypted());
    let mut response = see_other(path);
    response.headers_mut().append(name, value);
    response
}

/// On to a path of ours.
pub(super) fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_threes() {
        let numbers = [0, 999, 1_000, 1_234_567].map(number_of);
        assert_eq!(numbers, ["0", "999", "1\u{202f}000", "1\u{202f}234\u{202f}567"]);
    }

    #[test]
    fn what_is_said_is_a_text_that_is_meant_for_it() {
        let said = Text::with("done-signed-out", &"3 < 4");
        assert_eq!(Text::read(&said.written()), Some(said));
        assert_eq!(Text::read(&Text::new("done-x").written()), Some(Text::new("done-x")));
        assert_eq!(Text::read("sign-in"), None);
    }
}
