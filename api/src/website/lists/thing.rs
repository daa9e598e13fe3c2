//! A page about one thing: what is known of it, what can be done with it, and what belongs to it.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{list::Act, table::Cell};
use crate::website::{Page, render};

/// A part of the page.
struct Part {
    id: &'static str,
    heading: String,
    html: String,
}

/// A page about one thing.
#[derive(Template)]
#[template(path = "website/lists/thing.html")]
pub(super) struct ThingPage<'a> {
    page: &'a Page,
    lead: Option<String>,
    facts: Vec<(String, Cell)>,
    acts: Vec<Act>,
    parts: Vec<Part>,
    /// Where it is read again every few seconds.
    again: Option<String>,
}

impl<'a> ThingPage<'a> {
    pub(super) fn new(page: &'a Page) -> Self {
        Self {
            page,
            lead: None,
            facts: vec![],
            acts: vec![],
            parts: vec![],
            again: None,
        }
    }

    /// What it is, in a sentence.
    pub(super) fn lead(mut self, lead: String) -> Self {
        self.lead = Some(lead);
        self
    }

    /// Something that is known of it.
    pub(super) fn fact(mut self, key: &str, cell: Cell) -> Self {
        self.facts.push((self.page.t(key), cell));
        self
    }

    /// The same where it is known.
    pub(super) fn fact_if(self, key: &str, cell: Option<Cell>) -> Self {
        match cell {
            Some(cell) => self.fact(key, cell),
            None => self,
        }
    }

    /// Something that can be done with it.
    pub(super) fn act(mut self, act: Act) -> Self {
        self.acts.push(act);
        self
    }

    /// A part of the page, as HTML, with a heading.
    pub(super) fn part(mut self, id: &'static str, key: &str, html: String) -> Self {
        let heading = self.page.t(key);
        self.parts.push(Part { id, heading, html });
        self
    }

    /// Reads it again every few seconds, as long as something is under way.
    pub(super) fn again(mut self, path: Option<String>) -> Self {
        self.again = path;
        self
    }

    /// Answers with it.
    pub(super) fn answer(self) -> Response {
        render(StatusCode::OK, self.page, &self)
    }
}
