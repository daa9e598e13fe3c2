//! Whatever a use case says to staff has a text in every language: all sentences in the sources are gone through.

use std::{
    fs,
    path::Path,
    sync::{Arc, LazyLock},
};

use regex::Regex;

use super::texts::utc;
use crate::{
    resolver::pages::UiLanguage,
    website::{refusals::Refusals, texts::Texts},
};

/// Where it is said why something was not done.
const SOURCES: [&str; 13] = [
    "domain/src",
    "application/src/commands",
    "application/src/queries",
    "application/src/columns",
    "application/src/ports/accounts.rs",
    "application/src/ports/artwork.rs",
    "application/src/ports/passwords.rs",
    "application/src/authority.rs",
    "application/src/refusal.rs",
    "api/src/rest",
    "api/src/website",
    "infrastructure/src/tables",
    "infrastructure/src/artwork/emblem",
];

/// Files whose sentences no page of the website shows: what programs and operators are told, what is a file to download, and what is put into words for
/// the website elsewhere.
const ASIDE: [&str; 30] = [
    "/tests",
    "application/src/commands/fill_demo",
    "domain/src/condition/strategies.rs",
    // Programs, of their requests.
    "api/src/rest/extract/acting.rs",
    "api/src/rest/extract/body.rs",
    "api/src/rest/extract/expectation.rs",
    "api/src/rest/idempotency.rs",
    "api/src/rest/pipe.rs",
    "api/src/rest/problem.rs",
    "api/src/rest/export",
    "api/src/rest/seals",
    "api/src/rest/codes/export.rs",
    "api/src/rest/codes/explain.rs",
    "api/src/rest/imports/begin.rs",
    // Operators.
    "application/src/commands/copy.rs",
    "application/src/commands/seal.rs",
    "application/src/commands/sign_in",
    "application/src/queries/people.rs",
    "domain/src/decision",
    "domain/src/scan.rs",
    "domain/src/seals.rs",
    "domain/src/visit.rs",
    "domain/src/resolve",
    // Evidence, history and explanations: by `words/` on the website.
    "api/src/rest/codes/evidence",
    "application/src/queries/evidence",
    "application/src/queries/diff",
    "application/src/queries/changes/words.rs",
    "domain/src/condition/finding.rs",
    // Headers.
    "api/src/website/headers.rs",
    "api/src/website/cookies.rs",
];

/// What looks like a sentence and is none of these, by its beginning.
const NO_REFUSALS: [&str; 40] = [
    "default-src",
    "public, max-age",
    "#",
    "# × #",
    "# (# × #)",
    "# of unit #",
    "# of #",
    "# x # mm",
    "#, #",
    "# # #",
    "all, any, not, language",
    // What the store did not do is told by a text of its own.
    "the catalogue does not show all decisions yet",
    "decision # does not show in the read models yet",
    "code # does not show yet",
    "code # of a batch",
    "no id for",
    "the decisions on # are not all there",
    "the design was not tried",
    "the table of results cannot be written",
    "the table of names has",
    "the table cannot be kept",
    "the temporary file for decisions",
    "too few ids were drawn",
    "printing ended early",
    "one proposal came to none",
    "no code of batch # was ever minted",
    // Kinds of things, which stand in "there is no …" and are looked for there.
    "there is no # #",
    "token or account",
    "code at that moment",
    "code at these moments",
    "proposal # was # already",
    "a visitor is 16",
    // Errors of the domain that use cases tell by a refusal of their own.
    "there is no such change",
    "there is no such design",
    "there is no such proposal",
    "this change was made already",
    "what is retired is so for good",
    "this was proposed already",
    "this was # already",
    "you proposed this yourself, and another person",
];

/// The sentences of a file, with a mark where something is put in; once as they stand, for braces may stand for themselves.
fn sentences(source: &str) -> Vec<(String, String)> {
    // Tests stand last in a file; where they have files of their own, what names these stands first.
    let tests = Regex::new(r"(?s)#\[cfg\(test\)\]\s*mod \w+ \{.*").unwrap();
    let source = tests.replace(source, "");
    let comment = Regex::new(r"(?m)^\s*//.*$").unwrap();
    let source = comment.replace_all(&source, "");
    let literal = Regex::new(r#""((?:[^"\\]|\\.)*)""#).unwrap();
    let not_said = Regex::new(r"(description = |reason = |title = |expect\(|tracing::\w+!\([^;]*|include_str!\()$").unwrap();
    let wrapped = Regex::new(r"\\\n\s*").unwrap();
    let put_in = Regex::new(r"\{[^{}]*\}").unwrap();
    let mut found = vec![];
    let kind = Regex::new(r#"NotFound \{\s*kind: "([^"]+)""#).unwrap();
    for captured in kind.captures_iter(&source) {
        let said = format!("there is no {} #", &captured[1]);
        found.push((said.clone(), said));
    }
    for captured in literal.captures_iter(&source) {
        let whole = captured.get(0).unwrap();
        if not_said.is_match(&source[..whole.start()]) {
            continue;
        }
        let text = wrapped.replace_all(&captured[1], "").replace("\\\"", "\"");
        let marked = text.replace("{{", "\u{1}").replace("}}", "\u{2}");
        let marked = put_in.replace_all(&marked, "#").replace('\u{1}', "{").replace('\u{2}', "}");
        let begins = marked.starts_with(|first: char| first.is_ascii_lowercase() || first == '#');
        if begins && marked.split_whitespace().count() > 2 {
            found.push((marked, text));
        }
    }
    found
}

/// Every source of Rust below a path.
fn sources(path: &Path, found: &mut Vec<(String, String)>) {
    let name = path.to_string_lossy().replace('\\', "/");
    if ASIDE.iter().any(|aside| name.contains(aside)) {
        return;
    }
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            sources(&entry.unwrap().path(), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        found.push((name, fs::read_to_string(path).unwrap()));
    }
}

fn texts(language: UiLanguage) -> Texts {
    Texts::of(language, &utc(), &Arc::new(LazyLock::new(Refusals::read)))
}

#[test]
fn whatever_use_cases_say_has_a_text() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut all = vec![];
    for source in SOURCES {
        sources(&root.join(source), &mut all);
    }
    let refusals = Refusals::read();
    let (mut count, mut missing) = (0, vec![]);
    for (file, source) in all {
        for (marked, text) in sentences(&source) {
            count += 1;
            let is_none = NO_REFUSALS.iter().any(|none| match *none {
                "#" => marked.chars().all(|c| !c.is_alphabetic()),
                none => marked.starts_with(none),
            });
            if !is_none && !refusals.knows(&marked) && !refusals.knows(&text) {
                missing.push(format!("{file}: {marked}"));
            }
        }
    }
    assert!(count > 250, "{count} sentences are not all there are");
    assert!(missing.is_empty(), "no text in refusals.ftl for\n{}", missing.join("\n"));
}

#[test]
fn a_refusal_is_said_in_the_readers_language_with_what_was_put_in() {
    for (language, english, said) in [
        (
            UiLanguage::Dutch,
            "a URL has at most 2048 characters, this has 2500",
            "een URL heeft hoogstens 2048 tekens, deze heeft er 2500",
        ),
        (
            UiLanguage::French,
            "there is no audience staff; define it first",
            "il n’y a pas de public staff ; définissez-le d’abord",
        ),
        // Of a refusal within a refusal.
        (
            UiLanguage::Swedish,
            "your role (editor of unit roads) does not let you change codes of unit parks",
            "din roll (redaktör för roads) låter dig inte i enheten parks: ändra koder",
        ),
        (
            UiLanguage::Dutch,
            "the link to \"x\" in the text: only http and https are allowed, not ftp",
            "de link naar \"x\" in de tekst: alleen http en https zijn toegelaten, niet ftp",
        ),
        (
            UiLanguage::Danish,
            "it has a place for a unit, {unit}, so give unit as well",
            "der er en plads til en enhed, {unit}, så angiv også enheden",
        ),
        // Of one it is not said what is said of several.
        (
            UiLanguage::Dutch,
            "no code would be changed; 0 already so, and 1 cannot be changed, the first because: no code fits",
            "er zou geen code veranderen; al zo: 0, en 1 kan niet veranderd worden, de eerste omdat: er past geen enkele code",
        ),
        (
            UiLanguage::French,
            "this audience is in the rules of 1 code, OAK-1; change those first",
            "ce public figure encore dans les règles d’un code, OAK-1 ; changez-les d’abord",
        ),
        (UiLanguage::English, "no code fits", "no code fits"),
    ] {
        assert_eq!(texts(language).said(english).html(), said.replace('"', "&#34;"));
    }
}

/// What only a library has words for stays as it is, in a sentence that is not English, and is marked.
#[test]
fn the_words_of_libraries_stand_in_sentences_of_the_reader() {
    for (english, html, plain) in [
        (
            "no such thing <b> as this",
            "Hierover zegt het programma alleen in het Engels: <span lang=\"en\">no such thing &#60;b&#62; as this</span>",
            "Hierover zegt het programma alleen in het Engels: no such thing <b> as this",
        ),
        (
            "this is no Excel workbook (.xlsx): invalid Zip archive: \u{e001}no end",
            "dit is geen Excel-werkmap (.xlsx): <span lang=\"en\">invalid Zip archive: no end</span>",
            "dit is geen Excel-werkmap (.xlsx): invalid Zip archive: no end",
        ),
    ] {
        let said = texts(UiLanguage::Dutch).said(english);
        assert_eq!((said.html().as_str(), said.to_string().as_str()), (html, plain));
        let same = texts(UiLanguage::English).said(english);
        assert_eq!(same.to_string(), english.replace('\u{e001}', ""));
    }
}

/// What those libraries say that read what people type has texts of its own, as the libraries say it today.
#[test]
fn what_people_type_is_refused_without_the_words_of_libraries() {
    let url = |text: &str| {
        text.parse::<signpost_domain::url::HttpUrl>()
            .map(drop)
            .map_err(|error| error.to_string())
    };
    let address = |text: &str| text.parse::<std::net::IpAddr>().map(drop).map_err(|error| error.to_string());
    let network = |text: &str| text.parse::<ipnet::IpNet>().map(drop).map_err(|error| error.to_string());
    let refused = [
        url("example.org"),
        url("https://"),
        url("https://example.org:99999"),
        url("https://999.1.1.1"),
        url("https://[::1"),
        url("https://exa<mple.org"),
        url("https://xn--a/"),
        address("10.0.0"),
        network("10.0.0.0/99"),
        network("here"),
    ];
    for language in UiLanguage::ALL
        .into_iter()
        .filter(|language| *language != UiLanguage::English)
    {
        for english in &refused {
            let english = english.as_ref().unwrap_err();
            let said = texts(language).said(english).html();
            assert!(!said.contains("<span"), "{language:?} {english}: {said}");
        }
    }
}

/// Words of ours that are put in are those that the website has for these things.
#[test]
fn roles_standings_and_the_like_are_called_as_everywhere_else() {
    for (english, said) in [
        (
            "your role (editor of unit roads, analyst) does not let you change audiences",
            "met uw rol (redacteur van roads, analist) mag u dit niet: doelgroepen veranderen",
        ),
        (
            "your role () does not let you see statistics",
            "met uw rol (niets) mag u dit niet: statistieken zien",
        ),
        (
            "only an editor or an approver works within a unit; the role auditor is for all units",
            "alleen een redacteur of een goedkeurder werkt binnen een dienst; de rol controleur geldt voor alle diensten",
        ),
        ("country needs at least one entry", "hier is minstens één waarde nodig (land)"),
        // What only looks like such a word is what somebody called it.
        (
            "there is no unit editor; an admin can found it",
            "er is geen dienst editor; een beheerder kan die oprichten",
        ),
    ] {
        assert_eq!(texts(UiLanguage::Dutch).said(english).to_string(), said);
    }
}

/// Of what is put in, each language has as much as English, and no more.
#[test]
fn every_language_says_all_that_is_put_in() {
    let numbers = Regex::new(r"7\d7").unwrap();
    for language in UiLanguage::ALL {
        let (texts, english) = (texts(language), texts(UiLanguage::English));
        for key in super::texts::defined(UiLanguage::English) {
            if !key.starts_with("refused-") {
                continue;
            }
            let values = [
                ("one", "717"),
                ("two", "727"),
                ("three", "737"),
                ("english", "747"),
                ("roles", "757"),
                ("standing", "767"),
                ("bucket", "777"),
                ("condition", "787"),
                ("refusal", "797"),
            ];
            let put_in = |texts: &Texts| -> Vec<String> {
                let said = texts.text(&key, &values);
                let mut found: Vec<String> = numbers.find_iter(&said).map(|found| found.as_str().to_owned()).collect();
                found.sort();
                found
            };
            let (here, there) = (put_in(&texts), put_in(&english));
            // What is a call of the API in English need not be one for readers of pages.
            let is_shorter = here.iter().all(|value| there.contains(value)) && there.contains(&"727".to_owned());
            assert!(here == there || is_shorter, "{language:?} {key}: {here:?}, not {there:?}");
        }
    }
}
