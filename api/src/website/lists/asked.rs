//! What a form asked for by its query: fields that were left empty were not filled in.

use std::borrow::Cow;

use axum::{
    extract::FromRequestParts,
    http::{Uri, request::Parts},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use url::form_urlencoded::{Serializer, parse};

use crate::{
    Shared,
    rest::extract::Parameters,
    website::{Staff, WebsiteError, texts::Texts},
};

/// A time that was typed by the wall clock of the city, as the REST API takes it.
fn in_utc(texts: &Texts, name: &str, value: &str) -> Option<String> {
    // Positions are asked for by these names, too.
    let is_time = matches!(name, "from" | "until") && value.contains(':');
    Some(texts.clock.read(value).filter(|_| is_time)?.to_string())
}

/// What somebody asked for.
pub(in crate::website) struct Asked<T> {
    pub(in crate::website) staff: Staff,
    pub(in crate::website) wanted: T,
    /// The same as a query, without what was left empty.
    pub(in crate::website) query: String,
}

impl<T: DeserializeOwned> FromRequestParts<Shared> for Asked<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self, Response> {
        let staff = Staff::from_request_parts(parts, api).await?;
        let filled = parse(parts.uri.query().unwrap_or_default().as_bytes()).filter(|(_, value)| !value.trim().is_empty());
        let query = Serializer::new(String::new()).extend_pairs(filled).finish();
        let path = parts.uri.path();
        let read = Serializer::new(String::new())
            .extend_pairs(parse(query.as_bytes()).map(|(name, value)| {
                let read = in_utc(staff.texts(), &name, &value);
                (name, read.map_or(value, Cow::Owned))
            }))
            .finish();
        let uri: Uri = format!("{path}?{read}").parse().unwrap_or_default();
        let (mut without_empty, ()) = axum::http::Request::builder()
            .uri(uri)
            .body(())
            .unwrap_or_default()
            .into_parts();
        let read = Parameters::<T>::from_request_parts(&mut without_empty, api).await;
        let Parameters(wanted) = read.map_err(|problem| WebsiteError::problem(&staff, problem).into_response())?;
        Ok(Self { staff, wanted, query })
    }
}
