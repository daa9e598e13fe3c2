//! A page that shows a secret, once.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use crate::website::{Page, render};

/// A page that shows a secret. Nothing keeps it: whoever leaves the page cannot come back to it.
#[derive(Template)]
#[template(path = "website/lists/secret.html")]
pub(super) struct SecretPage<'a> {
    page: &'a Page,
    lead: String,
    label: String,
    secret: &'a str,
    /// Where one goes on.
    path: &'a str,
}

impl<'a> SecretPage<'a> {
    /// With the key of the texts around it.
    pub(super) fn new(page: &'a Page, key: &str, secret: &'a str, path: &'a str) -> Self {
        Self {
            lead: page.t(&format!("{key}.lead")),
            label: page.t(&format!("{key}.label")),
            page,
            secret,
            path,
        }
    }

    /// Answers with it.
    pub(super) fn answer(self) -> Response {
        render(StatusCode::OK, self.page, &self)
    }
}
