//! A page that is a list: what is looked for, what is found, and where it goes on.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::table::Table;
use crate::website::{Page, field::Field, render};

/// Entries on a page.
pub(super) const ON_A_PAGE: u32 = 50;

/// Where one goes from a page to do something.
pub(super) struct Act {
    pub(super) path: String,
    pub(super) text: String,
    /// Whether it is not what most come for.
    pub(super) is_second: bool,
}

impl Act {
    pub(super) fn new(page: &Page, path: impl Into<String>, key: &str) -> Self {
        Self {
            path: path.into(),
            text: page.t(key),
            is_second: false,
        }
    }

    /// One that not most come for.
    pub(super) fn second(page: &Page, path: impl Into<String>, key: &str) -> Self {
        Self {
            is_second: true,
            ..Self::new(page, path, key)
        }
    }
}

/// A page that is a list.
#[derive(Template)]
#[template(path = "website/lists/list.html")]
pub(super) struct ListPage<'a> {
    page: &'a Page,
    lead: Option<String>,
    acts: Vec<Act>,
    /// What is looked for; none where everything is shown.
    fields: Vec<Field>,
    table: String,
    /// Where the first part is, on any other.
    first: Option<String>,
    /// Where the next part is.
    next: Option<String>,
    /// Where it is read again every few seconds.
    again: Option<&'static str>,
}

impl<'a> ListPage<'a> {
    pub(super) fn new(page: &'a Page, table: &Table) -> Self {
        Self {
            page,
            lead: None,
            acts: vec![],
            fields: vec![],
            table: table.html(),
            first: None,
            next: None,
            again: None,
        }
    }

    /// What the list is of, in a sentence.
    pub(super) fn lead(mut self, key: &str) -> Self {
        self.lead = Some(self.page.t(key));
        self
    }

    /// Something that can be done from here.
    pub(super) fn act(mut self, act: Act) -> Self {
        self.acts.push(act);
        self
    }

    /// The same for those who may.
    pub(super) fn act_if(self, may: bool, path: &str, key: &str) -> Self {
        if may {
            let act = Act::new(self.page, path, key);
            self.act(act)
        } else {
            self
        }
    }

    /// What it is looked through by.
    pub(super) fn fields(mut self, fields: Vec<Field>) -> Self {
        self.fields = fields;
        self
    }

    /// Where the list goes on, as a query, and that this is not its first part.
    pub(super) fn parts(mut self, query: &str, is_first: bool, next: Option<(&str, String)>) -> Self {
        let path = self.page.section.path();
        let at = |query: &str| {
            let mark = if query.is_empty() { "" } else { "?" };
            format!("{path}{mark}{query}")
        };
        self.first = (!is_first).then(|| at(query));
        self.next = next.map(|(name, value)| {
            let mut next = url::form_urlencoded::Serializer::new(String::new());
            next.extend_pairs(url::form_urlencoded::parse(query.as_bytes()));
            at(&next.append_pair(name, &value).finish())
        });
        self
    }

    /// Reads it again every few seconds.
    pub(super) fn again(mut self, path: &'static str) -> Self {
        self.again = Some(path);
        self
    }

    /// Answers with it.
    pub(super) fn answer(self) -> Response {
        render(StatusCode::OK, self.page, &self)
    }
}
