//! One language's file of texts (Fluent), and what is wrong with it. Nothing here fails while the program runs: a
//! fault is noted for the tests, and the reader sees the text's key at worst.

use fluent_bundle::{FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

use super::UiLanguage;

pub(super) struct Locale {
    bundle: FluentBundle<FluentResource>,
    /// Every key that was asked for.
    pub asked: Vec<String>,
    pub faults: Vec<String>,
}

impl Locale {
    pub(super) fn open(language: UiLanguage) -> Self {
        let mut faults = Vec::new();
        let locales = language.tag().parse::<LanguageIdentifier>().into_iter().collect();
        let mut bundle = FluentBundle::new(locales);
        let resource = FluentResource::try_new(source(language).to_owned()).unwrap_or_else(|(resource, errors)| {
            faults.extend(errors.iter().map(ToString::to_string));
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            faults.extend(errors.iter().map(ToString::to_string));
        }
        Self {
            bundle,
            asked: Vec::new(),
            faults,
        }
    }

    /// The text under `message` or `message.attribute`; the key itself if there is none (which a test rules out).
    pub(super) fn text(&mut self, key: &str) -> String {
        self.asked.push(key.to_owned());
        let (id, attribute) = key
            .split_once('.')
            .map_or((key, None), |(id, attribute)| (id, Some(attribute)));
        let message = self.bundle.get_message(id);
        let pattern = message.and_then(|message| match attribute {
            Some(attribute) => message.get_attribute(attribute).map(|found| found.value()),
            None => message.value(),
        });
        let Some(pattern) = pattern else {
            self.faults.push(format!("{key} is missing"));
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, None, &mut errors).into_owned();
        self.faults.extend(errors.iter().map(|error| format!("{key}: {error}")));
        text
    }
}

pub(super) const fn source(language: UiLanguage) -> &'static str {
    match language {
        UiLanguage::Dutch => include_str!("../../../locales/nl/resolver.ftl"),
        UiLanguage::English => include_str!("../../../locales/en/resolver.ftl"),
        UiLanguage::French => include_str!("../../../locales/fr/resolver.ftl"),
        UiLanguage::Swedish => include_str!("../../../locales/sv/resolver.ftl"),
        UiLanguage::Danish => include_str!("../../../locales/da/resolver.ftl"),
    }
}
