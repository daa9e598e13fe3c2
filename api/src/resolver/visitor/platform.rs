//! Which platform the visitor is on, so that a code can lead to the right app store. Nothing finer: no model, no version.
//!
//! Two things cannot be told, and count as desktop: a phone whose browser was asked for the desktop site, and an iPad, whose Safari
//! asks for it by itself.

use signpost_domain::visit::Platform;

/// The platform by the client hint where there is one that settles it, by the User-Agent otherwise.
///
/// `hint` is `Sec-CH-UA-Platform` (User-Agent Client Hints), which Chromium sends with every request over HTTPS.
pub fn platform(user_agent: Option<&[u8]>, hint: Option<&[u8]>) -> Platform {
    hint.and_then(string_item)
        .and_then(by_hint)
        .unwrap_or_else(|| by_user_agent(user_agent.unwrap_or_default()))
}

/// "Linux" settles nothing: televisions and phones that ask for the desktop site say it too.
fn by_hint(hint: &[u8]) -> Option<Platform> {
    match hint {
        b"iOS" => Some(Platform::Ios),
        b"Android" => Some(Platform::Android),
        b"Windows" | b"macOS" | b"Chrome OS" | b"Chromium OS" => Some(Platform::Desktop),
        _ => None,
    }
}

/// The text of a structured header that is one string (RFC 8941, section 3.3.3), parameters left aside. Escapes stay as they are,
/// since no platform's name has a character that needs one.
fn string_item(header: &[u8]) -> Option<&[u8]> {
    let text = header.trim_ascii().strip_prefix(b"\"")?;
    let end = text.iter().position(|byte| *byte == b'"')?;
    matches!(text[end + 1..].trim_ascii_start(), [] | [b';', ..]).then_some(&text[..end])
}

/// What one word of a User-Agent says. Browsers on a platform of their own claim others' words for compatibility, never the reverse.
enum Sign {
    /// A device of a kind that is none of ours, whatever else it claims to be.
    Elsewhere,
    /// A phone or tablet. The first one named is the one: a later one is only "like" it.
    Mobile(Platform),
    /// A system that runs on desktops, and below many phones (`Linux; Android`, `like Mac OS X`).
    Desktop,
}

fn by_user_agent(user_agent: &[u8]) -> Platform {
    let mut platform = Platform::Other;
    let mut previous: &[u8] = b"";
    let words = user_agent.split(|byte| !byte.is_ascii_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        match (sign(previous, word), platform) {
            (Some(Sign::Elsewhere), _) => return Platform::Other,
            (Some(Sign::Mobile(mobile)), Platform::Other | Platform::Desktop) => platform = mobile,
            (Some(Sign::Desktop), Platform::Other) => platform = Platform::Desktop,
            _ => {}
        }
        previous = word;
    }
    platform
}

fn sign(previous: &[u8], word: &[u8]) -> Option<Sign> {
    let begins_with = |name: &[u8]| word.starts_with(name);
    Some(match (previous, word) {
        // Windows Phone says Android and iPhone as well, Xbox says Windows NT, KaiOS may say Android, a Nintendo may be "like iPhone",
        // televisions say Linux. A television that says only Android is taken for Android, whose apps it has.
        (b"Windows", b"Phone")
        | (
            _,
            b"Xbox" | b"Nintendo" | b"KAIOS" | b"Sailfish" | b"Tizen" | b"Web0S" | b"WebOS" | b"webOS" | b"hpwOS" | b"HbbTV"
            | b"SmartTV" | b"CrKey",
        ) => Sign::Elsewhere,
        // Browsers that keep their name when they ask for the desktop site.
        (_, b"CriOS" | b"FxiOS" | b"EdgiOS" | b"OPiOS") => Sign::Mobile(Platform::Ios),
        // Models follow without a space, as in `iPhone17,1`. UC Browser says `iPh`, and `Adr` for Android.
        _ if begins_with(b"iPh") || begins_with(b"iPad") || begins_with(b"iPod") => Sign::Mobile(Platform::Ios),
        _ if begins_with(b"Android") || word == b"Adr" => Sign::Mobile(Platform::Android),
        (b"Windows", b"NT") | (b"Mac", b"OS") | (_, b"Macintosh" | b"X11" | b"Linux" | b"CrOS") => Sign::Desktop,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DESKTOP_CHROME: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0";

    fn hinted(user_agent: &str, hint: &str) -> Platform {
        platform(Some(user_agent.as_bytes()), Some(hint.as_bytes()))
    }

    fn all_are(expected: Platform, user_agents: &[&str]) {
        for user_agent in user_agents {
            assert_eq!(platform(Some(user_agent.as_bytes()), None), expected, "{user_agent}");
        }
    }

    #[test]
    fn iphones_and_ipads_are_told_from_the_system_they_are_like() {
        all_are(
            Platform::Ios,
            &[
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15",
                "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15",
                "Mozilla/5.0 (iPod touch; CPU iPhone OS 12_0 like Mac OS X)",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 [FBAN/FBIOS;FBDV/iPad13,1;FBMD/iPad]",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 CriOS/150 Version/26.0",
                "Instagram 300.0.0.10 (iPhone17,1; iOS 18_5; nl_BE)",
                "UCWEB/2.0 (iOS; U; iPh OS 6_1; nl-BE; iPh5,2) U2/1.0.0 UCBrowser/9.5.1",
            ],
        );
    }

    #[test]
    fn android_is_told_from_the_linux_below_it() {
        all_are(
            Platform::Android,
            &[
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile",
                "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
                "Mozilla/5.0 (Linux; U; Android 4.0.3; nl-be) AppleWebKit/534.30 (like iPhone)",
                "UCWEB/2.0 (Linux; U; Adr 9; en-US; vivo 1904) U2/1.0.0 UCBrowser/10.9.8",
            ],
        );
    }

    #[test]
    fn desktops_are_windows_mac_linux_and_chrome_os() {
        all_are(
            Platform::Desktop,
            &[
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15",
                "Mozilla/5.0 (X11; FreeBSD amd64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36",
                DESKTOP_CHROME,
            ],
        );
    }

    #[test]
    fn devices_that_claim_to_be_others_are_neither() {
        all_are(
            Platform::Other,
            &[
                "Mozilla/5.0 (Mobile; Windows Phone 8.1; Android 4.0; ARM; Trident/7.0; Touch) like iPhone OS 7_0_3 Mac OS X",
                "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 Edge/15.15063",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox Series X) AppleWebKit/537.36",
                "Mozilla/5.0 (Mobile; LYF/F90M; Android; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
                "Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0) AppleWebKit/538.1",
                "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36",
                "Mozilla/5.0 (New Nintendo 3DS like iPhone) AppleWebKit/536.30",
                "Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15",
                "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 ArkWeb/4.1",
                "",
            ],
        );
        assert_eq!(platform(None, None), Platform::Other);
    }

    #[test]
    fn a_hint_that_settles_it_goes_before_the_user_agent() {
        assert_eq!(hinted(DESKTOP_CHROME, "\"Android\""), Platform::Android);
        assert_eq!(hinted("", "\"iOS\""), Platform::Ios);
        assert_eq!(hinted("", " \"Chrome OS\";v=1 "), Platform::Desktop);
        assert_eq!(
            hinted("Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0)", "\"Linux\""),
            Platform::Other
        );
        assert_eq!(platform(None, Some(b"\"macOS\"")), Platform::Desktop);
    }

    #[test]
    fn a_hint_that_is_no_string_or_unknown_leaves_it_to_the_user_agent() {
        for hint in [
            "Android",
            "\"Android",
            "\"Android\"x",
            "\"android\"",
            "\"\"",
            "",
            "\"Fuchsia\"",
            "\"Unknown\"",
        ] {
            assert_eq!(hinted(DESKTOP_CHROME, hint), Platform::Desktop, "{hint}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_get_an_answer(user_agent: Option<Vec<u8>>, hint: Option<Vec<u8>>) {
            platform(user_agent.as_deref(), hint.as_deref());
        }
    }
}
