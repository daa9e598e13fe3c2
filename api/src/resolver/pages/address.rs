//! Which addresses a page may link to. The domain has checked every target already; this is the second lock, at
//! the last moment before an address becomes an `href`.

/// What staff link to from within a text: web pages, mail and telephone, or a place on this site.
pub(super) fn suits_a_text(address: &str) -> bool {
    match scheme(address) {
        None => true,
        Some(scheme) => matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel"),
    }
}

/// What a board leads to: anything that suits a text, and the schemes of apps, which only the city's settings
/// know. So this refuses what runs or shows content of its own making, or reaches into the visitor's device.
pub(super) fn suits_a_board(address: &str) -> bool {
    !address.is_empty()
        && !scheme(address).is_some_and(|scheme| {
            let inner = matches!(
                scheme.as_str(),
                "about" | "blob" | "data" | "file" | "filesystem" | "view-source"
            );
            inner || scheme.ends_with("script") || scheme.starts_with("chrome") || !is_a_scheme(&scheme)
        })
}

/// What stands where a scheme would. Browsers skip control characters and white space there (WHATWG URL, 4.4); here
/// they stay, so that a scheme in disguise is none that is known.
fn scheme(address: &str) -> Option<String> {
    let end = address.find([':', '/', '?', '#', '\\'])?;
    address[end..].starts_with(':').then(|| address[..end].to_ascii_lowercase())
}

fn is_a_scheme(scheme: &str) -> bool {
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::resolver::pages) const HOSTILE: [&str; 16] = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "\u{1}javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\r\nscript\n:alert(1)",
        "vbscript:msgbox(1)",
        "livescript:x",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "blob:https://q.gent/1",
        "about:blank",
        "view-source:https://q.gent",
        "\u{a0}javascript:alert(1)",
        "java\0script:alert(1)",
    ];

    #[test]
    fn hostile_addresses_suit_nothing() {
        for address in HOSTILE {
            assert!(!suits_a_text(address), "{address:?}");
            assert!(!suits_a_board(address), "{address:?}");
        }
    }

    #[test]
    fn the_web_and_this_site_suit_both() {
        for address in [
            "https://stad.gent/a:b",
            "HTTP://stad.gent",
            "/7K3M9QXT/1",
            "?choice=1",
            "#a:b",
            "mailto:a@b.be",
            "tel:+329",
        ] {
            assert!(suits_a_text(address) && suits_a_board(address), "{address:?}");
        }
    }

    #[test]
    fn an_app_suits_a_board_but_not_a_text() {
        for address in ["slimnaarantwerpen://stop/1", "intent://scan/#Intent;end", "be.gent+app:x"] {
            assert!(suits_a_board(address) && !suits_a_text(address), "{address:?}");
        }
    }

    #[test]
    fn a_board_to_nowhere_is_no_link() {
        assert!(!suits_a_board(""));
    }
}
