//! Where a target may lead: absolute web addresses, and the hosts a unit allows.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use url::Url;

/// Longest address accepted, in characters; longer ones fail in some browsers and messengers.
pub const LONGEST_URL: usize = 2_048;

/// An absolute `http` or `https` address with a host and without credentials, kept in the form of the WHATWG URL standard
/// (ASCII only, host in lower case), so it can stand in a `Location` header as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HttpUrl {
    text: Box<str>,
}

/// Why a text is not an [`HttpUrl`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpUrlError {
    /// More than [`LONGEST_URL`] characters, as given or once encoded.
    #[error("a URL has at most {LONGEST_URL} characters, this has {0}")]
    TooLong(usize),
    /// Not a URL at all, or a relative one.
    #[error("this is not an absolute URL such as https://example.org/path: {0}")]
    Unreadable(String),
    /// Another scheme.
    #[error("only http and https are allowed, not {0}")]
    Scheme(String),
    /// A user name or a password in the URL.
    #[error("a URL must not carry a user name or a password")]
    Credentials,
    /// Control characters or white space, which parsers drop silently and people do not see.
    #[error("a URL must not contain white space or control characters")]
    Invisible,
}

impl HttpUrl {
    /// The address whose text [`as_str`](Self::as_str) once gave: a memory of very many keeps them as texts, and does not check them at every look.
    pub fn checked_before(text: &str) -> Self {
        debug_assert_eq!(text.parse::<Self>().as_ref().map(Self::as_str), Ok(text));
        Self { text: text.into() }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host in lower case, without a port.
    pub fn host(&self) -> &str {
        let after_scheme = self.text.split_once("://").map_or(&*self.text, |(_, rest)| rest);
        let authority = after_scheme.split(['/', '?', '#']).next().unwrap_or(after_scheme);
        match authority.strip_prefix('[') {
            Some(v6) => v6.split(']').next().unwrap_or(v6),
            None => authority.split(':').next().unwrap_or(authority),
        }
    }

    /// This address on another host; scheme, port, path, query and fragment stay. Fails when it gets too long.
    pub fn on_host(&self, host: &Host) -> Result<Self, HttpUrlError> {
        let unreadable = |error: url::ParseError| HttpUrlError::Unreadable(error.to_string());
        let mut url = Url::parse(&self.text).map_err(unreadable)?;
        url.set_host(Some(host.as_str())).map_err(unreadable)?;
        String::from(url).parse()
    }

    /// This address with those pairs of `query` added whose names it does not set itself.
    pub fn with_query(&self, query: &str) -> String {
        let Ok(mut url) = Url::parse(&self.text) else {
            return self.text.clone().into();
        };
        let own: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
        let added: Vec<_> = url::form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| !own.iter().any(|o| o.as_str() == name))
            .collect();
        if !added.is_empty() {
            url.query_pairs_mut().extend_pairs(added);
        }
        url.into()
    }
}

impl FromStr for HttpUrl {
    type Err = HttpUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let length = text.chars().count();
        if length > LONGEST_URL {
            return Err(HttpUrlError::TooLong(length));
        }
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(HttpUrlError::Invisible);
        }
        let url = Url::parse(text).map_err(|error| {
            HttpUrlError::Unreadable(match error {
                // What the parser says of it is for programmers.
                url::ParseError::RelativeUrlWithoutBase => "it does not begin with https://".to_owned(),
                other => other.to_string(),
            })
        })?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(HttpUrlError::Scheme(url.scheme().to_owned()));
        }
        // The parser mends "https:host" and "https:///host"; what a person did not write is not what they meant.
        let authority = text.get(url.scheme().len()..).and_then(|rest| rest.strip_prefix("://"));
        if authority.is_none_or(|rest| rest.starts_with(['/', '\\'])) || url.host_str().is_none_or(str::is_empty) {
            return Err(HttpUrlError::Unreadable("it has no host".into()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(HttpUrlError::Credentials);
        }
        let text: String = url.into();
        if text.len() > LONGEST_URL {
            return Err(HttpUrlError::TooLong(text.len()));
        }
        Ok(Self {
            text: text.into_boxed_str(),
        })
    }
}

impl fmt::Display for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for HttpUrl {
    type Error = HttpUrlError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<HttpUrl> for String {
    fn from(url: HttpUrl) -> Self {
        url.text.into()
    }
}

/// A host by its name, in lower case: what stands in an address before port and path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Host(Box<str>);

/// Why a text is not a [`Host`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a host such as example.org, without scheme, port and path")]
pub struct HostError(String);

impl Host {
    /// The host as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Host {
    type Err = HostError;

    fn from_str(text: &str) -> Result<Self, HostError> {
        let pattern: HostPattern = text.parse().map_err(|HostPatternError(text)| HostError(text))?;
        if pattern.0.starts_with('*') {
            return Err(HostError(text.chars().take(80).collect()));
        }
        Ok(Self(pattern.0))
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Host {
    type Error = HostError;

    fn try_from(text: String) -> Result<Self, HostError> {
        text.parse()
    }
}

impl From<Host> for String {
    fn from(host: Host) -> Self {
        host.0.into()
    }
}

/// A host, or with `*.` in front every host below it (not the host itself).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostPattern(Box<str>);

/// Why a text is not a [`HostPattern`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a host such as example.org, or *.example.org for every host below it")]
pub struct HostPatternError(String);

impl HostPattern {
    /// The pattern as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `host`, in lower case, is meant.
    pub fn matches(&self, host: &str) -> bool {
        match self.0.strip_prefix('*') {
            Some(suffix) => host.len() > suffix.len() && host.ends_with(suffix),
            None => host == &*self.0,
        }
    }
}

impl FromStr for HostPattern {
    type Err = HostPatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || HostPatternError(text.chars().take(80).collect());
        let (wildcard, host) = text.strip_prefix("*.").map_or(("", text), |host| ("*.", host));
        if host.is_empty() || host.contains(['*', '/', ':', '@', '?', '#', ' ']) {
            return Err(refuse());
        }
        // The URL parser gives the same form that targets are compared in, international names included.
        let parsed: HttpUrl = format!("http://{host}/").parse().map_err(|_| refuse())?;
        Ok(Self(format!("{wildcard}{}", parsed.host()).into_boxed_str()))
    }
}

impl TryFrom<String> for HostPattern {
    type Error = HostPatternError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<HostPattern> for String {
    fn from(pattern: HostPattern) -> Self {
        pattern.0.into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hostile_addresses_are_refused_with_their_reason() {
        let refused = |text: &str| text.parse::<HttpUrl>().unwrap_err();
        assert_eq!(refused("javascript:alert(1)"), HttpUrlError::Scheme("javascript".into()));
        assert_eq!(refused("data:text/html,x"), HttpUrlError::Scheme("data".into()));
        assert_eq!(refused("https://user:word@example.org/"), HttpUrlError::Credentials);
        assert_eq!(refused("https://exa\tmple.org/"), HttpUrlError::Invisible);
        assert_eq!(
            refused(&format!("https://example.org/{}", "a".repeat(2_048))),
            HttpUrlError::TooLong(2_068)
        );
        for text in [
            "/relative",
            "example.org",
            "https:example.org",
            "https:///example.org",
            "https://",
            "http://[::1",
        ] {
            assert!(matches!(refused(text), HttpUrlError::Unreadable(_)), "{text}");
        }
    }

    #[test]
    fn a_host_is_read_in_the_form_policies_compare() {
        for (text, host) in [
            ("https://Example.ORG:8443/a?b#c", "example.org"),
            ("http://[2001:db8::1]:80/", "2001:db8::1"),
            ("https://bücher.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(text.parse::<HttpUrl>().unwrap().host(), host);
        }
    }

    #[test]
    fn an_address_moves_to_another_host_and_keeps_everything_else() {
        let to: Host = "New.Example".parse().unwrap();
        let moved = |text: &str| text.parse::<HttpUrl>().unwrap().on_host(&to).map(String::from);
        assert_eq!(
            moved("http://old.example:8080/a%20b/?q=old.example&r=1#part").as_deref(),
            Ok("http://new.example:8080/a%20b/?q=old.example&r=1#part")
        );
        let long = format!("https://o.be/{}", "a".repeat(2_030));
        assert!(matches!(moved(&long), Err(HttpUrlError::TooLong(_))));
        for bad in [
            "*.example.org",
            "https://example.org",
            "example.org:80",
            "example.org/",
            "",
            "a b",
        ] {
            assert!(bad.parse::<Host>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_wildcard_means_hosts_below_and_not_look_alikes() {
        let pattern: HostPattern = "*.Gent.be".parse().unwrap();
        assert!(pattern.matches("stad.gent.be"));
        assert!(!pattern.matches("gent.be"));
        assert!(!pattern.matches("notgent.be"));
        assert!("https://gent.be".parse::<HostPattern>().is_err());
        assert!("*".parse::<HostPattern>().is_err());
    }

    #[test]
    fn a_forwarded_query_never_overrides_the_targets_own() {
        let url: HttpUrl = "https://example.org/form?object=bench".parse().unwrap();
        assert_eq!(
            url.with_query("object=bridge&app=x%20y"),
            "https://example.org/form?object=bench&app=x+y"
        );
        assert_eq!(url.with_query(""), "https://example.org/form?object=bench");
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_ascii_and_stays_the_same(text in "https?://[a-z]{1,10}\\.[a-z]{2,4}(:[0-9]{1,4})?/\\PC{0,30}") {
            if let Ok(url) = text.parse::<HttpUrl>() {
                prop_assert!(url.as_str().is_ascii());
                prop_assert_eq!(url.as_str().parse::<HttpUrl>().unwrap(), url);
            }
        }
    }
}
