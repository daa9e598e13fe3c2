//! A request read as a visit. Nothing in here outlives the request but what a scan records.

use std::{borrow::Cow, net::IpAddr, sync::Arc};

use axum::http::{HeaderName, Method, Request, header};
use jiff::Timestamp;
use signpost_application::authority::{Action, Principal};
use signpost_domain::{
    language::Language,
    visit::{Lookup, Platform, Visit, Visitor},
};
use url::Url;

use super::{
    headers::{Headers, text},
    visitor::{self, network::client_address, robots},
};
use crate::Api;

/// Hosts longer than this are none (RFC 1035, section 2.3.4).
const LONGEST_HOST: usize = 253;

const FORWARDED_FOR: &str = "x-forwarded-for";
const PLATFORM: &str = "sec-ch-ua-platform";

/// A visit and how it wants to be answered.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of a request, each asked for by its name"
)]
pub(super) struct Visiting<'a> {
    pub(super) at: Timestamp,
    pub(super) languages: Arc<[Language]>,
    pub(super) platform: Platform,
    pub(super) network: Option<IpAddr>,
    pub(super) raw_query: &'a str,
    pub(super) robot: bool,
    pub(super) referrer: Option<String>,
    pub(super) is_head: bool,
    pub(super) wants_json: bool,
    /// Somebody who is signed in on the website and may change codes.
    pub(super) manages: bool,
    staff: Option<Arc<Principal>>,
    visitor: Visitor,
    query: Query<'a>,
    headers: Headers<'a>,
}

struct Query<'a>(&'a str);

impl Lookup for Query<'_> {
    fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        url::form_urlencoded::parse(self.0.as_bytes())
            .find(|(n, _)| n == name)
            .map(|(_, value)| value)
    }
}

impl Lookup for Headers<'_> {
    fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.first(name).and_then(text).map(Cow::Borrowed)
    }
}

impl<'a> Visiting<'a> {
    /// Reads a request that came from the address `peer`, in a `session` of the website if its sender signed in there.
    pub(super) fn read<B>(api: &Api, request: &'a Request<B>, peer: Option<IpAddr>, session: Option<Arc<Principal>>) -> Self {
        let raw_query = request.uri().query().unwrap_or_default();
        let is_head = *request.method() == Method::HEAD;
        Self::of(api, is_head, raw_query, Headers::Map(request.headers()), peer, session)
    }

    /// Reads a `GET` of which only these parts are there.
    pub(super) fn plain(api: &Api, raw_query: &'a str, headers: &'a [httparse::Header<'a>], peer: IpAddr) -> Self {
        Self::of(api, false, raw_query, Headers::Parsed(headers), Some(peer), None)
    }

    fn of(
        api: &Api,
        is_head: bool,
        raw_query: &'a str,
        headers: Headers<'a>,
        peer: Option<IpAddr>,
        session: Option<Arc<Principal>>,
    ) -> Self {
        let agent = headers.first(header::USER_AGENT.as_str());
        let (robot, platform) = visitor::agent(agent, headers.first(PLATFORM));
        let at = api.application.clock.now();
        let forwarded = headers.every(FORWARDED_FOR);
        let forwarded = forwarded.into_iter().map(|value| text(value).unwrap_or_default());
        let network = peer.map(|peer| client_address(peer, forwarded, &api.trusted_proxies));
        let first = |name: HeaderName| headers.first(name.as_str()).and_then(text);
        let accept = first(header::ACCEPT).unwrap_or_default();
        let token = first(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        let mut purposes = robots::PURPOSE_HEADERS.iter().filter_map(|name| headers.first(name));
        Self {
            at,
            languages: first(header::ACCEPT_LANGUAGE).map(visitor::languages).unwrap_or_default(),
            platform,
            network,
            raw_query,
            robot: robot || purposes.any(robots::says_preview),
            referrer: first(header::REFERER).and_then(host_of),
            is_head,
            // A browser names both and wants the page.
            wants_json: accept.contains("application/json") && !accept.contains("text/html"),
            manages: session
                .as_ref()
                .is_some_and(|session| session.must_somewhere(Action::ChangeCodes).is_ok()),
            staff: session.or_else(|| api.authenticator.holder(token?)),
            visitor: api
                .visitors
                .visitor(at, network, &String::from_utf8_lossy(agent.unwrap_or_default())),
            query: Query(raw_query),
            headers,
        }
    }

    /// What `resolve` asks about.
    pub(super) fn visit(&self) -> Visit<'_> {
        Visit {
            at: self.at,
            languages: &self.languages,
            platform: self.platform,
            network: self.network,
            query: &self.query,
            headers: &self.headers,
            staff: self.staff.as_ref().map(|staff| staff.grants.as_slice()),
            country: None,
            visitor: self.visitor,
        }
    }
}

/// The host of a page; its path and query are the visitor's own affair.
fn host_of(referrer: &str) -> Option<String> {
    let url = Url::parse(referrer).ok()?;
    url.host_str()
        .filter(|host| !host.is_empty() && host.len() <= LONGEST_HOST)
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_referrer_only_the_host_is_kept() {
        assert_eq!(host_of("https://example.org/private?name=x").as_deref(), Some("example.org"));
        assert_eq!(host_of("android-app://com.example/"), Some("com.example".into()));
        assert_eq!(host_of("nonsense"), None);
    }

    #[test]
    fn query_parameters_are_decoded_and_the_first_counts() {
        let query = Query("app=a%20b&app=c");
        assert_eq!(query.get("app").as_deref(), Some("a b"));
        assert_eq!(query.get("other"), None);
    }
}
