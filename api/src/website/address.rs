//! What stands in an address, as axum reads it. Where it cannot be read there is no such page, and that is a page, too.

use axum::{
    extract::{self, FromRequestParts},
    http::request::Parts,
    response::Response,
};
use serde::de::DeserializeOwned;

use super::failure;
use crate::Shared;

/// Names in a path.
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Shared> for Path<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self, Response> {
        match extract::Path::from_request_parts(parts, api).await {
            Ok(extract::Path(names)) => Ok(Self(names)),
            Err(_) => Err(failure::nowhere(api, &parts.headers)),
        }
    }
}

/// What is asked for behind the question mark.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<Shared> for Query<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self, Response> {
        match extract::Query::from_request_parts(parts, api).await {
            Ok(extract::Query(asked)) => Ok(Self(asked)),
            Err(_) => Err(failure::nowhere(api, &parts.headers)),
        }
    }
}
