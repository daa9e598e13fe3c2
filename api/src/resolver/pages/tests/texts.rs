//! The interface's own words in every language.

use std::collections::BTreeMap;

use fluent_syntax::ast::Entry;

use crate::resolver::pages::UiLanguage;
use crate::resolver::pages::locale::{Locale, source};
use crate::resolver::pages::texts::Texts;

/// Texts that are rightly the same as in English, by language and key.
const SAME_AS_ENGLISH: [(UiLanguage, &str); 0] = [];

/// Every text of the interface under its key, all complaints about the file, and the keys that the file defines.
fn survey(language: UiLanguage) -> (BTreeMap<String, String>, Vec<String>, Vec<String>) {
    let mut locale = Locale::open(language);
    let _ = Texts::read(&mut locale);
    let asked = locale.asked.clone();
    let texts = asked.into_iter().map(|key| (key.clone(), locale.text(&key))).collect();
    (texts, locale.faults, defined(language))
}

fn defined(language: UiLanguage) -> Vec<String> {
    let resource = fluent_syntax::parser::parse(source(language)).expect("the file is Fluent");
    let messages = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        Entry::Term(term) => panic!("{language:?} has a term that no test covers: -{}", term.id.name),
        _ => None,
    });
    let mut keys: Vec<String> = messages
        .flat_map(|message| {
            let id = message.id.name;
            let attributes = message
                .attributes
                .into_iter()
                .map(move |attribute| format!("{id}.{}", attribute.id.name));
            message.value.map(|_| id.to_owned()).into_iter().chain(attributes)
        })
        .collect();
    keys.sort();
    keys
}

#[test]
fn every_text_exists_in_every_language_and_none_is_unused() {
    for language in UiLanguage::ALL {
        let (texts, faults, defined) = survey(language);
        assert_eq!(faults, [""; 0], "{language:?}");
        assert_eq!(
            texts.into_keys().collect::<Vec<_>>(),
            defined,
            "{language:?}: used and defined"
        );
    }
}

#[test]
fn nothing_is_left_in_english_by_accident() {
    let english = survey(UiLanguage::English).0;
    for language in UiLanguage::ALL
        .into_iter()
        .filter(|language| *language != UiLanguage::English)
    {
        for (key, text) in survey(language).0 {
            let excused = SAME_AS_ENGLISH.contains(&(language, key.as_str()));
            assert_eq!(text == english[&key], excused, "{language:?} {key}: {text}");
        }
    }
}

#[test]
fn texts_are_whole_and_tidy() {
    for language in UiLanguage::ALL {
        for (key, text) in survey(language).0 {
            assert!(
                !text.is_empty() && text.trim() == text && !text.contains("  "),
                "{language:?} {key}: {text:?}"
            );
            assert!(!text.contains(['<', '{', '\n', '\u{2068}']), "{language:?} {key}: {text:?}");
            let sentences = key.ends_with(".message") || key.ends_with(".advice");
            assert_eq!(sentences, text.ends_with('.'), "{language:?} {key}: {text:?}");
        }
    }
}

#[test]
fn french_signs_keep_their_unbreakable_space() {
    for (key, text) in survey(UiLanguage::French).0 {
        for (position, sign) in text.match_indices(['?', '!', ':', ';']) {
            assert!(text[..position].ends_with('\u{a0}'), "{key}: {sign} in {text}");
        }
    }
}
