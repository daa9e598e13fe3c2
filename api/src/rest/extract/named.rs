//! The id in the path. One that cannot be is one that there is not.

use std::{fmt::Display, str::FromStr};

use axum::{
    extract::{FromRequestParts, Path},
    http::{StatusCode, request::Parts},
};

use super::super::problem::Problem;
use crate::Shared;

/// An id in the path.
pub(crate) struct Named<T>(pub(crate) T);

impl<T> FromRequestParts<Shared> for Named<T>
where
    T: FromStr + Send,
    T::Err: Display,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self, Problem> {
        let refuse = |what: String| Problem::new(StatusCode::NOT_FOUND, "not-found", "No such thing", what);
        let Path(text): Path<String> = Path::from_request_parts(parts, api)
            .await
            .map_err(|rejection| refuse(rejection.body_text()))?;
        text.trim()
            .parse()
            .map(Self)
            .map_err(|error: T::Err| refuse(format!("there is no such thing: {error}")))
    }
}
