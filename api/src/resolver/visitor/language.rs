//! The languages a visitor reads, best first, from `Accept-Language` (RFC 9110, section 12.5.4).
//!
//! Two crates read this header, and neither does it right (versions 3.1.0 and 0.14.2 tried):
//! - `accept-language` panics while sorting when a few of many weights are `q=NaN`, which fits in 500 bytes; and it gives back `*`,
//!   languages that are refused with `q=0`, weights over 1, and anything that is no language tag at all.
//! - `fluent-langneg` ignores the weights, so `en;q=0.1,nl` gives English first and `fr;q=0` gives French; and it loses a language
//!   when a space follows it, as in `nl ; q=0.5`.
//!
//! So the weights are read here. What a language tag is, the domain knows.

use signpost_domain::language::Language;

/// Browsers send some 20 bytes for two or three languages; more than this only costs time.
const MOST_BYTES: usize = 500;
const MOST_LANGUAGES: usize = 10;

/// The languages that `header` accepts, best first, those of equal weight in the order they came.
///
/// `*` and languages that are refused (`q=0`) are no wish for a language. What does not follow the grammar is left out. Only what
/// stands whole in the first 500 bytes counts, and of that the best 10.
pub fn accepted_languages(header: &str) -> Vec<Language> {
    let mut weighed: Vec<_> = whole_elements(header).split(',').filter_map(weigh).collect();
    weighed.sort_by(|(one, _), (other, _)| other.total_cmp(one));

    let mut languages = Vec::new();
    for (_, language) in weighed {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    languages.truncate(MOST_LANGUAGES);
    languages
}

/// The part of the header that is considered, without the element at its end that would be cut in two.
fn whole_elements(header: &str) -> &str {
    if header.len() <= MOST_BYTES {
        return header;
    }
    let considered = &header[..header.floor_char_boundary(MOST_BYTES + 1)];
    considered.rsplit_once(',').map_or("", |(whole, _)| whole)
}

/// One element, `nl-BE;q=0.9`, as a weight above zero and a language.
fn weigh(element: &str) -> Option<(f32, Language)> {
    let (tag, weight) = match element.split_once(';') {
        None => (element, 1.0),
        Some((tag, weight)) => (tag, weight.trim().strip_prefix(['q', 'Q'])?.strip_prefix('=')?.parse().ok()?),
    };
    // Neither NaN nor a negative number is in the range.
    (f32::MIN_POSITIVE..=1.0).contains(&weight).then_some(())?;
    Some((weight, tag.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tags(header: &str) -> Vec<String> {
        accepted_languages(header).into_iter().map(String::from).collect()
    }

    #[test]
    fn languages_come_by_weight_and_equals_in_their_order() {
        assert_eq!(tags("nl-BE,nl;q=0.9,en;q=0.8"), ["nl-BE", "nl", "en"]);
        assert_eq!(tags("en;q=0.1,nl"), ["nl", "en"]);
        assert_eq!(tags("nl;q=0.5,fr;q=0.5,de;q=0.7,en;q=0.5"), ["de", "nl", "fr", "en"]);
        assert_eq!(tags("nl ; q=0.5 ,\tfr ;Q=0.7"), ["fr", "nl"]);
        assert_eq!(tags("nl;q=0.333333,fr;q=0.334"), ["fr", "nl"]);
    }

    #[test]
    fn what_is_no_wish_for_a_language_is_dropped() {
        assert_eq!(tags("fr;q=0"), [""; 0]);
        assert_eq!(tags("fr;q=0.000,nl"), ["nl"]);
        assert_eq!(tags("*"), [""; 0]);
        assert_eq!(tags("*,nl;q=0.2"), ["nl"]);
        assert_eq!(tags(""), [""; 0]);
    }

    #[test]
    fn what_does_not_follow_the_grammar_is_dropped() {
        for junk in [
            "de;q=2",
            "de;q=-1",
            "de;q=abc",
            "de;q=NaN",
            "de;q=inf",
            "de;q=",
            "de;q",
            "de;level=1",
            "é",
            "d",
            "0",
            "<b>",
            ";q=1",
        ] {
            assert_eq!(tags(&format!("{junk},nl;q=0.5,,")), ["nl"], "{junk}");
        }
    }

    #[test]
    fn each_language_is_given_once_in_its_usual_spelling() {
        assert_eq!(tags("EN-us"), ["en-US"]);
        assert_eq!(tags("ZH-hant-tw,DE-1996"), ["zh-Hant-TW", "de-1996"]);
        assert_eq!(tags("nl;q=0.2,fr;q=0.5,NL"), ["nl", "fr"]);
    }

    #[test]
    fn at_most_ten_languages_of_the_first_500_bytes_count() {
        let many: Vec<_> = ('a'..='t').map(|letter| format!("{letter}a")).collect();
        assert_eq!(tags(&many.join(",")), many[..10]);

        let padding = " ".repeat(495);
        assert_eq!(tags(&format!("nl,{padding}fr,de")), ["nl", "fr"]);
        assert_eq!(tags(&format!("nl,{padding}fr-BE")), ["nl"], "half a language is none");
        assert_eq!(
            tags(&format!("nl,{}fr;q=0.1", &padding[3..])),
            ["nl"],
            "nor is half a weight guessed at"
        );
        assert_eq!(tags(&"é;q=,;;=".repeat(1_250)), [""; 0]);
    }

    #[test]
    fn weights_that_made_the_crate_accept_language_panic_are_harmless() {
        let header = "nl;q=NaN,fr;q=0.5,de;q=0.9,en;q=inf,it;q=0.1,".repeat(11);
        assert_eq!(tags(&header), ["de", "fr", "it"]);
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(header: String) {
            accepted_languages(&header);
        }

        #[test]
        fn what_looks_like_a_header_gets_few_clean_tags(
            header in "([a-zA-Z*é]{1,3}(-[a-zA-Z0-9]{1,8}){0,2} ?(; ?[qQ]=[0-9NaN.e-]{0,5})?,){0,120}",
        ) {
            let languages = accepted_languages(&header);
            prop_assert!(languages.len() <= MOST_LANGUAGES);
            for language in &languages {
                prop_assert_eq!(accepted_languages(language.as_str()), [language.clone()]);
            }
        }
    }
}
