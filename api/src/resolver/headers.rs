//! A request's headers, as hyper keeps them or as they stand in the bytes that came.

use axum::http::{HeaderMap, HeaderValue};

/// The headers of a request. Names are asked for in lower case.
#[derive(Debug, Clone, Copy)]
pub(super) enum Headers<'a> {
    /// As hyper keeps them.
    Map(&'a HeaderMap),
    /// As they were parsed, a dozen mostly, among which a name is found sooner by its length than by a hash.
    Parsed(&'a [httparse::Header<'a>]),
}

impl<'a> Headers<'a> {
    /// The value of the first header of this name.
    pub(super) fn first(self, name: &str) -> Option<&'a [u8]> {
        match self {
            Self::Map(headers) => headers.get(name).map(HeaderValue::as_bytes),
            Self::Parsed(headers) => headers
                .iter()
                .find(|header| header.name.eq_ignore_ascii_case(name))
                .map(|header| header.value),
        }
    }

    /// The values of all headers of this name.
    pub(super) fn every(self, name: &str) -> Vec<&'a [u8]> {
        match self {
            Self::Map(headers) => headers.get_all(name).iter().map(HeaderValue::as_bytes).collect(),
            Self::Parsed(headers) => {
                let named = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
                named.map(|header| header.value).collect()
            }
        }
    }
}

/// A value as text, if it is no more than that: what [`HeaderValue::to_str`] takes for it.
pub(super) fn text(value: &[u8]) -> Option<&str> {
    let is_text = value.iter().all(|byte| matches!(byte, b'\t' | b' '..=b'~'));
    std::str::from_utf8(value).ok().filter(|_| is_text)
}
