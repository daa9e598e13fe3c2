//! The page of a target of type `page`: information that the city hosts itself.

use askama::Template;

use super::board::Board;
use super::frame::Frame;
use super::{Pages, Reader, markdown, render};

/// Hosted information, in one language.
#[derive(Debug, Clone, Copy)]
pub struct InformationPage<'a> {
    /// Tag of the language of `title`, `body` and the labels.
    pub language: &'a str,
    /// Plain text; the page's only `h1`.
    pub title: &'a str,
    /// Markdown. HTML in it is shown, not obeyed; images are replaced by their description.
    pub body: &'a str,
    /// Label and address, in order.
    pub links: &'a [(&'a str, &'a str)],
    /// The code that was scanned.
    pub code: &'a str,
}

#[derive(Template)]
#[template(path = "resolver/information.html")]
struct Information<'a> {
    frame: Frame<'a>,
    body: String,
    links_heading: &'a str,
    boards: Vec<Board<'a>>,
}

impl Pages {
    /// The whole HTML document of hosted information.
    #[must_use]
    pub fn information<'a>(&'a self, reader: impl Into<Reader<'a>>, page: &InformationPage<'a>) -> String {
        let reader = reader.into();
        render(&Information {
            frame: Frame::of(self, reader, page.language, page.title, Some(page.code)),
            body: markdown::to_html(page.body),
            links_heading: &self.texts(reader.ui).links_heading,
            boards: Board::all(page.links),
        })
    }
}
