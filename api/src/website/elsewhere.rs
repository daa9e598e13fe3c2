//! Signing in at the city's identity provider: `/admin/sign-in/elsewhere` leads there, `/admin/sign-in/answer` is where it leads back to.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;
use signpost_application::commands::sign_in_elsewhere::{Arrival, Arrived, arrive, depart};

use super::{
    Query,
    cookies::Cookie,
    failure,
    page::see_other,
    sign_in::{Back, form, place, welcome},
};
use crate::Shared;

/// Leads there.
pub(super) async fn leave(State(api): State<Shared>, Query(back): Query<Back>, headers: HeaderMap) -> Response {
    let Some(elsewhere) = &api.identity.elsewhere else {
        return failure::nowhere(&api, &headers);
    };
    match depart(&api.application, elsewhere).await {
        Ok(departure) => {
            let mut response = see_other(&departure.url);
            let value = format!("{} {}", departure.secret, back.next);
            let (name, value) = Cookie::Departure.set(&value, api.is_encrypted());
            response.headers_mut().append(name, value);
            response
        }
        Err(error) => {
            tracing::warn!("nobody can sign in elsewhere: {error}");
            let wrong = Some("elsewhere.unavailable");
            form(&api, &headers, StatusCode::SERVICE_UNAVAILABLE, &back.next, "", wrong)
        }
    }
}

/// What a provider sends along (RFC 6749, section 4.1.2, and RFC 9207). What went wrong there is in its own log.
#[derive(Default, Deserialize)]
pub(super) struct Answer {
    code: Option<String>,
    #[serde(default)]
    state: String,
    iss: Option<String>,
}

/// Takes in who comes back.
pub(super) async fn answer(State(api): State<Shared>, Query(answer): Query<Answer>, request: Request) -> Response {
    let headers = request.headers();
    let Some(elsewhere) = &api.identity.elsewhere else {
        return failure::nowhere(&api, headers);
    };
    let begun = Cookie::Departure.read(headers, api.is_encrypted()).unwrap_or_default();
    let (secret, next) = begun.split_once(' ').unwrap_or_default();
    let arrival = Arrival {
        code: answer.code,
        state: answer.state,
        issuer: answer.iss,
    };
    let place = place(&api, &request);
    let arrived = arrive(&api.application, &api.identity, elsewhere, secret, &arrival, place).await;
    let again = |status, wrong| form(&api, headers, status, next, "", Some(wrong));
    let mut response = match arrived {
        Ok(Arrived::Welcome { secret }) => welcome(&api, headers, &secret, next).await,
        Ok(Arrived::NoRole) => failure::without_role(&api, headers),
        Ok(Arrived::Refused) => again(StatusCode::FORBIDDEN, "elsewhere.refused"),
        Ok(Arrived::TooOften) => again(StatusCode::TOO_MANY_REQUESTS, "sign-in.too-often"),
        Ok(Arrived::Unavailable) => again(StatusCode::SERVICE_UNAVAILABLE, "elsewhere.unavailable"),
        Err(refusal) => failure::of_refusal(&api, headers, refusal),
    };
    let (name, value) = Cookie::Departure.remove(api.is_encrypted());
    response.headers_mut().append(name, value);
    response
}
