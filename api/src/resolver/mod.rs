//! What citizens meet: `GET /{id}` and the choice in a menu. Everything not answered elsewhere comes here.

mod address;
mod answer;
mod choice;
mod express;
mod filling;
mod headers;
pub mod pages;
mod request;
mod staff;
pub mod visitor;

use std::{net::SocketAddr, sync::Arc, time::Instant};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{self, HeaderMap, Method, header},
    response::{IntoResponse, Response},
};
use signpost_application::{
    authority::Principal,
    ports::journal::{Receipt, Recorded},
    resolver::RoutingTable,
};
use signpost_domain::{
    identifier::CodeId,
    scan::{Outcome, Scan},
};

pub use self::filling::Filling;
use self::{address::Address, answer::Answer, request::Visiting};
pub(crate) use self::{
    address::plain,
    express::{Express, SentOn, express},
};
use crate::{Api, Shared, rest::wrong_method};

/// Answers a visit that came through the router.
pub(crate) async fn answer(State(api): State<Shared>, request: Request) -> Response {
    let begun = Instant::now();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        // No browser comes here: it is a program, and most likely one that forgot /api/v1.
        let refusal = ([(header::ALLOW, "GET, HEAD")], wrong_method().await).into_response();
        return counted(&api, begun, refusal);
    }
    let request = request.map(drop);
    if !api.filling.is_over() {
        return filling::answer(&api, begun, request).await;
    }
    let as_nobody = || drop(visit(&api, &api.routes, &request, None));
    let staff = staff::of(&api, request.headers(), as_nobody).await;
    let (answer, receipt) = visit(&api, &api.routes, &request, staff);
    wait(&api, receipt).await;
    counted(&api, begun, answer.respond(HeaderMap::new()))
}

/// Answers a visit from `peer` to `code`, which is all that the request asks for.
pub(crate) async fn scan<B>(api: &Shared, request: http::Request<B>, peer: SocketAddr, code: CodeId) -> Response {
    let begun = Instant::now();
    let mut request = request.map(drop);
    if !api.filling.is_over() {
        request.extensions_mut().insert(ConnectInfo(peer));
        return filling::answer(api, begun, request).await;
    }
    let as_nobody = || {
        drop(resolve(
            api,
            &api.routes,
            &Visiting::read(api, &request, Some(peer.ip()), None),
            code.clone(),
        ));
    };
    let staff = staff::of(api, request.headers(), as_nobody).await;
    let (answer, receipt) = resolve(api, &api.routes, &Visiting::read(api, &request, Some(peer.ip()), staff), code);
    let mut headers = request.into_parts().0.headers;
    wait(api, receipt).await;
    // The connection keeps the map of an answer for the headers of its next request. A new one would have to grow for them.
    headers.clear();
    counted(api, begun, answer.respond(headers))
}

/// Counts and times an answer.
fn counted(api: &Api, begun: Instant, response: Response) -> Response {
    let (status, took) = (response.status(), begun.elapsed());
    api.metrics.visit(status, took);
    // Not the address, the query or the headers: logs are kept longer than visitors would like.
    tracing::debug!(%status, ?took, "a visit was answered");
    response
}

fn visit(
    api: &Api,
    routes: &RoutingTable,
    request: &http::Request<()>,
    staff: Option<Arc<Principal>>,
) -> (Answer, Option<Receipt>) {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let mut visiting = Visiting::read(api, request, peer.map(|ConnectInfo(address)| address.ip()), staff);
    let prefix = path_of(&api.application.public_url);
    let path = address::moved(request.uri().path(), &api.old_paths);
    match address::read(path, prefix) {
        Address::Home => (Answer::Shown(answer::home(api, &visiting)), None),
        Address::Nowhere => match address::suffixed(path, prefix) {
            // Whatever else has such an end was never a code, and is no scan of one.
            Some((code, is_json)) if routes.knows(&code) => {
                visiting.wants_json |= is_json;
                resolve(api, routes, &visiting, code)
            }
            _ => (Answer::Shown(answer::nowhere(api, &visiting, None)), None),
        },
        Address::Code(code) => resolve(api, routes, &visiting, code),
        Address::Choice { code, item, menu } => choice::choose(api, routes, &visiting, code, item, &menu),
    }
}

/// The code that a path may ask for, in whatever way.
fn code_of(api: &Api, path: &str) -> Option<CodeId> {
    let prefix = path_of(&api.application.public_url);
    let path = address::moved(path, &api.old_paths);
    match address::read(path, prefix) {
        Address::Code(code) | Address::Choice { code, .. } => Some(code),
        Address::Nowhere => address::suffixed(path, prefix).map(|(code, _)| code),
        Address::Home => None,
    }
}

/// The path that the city put its codes under, without a slash at its end: empty for most.
pub(crate) fn path_of(public_url: &str) -> &str {
    let authority = public_url.find("://").map_or(0, |at| at + 3);
    public_url[authority..]
        .find('/')
        .map_or("", |at| &public_url[authority + at..])
}

/// Resolves and hands the scan over. Nothing is waited for before that but who of the staff it is, since whoever hangs up ends a future at its next await;
/// and whoever does so just then is resolved as nobody in particular.
fn resolve(api: &Api, routes: &RoutingTable, visiting: &Visiting<'_>, code: CodeId) -> (Answer, Option<Receipt>) {
    let visit = visiting.visit();
    let route = routes.route(&code, &visit);
    let code = route.alias_of.clone().unwrap_or(code);
    let answer = answer::render(api, visiting, &code, &route);
    let outcome = if visiting.wants_json { Outcome::Json } else { route.outcome() };
    let receipt = record(api, visiting, || {
        route.scan(code, &visit, outcome, visiting.robot, visiting.referrer.clone(), None)
    });
    (answer, receipt)
}

/// Hands a scan over; there is none of a `HEAD`.
fn record(api: &Api, visiting: &Visiting<'_>, scan: impl FnOnce() -> Scan) -> Option<Receipt> {
    if visiting.is_head {
        return None;
    }
    let scan = scan();
    api.metrics.scan(scan.outcome, scan.robot);
    Some(api.recorder.record(&scan))
}

/// Waits until the scan is safe, as long as anybody waits for that.
async fn wait(api: &Api, receipt: Option<Receipt>) {
    if let Some(receipt) = receipt
        && receipt.await == Recorded::Late
    {
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
