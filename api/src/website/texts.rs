//! The words of the website, from the files in `locales/{language}/website`. A text that is missing shows its key; a test rules that out.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

use crate::resolver::pages::UiLanguage;

/// The words of one language.
pub(crate) struct Texts {
    pub(crate) language: UiLanguage,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    pub(super) fn of(language: UiLanguage) -> Self {
        let locales = language.tag().parse::<LanguageIdentifier>().into_iter().collect();
        let mut bundle = FluentBundle::new_concurrent(locales);
        // The marks around what is put in are for texts of mixed direction, and would be in the way of whoever copies it.
        bundle.set_use_isolating(false);
        for source in sources(language) {
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
            let _ = bundle.add_resource(resource);
        }
        Self { language, bundle }
    }

    /// The text under `message` or `message.attribute`, with values put in.
    pub(crate) fn text(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.find(key, values).unwrap_or_else(|| key.to_owned())
    }

    /// The same, if there is one.
    pub(crate) fn find(&self, key: &str, values: &[(&str, &str)]) -> Option<String> {
        let (id, attribute) = key
            .split_once('.')
            .map_or((key, None), |(id, attribute)| (id, Some(attribute)));
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            // A whole number may choose between one and many.
            let number = value.parse::<i64>().ok();
            // What only looks like one, such as the id 007, stays what it is.
            let number = number.filter(|number| number.to_string() == *value);
            let value = number.map_or_else(|| FluentValue::from((*value).to_owned()), FluentValue::from);
            arguments.set(*name, value);
        }
        Some(
            self.bundle
                .format_pattern(pattern, Some(&arguments), &mut vec![])
                .into_owned(),
        )
    }
}

/// The words of every language.
pub(super) struct Words(Vec<Texts>);

impl Words {
    pub(super) fn read() -> Self {
        Self(UiLanguage::ALL.map(Texts::of).into())
    }

    /// The words of a language.
    pub(super) fn of(&self, language: UiLanguage) -> &Texts {
        let found = self.0.iter().find(|texts| texts.language == language);
        found.expect("all languages were read")
    }
}

/// The files of one language.
macro_rules! files {
    ($language:literal) => {
        [
            include_str!(concat!("../../locales/", $language, "/website/frame.ftl")),
            include_str!(concat!("../../locales/", $language, "/website/codes.ftl")),
            include_str!(concat!("../../locales/", $language, "/website/lists.ftl")),
            include_str!(concat!("../../locales/", $language, "/website/people.ftl")),
            include_str!(concat!("../../locales/", $language, "/website/audiences.ftl")),
            include_str!(concat!("../../locales/", $language, "/website/imports.ftl")),
        ]
    };
}

pub(super) const fn sources(language: UiLanguage) -> [&'static str; 6] {
    match language {
        UiLanguage::Dutch => files!("nl"),
        UiLanguage::English => files!("en"),
        UiLanguage::French => files!("fr"),
        UiLanguage::Swedish => files!("sv"),
        UiLanguage::Danish => files!("da"),
    }
}
