//! What every page has around its content.

use std::borrow::Cow;

use super::{Pages, Reader, language};

/// What the shared layout needs to know.
pub(super) struct Frame<'a> {
    pub title: &'a str,
    pub city: &'a str,
    /// The address of its logo.
    pub logo: Option<&'a str>,
    pub style: &'a str,
    /// Language of the document: that of its content.
    pub language: &'a str,
    pub right_to_left: bool,
    pub interface: &'static str,
    /// The interface's own texts are in another language than the content and say so by attribute.
    pub interface_is_foreign: bool,
    /// The same for the title, when it is the interface's.
    pub title_is_foreign: bool,
    pub report: &'a str,
    pub code: Option<Cow<'a, str>>,
    /// Where this reader may change the code, and what leads there says.
    pub manage: Option<(&'a str, &'a str)>,
}

impl<'a> Frame<'a> {
    /// Around content in `language`, with a title in that language.
    pub(super) fn of(pages: &'a Pages, reader: Reader<'a>, language: &'a str, title: &'a str, code: Option<&'a str>) -> Self {
        let ui = reader.ui;
        Self {
            title,
            city: &pages.identity.name,
            logo: pages.logo.as_deref(),
            style: &pages.style.css,
            language,
            right_to_left: language::is_right_to_left(language),
            interface: ui.tag(),
            interface_is_foreign: !ui.is(language),
            title_is_foreign: false,
            report: &pages.texts(ui).report,
            code: code.map(legible),
            manage: reader.manage.map(|path| (path, pages.texts(ui).manage.as_str())),
        }
    }
}

/// A code as a page shows it. An unknown one is whatever stood in the path, by anyone's hand: a page repeats no
/// more of that than a real code can have (50 characters), and nothing that steers how the rest is read.
fn legible(code: &str) -> Cow<'_, str> {
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if code.chars().count() <= 50 && !code.contains(steers) {
        return Cow::Borrowed(code);
    }
    let mut characters = code.chars().filter(|c| !steers(*c));
    let mut shown: String = characters.by_ref().take(50).collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_code_is_shown_as_it_is() {
        let longest = "A-_9".repeat(13)[..50].to_owned();
        assert_eq!(legible("7K3M9QXT"), "7K3M9QXT");
        assert_eq!(legible(&longest), longest);
    }

    #[test]
    fn what_stood_in_the_path_cannot_fill_or_turn_the_page() {
        assert_eq!(legible(&"é".repeat(51)), format!("{}…", "é".repeat(50)));
        assert_eq!(legible("A\u{202e}B\0C\nD\u{2066}"), "ABCD");
    }
}
