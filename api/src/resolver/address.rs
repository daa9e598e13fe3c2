//! What a path asks for. Case, a slash at the end and white space around the id do not matter; anything else that is no id
//! leads nowhere, and never to an error of ours.

use percent_encoding::percent_decode_str;
use signpost_domain::identifier::CodeId;

/// What a path asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// The place itself.
    Home,
    /// A code.
    Code(CodeId),
    /// An item of a code's menu.
    Choice {
        /// The code.
        code: CodeId,
        /// The item, from 0.
        item: u16,
        /// Which menu it was seen in.
        menu: String,
    },
    /// Nothing we know.
    Nowhere,
}

/// Reads a path; `prefix` may stand before it or have been taken off by a proxy.
pub(super) fn read(path: &str, prefix: &str) -> Address {
    let path = path
        .strip_prefix(prefix)
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
        .unwrap_or(path);
    let Ok(path) = percent_decode_str(path).decode_utf8() else {
        return Address::Nowhere;
    };
    let path = path.trim_matches(|c: char| c == '/' || c.is_whitespace());
    let mut parts = path.split('/').map(str::trim);
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.take(4).collect();
    match (first, rest.as_slice()) {
        ("", []) => Address::Home,
        (code, []) => code.parse().map_or(Address::Nowhere, Address::Code),
        (code, ["choice", item, menu]) => match (code.parse(), item.parse::<u16>()) {
            // People count from one.
            (Ok(code), Ok(item)) if item > 0 => Address::Choice {
                code,
                item: item - 1,
                menu: (*menu).to_owned(),
            },
            _ => Address::Nowhere,
        },
        _ => Address::Nowhere,
    }
}

/// The same path without the one of `old` below which it is, if it is below one: where codes of another system hung before.
pub(super) fn moved<'a>(path: &'a str, old: &[String]) -> &'a str {
    let below = |old: &String| path.strip_prefix(old.as_str()).filter(|rest| rest.starts_with('/'));
    let below = old.iter().find_map(below);
    below.filter(|rest| !rest.trim_matches('/').is_empty()).unwrap_or(path)
}

/// The code that a path names with what an older system put behind it, and whether that asks for JSON: `/7k3m9qxt.json`.
pub(super) fn suffixed(path: &str, prefix: &str) -> Option<(CodeId, bool)> {
    let path = path.strip_prefix(prefix).unwrap_or(path).trim_matches('/');
    let (code, suffix) = path.rsplit_once('.')?;
    let is_json = match suffix {
        "json" => true,
        "html" => false,
        _ => return None,
    };
    Some((code.parse().ok()?, is_json))
}

/// The code that a path names as it is printed, if that is all it does. What [`read`] makes of other paths may be a code too.
pub(crate) fn plain(path: &str, prefix: &str) -> Option<CodeId> {
    let rest = path.strip_prefix(prefix).unwrap_or(path);
    rest.strip_prefix('/')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_a_plain_path_names_is_what_any_reading_finds(path in "(/q)?/{0,2}[a-cA-C0-9_%/-]{0,8}", prefix in "(/q)?") {
            if let Some(code) = plain(&path, &prefix) {
                prop_assert_eq!(read(&path, &prefix), Address::Code(code));
            }
        }
    }

    #[test]
    fn words_that_are_answered_elsewhere_are_no_plain_codes() {
        assert_eq!(plain("/bench-7", ""), Some("BENCH-7".parse().unwrap()));
        assert_eq!(plain("/q/bench-7", "/q"), Some("BENCH-7".parse().unwrap()));
        assert_eq!(plain("/bench-7", "/q"), Some("BENCH-7".parse().unwrap()));
        for path in [
            "/",
            "/metrics",
            "/healthz",
            "/api",
            "/q",
            "/q/metrics",
            "/qbench-7",
            "/bench-7/",
            "/tlog/keys",
        ] {
            assert_eq!(plain(path, "/q"), None, "{path}");
        }
    }

    #[test]
    fn case_slashes_and_white_space_do_not_matter() {
        let code = Address::Code("BENCH-7".parse().unwrap());
        for path in [
            "/bench-7",
            "/BENCH-7/",
            "/%20Bench-7%20",
            "/bench-7%0A",
            "//bench-7//",
            "/q/bench-7",
            "/%62ench-7",
        ] {
            assert_eq!(read(path, "/q"), code, "{path}");
        }
        assert_eq!(read("/", ""), Address::Home);
        assert_eq!(read("/q", "/q"), Address::Home);
    }

    #[test]
    fn what_hung_below_an_old_path_is_below_none() {
        let old = ["/qr".to_owned(), "/city/codes".to_owned()];
        for (path, expected) in [
            ("/qr/bench-7/", "/bench-7/"),
            ("/qr//bench-7.json", "//bench-7.json"),
            ("/city/codes/bench-7", "/bench-7"),
            ("/qr/bench-7/choice/2/ab12", "/bench-7/choice/2/ab12"),
            ("/bench-7", "/bench-7"),
            ("/qrbench-7", "/qrbench-7"),
            ("/qr", "/qr"),
            ("/qr/", "/qr/"),
            ("/city/bench-7", "/city/bench-7"),
        ] {
            assert_eq!(moved(path, &old), expected);
        }
    }

    #[test]
    fn nonsense_leads_nowhere() {
        for path in [
            "/%FF%FE",
            "/a",
            "/favicon.ico",
            "/bench-7/other",
            "/..%2f..%2fetc",
            "/bench-7/choice/0/x",
            "/%00%00%00",
            "/api",
        ] {
            assert_eq!(read(path, ""), Address::Nowhere, "{path}");
        }
    }

    #[test]
    fn a_choice_names_its_item_and_its_menu() {
        let choice = Address::Choice {
            code: "BENCH-7".parse().unwrap(),
            item: 1,
            menu: "ab12".into(),
        };
        assert_eq!(read("/bench-7/choice/2/ab12", ""), choice);
    }
}
