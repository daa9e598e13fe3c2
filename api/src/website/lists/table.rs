//! A table of things, each in a row: at a desk as a table, on a phone one below the other.

use askama::Template;
use jiff::Timestamp;

use crate::website::{Page, refusals::Said};

/// What stands in a place of a table, or beside the name of a fact.
pub(in crate::website) enum Cell {
    Text(String),
    /// An id or address, which is not translated.
    Code(String),
    Link {
        path: String,
        text: String,
    },
    /// An id that leads to what it names.
    CodeLink {
        path: String,
        text: String,
    },
    /// Why something was not done.
    Said(Said),
    /// How something stands: a word, and what kind of word it is.
    Standing {
        kind: &'static str,
        text: String,
    },
    Time {
        at: Timestamp,
        text: String,
    },
    /// Several, one below the other.
    Lines(Vec<String>),
    /// Several ways to go on: paths, and what they are called.
    Links(Vec<(String, String)>),
}

impl Cell {
    pub(in crate::website) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(in crate::website) fn link(path: String, text: impl Into<String>) -> Self {
        Self::Link { path, text: text.into() }
    }

    pub(in crate::website) fn time(page: &Page, at: Timestamp) -> Self {
        Self::Time { at, text: page.time(at) }
    }

    /// A time, or what is said where there is none.
    pub(in crate::website) fn time_or(page: &Page, at: Option<Timestamp>, none: &str) -> Self {
        at.map_or_else(|| Self::Text(page.t(none)), |at| Self::time(page, at))
    }
}

/// A table.
#[derive(Template)]
#[template(path = "website/lists/table.html")]
pub(in crate::website) struct Table {
    caption: String,
    heads: Vec<String>,
    rows: Vec<Vec<Cell>>,
    /// What is said when there is nothing in it.
    none: String,
}

impl Table {
    /// With these heads, by the keys of their texts.
    pub(in crate::website) fn new(page: &Page, caption: &str, heads: &[&str], none: &str) -> Self {
        Self {
            caption: page.t(caption),
            heads: heads.iter().map(|head| page.t(head)).collect(),
            rows: vec![],
            none: page.t(none),
        }
    }

    /// The same with heads that are no texts of ours.
    pub(in crate::website) fn headed(page: &Page, caption: &str, heads: Vec<String>, none: &str) -> Self {
        Self {
            heads,
            ..Self::new(page, caption, &[], none)
        }
    }

    pub(in crate::website) fn rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// As HTML.
    pub(in crate::website) fn html(&self) -> String {
        self.render().unwrap_or_default()
    }
}
