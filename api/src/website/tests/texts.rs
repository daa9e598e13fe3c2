//! Every word of the website in every language.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    sync::{Arc, LazyLock},
};

use fluent_syntax::ast::Entry;
use regex::Regex;
use signpost_domain::schedule::Zone;

use crate::{
    resolver::pages::UiLanguage,
    website::{
        refusals::Refusals,
        texts::{Texts, sources},
    },
};

/// Texts that are rightly the same as in English, by language and key.
const SAME_AS_ENGLISH: [(UiLanguage, &str); 10] = [
    (UiLanguage::Dutch, "menu"),
    (UiLanguage::French, "menu"),
    (UiLanguage::Dutch, "section-codes"),
    (UiLanguage::Dutch, "work-list-catalogue"),
    (UiLanguage::French, "work-list-catalogue"),
    (UiLanguage::Dutch, "field-code"),
    (UiLanguage::French, "field-code"),
    (UiLanguage::Dutch, "section-tokens"),
    (UiLanguage::Dutch, "decision-code"),
    (UiLanguage::French, "decision-code"),
];

/// Beginnings of keys that are put together from what the program knows.
const PUT_TOGETHER: [&str; 25] = [
    "refused-",
    "link-",
    "import-",
    "decision-",
    "role-",
    "platform-",
    "street-",
    "shape-",
    "act-",
    "actor-",
    "because-",
    "bucket-",
    "by-",
    "change-",
    "condition-",
    "day-",
    "field-",
    "language-",
    "outcome-",
    "period-",
    "signed-in-",
    "standing-",
    "target-kind-",
    "tried-",
    "work-list-",
];

/// Something for all that texts put in.
const PUT_IN: [(&str, &str); 14] = [
    ("value", "2"),
    ("name", "N"),
    ("role", "R"),
    ("unit", "U"),
    ("roles", "Q"),
    ("pin", "P"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("english", "E"),
    ("standing", "S"),
    ("bucket", "B"),
    ("condition", "C"),
    ("refusal", "F"),
];

pub(super) fn utc() -> Zone {
    "UTC".parse().expect("a zone")
}

pub(super) fn defined(language: UiLanguage) -> BTreeSet<String> {
    let resource = fluent_syntax::parser::parse(sources(language).join("\n")).expect("the files are Fluent");
    let messages = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        Entry::Term(term) => panic!("{language:?} has a term that no test covers: -{}", term.id.name),
        _ => None,
    });
    let keys = messages.flat_map(|message| {
        let id = message.id.name;
        let attributes = message.attributes.into_iter();
        let attributes: Vec<_> = attributes.map(|attribute| format!("{id}.{}", attribute.id.name)).collect();
        message.value.map(|_| id).into_iter().chain(attributes)
    });
    keys.fold(BTreeSet::new(), |mut all, key| {
        assert!(!all.contains(&key), "{language:?} has {key} twice");
        all.insert(key);
        all
    })
}

/// The content of all files below a folder that end so.
fn read(folder: &Path, ending: &str) -> String {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path());
    let contents = entries.map(|path| match path.is_dir() {
        true if path.ends_with("tests") => String::new(),
        true => read(&path, ending),
        false if path.to_string_lossy().ends_with(ending) => fs::read_to_string(path).expect("text"),
        false => String::new(),
    });
    contents.collect()
}

/// Everything in quotes in templates and handlers that could be a key.
fn quoted() -> BTreeSet<String> {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = read(&crate_folder.join("templates/website"), ".html") + &read(&crate_folder.join("src/website"), ".rs");
    let key = Regex::new(r#""([a-z][a-zA-Z-]*(?:\.[a-z-]+)?)""#).expect("a pattern");
    key.captures_iter(&all).map(|found| found[1].to_owned()).collect()
}

#[test]
fn every_text_exists_in_every_language() {
    let english = defined(UiLanguage::English);
    for language in UiLanguage::ALL {
        assert_eq!(defined(language), english, "{language:?}");
    }
}

#[test]
fn no_text_is_asked_for_that_there_is_not_and_none_is_unused() {
    let (defined, quoted) = (defined(UiLanguage::English), quoted());
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let templates = read(&crate_folder.join("templates/website"), ".html");
    let asked = Regex::new(r#"page\.t[12]?\("([^"]+)""#).expect("a pattern");
    for found in asked.captures_iter(&templates) {
        assert!(defined.contains(&found[1]), "{} is asked for and not defined", &found[1]);
    }
    for key in defined {
        // What a failure says, and what is wrong with a field, is asked for by a key that is put together.
        let (message, attribute) = key.split_once('.').unwrap_or((&key, ""));
        let used = quoted.contains(&key)
            || PUT_TOGETHER.iter().any(|beginning| key.starts_with(beginning))
            || (["message", "lead", "label"].contains(&attribute) && quoted.contains(message))
            || (attribute == "wrong" && message.starts_with("password-"));
        assert!(used, "{key} is not used");
    }
}

#[test]
fn one_row_is_not_rows_in_any_language() {
    for (language, none, one, several) in [
        (UiLanguage::English, "0 rows read", "1 row read", "2 rows read"),
        (UiLanguage::Dutch, "0 rijen gelezen", "1 rij gelezen", "2 rijen gelezen"),
        (UiLanguage::French, "0 ligne lue", "1 ligne lue", "2 lignes lues"),
        (UiLanguage::Swedish, "0 rader lästa", "1 rad läst", "2 rader lästa"),
        (UiLanguage::Danish, "0 rækker læst", "1 række læst", "2 rækker læst"),
    ] {
        let texts = Texts::of(language, &utc(), &Arc::new(LazyLock::new(Refusals::read)));
        let read = ["0", "1", "2"].map(|rows| texts.text("import-read", &[("value", rows)]));
        assert_eq!(read, [none, one, several], "{language:?}");
    }
}

#[test]
fn nothing_is_left_in_english_by_accident() {
    let english = Texts::of(UiLanguage::English, &utc(), &Arc::new(LazyLock::new(Refusals::read)));
    for language in UiLanguage::ALL
        .into_iter()
        .filter(|language| *language != UiLanguage::English)
    {
        let texts = Texts::of(language, &utc(), &Arc::new(LazyLock::new(Refusals::read)));
        for key in defined(language) {
            let text = texts.text(&key, &PUT_IN);
            let excused = SAME_AS_ENGLISH.contains(&(language, key.as_str()));
            let same = english.text(&key, &PUT_IN);
            assert_eq!(text == same, excused, "{language:?} {key}: {text}");
            // What stands for something in patterns of addresses is to be typed so.
            let text = ["{id}", "{unit}", "{number}", "{label}"]
                .iter()
                .fold(text, |text, place| text.replace(place, ""));
            assert!(!text.contains(['<', '{', '\n']), "{language:?} {key}: {text}");
        }
    }
}
