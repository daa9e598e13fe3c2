//! The cookies of the website: who signed in, and what was just done, to be said once.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What a cookie is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The secret of a session.
    Session,
    /// What the next page says first.
    Flash,
    /// That somebody went to sign in elsewhere, and where they wanted to go.
    Departure,
}

/// Long enough to find a second factor, in seconds.
const LONGEST_DEPARTURE: u32 = 900;

impl Cookie {
    /// Its name. Where everything is encrypted, the prefix makes browsers refuse one that another host of the same domain set.
    pub(crate) fn name(self, encrypted: bool) -> &'static str {
        match (self, encrypted) {
            (Self::Session, true) => "__Host-signpost-session",
            (Self::Session, false) => "signpost-session",
            (Self::Flash, true) => "__Host-signpost-said",
            (Self::Flash, false) => "signpost-said",
            (Self::Departure, true) => "__Host-signpost-departure",
            (Self::Departure, false) => "signpost-departure",
        }
    }

    /// Its value in a request.
    pub(crate) fn read(self, headers: &HeaderMap, encrypted: bool) -> Option<String> {
        let name = self.name(encrypted);
        let mut pairs = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(found, _)| *found == name)?;
        let value = percent_decode_str(value).decode_utf8().ok()?;
        Some(value.into_owned()).filter(|value| !value.is_empty())
    }

    /// The header that sets it, until the browser is closed or it has no use any more.
    pub(crate) fn set(self, value: &str, encrypted: bool) -> (HeaderName, HeaderValue) {
        match self {
            Self::Session | Self::Flash => self.header(value, "", encrypted),
            Self::Departure => self.header(value, &format!("; Max-Age={LONGEST_DEPARTURE}"), encrypted),
        }
    }

    /// The header that removes it.
    pub(crate) fn remove(self, encrypted: bool) -> (HeaderName, HeaderValue) {
        self.header("", "; Max-Age=0", encrypted)
    }

    fn header(self, value: &str, more: &str, encrypted: bool) -> (HeaderName, HeaderValue) {
        let (name, value) = (self.name(encrypted), utf8_percent_encode(value, NON_ALPHANUMERIC));
        let secure = if encrypted { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}");
        let value = HeaderValue::from_str(&text).expect("encoded, so letters, digits and per cent signs");
        (header::SET_COOKIE, value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_is_read_again() {
        let (_, set) = Cookie::Flash.set("done; domain=evil é", false);
        let set = set.to_str().unwrap();
        assert_eq!(set.matches(';').count(), 3, "{set}");
        let mut headers = HeaderMap::new();
        let pair = set.split(';').next().unwrap();
        headers.insert(header::COOKIE, format!("a=b; {pair};c=d").parse().unwrap());
        assert_eq!(Cookie::Flash.read(&headers, false).as_deref(), Some("done; domain=evil é"));
        assert_eq!(Cookie::Flash.read(&headers, true), None);
        assert_eq!(Cookie::Session.read(&headers, false), None);
    }

    #[test]
    fn where_all_is_encrypted_the_browser_guards_its_cookies() {
        let (_, set) = Cookie::Session.set("ab", true);
        assert_eq!(set, "__Host-signpost-session=ab; Path=/; HttpOnly; SameSite=Lax; Secure");
    }
}
