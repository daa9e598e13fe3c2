//! Is this a person, or a program: a crawler, a monitor, and above all a link preview? A link to a code that is pasted in a chat is
//! fetched by the chat's servers and by the apps of everyone in it, and none of those is a scan by a person.
//!
//! The list is the npm package `crawler-user-agents`, see `data/crawler-user-agents/README.md`. Programs that pose as a browser are
//! not recognised, and not meant to be: nothing is refused to a robot, it is only counted apart.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::bytes::{Regex, RegexBuilder};

static NAMES: &str = include_str!("../../../data/crawler-user-agents/names.txt");
static PATTERNS: &str = include_str!("../../../data/crawler-user-agents/patterns.txt");

static ROBOTS: LazyLock<Robots> =
    LazyLock::new(|| Robots::compile().expect("`every_name_and_pattern_compiles` tests the data that is built in"));

/// The request headers in which browsers and apps say that nobody asked to see the page yet: `Sec-Purpose` (Fetch standard),
/// `Purpose` (Chrome and Safari before it), `X-Purpose` (Safari's Top Sites), `X-Moz` (Firefox before it).
pub const PURPOSE_HEADERS: [&str; 4] = ["sec-purpose", "purpose", "x-purpose", "x-moz"];

/// 97 % of the list is plain names, so those go into an automaton of their own. All 1,500 in one matcher of `regex` are too many for
/// the cache of its lazy DFA (2 MB): a User-Agent that it has not seen lately throws it back on slow engines. Measured with this list,
/// per User-Agent after warming up: the 10,000 of people in npm's `user-agents`, the 2,118 of robots in the list itself, and 8 KiB of
/// fragments of the list, sent by someone who means harm; memory as compiled, and what one thread's use of it adds.
///
/// | matcher                          | person | robot  | harm   | compiling | memory           |
/// |----------------------------------|--------|--------|--------|-----------|------------------|
/// | this                             | 0.5 µs | 0.2 µs | 0.1 ms | 2 ms      | 0.4 MB + 0.2 MB  |
/// | the same, names as a DFA         | 0.4 µs | 0.5 µs | 0.1 ms | 9 ms      | 7.0 MB + 0.2 MB  |
/// | one `RegexSet`                   | 0.4 µs | 140 µs | 4 ms   | 6 ms      | 1.5 MB + 2.8 MB  |
/// | one `Regex`                      | 1.1 µs | 200 µs | 95 ms  | 4 ms      | 0.9 MB + 6.9 MB  |
/// | one `Regex`, a cache of 64 MB    | 0.2 µs | 1 µs   | 0.1 ms | 4 ms      | 0.9 MB + 27.8 MB |
/// | `regex_automata::meta`, leftmost | 4.3 µs | 200 µs | 98 ms  | 6 ms      | 1.1 MB + 3.1 MB  |
struct Robots {
    names: AhoCorasick,
    patterns: Regex,
}

impl Robots {
    fn compile() -> Result<Self, Box<dyn std::error::Error>> {
        let patterns = PATTERNS
            .lines()
            .map(|pattern| format!("(?:{pattern})"))
            .collect::<Vec<_>>()
            .join("|");
        Ok(Self {
            names: AhoCorasick::new(NAMES.lines())?,
            // The patterns are written for JavaScript, where `\d` is ASCII; and a User-Agent need not be UTF-8.
            patterns: RegexBuilder::new(&patterns).unicode(false).build()?,
        })
    }
}

/// Compiles the list (milliseconds), which the first scan would have to wait for otherwise. To be called at start.
pub fn prepare() {
    LazyLock::force(&ROBOTS);
}

/// Whether a program and no person sent this `User-Agent`. Every browser sends one, so a missing or empty one is a program's too.
pub fn is_robot(user_agent: Option<&[u8]>) -> bool {
    match user_agent.map(<[u8]>::trim_ascii) {
        None | Some(b"") => true,
        Some(name) => ROBOTS.names.is_match(name) || ROBOTS.patterns.is_match(name),
    }
}

/// Whether the request says of itself that nobody asked to see the page yet: a prefetch, a prerendering or a preview.
/// `header` gives the value of a request header by its lower-case name.
///
/// A person may look at a prerendered page later without a new request, so a few visits count as previews. The other way round
/// every address bar that guesses along would count as a visit.
pub fn is_preview<'a>(header: impl Fn(&str) -> Option<&'a [u8]>) -> bool {
    PURPOSE_HEADERS.into_iter().filter_map(header).any(says_preview)
}

/// [`is_preview`] by the value of one of its headers. `Sec-Purpose` is a structured header (RFC 9651) with parameters,
/// `prefetch;prerender`; the older ones are a single word.
pub(in crate::resolver) fn says_preview(purpose: &[u8]) -> bool {
    purpose
        .split(|byte| matches!(byte, b';' | b','))
        .map(<[u8]>::trim_ascii)
        .any(|word| {
            [&b"prefetch"[..], b"prerender", b"preview"]
                .iter()
                .any(|preview| word.eq_ignore_ascii_case(preview))
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                          Version/26.0 Mobile/15E148 Safari/604.1";

    fn robot(user_agent: &str) -> bool {
        is_robot(Some(user_agent.as_bytes()))
    }

    fn preview(name: &str, value: &str) -> bool {
        is_preview(|asked| (asked == name).then_some(value.as_bytes()))
    }

    #[test]
    fn every_name_and_pattern_compiles() {
        let robots = Robots::compile().expect("all at once");
        assert_eq!(robots.names.patterns_len(), NAMES.lines().count());
        for pattern in PATTERNS.lines() {
            RegexBuilder::new(pattern)
                .unicode(false)
                .build()
                .unwrap_or_else(|error| panic!("{pattern}: {error}"));
        }
    }

    #[test]
    fn no_line_of_the_list_is_empty_or_lost_a_space_to_an_editor() {
        for line in NAMES.lines().chain(PATTERNS.lines()) {
            assert!(!line.is_empty() && line.trim() == line, "{line:?}");
        }
        assert!(NAMES.lines().count() > 1_400 && PATTERNS.lines().count() > 30);
    }

    #[test]
    fn a_missing_or_empty_user_agent_is_a_robot() {
        assert!(is_robot(None));
        assert!(robot(""));
        assert!(robot(" \t"));
    }

    #[test]
    fn names_and_patterns_are_both_looked_for() {
        assert!(robot(
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
        ));
        assert!(robot("curl/8.14.1"));
        assert!(
            !robot("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 not-curl/1"),
            "only at the start"
        );
        assert!(!robot(SAFARI));
    }

    #[test]
    fn people_in_the_browser_inside_an_app_are_no_robots() {
        for user_agent in [
            "Mozilla/5.0 (Linux; Android 15; CPH2557 Build/AP3A.240617.008; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 \
             Chrome/142.0.7444.142 Mobile Safari/537.36 Instagram 406.0.0.58.159 Android (35/15; 480dpi; 1080x2400; OPPO; CPH2557)",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22G100 \
             Safari/604.1 MetaIAB Facebook",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22F76 \
             [FBAN/FBIOS;FBAV/520.0.0.38.101;FBDV/iPhone17,1;FBMD/iPhone;FBSN/iOS;FBSV/18.5;FBLC/nl_BE]",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 \
             [LinkedInApp]/9.31.1017",
        ] {
            assert!(!robot(user_agent), "{user_agent}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_change_nothing() {
        assert!(!is_robot(Some(&[SAFARI.as_bytes(), b" \xff\xfe"].concat())));
        assert!(
            is_robot(Some(b"AdsBot-Google\xff")),
            "what follows may be anything but a hyphen"
        );
    }

    #[test]
    fn a_prefetch_or_preview_says_so() {
        assert!(preview("sec-purpose", "prefetch"));
        assert!(preview("sec-purpose", "prefetch;prerender"));
        assert!(preview("sec-purpose", "prefetch;anonymous-client-ip"));
        assert!(preview("purpose", "Prefetch"));
        assert!(preview("x-purpose", "preview"));
        assert!(preview("x-moz", "prefetch"));
        assert!(!preview("sec-purpose", "navigate"));
        assert!(!preview("sec-purpose", "no-prefetch"));
        assert!(!preview("referer", "prefetch"));
        assert!(!is_preview(|_| None));
    }

    proptest! {
        #[test]
        fn any_bytes_get_an_answer(bytes: Vec<u8>) {
            is_robot(Some(&bytes));
            is_preview(|_| Some(&bytes));
        }
    }
}
