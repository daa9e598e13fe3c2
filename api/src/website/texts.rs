//! The words of the website, from the files in `locales/{language}/website`. A text that is missing shows its key; a test rules that out.

use std::sync::{Arc, LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

use signpost_domain::schedule::Zone;

use super::{
    refusals::{Refusals, Said},
    wall_clock::WallClock,
};
use crate::resolver::pages::UiLanguage;

/// The words of one language.
pub(crate) struct Texts {
    pub(crate) language: UiLanguage,
    pub(crate) clock: WallClock,
    /// Read when something is refused, and never else: three hundred patterns are no part of a start.
    refusals: Arc<LazyLock<Refusals>>,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    pub(super) fn of(language: UiLanguage, zone: &Zone, refusals: &Arc<LazyLock<Refusals>>) -> Self {
        let locales = language.tag().parse::<LanguageIdentifier>().into_iter().collect();
        let mut bundle = FluentBundle::new_concurrent(locales);
        // The marks around what is put in are for texts of mixed direction, and would be in the way of whoever copies it.
        bundle.set_use_isolating(false);
        for source in sources(language) {
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
            let _ = bundle.add_resource(resource);
        }
        Self {
            language,
            clock: WallClock::of(zone.clone()),
            refusals: Arc::clone(refusals),
            bundle,
        }
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

    /// Why something was not done, which use cases say in English.
    pub(crate) fn said(&self, english: &str) -> Said {
        self.refusals.say(self, english)
    }

    /// By which clock a time is typed, said beside its field.
    pub(crate) fn by_which_clock(&self) -> String {
        self.text("time-zone", &[("value", self.clock.zone())])
    }
}

/// The words of every language.
pub(super) struct Words(Vec<Texts>);

impl Words {
    pub(super) fn read(zone: &Zone) -> Self {
        let refusals = Arc::<LazyLock<_>>::new(LazyLock::new(Refusals::read));
        Self(UiLanguage::ALL.map(|language| Texts::of(language, zone, &refusals)).into())
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
            include_str!(concat!("../../locales/", $language, "/website/refusals.ftl")),
        ]
    };
}

pub(super) const fn sources(language: UiLanguage) -> [&'static str; 7] {
    match language {
        UiLanguage::Dutch => files!("nl"),
        UiLanguage::English => files!("en"),
        UiLanguage::French => files!("fr"),
        UiLanguage::Swedish => files!("sv"),
        UiLanguage::Danish => files!("da"),
    }
}

/// The file in which stands why something was not done.
pub(super) const fn refusals(language: UiLanguage) -> &'static str {
    let [.., refusals] = sources(language);
    refusals
}
