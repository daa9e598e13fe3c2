//! Who calls, and for changes why.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::FromRequestParts,
    http::{Extensions, HeaderMap, StatusCode, header, request::Parts},
};
use jiff::Timestamp;
use signpost_application::{
    authority::{Caller, Principal},
    progress::TOKENS,
};
use signpost_domain::decision::{Reason, Source};

use super::{super::problem::Problem, NUL};
use crate::{Api, Shared, resolver::visitor::network::address_of};

/// The correlation id that an earlier layer gave to this request.
#[derive(Debug, Clone)]
pub(crate) struct Correlation(pub(crate) String);

/// Somebody who reads.
pub(crate) struct Reading(pub(crate) Arc<Principal>);

/// Somebody who changes something.
pub(crate) struct Acting(pub(crate) Caller);

/// How long a request waits for this node to learn of every token issued and revoked.
const PATIENCE: Duration = Duration::from_secs(1);

/// Recognises the holder of the token in `Authorization`, and notes that it was used.
pub(crate) async fn authenticate(api: &Api, headers: &HeaderMap, extensions: &Extensions) -> Result<Arc<Principal>, Problem> {
    let refuse = |detail: &str| Problem::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Who are you?", detail);
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Err(refuse(
            "send a token as Authorization: Bearer TOKEN; make one with: signpost token create",
        ));
    };
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let now = api.application.clock.now();
    let address = address_of(headers, extensions, &api.trusted_proxies);
    let waits = api.strangers.waits(address, now);
    // One answer for unknown, revoked, expired and malformed: which it was is nobody's business.
    let invalid = || {
        let unknown = || {
            api.strangers.note(address, now);
            refuse("this token is not valid (any more)")
        };
        waits.map_or_else(unknown, Problem::too_many)
    };
    let token = token.ok_or_else(invalid)?;
    if waits.is_none() {
        // The command line may have issued or revoked it a moment ago, and this node hears of other processes' decisions by asking.
        let head = api.application.decisions.head().await?;
        api.application.progress.decisions_shown_by(TOKENS, head, PATIENCE).await;
    }
    let holder = api.authenticator.holder(token).ok_or_else(invalid)?;
    note_use(api, &holder, now);
    Ok(holder)
}

/// Notes that a token was used, beside the answer: nobody waits for it.
fn note_use(api: &Api, holder: &Principal, now: Timestamp) {
    let uses = &api.identity.uses;
    if !uses.is_news(&holder.id, now) {
        return;
    }
    let (uses, id) = (uses.clone(), holder.id.clone());
    tokio::spawn(async move {
        if let Err(error) = uses.note(&id, now).await {
            tracing::warn!(principal = %id, "that a token was used cannot be noted: {error}");
        }
    });
}

impl FromRequestParts<Shared> for Reading {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self, Problem> {
        authenticate(api, &parts.headers, &parts.extensions).await.map(Self)
    }
}

impl FromRequestParts<Shared> for Acting {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self, Problem> {
        let principal = authenticate(api, &parts.headers, &parts.extensions).await?;
        let mut reason = None;
        for (name, value) in url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()) {
            if name != "reason" {
                return Err(Problem::fault(
                    name.into_owned(),
                    "this call takes no such query parameter; it takes reason",
                ));
            }
            if value.contains('\0') {
                return Err(Problem::fault("reason", NUL));
            }
            reason = Some(Reason::try_from(value.into_owned()).map_err(|error| Problem::fault("reason", error.to_string()))?);
        }
        let correlation = match parts.extensions.get::<Correlation>() {
            Some(Correlation(correlation)) => correlation.clone(),
            None => format!(
                "{:016x}{:016x}",
                api.application.entropy.bits(),
                api.application.entropy.bits()
            ),
        };
        Ok(Self(Caller {
            principal: (*principal).clone(),
            source: Source::Rest,
            reason,
            correlation,
        }))
    }
}
