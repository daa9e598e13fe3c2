//! The interface's own words, read once from `locales/{language}/resolver.ftl`.
//!
//! No text has a parameter, so all of them are plain strings from the start and rendering a page cannot fail on
//! one. A new text is a field here and a message in every language; the tests find what is forgotten.

use super::UiLanguage;
use super::locale::Locale;

pub(super) struct Texts {
    pub menu_heading: String,
    pub links_heading: String,
    pub report: String,
    pub manage: String,
    pub onward: String,
    pub unassigned: NoticeTexts,
    pub suspended: NoticeTexts,
    pub retired: NoticeTexts,
    pub unknown: NoticeTexts,
    pub failure: NoticeTexts,
    pub failure_again: String,
    pub home_title: String,
    pub home_message: String,
    pub home_staff: String,
}

/// What happened, and what the reader can do.
pub(super) struct NoticeTexts {
    pub title: String,
    pub message: String,
    pub advice: String,
}

impl Texts {
    pub(super) fn of(language: UiLanguage) -> Self {
        Self::read(&mut Locale::open(language))
    }

    pub(super) fn read(locale: &mut Locale) -> Self {
        Self {
            menu_heading: locale.text("menu-heading"),
            links_heading: locale.text("links-heading"),
            report: locale.text("report"),
            manage: locale.text("manage"),
            onward: locale.text("onward"),
            unassigned: NoticeTexts::read(locale, "unassigned"),
            suspended: NoticeTexts::read(locale, "suspended"),
            retired: NoticeTexts::read(locale, "retired"),
            unknown: NoticeTexts::read(locale, "unknown"),
            failure: NoticeTexts::read(locale, "failure"),
            failure_again: locale.text("failure.again"),
            home_title: locale.text("home"),
            home_message: locale.text("home.message"),
            home_staff: locale.text("home.staff"),
        }
    }
}

impl NoticeTexts {
    fn read(locale: &mut Locale, key: &str) -> Self {
        Self {
            title: locale.text(key),
            message: locale.text(&format!("{key}.message")),
            advice: locale.text(&format!("{key}.advice")),
        }
    }
}
