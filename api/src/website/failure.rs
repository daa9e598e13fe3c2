//! The page that says why something was not done.

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use signpost_application::{ports::StoreError, refusal::Refusal};

use super::{Page, Section, Staff, page::render, refusals::Said, texts::Texts};
use crate::{Shared, rest::Problem};

#[derive(Template)]
#[template(path = "website/failure.html")]
struct FailurePage<'a> {
    page: &'a Page,
    what: &'a Said,
    /// Where that is several things, each of them.
    parts: &'a [Said],
}

/// Why something was not done, to somebody who signed in.
pub(crate) struct WebsiteError(Box<Inner>);

struct Inner {
    status: StatusCode,
    page: Page,
    what: Said,
    parts: Vec<Said>,
}

impl WebsiteError {
    fn new(staff: &Staff, status: StatusCode, title: &str, what: Said) -> Self {
        let page = Page::of(staff, Section::Start, title);
        let parts = vec![];
        Self(Box::new(Inner {
            status,
            page,
            what,
            parts,
        }))
    }

    fn said(staff: &Staff, status: StatusCode, key: &str) -> Self {
        let what = own(staff.texts(), &format!("{key}.message"));
        Self::new(staff, status, key, what)
    }

    /// There is no such page.
    pub(crate) fn not_found(staff: &Staff) -> Self {
        Self::said(staff, StatusCode::NOT_FOUND, "failure-nowhere")
    }

    /// A form that is not of this session.
    pub(super) fn strange_form(staff: &Staff) -> Self {
        Self::said(staff, StatusCode::FORBIDDEN, "failure-form")
    }

    /// A form that no page of ours sends so.
    pub(super) fn bad_form(staff: &Staff, what: &str) -> Self {
        let what = staff.texts().said(what);
        Self::new(staff, StatusCode::UNPROCESSABLE_ENTITY, "failure-refused", what)
    }

    /// What a use case refused.
    pub(crate) fn refused(staff: &Staff, refusal: Refusal) -> Self {
        Self::problem(staff, Problem::from(refusal))
    }

    /// The same where the REST API said it.
    pub(crate) fn problem(staff: &Staff, problem: Problem) -> Self {
        let texts = staff.texts();
        let parts: Vec<Said> = problem.faults().map(|fault| texts.said(fault)).collect();
        let (status, detail) = problem.said();
        let title = match status {
            StatusCode::NOT_FOUND => "failure-nowhere",
            StatusCode::FORBIDDEN => "failure-forbidden",
            status if status.is_server_error() => "failure-store",
            _ => "failure-refused",
        };
        let mut refused = Self::new(staff, status, title, texts.said(&detail));
        // Of one, it says the same.
        refused.0.parts = parts.into_iter().filter(|part| *part != refused.0.what).collect();
        refused
    }
}

impl IntoResponse for WebsiteError {
    fn into_response(self) -> Response {
        let Inner {
            status,
            page,
            what,
            parts,
        } = *self.0;
        let template = FailurePage {
            page: &page,
            what: &what,
            parts: &parts,
        };
        render(status, &page, &template)
    }
}

/// A text of our own.
fn own(texts: &Texts, key: &str) -> Said {
    Said::of(texts.text(key, &[]))
}

fn outside(api: &Shared, headers: &HeaderMap, status: StatusCode, key: &str) -> Response {
    let page = Page::outside(api, headers, key);
    let what = own(page.texts(), &format!("{key}.message"));
    let template = FailurePage {
        page: &page,
        what: &what,
        parts: &[],
    };
    render(status, &page, &template)
}

/// The store failed before it was known who asks.
pub(super) fn of_store(api: &Shared, headers: &HeaderMap, error: &StoreError) -> Response {
    tracing::warn!("a page of the website failed: {error}");
    outside(api, headers, StatusCode::SERVICE_UNAVAILABLE, "failure-store")
}

/// The same, or a use case refused somebody who is nobody yet.
pub(super) fn of_refusal(api: &Shared, headers: &HeaderMap, refusal: Refusal) -> Response {
    tracing::warn!("a page of the website failed: {refusal}");
    let (status, _) = Problem::from(refusal).said();
    outside(api, headers, status, "failure-store")
}

/// There is no such page, for nobody.
pub(super) fn nowhere(api: &Shared, headers: &HeaderMap) -> Response {
    outside(api, headers, StatusCode::NOT_FOUND, "failure-nowhere")
}

/// Somebody is known elsewhere and may do nothing here.
pub(super) fn without_role(api: &Shared, headers: &HeaderMap) -> Response {
    outside(api, headers, StatusCode::FORBIDDEN, "without-role")
}

/// A form from somebody else's page.
pub(super) fn from_elsewhere(api: &Shared, headers: &HeaderMap) -> Response {
    outside(api, headers, StatusCode::FORBIDDEN, "failure-form")
}

/// Refuses while this node has nothing loaded yet.
pub(super) async fn unless_attached(State(api): State<Shared>, request: Request, next: Next) -> Response {
    if *api.attached.borrow() {
        return next.run(request).await;
    }
    outside(&api, request.headers(), StatusCode::SERVICE_UNAVAILABLE, "failure-store")
}
