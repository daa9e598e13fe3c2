//! Who signed in.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header::HeaderName, request::Parts},
    response::{IntoResponse, Response},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use signpost_application::{
    authority::{Caller, Principal},
    identity::form_token,
    ports::{StoreError, sessions::Session},
    progress::TOKENS,
    queries::session::session,
};
use signpost_domain::{
    decision::{Reason, Source},
    identifier::UnitName,
};

use super::{
    cookies::Cookie,
    downloads::Whose,
    failure,
    page::{language, see_other},
    texts::Texts,
};
use crate::{Api, Shared, resolver::pages::UiLanguage};

/// How long a request waits for this node to learn of every account opened and closed.
const PATIENCE: Duration = Duration::from_secs(1);

/// Somebody who signed in, and how they want to read. A handler that takes it answers nobody else.
#[derive(Clone)]
pub(crate) struct Staff {
    pub(crate) api: Shared,
    /// What use cases take.
    pub(crate) caller: Caller,
    /// Their session.
    pub(crate) session: Session,
    /// What they are called.
    pub(crate) name: String,
    /// What their forms must carry.
    pub(crate) form_token: Arc<str>,
    pub(crate) language: UiLanguage,
    pub(super) said: Option<String>,
}

impl Staff {
    /// Who it is and what they may do.
    pub(crate) fn principal(&self) -> &Principal {
        &self.caller.principal
    }

    pub(crate) fn texts(&self) -> &Texts {
        self.api.website.words.of(self.language)
    }

    /// The only unit that somebody may change anything of, if there is one.
    pub(crate) fn own_unit(&self) -> &str {
        match self.caller.principal.grants.as_slice() {
            [grant] => grant.unit.as_ref().map_or("", UnitName::as_str),
            _ => "",
        }
    }

    /// Why they do what they sent, as far as they said.
    pub(crate) fn reason(&self) -> &str {
        self.caller.reason.as_ref().map_or("", Reason::as_str)
    }
}

/// Waits until this node knows what the command line or another node may have decided a moment ago.
pub(super) async fn settle(api: &Api) -> Result<(), StoreError> {
    let head = api.application.decisions.head().await?;
    api.application.progress.decisions_shown_by(TOKENS, head, PATIENCE).await;
    Ok(())
}

/// Who is behind the cookie of a request, if anybody.
pub(super) async fn recognise(api: &Shared, headers: &HeaderMap) -> Result<Option<Staff>, StoreError> {
    let encrypted = api.is_encrypted();
    let Some(secret) = Cookie::Session.read(headers, encrypted) else {
        return Ok(None);
    };
    let Some(session) = session(&api.application, &api.identity, &secret).await? else {
        return Ok(None);
    };
    settle(api).await?;
    let Some(principal) = api.authenticator.account(&session.principal) else {
        return Ok(None);
    };
    let name = api.identity.names.of(&session.principal).await?;
    let entropy = &api.application.entropy;
    Ok(Some(Staff {
        caller: Caller {
            principal: (*principal).clone(),
            source: Source::Website,
            reason: None,
            correlation: format!("{:016x}{:016x}", entropy.bits(), entropy.bits()),
        },
        name: name.unwrap_or_else(|| session.principal.to_string()),
        session,
        form_token: form_token(&secret).into(),
        language: language(headers),
        said: Cookie::Flash.read(headers, encrypted),
        api: api.clone(),
    }))
}

impl FromRequestParts<Shared> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self, Response> {
        match recognise(api, &parts.headers).await {
            Ok(Some(staff)) => {
                if let Some(whose) = parts.extensions.get::<Whose>() {
                    whose.is(&staff.principal().id);
                }
                Ok(staff)
            }
            Ok(None) => Err(to_sign_in(parts)),
            Err(error) => Err(failure::of_store(api, &parts.headers, &error)),
        }
    }
}

/// Where to sign in, and from there back here. A form cannot be sent again from there, so its reader is sent to the start.
fn to_sign_in(parts: &Parts) -> Response {
    let back = parts.uri.path_and_query().map_or("/admin", |path| path.as_str());
    let path = if parts.method == Method::GET && back != "/admin" {
        format!("/admin/sign-in?next={}", utf8_percent_encode(back, NON_ALPHANUMERIC))
    } else {
        "/admin/sign-in".to_owned()
    };
    // A part of a page is not where to sign in: the whole page goes there.
    if parts.headers.contains_key("hx-request") {
        let value = HeaderValue::from_str("/admin/sign-in").unwrap_or(HeaderValue::from_static("/admin"));
        return (StatusCode::UNAUTHORIZED, [(HeaderName::from_static("hx-redirect"), value)]).into_response();
    }
    see_other(&path)
}
