//! What citizens meet: `GET /{id}` and the choice in a menu. Everything not answered elsewhere comes here.

mod address;
mod answer;
mod choice;
pub mod pages;
mod request;
pub mod visitor;

use std::time::Instant;

use axum::{
    extract::{Request, State},
    http::{Method, header},
    response::{IntoResponse, Response},
};
use signpost_domain::{identifier::CodeId, scan::Scan};

use self::{address::Address, request::Visiting};
use crate::{Api, Shared, rest::wrong_method};

/// Answers a visit, and counts and times it.
pub(crate) async fn answer(State(api): State<Shared>, request: Request) -> Response {
    let begun = Instant::now();
    let response = visit(&api, request).await;
    let (status, took) = (response.status(), begun.elapsed());
    api.metrics.visit(status, took);
    // Not the address, the query or the headers: logs are kept longer than visitors would like.
    tracing::debug!(%status, ?took, "a visit was answered");
    response
}

async fn visit(api: &Api, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        // No browser comes here: it is a program, and most likely one that forgot /api/v1.
        return ([(header::ALLOW, "GET, HEAD")], wrong_method().await).into_response();
    }
    let visiting = Visiting::read(api, &request);
    let prefix = path_of(&api.application.public_url);
    match address::read(request.uri().path(), prefix) {
        Address::Home => answer::home(api, &visiting),
        Address::Nowhere => answer::nowhere(api, &visiting, None),
        Address::Code(code) => scan(api, &visiting, code).await,
        Address::Choice { code, item, menu } => choice::choose(api, &visiting, code, item, &menu).await,
    }
}

/// The path that the city put its codes under, without a slash at its end: empty for most.
fn path_of(public_url: &str) -> &str {
    let authority = public_url.find("://").map_or(0, |at| at + 3);
    public_url[authority..]
        .find('/')
        .map_or("", |at| &public_url[authority + at..])
}

/// Resolves, records, answers.
async fn scan(api: &Api, visiting: &Visiting<'_>, code: CodeId) -> Response {
    let visit = visiting.visit();
    let route = api.routes.route(&code, &visit);
    let response = answer::render(api, visiting, &code, &route);
    let outcome = if visiting.wants_json {
        signpost_domain::scan::Outcome::Json
    } else {
        route.outcome()
    };
    record(api, visiting, || {
        route.scan(code, &visit, outcome, visiting.robot, visiting.referrer.clone(), None)
    })
    .await;
    response
}

/// Hands a scan over before anything is waited for, since whoever hangs up ends this future at its next await.
async fn record(api: &Api, visiting: &Visiting<'_>, scan: impl FnOnce() -> Scan) {
    if visiting.is_head {
        return;
    }
    let scan = scan();
    api.metrics.scan(scan.outcome, scan.robot);
    let receipt = api.recorder.record(scan);
    if tokio::time::timeout(api.patience, receipt).await.is_err() {
        api.metrics.answered_early();
    }
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn the_citys_own_path_is_found_in_the_public_url() {
        assert_eq!(path_of("https://q.gent"), "");
        assert_eq!(path_of("https://stad.gent/q"), "/q");
    }
}
