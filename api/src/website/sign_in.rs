//! `/admin/sign-in`

use askama::Template;
use axum::{
    Form,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use signpost_application::commands::{
    sign_in::{Place, SignedIn, sign_in as sign_in_with},
    sign_out::sign_out,
};

use super::{
    Page, Query,
    cookies::Cookie,
    failure,
    page::{render, see_other},
    staff::{recognise, settle},
};
use crate::{
    Shared,
    resolver::visitor::{network::address_of, platform::platform},
};

#[derive(Template)]
#[template(path = "website/sign-in.html")]
struct SignInPage<'a> {
    page: &'a Page,
    next: &'a str,
    login: &'a str,
    wrong: Option<String>,
    /// Where to sign in elsewhere, and what leads there says.
    elsewhere: Option<(String, String)>,
}

/// Where to go afterwards.
#[derive(Default, Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    pub(super) next: String,
}

/// Shows the form; whoever signed in already goes on.
pub(super) async fn show(State(api): State<Shared>, Query(back): Query<Back>, headers: HeaderMap) -> Response {
    match recognise(&api, &headers).await {
        Ok(Some(_)) => return see_other(ours(&back.next)),
        Ok(None) => {}
        Err(error) => return failure::of_store(&api, &headers, &error),
    }
    form(&api, &headers, StatusCode::OK, &back.next, "", None)
}

#[derive(Deserialize)]
pub(super) struct Credentials {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// Signs in.
pub(super) async fn sign_in(State(api): State<Shared>, request: Request) -> Response {
    let headers = request.headers().clone();
    let place = place(&api, &request);
    let Ok(Form(sent)) = Form::<Credentials>::from_request(request, &()).await else {
        return failure::from_elsewhere(&api, &headers);
    };
    let Credentials { login, password, next } = sent;
    let outcome = sign_in_with(&api.application, &api.identity, &login, &password, place).await;
    let (status, wrong) = match outcome {
        Err(error) => return failure::of_store(&api, &headers, &error),
        Ok(SignedIn::Welcome { secret, .. }) => return welcome(&api, &headers, &secret, &next).await,
        Ok(SignedIn::Refused) => (StatusCode::UNPROCESSABLE_ENTITY, "sign-in.wrong"),
        Ok(SignedIn::TooOften) => (StatusCode::TOO_MANY_REQUESTS, "sign-in.too-often"),
    };
    form(&api, &headers, status, &next, &login, Some(wrong))
}

/// Sets the cookie of a new session, and ends the one that was there.
pub(super) async fn welcome(api: &Shared, headers: &HeaderMap, secret: &str, next: &str) -> Response {
    let encrypted = api.is_encrypted();
    if let Some(old) = Cookie::Session.read(headers, encrypted) {
        let digest = signpost_application::identity::session_digest(&old);
        // It ends by itself otherwise.
        let _ = sign_out(&api.identity, &digest).await;
    }
    if let Err(error) = settle(api).await {
        return failure::of_store(api, headers, &error);
    }
    let mut response = see_other(ours(next));
    let (name, value) = Cookie::Session.set(secret, encrypted);
    response.headers_mut().append(name, value);
    response
}

/// The form, with what was wrong.
pub(super) fn form(
    api: &Shared,
    headers: &HeaderMap,
    status: StatusCode,
    next: &str,
    login: &str,
    wrong: Option<&str>,
) -> Response {
    let page = Page::outside(api, headers, "sign-in");
    let elsewhere = api.identity.elsewhere.as_ref().map(|elsewhere| {
        let back = utf8_percent_encode(next, NON_ALPHANUMERIC);
        let label = elsewhere.label.clone().unwrap_or_else(|| page.t("elsewhere"));
        (format!("/admin/sign-in/elsewhere?next={back}"), label)
    });
    let template = SignInPage {
        elsewhere,
        wrong: wrong.map(|key| page.t(key)),
        page: &page,
        next,
        login,
    };
    let mut response = render(status, &page, &template);
    if status == StatusCode::TOO_MANY_REQUESTS {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, header::HeaderValue::from_static("900"));
    }
    response.into_response()
}

/// From where, and on what kind of device.
pub(super) fn place(api: &Shared, request: &Request) -> Place {
    let headers = request.headers();
    let bytes = |name: &str| headers.get(name).map(header::HeaderValue::as_bytes);
    Place {
        address: address_of(headers, request.extensions(), &api.trusted_proxies),
        platform: platform(bytes("user-agent"), bytes("sec-ch-ua-platform")),
    }
}

/// A path of the website, and nothing else: whoever signs in here is not sent elsewhere by somebody's link.
fn ours(next: &str) -> &str {
    let is_path = next == "/admin" || next.starts_with("/admin/") || next.starts_with("/admin?");
    let is_plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_path && is_plain && !next.contains("..") {
        next
    } else {
        "/admin"
    }
}

#[cfg(test)]
mod tests {
    use super::ours;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for path in ["/admin", "/admin/account", "/admin/codes?q=a%20b", "/admin?x"] {
            assert_eq!(ours(path), path);
        }
        for elsewhere in [
            "",
            "//evil.example",
            "https://evil.example/admin",
            "/admin.evil.example",
            "/administrator",
            "/admin/../../evil",
            "/admin/\r\nset-cookie: a=b",
            "/admin/\\evil",
            "/7K3M9QXT",
        ] {
            assert_eq!(ours(elsewhere), "/admin", "{elsewhere:?}");
        }
    }
}
