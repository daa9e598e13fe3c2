//! What every page of the website tells the browser to refuse.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use url::Url;

use crate::{Api, Shared};

/// Scripts, styles and pictures from here only, and none inside pages; forms to here only; in nobody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Beside it.
const OTHERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Not no-referrer: then browsers would not say either where a form comes from.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)",
    ),
];

/// The policy. Browsers hold where a form leads on to against it, too: from signing out here to signing out at the identity provider.
fn policy(api: &Api) -> HeaderValue {
    let elsewhere = api.identity.elsewhere.as_ref();
    let issuer = elsewhere.and_then(|elsewhere| elsewhere.provider.issuer().parse::<Url>().ok());
    let with_issuer = issuer.map(|issuer| format!("{POLICY} {}", issuer.origin().ascii_serialization()));
    let with_issuer = with_issuer.and_then(|policy| HeaderValue::try_from(policy).ok());
    with_issuer.unwrap_or(HeaderValue::from_static(POLICY))
}

/// Sets them.
pub(super) async fn protect(State(api): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(&api));
    for (name, value) in OTHERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if api.is_encrypted() {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    response
}
