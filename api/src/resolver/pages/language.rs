//! The languages that the pages themselves speak, and what can be told from a language tag (BCP 47).

/// A language of the interface: everything on a page that the city's staff did not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UiLanguage {
    /// Nederlands
    Dutch,
    /// English
    English,
    /// Français
    French,
    /// Svenska
    Swedish,
    /// Dansk
    Danish,
}

impl UiLanguage {
    /// Every language of the interface.
    pub const ALL: [Self; 5] = [Self::Dutch, Self::English, Self::French, Self::Swedish, Self::Danish];

    /// The first language in `preferred` (tags, most wanted first) that the interface speaks, by its primary
    /// subtag; English if there is none.
    #[must_use]
    pub fn negotiate(preferred: &[&str]) -> Self {
        preferred.iter().find_map(|tag| Self::speaking(tag)).unwrap_or(Self::English)
    }

    /// The tag for a `lang` attribute or a `Content-Language` header.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::English => "en",
            Self::French => "fr",
            Self::Swedish => "sv",
            Self::Danish => "da",
        }
    }

    /// Whether content in `language` and this interface are one language to a reader, region aside.
    pub(super) fn is(self, language: &str) -> bool {
        primary(language) == self.tag()
    }

    fn speaking(tag: &str) -> Option<Self> {
        match primary(tag).as_str() {
            "nl" => Some(Self::Dutch),
            "en" => Some(Self::English),
            "fr" => Some(Self::French),
            "sv" => Some(Self::Swedish),
            // Written Danish is easy to read for Norwegians.
            "da" | "nb" | "no" | "nn" => Some(Self::Danish),
            _ => None,
        }
    }
}

/// Whether text in this language runs from right to left.
pub(super) fn is_right_to_left(language: &str) -> bool {
    matches!(primary(language).as_str(), "ar" | "he" | "fa" | "ur" | "ps" | "ckb" | "yi")
}

/// `nl` of `nl-BE`, `NL_be` and ` nl `.
fn primary(tag: &str) -> String {
    let tag = tag.trim();
    tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_tag_that_is_spoken_wins() {
        for (preferred, language) in [
            (&["nl"][..], UiLanguage::Dutch),
            (&["nl-BE", "fr"], UiLanguage::Dutch),
            (&["tr", "FR_ca", "nl"], UiLanguage::French),
            (&["sv-SE"], UiLanguage::Swedish),
            (&["da"], UiLanguage::Danish),
            (&["nb-NO", "en"], UiLanguage::Danish),
            (&["no"], UiLanguage::Danish),
            (&["nn", "sv"], UiLanguage::Danish),
            (&["en-GB", "nl"], UiLanguage::English),
            (&["nlx", "dan", "", "*", "-"], UiLanguage::English),
            (&[], UiLanguage::English),
        ] {
            assert_eq!(UiLanguage::negotiate(preferred), language, "{preferred:?}");
        }
    }

    #[test]
    fn every_language_is_negotiated_by_its_own_tag() {
        for language in UiLanguage::ALL {
            assert_eq!(UiLanguage::negotiate(&[language.tag()]), language);
            assert!(language.is(language.tag()));
        }
    }

    #[test]
    fn a_region_makes_no_other_language() {
        assert!(UiLanguage::Dutch.is("nl-BE"));
        assert!(!UiLanguage::Dutch.is("en"));
        // Norwegians get the Danish interface, but Norwegian text is not Danish.
        assert!(!UiLanguage::Danish.is("nb"));
    }

    #[test]
    fn direction_follows_the_language() {
        assert!(["ar", "he", "fa", "ur", "ar-MA", "UR-pk"].into_iter().all(is_right_to_left));
        assert!(!["nl", "en", "tr", "", "arn", "fr"].into_iter().any(is_right_to_left));
    }
}
