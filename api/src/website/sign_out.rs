//! Signing out, here and everywhere.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::{
    commands::sign_out::{sign_out, sign_out_everywhere, sign_out_there},
    ports::sessions::SessionDigest,
};

use super::{Posted, Staff, Text, WebsiteError, cookies::Cookie, page::done};
use crate::Shared;

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Ends this session.
pub(super) async fn here(State(api): State<Shared>, Posted { staff, .. }: Posted<Nothing>) -> Response {
    match sign_out(&api.identity, &staff.session.digest).await {
        Ok(()) => farewell(&api, &staff, &Text::new("done-signed-out")).await,
        Err(error) => WebsiteError::refused(&staff, error.into()).into_response(),
    }
}

#[derive(Deserialize)]
pub(super) struct There {
    session: String,
}

/// Ends another session of whoever asks.
pub(super) async fn there(State(api): State<Shared>, Posted { staff, form }: Posted<There>) -> Response {
    match sign_out_there(
        &api.application,
        &api.identity,
        &staff.principal().id,
        &SessionDigest(form.session),
    )
    .await
    {
        Ok(true) => done(&api, "/admin/account", &Text::new("done-signed-out-there")),
        Ok(false) => WebsiteError::not_found(&staff).into_response(),
        Err(error) => WebsiteError::refused(&staff, error.into()).into_response(),
    }
}

/// Ends all sessions of whoever asks.
pub(super) async fn everywhere(State(api): State<Shared>, Posted { staff, .. }: Posted<Nothing>) -> Response {
    match sign_out_everywhere(&api.identity, &staff.principal().id).await {
        Ok(ended) => farewell(&api, &staff, &Text::with("done-signed-out-everywhere", &ended)).await,
        Err(error) => WebsiteError::refused(&staff, error.into()).into_response(),
    }
}

/// Says so; whoever signed in elsewhere is signed out there first, where that can be asked for, and comes back.
async fn farewell(api: &Shared, staff: &Staff, said: &Text) -> Response {
    let elsewhere = match &api.identity.elsewhere {
        Some(elsewhere) if api.identity.subjects.has(&staff.principal().id).await.unwrap_or(false) => {
            elsewhere.provider.farewell().await
        }
        _ => None,
    };
    let mut response = done(api, elsewhere.as_deref().unwrap_or("/admin/sign-in"), said);
    let (name, value) = Cookie::Session.remove(api.is_encrypted());
    response.headers_mut().append(name, value);
    response
}
