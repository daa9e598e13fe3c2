//! What a form asked for by its query: fields that were left empty were not filled in.

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
    website::{Staff, WebsiteError},
};

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
        let uri: Uri = format!("{path}?{query}").parse().unwrap_or_default();
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
