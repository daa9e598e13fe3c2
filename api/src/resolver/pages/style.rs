//! The one stylesheet, sent inside every page, and the policy that allows it and next to nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::city::Accent;

const SOURCE: &str = include_str!("../../../templates/resolver/style.css");

pub(super) struct Style {
    pub css: String,
    /// Value of the `Content-Security-Policy` header.
    pub policy: String,
}

impl Style {
    pub(super) fn new(accent: Option<Accent>) -> Self {
        let css = compact(SOURCE) + &accent.map(Accent::for_citizens).unwrap_or_default();
        let hash = STANDARD.encode(Sha256::digest(&css));
        // `img-src data:` is for the icon in the page's head and for the city's logo.
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'"
        );
        Self { css, policy }
    }
}

/// The stylesheet without indentation, line ends and whole-line comments. It is written so that no more is needed.
fn compact(source: &str) -> String {
    source.lines().map(str::trim).filter(|line| !line.starts_with("/*")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colours of one scheme, by name.
    fn colour(scheme: &str, name: &str) -> [f64; 3] {
        let value = scheme.split_once(&format!("--{name}:#")).expect("the colour is set").1;
        let digits = &value[..value.find(';').expect("a declaration ends")];
        let digits = if digits.len() == 3 {
            digits.chars().flat_map(|c| [c, c]).collect()
        } else {
            digits.to_owned()
        };
        [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal")))
    }

    /// Contrast ratio by WCAG 2.2, "relative luminance".
    fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
        let luminance = |rgb: [f64; 3]| {
            let [red, green, blue] = rgb.map(|channel| {
                let value = channel / 255.0;
                if value <= 0.04045 {
                    value / 12.92
                } else {
                    ((value + 0.055) / 1.055).powf(2.4)
                }
            });
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_colour_has_the_contrast_of_wcag_aaa_by_day_and_by_night() {
        let schemes: Vec<&str> = SOURCE
            .split(":root{")
            .skip(1)
            .map(|rest| rest.split('}').next().unwrap_or(rest))
            .collect();
        assert_eq!(schemes.len(), 2, "a light and a dark scheme");
        for scheme in schemes {
            for (text, ground) in [
                ("ink", "paper"),
                ("soft", "paper"),
                ("link", "paper"),
                ("letter", "board"),
                ("ink", "wood"),
            ] {
                let ratio = contrast(colour(scheme, text), colour(scheme, ground));
                assert!(ratio >= 7.0, "{text} on {ground} has {ratio:.1} to 1 in {scheme}");
            }
        }
    }

    #[test]
    fn the_contrast_is_that_of_the_standard() {
        assert!((contrast([0.0; 3], [255.0; 3]) - 21.0).abs() < 0.001);
        assert!((contrast([119.0; 3], [255.0; 3]) - 4.48).abs() < 0.01);
    }

    #[test]
    fn compacting_loses_no_rule() {
        let css = Style::new(None).css;
        assert!(!css.contains("/*") && !css.contains('\n') && !css.contains("</"));
        assert_eq!(css.matches('{').count(), SOURCE.matches('{').count());
        assert_eq!(css.matches('{').count(), css.matches('}').count());
        assert_eq!(compact("/* why */\na{\n  b:c;\n}\n"), "a{b:c;}");
    }

    #[test]
    fn nothing_moves_and_nothing_is_loaded() {
        for word in ["animation", "transition", "url(", "@import", "@font-face"] {
            assert!(!SOURCE.contains(word), "{word}");
        }
    }
}
