//! Signing out, here and everywhere.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::commands::sign_out::{sign_out, sign_out_everywhere};

use super::{Posted, Text, WebsiteError, cookies::Cookie, page::done};
use crate::Shared;

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Ends this session.
pub(super) async fn here(State(api): State<Shared>, Posted { staff, .. }: Posted<Nothing>) -> Response {
    match sign_out(&api.identity, &staff.session.digest).await {
        Ok(()) => farewell(&api, &Text::new("done-signed-out")),
        Err(error) => WebsiteError::refused(&staff, error.into()).into_response(),
    }
}

/// Ends all sessions of whoever asks.
pub(super) async fn everywhere(State(api): State<Shared>, Posted { staff, .. }: Posted<Nothing>) -> Response {
    match sign_out_everywhere(&api.identity, &staff.principal().id).await {
        Ok(ended) => farewell(&api, &Text::with("done-signed-out-everywhere", &ended)),
        Err(error) => WebsiteError::refused(&staff, error.into()).into_response(),
    }
}

fn farewell(api: &Shared, said: &Text) -> Response {
    let mut response = done(api, "/admin/sign-in", said);
    let (name, value) = Cookie::Session.remove(api.is_encrypted());
    response.headers_mut().append(name, value);
    response
}
