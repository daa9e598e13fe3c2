//! What is printed on objects, and what was printed on them before.

use signpost_domain::identifier::RESERVED;
use url::Url;

use crate::failure::Failure;

/// What is printed for ten years had better be right.
pub(super) fn check_public_url(text: &str) -> Result<String, Failure> {
    let refuse = |what: &str| {
        Failure::new(format!(
            "public-url: {what}; give something like https://q.example.org, not {text:?}"
        ))
    };
    let url = Url::parse(text).map_err(|_| refuse("this is not an absolute URL"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(refuse("only http and https with a host can be scanned"));
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("it must not have credentials, a query or a fragment"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// A path that may stand before ids, without a slash at its end.
pub(super) fn check_old_path(text: &str) -> Result<String, Failure> {
    let refuse = |what: &str| {
        Err(Failure::new(format!(
            "old-paths: {what}; give something like /qr, not {text:?}"
        )))
    };
    let path = text.trim().trim_end_matches('/');
    let mut parts = path.strip_prefix('/').unwrap_or_default().split('/');
    let is_plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
    };
    if !parts.clone().all(is_plain) {
        return refuse("a path begins with a slash and is made of letters, digits, -, _, . and ~");
    }
    let first = parts.next().unwrap_or_default().to_ascii_uppercase();
    if RESERVED.contains(&&*first) {
        return refuse("Signpost answers what is below this itself");
    }
    Ok(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_path_has_one_slash_before_and_none_behind() {
        assert_eq!(check_old_path("/qr/").unwrap(), "/qr");
        assert_eq!(check_old_path("/stad/qr").unwrap(), "/stad/qr");
        for bad in [
            "",
            "/",
            "qr",
            "//qr",
            "/q r",
            "/qr?x",
            "/admin",
            "/API/v1",
            "https://q.gent/qr",
        ] {
            assert!(check_old_path(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_public_url_loses_its_slash_and_keeps_its_path() {
        assert_eq!(check_public_url("https://Q.gent/").unwrap(), "https://q.gent");
        assert_eq!(check_public_url("https://stad.gent/q/").unwrap(), "https://stad.gent/q");
        for bad in [
            "q.gent",
            "ftp://q.gent",
            "https://q.gent/?x",
            "https://u:p@q.gent",
            "https://q.gent/#x",
        ] {
            assert!(check_public_url(bad).is_err(), "{bad}");
        }
    }
}
