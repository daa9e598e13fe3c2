//! The answer to a visit: sent on, a page, or JSON.

use std::borrow::Cow;

use axum::{
    Json,
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
use signpost_application::resolver::{Route, Way};
use signpost_domain::{
    identifier::CodeId,
    language::{Language, choose},
    target::{MenuItem, PageContent, Target},
    url::HttpUrl,
};

use super::{
    choice,
    pages::{InformationPage, MenuPage, Notice, Reader, UiLanguage},
    path_of,
    request::Visiting,
};
use crate::Api;

/// What the visitor gets.
pub(super) enum Answer {
    /// Sent on to an address.
    SentOn(HeaderValue),
    /// Anything else.
    Shown(Response),
}

impl Answer {
    /// Sends on. Nothing of it is kept: browsers remember 301 and 308, so a retarget would not reach them.
    pub(super) fn redirect(to: &str) -> Self {
        match HeaderValue::from_str(to) {
            Ok(location) => Self::SentOn(location),
            // Addresses are ASCII by their type; should one slip through, an error beats a wrong way.
            Err(_) => Self::Shown(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
        }
    }

    /// The response; `headers` are empty and used if they can be.
    pub(super) fn respond(self, mut headers: HeaderMap) -> Response {
        match self {
            Self::SentOn(location) => {
                headers.insert(header::LOCATION, location);
                headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::FOUND;
                *response.headers_mut() = headers;
                response
            }
            Self::Shown(response) => response,
        }
    }
}

/// Where a visitor is sent on to, who wants no JSON; none if there is a page to show.
pub(super) fn way_on<'a>(api: &Api, visiting: &Visiting<'_>, route: &'a Route) -> Option<Cow<'a, str>> {
    match &route.way {
        Way::Target(chosen) => match chosen.target() {
            Target::Redirect { url, forward_query } => Some(onward(visiting, url, *forward_query)),
            Target::Page { .. } | Target::Menu { .. } => None,
        },
        Way::Retired(Some(successor)) => Some(of_successor(api, successor).into()),
        Way::Retired(None) | Way::Unassigned | Way::Suspended | Way::Unknown => None,
    }
}

fn onward<'a>(visiting: &Visiting<'_>, url: &'a HttpUrl, forward_query: bool) -> Cow<'a, str> {
    if forward_query && !visiting.raw_query.is_empty() {
        return url.with_query(visiting.raw_query).into();
    }
    url.as_str().into()
}

fn of_successor(api: &Api, successor: &CodeId) -> String {
    format!("{}/{successor}", api.application.public_url)
}

/// What the visitor gets for a route.
pub(super) fn render(api: &Api, visiting: &Visiting<'_>, code: &CodeId, route: &Route) -> Answer {
    if visiting.wants_json {
        return Answer::Shown(resolution(api, code, route));
    }
    Answer::Shown(match &route.way {
        Way::Target(chosen) => match chosen.target() {
            Target::Redirect { url, forward_query } => {
                return sent_on(api, visiting, code, &onward(visiting, url, *forward_query));
            }
            Target::Page { content } => match choose(content, &visiting.languages) {
                Some((language, content)) => information(api, visiting, code, language, content),
                None => notice(api, visiting, StatusCode::NOT_FOUND, Notice::Unassigned, Some(code)),
            },
            Target::Menu { heading, items } => {
                let language = menu_language(items, visiting);
                let heading = choose(heading, &visiting.languages).map(|(_, heading)| heading.as_str());
                menu(api, visiting, code, chosen.target(), &language, heading, items)
            }
        },
        Way::Unassigned => notice(api, visiting, StatusCode::NOT_FOUND, Notice::Unassigned, Some(code)),
        Way::Suspended => notice(api, visiting, StatusCode::SERVICE_UNAVAILABLE, Notice::Suspended, Some(code)),
        Way::Retired(Some(successor)) => return Answer::redirect(&of_successor(api, successor)),
        Way::Retired(None) => notice(api, visiting, StatusCode::GONE, Notice::Retired, Some(code)),
        Way::Unknown => nowhere(api, visiting, Some(code)),
    })
}

/// Sends on; whoever may change the code is asked whether that is what they came for.
fn sent_on(api: &Api, visiting: &Visiting<'_>, code: &CodeId, url: &str) -> Answer {
    if !visiting.manages {
        return Answer::redirect(url);
    }
    let manage = manage(code, false);
    let reader = Reader::managing(ui_language(visiting), &manage);
    Answer::Shown(page_response(
        api,
        StatusCode::OK,
        api.pages.onward(reader, url, code.as_str()),
    ))
}

/// Where staff manage a code that they stand before: one that leads nowhere yet is attached on the spot.
fn manage(code: &CodeId, is_unassigned: bool) -> String {
    let place = if is_unassigned { "street" } else { "codes" };
    format!("/admin/{place}/{code}")
}

/// Who reads a page about a code.
fn reader<'a>(visiting: &Visiting<'_>, manage: Option<&'a str>) -> Reader<'a> {
    let ui = ui_language(visiting);
    match manage.filter(|_| visiting.manages) {
        Some(path) => Reader::managing(ui, path),
        None => ui.into(),
    }
}

/// The page at `/`.
pub(super) fn home(api: &Api, visiting: &Visiting<'_>) -> Response {
    notice(api, visiting, StatusCode::OK, Notice::Home, None)
}

/// The page for what is no code of ours.
pub(super) fn nowhere(api: &Api, visiting: &Visiting<'_>, code: Option<&CodeId>) -> Response {
    notice(api, visiting, StatusCode::NOT_FOUND, Notice::Unknown, code)
}

/// The resolution as JSON, without following it.
fn resolution(api: &Api, code: &CodeId, route: &Route) -> Response {
    let (status, outcome, target, successor) = match &route.way {
        Way::Target(chosen) => (StatusCode::OK, chosen.target().kind(), Some(chosen.target()), None),
        Way::Unassigned => (StatusCode::NOT_FOUND, "unassigned", None, None),
        Way::Suspended => (StatusCode::SERVICE_UNAVAILABLE, "suspended", None, None),
        Way::Retired(successor) => {
            let successor = successor.as_ref().map(|id| of_successor(api, id));
            (StatusCode::GONE, "retired", None, successor)
        }
        Way::Unknown => (StatusCode::NOT_FOUND, "unknown", None, None),
    };
    let mut body = json!({"code": code, "outcome": outcome, "as_of": route.as_of, "target": target});
    if let Some(successor) = successor {
        body["successor"] = successor.into();
    }
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

fn information(api: &Api, visiting: &Visiting<'_>, code: &CodeId, language: &Language, content: &PageContent) -> Response {
    let links: Vec<(&str, &str)> = content
        .links
        .iter()
        .map(|link| (link.label.as_str(), link.url.as_str()))
        .collect();
    let page = InformationPage {
        language: language.as_str(),
        title: &content.title,
        body: &content.body,
        links: &links,
        code: code.as_str(),
    };
    let manage = manage(code, false);
    let reader = reader(visiting, Some(&manage));
    page_response(api, StatusCode::OK, api.pages.information(reader, &page))
}

fn menu(
    api: &Api,
    visiting: &Visiting<'_>,
    code: &CodeId,
    target: &Target,
    language: &Language,
    heading: Option<&str>,
    items: &[MenuItem],
) -> Response {
    let prefix = path_of(&api.application.public_url);
    let digest = choice::digest(target);
    let entries: Vec<(&str, String)> = items
        .iter()
        .enumerate()
        .map(|(place, item)| {
            let label = choose(&item.label, &visiting.languages).map_or(item.url.as_str(), |(_, label)| label.as_str());
            (label, choice::address(prefix, code, place, &digest, visiting.raw_query))
        })
        .collect();
    let entries: Vec<(&str, &str)> = entries.iter().map(|(label, address)| (*label, address.as_str())).collect();
    let page = MenuPage {
        language: language.as_str(),
        heading,
        items: &entries,
        code: code.as_str(),
    };
    let manage = manage(code, false);
    let reader = reader(visiting, Some(&manage));
    page_response(api, StatusCode::OK, api.pages.menu(reader, &page))
}

/// The language most of the menu will be in: that of its first label.
fn menu_language(items: &[MenuItem], visiting: &Visiting<'_>) -> Language {
    let label = items.first().and_then(|item| choose(&item.label, &visiting.languages));
    label.map_or_else(
        || "en".parse().expect("en is a language tag"),
        |(language, _)| language.clone(),
    )
}

fn notice(api: &Api, visiting: &Visiting<'_>, status: StatusCode, notice: Notice, code: Option<&CodeId>) -> Response {
    if visiting.wants_json && code.is_none() {
        return (
            status,
            Json(json!({"outcome": if status == StatusCode::OK { "home" } else { "unknown" }})),
        )
            .into_response();
    }
    // Of a code that there is not, nothing can be managed.
    let managed = code.filter(|_| notice != Notice::Unknown);
    let manage = managed.map(|code| manage(code, notice == Notice::Unassigned));
    let reader = reader(visiting, manage.as_deref());
    page_response(api, status, api.pages.notice(reader, notice, code.map(CodeId::as_str)))
}

fn ui_language(visiting: &Visiting<'_>) -> UiLanguage {
    let preferred: Vec<&str> = visiting.languages.iter().map(Language::as_str).collect();
    UiLanguage::negotiate(&preferred)
}

fn page_response(api: &Api, status: StatusCode, html: String) -> Response {
    let policy =
        HeaderValue::from_str(api.pages.content_security_policy()).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (
            HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static("camera=(), microphone=(), geolocation=()"),
        ),
    ];
    let mut response = (status, headers, Body::from(html)).into_response();
    if api.is_encrypted() {
        let a_year = HeaderValue::from_static("max-age=31536000");
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, a_year);
    }
    response
}
