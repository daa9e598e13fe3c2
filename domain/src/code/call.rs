//! Calls to other systems that came with a code from elsewhere: kept as they were, and not made here yet.

use serde::{Deserialize, Serialize};

use crate::url::HttpUrl;

/// Calls of one code, at most.
pub const MOST_CALLS: usize = 100;
/// Headers of one call, at most.
pub const MOST_HEADERS: usize = 50;
/// Characters of what a call sends, at most.
pub const LONGEST_PAYLOAD: usize = 20_000;
/// Characters of a label, of the name of a header, and of its value, at most.
const LONGEST_PART: usize = 1_000;

/// Parts of names of headers whose values are credentials.
const CREDENTIALS: [&str; 10] = [
    "auth",
    "cookie",
    "credential",
    "key",
    "passw",
    "secret",
    "session",
    "sign",
    "token",
    "jwt",
];

/// A call that another system made whenever somebody followed a link of the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptCall {
    /// What the link said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Where the link led, where it led anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<HttpUrl>,
    /// What was called, by POST.
    pub url: HttpUrl,
    /// What was sent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub payload: String,
    /// What went with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<CallHeader>,
}

/// A header of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallHeader {
    /// Its name.
    pub name: String,
    /// Its value; `None` where that is a credential, which no log may keep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl CallHeader {
    /// A header without its value, if that is a credential.
    pub fn new(name: String, value: String) -> Self {
        let value = (!is_credential(&name)).then_some(value);
        Self { name, value }
    }
}

/// Whether the value of a header of this name lets somebody in: better one too many, since a log forgets nothing.
fn is_credential(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    CREDENTIALS.iter().any(|part| name.contains(part))
}

/// What is wrong with calls, if anything is.
pub fn check_calls(calls: &[KeptCall]) -> Result<(), String> {
    if calls.len() > MOST_CALLS {
        return Err(format!("a code keeps {MOST_CALLS} calls at most, not {}", calls.len()));
    }
    calls.iter().try_for_each(check)
}

fn check(call: &KeptCall) -> Result<(), String> {
    let KeptCall {
        label,
        url,
        payload,
        headers,
        ..
    } = call;
    let url = url.as_str();
    if payload.chars().count() > LONGEST_PAYLOAD {
        return Err(format!("the call to {url} sends more than {LONGEST_PAYLOAD} characters"));
    }
    if headers.len() > MOST_HEADERS {
        return Err(format!("the call to {url} has more than {MOST_HEADERS} headers"));
    }
    let values = headers.iter().filter_map(|header| header.value.as_ref());
    let names = headers.iter().map(|header| &header.name);
    let mut parts = names.chain(values).chain([label]);
    if parts.any(|part| part.chars().count() > LONGEST_PART) {
        return Err(format!(
            "the call to {url} has a label or a header of more than {LONGEST_PART} characters"
        ));
    }
    let shown = headers
        .iter()
        .find(|header| header.value.is_some() && is_credential(&header.name));
    shown.map_or(Ok(()), |CallHeader { name, .. }| {
        Err(format!(
            "the value of {name} in the call to {url} is a credential, which no log may keep; leave the value out"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(headers: Vec<CallHeader>) -> KeptCall {
        KeptCall {
            label: String::new(),
            link: None,
            url: "https://api.example/ring".parse().unwrap(),
            payload: String::new(),
            headers,
        }
    }

    #[test]
    fn credentials_are_kept_of_no_call() {
        for (name, is_kept) in [
            ("X-Bell", true),
            ("Content-Type", true),
            ("Authorization", false),
            ("apiKey", false),
            ("X-CSRF-Token", false),
            ("Set-Cookie", false),
        ] {
            let header = CallHeader::new(name.to_owned(), "x".to_owned());
            assert_eq!(header.value.is_some(), is_kept, "{name}");
            assert_eq!(check_calls(&[call(vec![header])]), Ok(()));
            let shown = CallHeader {
                name: name.to_owned(),
                value: Some("x".to_owned()),
            };
            assert_eq!(check_calls(&[call(vec![shown])]).is_ok(), is_kept, "{name}");
        }
    }

    #[test]
    fn calls_without_end_are_refused() {
        let header = || CallHeader::new("X".to_owned(), "x".to_owned());
        let long = KeptCall {
            payload: "é".repeat(LONGEST_PAYLOAD + 1),
            ..call(vec![])
        };
        let wordy = KeptCall {
            label: "é".repeat(LONGEST_PART + 1),
            ..call(vec![])
        };
        let many = call((0..=MOST_HEADERS).map(|_| header()).collect());
        for (calls, words) in [
            (vec![call(vec![]); MOST_CALLS + 1], "100 calls at most"),
            (vec![long], "sends more than"),
            (vec![wordy], "a label or a header"),
            (vec![many], "more than 50 headers"),
        ] {
            assert!(check_calls(&calls).unwrap_err().contains(words));
        }
    }
}
