//! Forms: sent from a page of ours by who signed in, and what was wrong with them.

use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use signpost_application::refusal::{Fault, Refusal};
use signpost_domain::decision::Reason;

use super::{Staff, WebsiteError, failure};
use crate::{Shared, rest::LARGEST_BODY};

/// The name of the field that every form has.
pub(super) const TOKEN: &str = "form_token";

/// Fields that somebody who signed in sent from a page of this session. A field `reason` becomes the caller's reason.
pub(crate) struct Posted<T> {
    /// Who.
    pub(crate) staff: Staff,
    /// What.
    pub(crate) form: T,
}

impl<T: DeserializeOwned> FromRequest<Shared> for Posted<T> {
    type Rejection = Response;

    async fn from_request(request: Request, api: &Shared) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let mut staff = Staff::from_request_parts(&mut parts, api).await?;
        let bytes = Bytes::from_request(Request::from_parts(parts.clone(), body), api)
            .await
            .map_err(|_| {
                let what = format!("what was sent does not come whole or is too large; a form has {LARGEST_BODY} bytes at most");
                WebsiteError::bad_form(&staff, &what).into_response()
            })?;
        let fields: Vec<(String, String)> = url::form_urlencoded::parse(&bytes).into_owned().collect();
        let field = |name: &str| {
            fields
                .iter()
                .find(|(found, _)| found == name)
                .map(|(_, value)| value.as_str())
        };
        let sent = parts.headers.get("x-form-token").and_then(|value| value.to_str().ok());
        // Compared with a digest of a secret that nobody can choose, so how long it takes says nothing.
        if field(TOKEN).or(sent) != Some(&*staff.form_token) {
            return Err(WebsiteError::strange_form(&staff).into_response());
        }
        if fields.iter().any(|(_, value)| value.contains('\0')) {
            return Err(WebsiteError::bad_form(&staff, crate::rest::NUL).into_response());
        }
        if let Some(reason) = field("reason").filter(|reason| !reason.trim().is_empty()) {
            let reason = Reason::try_from(reason.to_owned());
            let reason = reason.map_err(|error| WebsiteError::bad_form(&staff, &error.to_string()).into_response())?;
            staff.caller.reason = Some(reason);
        }
        let form = serde_html_form::from_bytes(&bytes);
        let form = form.map_err(|error| WebsiteError::bad_form(&staff, &error.to_string()).into_response())?;
        Ok(Self { staff, form })
    }
}

/// Refuses what a page of somebody else's made a browser send. Every browser says of a form where it comes from: by
/// `Sec-Fetch-Site`, or else by `Origin`.
pub(super) async fn only_from_here(State(api): State<Shared>, request: Request, next: Next) -> Response {
    let looks = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if looks || is_from_here(request.headers(), &api.application.public_url) {
        return next.run(request).await;
    }
    tracing::warn!("a form from elsewhere is refused");
    failure::from_elsewhere(&api, request.headers())
}

fn is_from_here(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text(header::ORIGIN) else {
        return false;
    };
    let Some((_, origin_host)) = origin.split_once("://") else {
        return false;
    };
    // A proxy may ask by another name than the browser did.
    let public_host = public_url
        .split_once("://")
        .map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    text(header::HOST) == Some(origin_host) || origin_host == public_host
}

/// What was wrong with a form, by the names of its fields.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    found: BTreeMap<String, Vec<String>>,
    /// Whether nothing would have been saved anyway: somebody asked for something.
    is_of_a_question: bool,
}

impl Faults {
    /// What a use case refused because of what was sent; gives back what it refused for another cause.
    pub(crate) fn of(refusal: Refusal) -> Result<Self, Refusal> {
        match refusal {
            Refusal::Invalid(faults) => Ok(Self::from_iter(faults)),
            other => Err(other),
        }
    }

    /// One fault.
    pub(crate) fn one(field: &str, what: impl Into<String>) -> Self {
        Self::found(BTreeMap::from([(field.to_owned(), vec![what.into()])]))
    }

    fn found(found: BTreeMap<String, Vec<String>>) -> Self {
        Self {
            found,
            is_of_a_question: false,
        }
    }

    /// The same of a question, by which nothing is saved.
    pub(crate) fn of_a_question(self) -> Self {
        Self {
            is_of_a_question: true,
            ..self
        }
    }

    /// The key of what stands above them.
    pub(crate) fn heading(&self) -> &'static str {
        if self.is_of_a_question {
            "wrong-question"
        } else {
            "wrong-fields"
        }
    }

    /// What is wrong with a field, first of all.
    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        self.found.get(field)?.first().map(String::as_str)
    }

    /// All that is wrong with a field or with a part of it.
    pub(crate) fn under(&self, field: &str) -> impl Iterator<Item = &str> {
        let below = move |found: &str| {
            found
                .strip_prefix(field)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.all().filter(move |(found, _)| below(found)).map(|(_, what)| what)
    }

    /// The same faults of a form whose fields stand below `prefix`.
    pub(crate) fn below(self, prefix: &str) -> Self {
        let under = |name: String| {
            if name.is_empty() {
                prefix.to_owned()
            } else {
                format!("{prefix}/{name}")
            }
        };
        Self {
            found: self.found.into_iter().map(|(name, what)| (under(name), what)).collect(),
            ..self
        }
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Everything that is wrong, by the names of fields.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.found
            .iter()
            .flat_map(|(name, all)| all.iter().map(move |what| (name.as_str(), what.as_str())))
    }

    /// Whether a field is wrong.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.found.contains_key(field)
    }
}

impl FromIterator<Fault> for Faults {
    fn from_iter<I: IntoIterator<Item = Fault>>(faults: I) -> Self {
        let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for Fault { pointer, detail } in faults {
            let all = named.entry(pointer.trim_start_matches('/').to_owned()).or_default();
            // Of ten tags the same may be wrong, which is said once.
            if !all.contains(&detail) {
                all.push(detail);
            }
        }
        Self::found(named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_comes_from_here_or_is_refused() {
        let check = |pairs: &[(&'static str, &str)]| {
            let headers = pairs.iter().map(|(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    header::HeaderValue::from_str(value).unwrap(),
                )
            });
            is_from_here(&headers.collect(), "https://q.gent/codes")
        };
        let host = ("host", "10.0.0.1:8080");
        for from_here in [
            &[host, ("sec-fetch-site", "same-origin")][..],
            &[host, ("origin", "http://10.0.0.1:8080")],
            &[host, ("origin", "https://q.gent")],
        ] {
            assert!(check(from_here), "{from_here:?}");
        }
        for from_elsewhere in [
            &[host][..],
            &[host, ("sec-fetch-site", "cross-site"), ("origin", "https://q.gent")],
            &[host, ("sec-fetch-site", "same-site")],
            &[host, ("sec-fetch-site", "none")],
            &[host, ("origin", "null")],
            &[host, ("origin", "https://q.gent.example")],
            &[host, ("origin", "https://evil.example")],
        ] {
            assert!(!check(from_elsewhere), "{from_elsewhere:?}");
        }
    }
}
