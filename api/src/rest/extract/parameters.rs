//! Query parameters: those that a call takes and no others, so that a misspelt filter is not a filter left out.

use std::{fmt::Display, str::FromStr};

use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use signpost_application::ports::Paging;

use super::super::{
    problem::Problem,
    schema::{Faults, reason},
};
use crate::Shared;

/// Entries on one page of a list, unless asked otherwise, and at most.
const USUAL: u32 = 100;
const MOST: u32 = 1_000;

/// What is said of U+0000, which not every store can keep and nobody means.
pub(crate) const NUL: &str = "a text must not contain the character U+0000";

/// The query parameters of a call that takes none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// All query parameters.
pub(crate) struct Parameters<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<Shared> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = url::form_urlencoded::parse(query.as_bytes()).collect::<Vec<_>>();
        // By way of JSON text values: then serde names the parameter that is not taken.
        let mut object = serde_json::Map::new();
        for (name, value) in pairs {
            if name.contains('\0') || value.contains('\0') {
                return Err(Problem::fault(name.replace('\0', ""), NUL));
            }
            if object.insert(name.clone().into_owned(), value.into_owned().into()).is_some() {
                return Err(Problem::fault(name.into_owned(), "give this query parameter once"));
            }
        }
        serde_path_to_error::deserialize(serde_json::Value::Object(object))
            .map(Self)
            .map_err(|error| {
                let name = error.path().to_string();
                Problem::fault(name, error.into_inner().to_string())
            })
    }
}

/// Reads one parameter.
pub(crate) fn parse<T>(name: &str, value: Option<&str>) -> Result<Option<T>, Problem>
where
    T: FromStr,
    T::Err: Display + 'static,
{
    value
        .map(|value| {
            value
                .parse()
                .map_err(|error: T::Err| Problem::fault(name, reason(value, &error)))
        })
        .transpose()
}

/// Reads a time.
pub(crate) fn parse_time(name: &str, value: Option<&str>) -> Result<Option<Timestamp>, Problem> {
    let mut faults = Faults::default();
    let time = value.and_then(|value| faults.time(name, value));
    faults.check()?;
    Ok(time)
}

/// Reads a parameter whose values are some words, with commas between several.
pub(crate) fn parse_list<T: Copy>(
    name: &str,
    value: Option<&str>,
    known: &[T],
    word: impl Fn(T) -> &'static str,
) -> Result<Vec<T>, Problem> {
    let find = |wanted: &str| {
        known
            .iter()
            .copied()
            .find(|candidate| word(*candidate) == wanted)
            .ok_or_else(|| {
                let all: Vec<_> = known.iter().map(|known| word(*known)).collect();
                Problem::fault(name, format!("{wanted:?} is none of {}", all.join(", ")))
            })
    };
    value
        .into_iter()
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|w| !w.is_empty())
        .map(find)
        .collect()
}

/// Reads `limit` and `cursor`.
pub(crate) fn paging(limit: Option<&str>, cursor: Option<String>) -> Result<Paging, Problem> {
    let limit = match parse::<u32>("limit", limit)? {
        None => USUAL,
        Some(limit @ 1..=MOST) => limit,
        Some(_) => return Err(Problem::fault("limit", format!("give a number of 1 to {MOST}"))),
    };
    Ok(Paging {
        limit,
        cursor: cursor.filter(|cursor| !cursor.is_empty()),
    })
}
