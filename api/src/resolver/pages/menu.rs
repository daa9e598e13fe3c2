//! The page of a target of type `menu`: the visitor chooses.

use askama::Template;

use super::board::Board;
use super::frame::Frame;
use super::{Pages, Reader, render};

/// A choice between purposes, in one language.
#[derive(Debug, Clone, Copy)]
pub struct MenuPage<'a> {
    /// Tag of the language of `heading` and the labels.
    pub language: &'a str,
    /// Without one, the interface asks in its own words.
    pub heading: Option<&'a str>,
    /// Label and address, in order.
    pub items: &'a [(&'a str, &'a str)],
    /// The code that was scanned.
    pub code: &'a str,
}

#[derive(Template)]
#[template(path = "resolver/menu.html")]
struct Menu<'a> {
    frame: Frame<'a>,
    boards: Vec<Board<'a>>,
}

impl Pages {
    /// The whole HTML document of a menu.
    #[must_use]
    pub fn menu<'a>(&'a self, reader: impl Into<Reader<'a>>, page: &MenuPage<'a>) -> String {
        let reader = reader.into();
        let title = page.heading.unwrap_or(&self.texts(reader.ui).menu_heading);
        let mut frame = Frame::of(self, reader, page.language, title, Some(page.code));
        frame.title_is_foreign = page.heading.is_none() && frame.interface_is_foreign;
        render(&Menu {
            frame,
            boards: Board::all(page.items),
        })
    }

    /// The whole HTML document for somebody who may change a code that leads on to `url`. Everybody else is there at once.
    #[must_use]
    pub fn onward(&self, reader: Reader<'_>, url: &str, code: &str) -> String {
        let page = MenuPage {
            language: reader.ui.tag(),
            heading: Some(&self.texts(reader.ui).onward),
            items: &[(url, url)],
            code,
        };
        self.menu(reader, &page)
    }
}
